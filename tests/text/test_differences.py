"""What a clinician, and any patient, is shown of a change to a page."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.text.differences import compare
from procedures.text.document import Source
from procedures.text.flow import HEADINGS, flow
from procedures.vocabulary import Change, GlanceKey, SectionKind
from tests.text.documents import make_document

ABOUT = SectionKind.ABOUT
PHOTO = "3a" * 32
PEEL = Source(1, "Peels. NHS, 2020.", "https://example.org/peels")
NEEDLES = Source(2, "Needles. DermNet, 2021.")
SCARS = Source(3, "Scars. Example Press, 2022.")


def difference(old, new, *, kind=ABOUT, context=None, **changes):
    """The only section that differs when that section is rewritten."""
    before, after = (make_document(words={kind: words}, **changes) for words in (old, new))
    (section,) = compare(before, after, context=context)
    return section


def told(block):
    """A block on one line: [-removed-], {+added+}, and notes between ‹ and ›."""
    said = ""
    for run in block.runs:
        note = f"‹{run.note}›" if run.note else ""
        around = {"kept": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}[run.kind]
        said += around.format(run.words + note)
    return f"{said} ‹{block.note}›" if block.note else said


def lines(old, new, **options):
    return [told(block) for block in difference(old, new, **options).blocks]


def kinds(section):
    return [block.kind for block in section.blocks]


def words(section, *fates):
    """The lines of a section, of the runs with one of those fates."""
    said = (
        "".join(run.words for run in block.runs if run.kind in fates) for block in section.blocks
    )
    return [line for line in said if line]


# What is no change ----------------------------------------------------------


def test_a_page_does_not_differ_from_itself():
    assert compare(make_document(), make_document()) == ()


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


# Words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Rest for 2 days.", "Rest for 3 days.", "Rest for [-2-]{+3+} days."),
        (
            "It costs £1,000 or so.",
            "It costs £1,500 or so.",
            "It costs [-£1,000-]{+£1,500+} or so.",
        ),
        ("About 0.5 mm deep.", "About 0.25 mm deep.", "About [-0.5-]{+0.25+} mm deep."),
        ("Call us today.", "Call us today!", "Call us today[-.-]{+!+}"),
        ("Rest, then walk.", "Rest then walk.", "Rest[-,-] then walk."),
        ("The nurse helps you.", "The Nurse helps you.", "The [-nurse-]{+Nurse+} helps you."),
        ("Do not rub your skin.", "Do rub your skin.", "Do [-not -]rub your skin."),
        ("Rub your skin.", "Rub your skin (gently).", "Rub your skin{+ (gently)+}."),
        ("The (first) day.", "The(first) day.", "The[- ‹space removed›-](first) day."),
        ("Wait a day(night).", "Wait a day (night).", "Wait a day{+ ‹space added›+}(night)."),
        ("Skin heals fast.", "Skin heals fast [1].", "Skin heals fast{+ +}{+[1]+}."),
    ],
)
def test_every_word_figure_and_mark_that_changed_is_shown_alone(old, new, shown):
    assert lines(old, new) == [shown]


def test_sentences_that_share_only_small_words_are_not_cut_to_pieces():
    old = "Before treatment we numb the whole area, and we clean your skin with alcohol."
    new = "Before treatment we numb the whole area, or some of it; your doctor decides that."
    assert lines(old, new) == [
        "Before treatment we numb the whole area, "
        "[-and we clean your skin with alcohol-]{+or some of it; your doctor decides that+}."
    ]


def test_a_lost_bold_not_is_shown():
    section = difference("Do **not** take aspirin.", "Do not take aspirin.")
    assert [told(block) for block in section.blocks] == ["Do not‹bold removed› take aspirin."]
    assert kinds(section) == ["changed"]


def test_a_lost_bold_not_is_shown_even_between_long_changes():
    old = "Avoiding aspirin altogether **not** necessary beforehand, so keep taking your tablets."
    new = "Stopping ibuprofen completely not required whatsoever, so keep taking your tablets."
    assert lines(old, new) == [
        "[-Avoiding aspirin altogether-]{+Stopping ibuprofen completely+} not‹bold removed› "
        "[-necessary beforehand-]{+required whatsoever+}, so keep taking your tablets."
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Do not rub.", "Do **not rub**.", "Do not rub‹bold added›."),
        ("It *may* hurt.", "It may hurt.", "It may‹emphasis removed› hurt."),
        ("It may hurt.", "It *may* hurt.", "It may‹emphasis added› hurt."),
        ("It **may** hurt.", "It *may* hurt.", "It may‹bold removed; emphasis added› hurt."),
        (
            "See [our page](https://a.example/).",
            "See [our page](https://b.example/).",
            "See our page‹link changed from https://a.example/ to https://b.example/›.",
        ),
        (
            "See our page.",
            "See [our page](procedure:chemical-peel).",
            "See our page‹link to procedure:chemical-peel added›.",
        ),
        (
            "See [our page](https://a.example/).",
            "See our page.",
            "See our page‹link to https://a.example/ removed›.",
        ),
    ],
)
def test_what_changed_at_words_that_stayed_is_said_in_words(old, new, shown):
    assert lines(old, new) == [shown]


def test_runs_carry_the_marks_they_are_to_be_shown_with():
    (block,) = difference(
        "Walk never.", "Walk **but** *never* [2][1] [run](https://a.example/)."
    ).blocks
    marked = [
        (run.words.strip(), run.bold, run.emphasis, run.link, run.citation)
        for run in block.runs
        if run.words.strip(" .")
    ]
    assert marked == [
        ("Walk", False, False, "", 0),
        ("but", True, False, "", 0),
        ("never", False, True, "", 0),
        ("[2]", False, False, "", 2),
        ("[1]", False, False, "", 1),
        ("run", False, False, "https://a.example/", 0),
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("It heals fast [1].", "It heals fast [2].", "It heals fast [-[1]-]{+[2]+}."),
        ("It heals fast [1][2].", "It heals fast [2].", "It heals fast [-[1]-][2]."),
        ("It heals fast [1].", "It heals fast.", "It heals fast[- -][-[1]-]."),
        ("It heals fast [1].", "It heals fast **[1]**.", "It heals fast [1]‹bold added›."),
    ],
)
def test_a_changed_or_lost_citation_is_shown(old, new, shown):
    assert lines(old, new) == [shown]


# Lines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("- Rest at home.", "Rest at home.", "was a list item, now a paragraph"),
        ("Rest at home.", "1. Rest at home.", "was a paragraph, now a numbered item"),
        ("- Rest at home.", "1. Rest at home.", "was a list item, now a numbered item"),
        (
            "- First.\n- Rest at home.",
            "- First.\n  - Rest at home.",
            "was a list item, now a list item of level 2",
        ),
        (
            "- First.\n\n  Rest at home.",
            "- First.\n\nRest at home.",
            "was a paragraph in a list item, now a paragraph",
        ),
        (
            "- First.\n  - Second.\n\n    Rest at home.",
            "- First.\n  - Second.\n\n  Rest at home.",
            "was a paragraph in a list item of level 2, now a paragraph in a list item",
        ),
        (
            "| Rest at home. |\n|---|\n| Walk. |",
            "| Walk. |\n|---|\n| Rest at home. |",
            "moved here from further up; was the heading of a table, now a table row",
        ),
    ],
)
def test_a_line_that_became_another_sort_of_line_is_said_in_words(old, new, note):
    assert note in [block.note for block in difference(old, new).blocks]


def test_a_list_turned_into_a_paragraph_is_shown():
    section = difference("- Rest.\n- Drink a lot of water.", "Rest. Drink a lot of water.")
    assert [told(block) for block in section.blocks] == [
        "[-Rest.-]",
        "{+Rest. +}Drink a lot of water. ‹was a list item, now a paragraph›",
    ]


def test_lines_that_say_other_things_are_wholly_removed_and_added():
    section = difference("Your skin heals.\n\nRest.", "Nothing is certain yet.\n\nRest.")
    assert [(block.kind, told(block)) for block in section.blocks] == [
        ("removed", "[-Your skin heals.-]"),
        ("added", "{+Nothing is certain yet.+}"),
        ("kept", "Rest."),
    ]


def test_lines_are_matched_with_those_most_like_them_in_order():
    old = "- Stay out of the sun.\n- Wash your hands first.\n- Keep calm."
    new = "- Put on a hat.\n- Stay out of the hot sun.\n- Wash both hands first.\n- Keep calm."
    assert lines(old, new) == [
        "{+Put on a hat.+}",
        "Stay out of the {+hot +}sun.",
        "Wash [-your-]{+both+} hands first.",
        "Keep calm.",
    ]


def test_of_two_changed_lines_that_changed_places_one_is_removed_and_added():
    old = "Stay out of the sun today.\n\nWash your hands first."
    new = "Wash both hands first.\n\nStay out of the sun tomorrow."
    assert lines(old, new) == [
        "{+Wash both hands first.+}",
        "Stay out of the sun [-today-]{+tomorrow+}.",
        "[-Wash your hands first.-]",
    ]


def test_marks_alone_are_no_likeness():
    assert lines("… [1]", "— [1]") == ["[-… -][-[1]-]", "{+— +}{+[1]+}"]


def test_swapped_paragraphs_are_shown_as_moved():
    assert lines("We numb the skin.\n\nYou sleep.", "You sleep.\n\nWe numb the skin.") == [
        "[-We numb the skin.-] ‹moved further down›",
        "You sleep.",
        "{+We numb the skin.+} ‹moved here from further up›",
    ]


def test_a_paragraph_moved_up_is_shown_as_moved():
    old = "One.\n\nTwo.\n\nThree.\n\nFour."
    assert lines(old, "Four.\n\nOne.\n\nTwo.\n\nThree.") == [
        "{+Four.+} ‹moved here from further down›",
        "One.",
        "Two.",
        "Three.",
        "[-Four.-] ‹moved further up›",
    ]


def test_a_reason_moved_to_another_heading_names_both():
    old = {
        "Do not have it if": "- You are ill.\n- You smoke.",
        "Talk to us first if": "- You drive.",
    }
    new = {
        "Do not have it if": "- You smoke.",
        "Talk to us first if": "- You drive.\n- You are ill.",
    }
    assert lines(old, new, kind=SectionKind.CONTRAINDICATIONS) == [
        "Do not have it if",
        "[-You are ill.-] ‹moved to “Talk to us first if”›",
        "You smoke.",
        "Talk to us first if",
        "You drive.",
        "{+You are ill.+} ‹moved from “Do not have it if”›",
    ]


@pytest.mark.parametrize("first", ["Do", "Do not"])
def test_an_item_moved_from_do_to_do_not_is_what_moved(first):
    second = "Do" if first == "Do not" else "Do not"
    old = f"{first}:\n\n- walk\n- swim\n\n{second}:\n\n- rest"
    new = f"{first}:\n\n- walk\n\n{second}:\n\n- swim\n- rest"
    assert lines(old, new) == [
        f"{first}:",
        "walk",
        "[-swim-] ‹moved further down›",
        f"{second}:",
        "{+swim+} ‹moved here from further up›",
        "rest",
    ]


def test_a_changed_table_cell_is_shown_in_its_row():
    table = "| Day | Skin |\n|---|---|\n| 1 | red and hot |\n| 2 | {} |"
    section = difference(table.format("dry and pale"), table.format("dry and pink"))
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("header", "Day | Skin"),
        ("row", "1 | red and hot"),
        ("row", "2 | dry and [-pale-]{+pink+}"),
    ]


def test_words_moved_from_one_cell_to_the_next_are_shown():
    table = "| Day | Skin | More |\n|---|---|---|\n| 1 | {} |"
    assert lines(table.format("red skin | "), table.format(" | red skin"))[1] == (
        "1 | {+| +}red skin[- |-]"
    )


@pytest.mark.parametrize(
    ("new", "shown"),
    [
        (
            '![Old scars](drawing:skin-layers-1 "Top layer")',
            "Picture: drawing:skin-layers-1 | Alt text: [-New-]{+Old+} scars | Caption: Top layer",
        ),
        (
            '![New scars](drawing:skin-layers-1 "Low layer")',
            "Picture: drawing:skin-layers-1 | Alt text: New scars | Caption: [-Top-]{+Low+} layer",
        ),
        (
            f'![New scars](photo:{PHOTO} "Top layer")',
            "Picture: [-drawing:skin-layers-1-]{+photo:3a3a3a3a3a3a…+} | "
            "Alt text: New scars | Caption: Top layer",
        ),
    ],
)
def test_a_changed_picture_alt_text_or_caption_is_shown(new, shown):
    section = difference('![New scars](drawing:skin-layers-1 "Top layer")', new)
    assert [(block.form, told(block)) for block in section.blocks] == [("picture", shown)]


def test_two_photos_are_different_however_alike_their_names():
    old, new = (f'![Scars](photo:{name} "A")' for name in ("ab" * 32, "ab" * 31 + "cd"))
    assert kinds(difference(old, new)) == ["changed"]


def test_an_item_without_words_does_not_confuse_the_lines_after_it():
    section = difference("- Rest.\n-\n\nWalk.", "- Rest.\n-\n\nRun.")
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("bullet", "Rest."),
        ("paragraph", "[-Walk.-]"),
        ("paragraph", "{+Run.+}"),
    ]


@pytest.mark.parametrize(
    ("new", "shown"),
    [
        (
            {"Day 1": "Rest well.", "Days 2 to 4": "Walk a little."},
            ["Day 1", "Rest well.", "Days 2 to [-3-]{+4+}", "Walk a little."],
        ),
        (
            {"Day 1": "Rest well.", "Days 2 to 3": "Walk a little.", "Week 2": "Run a mile."},
            [
                "Day 1",
                "Rest well.",
                "Days 2 to 3",
                "Walk a little.",
                "{+Week 2+}",
                "{+Run a mile.+}",
            ],
        ),
        (
            {"Days 2 to 3": "Walk a little."},
            ["[-Day 1-]", "[-Rest well.-]", "Days 2 to 3", "Walk a little."],
        ),
        (
            {"Days 2 to 3": "Walk a little.", "Day 1": "Rest well."},
            [
                "[-Day 1-] ‹moved further down›",
                "[-Rest well.-] ‹moved further down›",
                "Days 2 to 3",
                "Walk a little.",
                "{+Day 1+} ‹moved here from further up›",
                "{+Rest well.+} ‹moved here from further up›",
            ],
        ),
    ],
)
def test_a_stage_renamed_added_removed_or_moved_is_shown(new, shown):
    old = {"Day 1": "Rest well.", "Days 2 to 3": "Walk a little."}
    assert lines(old, new, kind=SectionKind.RECOVERY) == shown


def test_a_line_that_stands_under_two_stages_stays_with_its_own():
    old = {"Day 1": "- Do not swim.", "Day 2": "- Rest."}
    new = {"Day 1": "- Do not swim.\n- Rest.", "Day 2": "- Do not swim."}
    assert lines(old, new, kind=SectionKind.RECOVERY) == [
        "Day 1",
        "Do not swim.",
        "{+Rest.+} ‹moved from “Day 2”›",
        "Day 2",
        "[-Rest.-] ‹moved to “Day 1”›",
        "{+Do not swim.+}",
    ]


def test_a_changed_fact_stays_one_fact_whatever_it_says():
    section = difference(
        "- Session: 1 hour\n- Cost: £100 [1]",
        "- Cost: ask us\n- Session: 1 hour\n- Device: a pen",
        kind=SectionKind.AT_A_GLANCE,
    )
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("fact", "Session: 1 hour"),
        ("fact", "Cost: [-£100 -][-[1]-]{+ask us+}"),
        ("fact", "{+Device: a pen+}"),
    ]


def test_facts_stand_in_the_order_in_which_patients_meet_them():
    section = difference(
        "- Device: a pen",
        "\n".join(f"- {key}: none" for key in reversed(GlanceKey.values)),
        kind=SectionKind.AT_A_GLANCE,
    )
    firsts = [line.partition(":")[0] for line in words(section, "kept", "added")]
    assert firsts == GlanceKey.values


def test_the_title_other_names_author_and_date_of_the_evidence_are_details():
    old = make_document()
    new = replace(
        old, title="Needling", also_known_as=(), written_by="A doctor", evidence_to="2026-11"
    )
    (section,) = compare(old, new)
    assert (section.key, section.heading, section.change) == ("details", "Details", "changed")
    assert [told(block) for block in section.blocks] == [
        "Title: [-Microneedling-]{+Needling+}",
        "[-Also known as: skin needling-]",
        "Written by: A [-nurse at the clinic-]{+doctor+}",
        "Evidence to: [-October-]{+November+} 2026",
    ]


def test_a_page_that_stops_saying_how_old_its_evidence_is_shows_so():
    old = make_document(evidence_to="2026-10")
    (section,) = compare(old, replace(old, evidence_to=""), context=0)
    assert [told(block) for block in section.blocks if block.runs] == [
        "[-Evidence to: October 2026-]"
    ]


# Sources --------------------------------------------------------------------


def sourced(text, *sources):
    """A page whose only words with citations are those, and its sources, numbered from 1."""
    numbered = tuple(replace(source, number=n) for n, source in enumerate(sources, start=1))
    plain = {SectionKind.AT_A_GLANCE: None, **dict.fromkeys(SectionKind, "Words.")}
    return make_document(
        words=plain | {SectionKind.SOURCES: None, ABOUT: text}, summary="Words.", sources=numbered
    )


def test_citations_that_follow_their_renumbered_source_are_said_to_be_the_same():
    old = sourced("It hurts [2]. It heals [3].", PEEL, NEEDLES, SCARS)
    about, sources = compare(old, sourced("It hurts [1]. It heals [2].", NEEDLES, SCARS))

    assert (about.key, about.change) == ("about", "renumbered")
    assert [told(block) for block in about.blocks] == [
        "It hurts [-[2]-]{+[1]‹was 2, the same source›+}. "
        "It heals [-[3]-]{+[2]‹was 3, the same source›+}."
    ]
    assert (sources.key, sources.change) == ("sources", "changed")
    assert [told(block) for block in sources.blocks] == [
        "[-1.-][- Peels. NHS, 2020. -][-https://example.org/peels-]",
        "[-2.-]{+1.‹was 2, the same source›+} Needles. DermNet, 2021.",
        "[-3.-]{+2.‹was 3, the same source›+} Scars. Example Press, 2022.",
    ]


def test_a_citation_that_was_not_renumbered_with_its_source_now_names_another():
    old = sourced("It hurts [1]. It heals [2].", PEEL, NEEDLES)
    about, _ = compare(old, sourced("It hurts [1]. It heals [2].", NEEDLES, PEEL))
    assert about.change == "changed"
    assert [told(block) for block in about.blocks] == [
        "It hurts [-[1]-]{+[1]‹now another source›+}. It heals [-[2]-]{+[2]‹now another source›+}."
    ]


def test_a_citation_whose_number_went_to_another_source_is_shown():
    old = sourced("It hurts [1].", PEEL, NEEDLES)
    about, _ = compare(old, sourced("It hurts [1].", NEEDLES))
    assert [told(block) for block in about.blocks] == [
        "It hurts [-[1]-]{+[1]‹now another source›+}."
    ]


def test_a_source_corrected_in_place_changes_no_other_section():
    old = sourced("It hurts [1].", PEEL, NEEDLES)
    corrected = replace(PEEL, text="Peels. NHS, 2021.", url="https://example.org/peel")
    (section,) = compare(old, sourced("It hurts [1].", corrected, NEEDLES))
    assert [(block.form, told(block)) for block in section.blocks] == [
        (
            "source",
            "1. Peels. NHS, [-2020. -][-https://example.org/peels-]"
            "{+2021. +}{+https://example.org/peel+}",
        ),
        ("source", "2. Needles. DermNet, 2021."),
    ]
    assert section.blocks[0].runs[-1].link == "https://example.org/peel"


def test_a_source_listed_twice_keeps_both_numbers():
    page = sourced("It hurts [1]. It heals [2].", NEEDLES, NEEDLES)
    assert compare(page, page) == ()


def test_swapped_sources_are_shown_as_moved():
    _, sources = compare(
        sourced("It hurts [1].", PEEL, SCARS), sourced("It hurts [2].", SCARS, PEEL)
    )
    assert [block.note for block in sources.blocks] == [
        "moved further down",
        "",
        "moved here from further up",
    ]


# Sections -------------------------------------------------------------------


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


# What stands beside a change ------------------------------------------------------

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


# Any two pages ----------------------------------------------------------------------

#: A loaded machine may be slow; the words it must find are the same.
patient = settings(deadline=None)

_SAID = st.sampled_from("Rest **not** do walk, sun. skin; (red) 2 3 [1] [2] *may* a".split())

_LINE = st.lists(_SAID, min_size=1, max_size=8).map(" ".join)
_BLOCKS = st.builds(
    str.format,
    st.sampled_from(
        [
            "{}\n{}",
            "- {}\n- {}",
            "- {}\n  - {}",
            "- {}\n\n  {}",
            "1. {}\n2. {}",
            "| {} | a |\n|---|---|\n| {} | |",
            '{}\n\n![{}](drawing:skin-layers-1 "a")',
            "See [{}](procedure:peel), \\#{}",
        ]
    ),
    _LINE,
    _LINE,
)


@st.composite
def _edited(draw):
    """A page, and the same with parts and blocks of it taken out, moved and put in."""
    every = draw(st.lists(_BLOCKS, min_size=1, max_size=6))
    stages = st.dictionaries(
        st.sampled_from(["Day 1", "Day 2", "Day 3", "Any time"]),
        st.lists(st.sampled_from(every), min_size=1, max_size=3).map("\n\n".join),
        min_size=1,
    )
    facts = st.dictionaries(st.sampled_from(GlanceKey), _LINE, min_size=1, max_size=3).map(
        lambda facts: "\n".join(f"- {key}: {value}" for key, value in facts.items())
    )
    return tuple(
        make_document(
            title=draw(_LINE),
            words={
                SectionKind.AT_A_GLANCE: draw(st.none() | facts),
                ABOUT: "\n\n".join(draw(st.lists(st.sampled_from(every), max_size=5))),
                SectionKind.RECOVERY: draw(stages),
            },
            sources=tuple(
                Source(number, text)
                for number, text in enumerate(draw(st.permutations(["One.", "Two."])), start=1)
            ),
        )
        for _ in range(2)
    )


@patient
@given(*[st.lists(_LINE, min_size=1, max_size=6)] * 2)
def test_kept_and_added_words_are_the_new_page_kept_and_removed_ones_the_old(old, new):
    before, after = (
        make_document(words={ABOUT: "\n\n".join(f"Then {line}" for line in paragraphs)})
        for paragraphs in (old, new)
    )
    for section in compare(before, after, context=None):
        for paragraphs, fate in ((old, "removed"), (new, "added")):
            read = [f"Then {line}".replace("*", "") for line in paragraphs]
            assert words(section, "kept", fate) == read
    assert bool(compare(before, after)) == (old != new)


@patient
@given(_edited())
def test_the_same_holds_for_every_section_of_any_two_pages(pages):
    old, new = pages
    found = {section.key: section for section in compare(old, new, context=None)}
    before, after = flow(old, {}), flow(new, {})
    for key in HEADINGS:
        was, now = ([line.text for line in text.get(key, ())] for text in (before, after))
        if key in found:
            assert words(found[key], "kept", "removed") == was
            assert words(found[key], "kept", "added") == now
            assert set(kinds(found[key])) != {"kept"}
        else:
            assert was == now


@patient
@given(_edited(), st.integers(0, 3))
def test_whatever_is_left_out_is_counted_and_unchanged(pages, context):
    whole, short = compare(*pages, context=None), compare(*pages, context=context)
    for everything, part in zip(whole, short, strict=True):
        place = 0
        for block in part.blocks:
            stood = everything.blocks[place : place + block.count]
            place += block.count
            if block.kind == "skipped":
                assert {one.kind for one in stood} == {"kept"}
            else:
                assert stood == (block,)
        assert place == len(everything.blocks)


# Hostile pages ----------------------------------------------------------------


def test_lists_too_long_to_match_are_removed_and_added_whole():
    old, new = ("\n".join(f"- {word} {n}" for n in range(201)) for word in ("day", "week"))
    assert kinds(difference(old, new)) == ["removed"] * 201 + ["added"] * 201


def test_lines_too_long_to_match_are_removed_and_added_in_one_piece():
    old, new = (
        f"Rest {''.join(random.Random(seed).choices('.,;', k=10_100))} now" for seed in (1, 2)
    )
    (block,) = difference(old, new).blocks
    fates = [run.kind for run in block.runs]
    assert fates == ["kept", "removed", "added", "kept"]


_COMPARE = """
import json, sys
from datetime import date
from procedures.text.differences import compare
from procedures.text.document import Document, Section
from procedures.vocabulary import Change, SectionKind

