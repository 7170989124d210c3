"""What a clinician, and any patient, is shown of a change to a page."""

from datetime import date

import pytest

from procedures.text.comparing.differences import compare
from procedures.text.comparing.flow import HEADINGS
from procedures.text.format.document import Source
from procedures.vocabulary import Change, SectionKind
from tests.text.comparing import ABOUT, difference, kinds, told, words
from tests.text.documents import make_document


def test_a_page_does_not_differ_from_itself():
    assert compare(make_document(), make_document()) == ()


def test_a_page_without_sources_is_compared_with_one_that_has_some():
    without = make_document(sources=())
    assert [one.heading for one in compare(without, make_document())] == ["Sources"]
    assert compare(without, without) == ()


def test_what_only_the_record_says_is_no_change_of_the_page():
    corrected = make_document(
        change=Change.REDATE, change_notes=("The date was wrong.",), updated=date(2026, 11, 21)
    )
    assert compare(make_document(), corrected) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keep the area dry.\nDo not rub.", "Keep  the area\ndry. Do not rub."),
        ("First words.\n\nThen others.", "First words.\n\n\nThen others."),
        ("- Rest.\n- Drink.", "* Rest.\n\n* Drink."),
        ("It hurts *a little*.", "It hurts _a little_."),
        ("**Do not** rub.", "**Do** **not** rub."),
        ("Needles of 3.5 mm.", "Needles of 3\\.5 mm."),
        ("| Day | Skin |\n|---|---|\n| 1 | red |", "|Day|Skin|\n|:-|-|\n|1  |red|"),
    ],
)
def test_another_spelling_of_the_same_page_is_no_change(one, other):
    assert compare(make_document(words={ABOUT: one}), make_document(words={ABOUT: other})) == ()


def test_facts_in_another_order_are_no_change_because_patients_meet_them_in_one():
    one, other = (
        make_document(words={SectionKind.AT_A_GLANCE: facts})
        for facts in ("- Cost: £100\n- Session: 1 hour", "- Session: 1 hour\n- Cost: £100")
    )
    assert compare(one, other) == ()


@pytest.mark.parametrize(
    ("old", "new", "change"), [("", "Rest.", "added"), ("Rest.", "", "removed")]
)
def test_a_section_is_added_or_removed_whole(old, new, change):
    section = difference(old, new, kind=SectionKind.UNKNOWN, context=1)
    assert (section.key, section.heading) == ("what-is-not-known", "What is not known")
    assert (section.change, kinds(section)) == (change, [change])


def test_a_page_without_a_word_in_common_is_removed_and_added():
    old, new = (
        make_document(
            title=word,
            also_known_as=(),
            written_by=word,
            evidence_to="",
            summary=word,
            words=dict.fromkeys(set(SectionKind) - {SectionKind.SOURCES}, word),
            sources=(Source(1, word),),
        )
        for word in ("zebra", "quagga")
    )
    found = compare(old, new)
    assert [section.key for section in found] == list(HEADINGS)
    assert {section.change for section in found} == {"changed"}
    for section in found:
        assert "zebra" in "".join(words(section, "removed"))
        assert "quagga" in "".join(words(section, "added"))
        assert "zebra" not in "".join(words(section, "kept", "added"))


def test_sections_have_the_headings_of_the_page_in_its_order():
    assert {
        "details": "Details",
        "summary": "Summary",
        **dict(SectionKind.choices),
    } == HEADINGS


ITEMS = "Before you decide:\n\n" + "\n".join(f"- Number {n}." for n in range(1, 7))


def test_unchanged_lines_far_from_a_change_are_counted():
    section = difference(ITEMS, ITEMS.replace("5", "five"), context=1)
    skipped = section.blocks[1]
    assert [told(block) for block in section.blocks] == [
        "Before you decide:",
        "",
        "Number 4.",
        "Number [-5-]{+five+}.",
        "Number 6.",
    ]
    assert (skipped.kind, skipped.form, skipped.count) == ("skipped", "bullet", 3)


def test_no_context_leaves_the_changes_and_what_leads_to_them():
    section = difference(ITEMS, ITEMS.replace("5", "five"), context=0)
    assert [(block.kind, block.count) for block in section.blocks] == [
        ("kept", 1),
        ("skipped", 4),
        ("changed", 1),
        ("skipped", 1),
    ]


def test_a_change_is_never_shown_without_its_stage_item_and_table_head():
    body = (
        "Words.\n\n- Redness\n  - It is red.\n  - It is hot.\n\n  It passes.\n\n"
        "| Day | Skin |\n|---|---|\n| 1 | red |\n| 2 | {} |\n\nLast words."
    )
    old = {"Common": "Words.\n\nMore words.", "Less common": body.format("dry")}
    new = {"Common": "Words.\n\nMore words.", "Less common": body.format("wet")}
    section = difference(old, new, kind=SectionKind.SIDE_EFFECTS, context=0)
    assert [(block.kind, block.form, block.count, told(block)) for block in section.blocks] == [
        ("skipped", "", 3, ""),
        ("kept", "heading", 1, "Less common"),
        ("skipped", "", 5, ""),
        ("kept", "header", 1, "Day | Skin"),
        ("skipped", "row", 1, ""),
        ("changed", "row", 1, "2 | [-dry-]{+wet+}"),
        ("skipped", "paragraph", 1, ""),
    ]


def test_a_changed_inner_item_is_shown_under_its_item():
    old = "- Redness\n  - It is red.\n  - It is hot.\n- Bruises\n  - They are blue."
    section = difference(old, old.replace("are blue", "are green"), context=0)
    assert [told(block) for block in section.blocks] == [
        "",
        "Bruises",
        "They are [-blue-]{+green+}.",
    ]
