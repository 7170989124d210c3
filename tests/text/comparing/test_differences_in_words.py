"""A change inside a line: words, marks, links and citations."""

from dataclasses import replace

import pytest

from procedures.text.comparing.differences import compare
from procedures.vocabulary import SectionKind
from tests.text.comparing import ABOUT, NEEDLES, PEEL, SCARS, difference, kinds, lines, told
from tests.text.documents import make_document


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