old, new = (
    Document("T", date.min, Change.FIRST, (), "w", "s", (Section(SectionKind.ABOUT, body),))
    for body in json.load(sys.stdin)
)
sys.stdout.write(str(len(compare(old, new))))
"""


def _random(alphabet, size, *, seed, between=" "):
    return between.join(random.Random(seed).choices(alphabet, k=size))[:20_000]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sore " * 4000, "sore " * 3000 + "red " * 1000),
        ("a " * 10_000, "b a " * 5000),
        (_random("abcdefgh", 10_000, seed=1), _random("abcdefgh", 10_000, seed=2)),
        (_random(".,;", 20_000, seed=1, between=""), _random(".,;", 20_000, seed=2, between="")),
        (" ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))),
        ("- a\n" * 5000, "- a\n" * 4000 + "- b\n" * 1000),
        (
            "\n".join(f"- {n}" for n in range(2800)),
            "\n".join(f"- {n}" if n % 190 == 0 else f"- x{n}" for n in range(2500)),
        ),
        ("**a** b " * 2500, "a **b** " * 2500),
    ],
    ids=["repeated", "woven", "few words", "marks", "unlike", "items", "numbers", "bold"],
)
def test_no_page_keeps_the_comparison_busy(old, new):
    done = subprocess.run(
        [sys.executable, "-c", _COMPARE],
        input=json.dumps([old, new]),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "1"
