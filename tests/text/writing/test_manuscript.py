"""A draft is kept as it is typed, and judged field by field."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.format.parse import reread
from procedures.text.format.write import write as write_file
from procedures.text.grammar.markdown import MARKDOWN
from procedures.text.writing import manuscript
from procedures.text.writing.manuscript import (
    DETAILS,
    FIELDS,
    FieldFault,
    clean,
    judge,
    read,
    write,
)
from procedures.vocabulary import SectionKind
from tests.databases import ROOT
from tests.text.documents import PICTURES, TODAY, documents, make_document

#: A site whose only page is that on chemical peels.
KNOWN = replace(PICTURES, procedures=frozenset({"chemical-peel"}))
STARTERS = sorted((ROOT / "content").glob("*/[0-9]*.md"))

#: What people type, and what they paste.
_LINES = st.text(max_size=8) | st.sampled_from(
    [
        *(
            "## Recovery",
            "## Cons",
            "## End",
            "### Day 1",
            "  ### Any time ###",
            "# a",
            "##",
            "###",
        ),
        *("---", "===", "***", "```", "~~~", "- ```", "<!-- a", "-->", "<div>", "<script>", "<?a"),
        *("- a", "  - b", "      - c", "1. a", "2) b", "> a", "    code", "", " ", "| a | b |"),
        *("| --- | --- |", "| a |", "[2]", "[9]", "[a]: https://a.example", "[a]", "a\\", "a  "),
        *("1. A source. <https://a.example>", "- Cost: £9", "title: no", "words", "\0", "\ud800"),
    ]
)
_TYPED = st.lists(_LINES, max_size=4).map("\n".join)


@st.composite
def half_written(draw):
    """A sound text into which somebody has typed anything, anywhere."""
    fields = read(draw(documents()) if draw(st.booleans()) else make_document())
    for name in draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3)):
        lines = fields[name].split("\n")
        place = draw(st.integers(0, len(lines)))
        fields[name] = "\n".join([*lines[:place], draw(_TYPED), *lines[place:]])
        if draw(st.booleans()):
            fields[name] = draw(_TYPED)
    return {name: clean(name, words) for name, words in fields.items()}


def fields(**changes):
    return read(make_document()) | changes


def judged(**changes):
    return judge(fields(**changes), today=TODAY, pictures=KNOWN)


def shown(words):
    """What a reader reads of some Markdown, and the tags around it."""
    return re.sub(r"\s+", " ", MARKDOWN.render(words)).strip()


def listed(words):
    """What a reader reads of some sources, each on a line of its own or not."""
    return re.sub(r"<[^>]*>", " ", MARKDOWN.render(words)).split()


# Keeping ---------------------------------------------------------------------


def test_a_sound_text_can_be_shown_as_it_was_before_it_was_taken_apart():
    assert judged() == manuscript.Judged(write_file(make_document()), make_document(), ())


@given(document=documents())
def test_any_sound_text_taken_apart_and_put_together_is_the_same_file(document):
    fields = read(document)

    text = write(fields, today=TODAY).text

    assert text == write_file(document)
    assert reread(text, "a") == document
    assert read(reread(text, "a")) == fields
    assert judge(fields, today=TODAY, pictures=PICTURES).document == document


@pytest.mark.uncounted
@pytest.mark.parametrize("path", STARTERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_page_that_comes_with_the_site_survives_being_taken_apart(path):
    document = reread(path.read_text(encoding="utf-8"), path.name)

    text = write(read(document), today=TODAY).text

    assert reread(text, path.name) == document


def test_the_fields_follow_each_other_as_in_the_file():
    written = write(fields(), today=TODAY)

    assert list(written.lines) == [name for name in FIELDS if name in written.lines]
    assert list(written.lines.values()) == sorted(written.lines.values())
    assert (FIELDS[0], FIELDS[-1]) == ("title", "sources")


@given(name=st.sampled_from(FIELDS), words=_TYPED | st.text())
def test_words_are_cleaned_once_and_for_all(name, words):
    assert clean(name, clean(name, words)) == clean(name, words)


@given(name=st.sampled_from(FIELDS), words=_TYPED)
def test_no_word_is_lost_by_cleaning(name, words):
    lost = words.replace("\0", "\ufffd").replace("\ud800", "\ufffd")

    assert clean(name, words).split() == lost.split()


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "  Skin\r\n needling ", "Skin needling"),
        ("title", "Skin\u00a0 needling", "Skin\u00a0 needling"),
        ("updated", " 2026-11-22\n", "2026-11-22"),
        ("also_known_as", " a \r\n\r\nb\n", "a\nb"),
        ("change_notes", "one\rtwo", "one\ntwo"),
        ("recovery", "\r\n \r\n  - a  \r\n\r\nb  \r\n\r\n", "  - a  \n\nb"),
        ("recovery", " \n\t\n", ""),
    ],
)
def test_white_space_that_nobody_sees_is_not_kept(name, typed, kept):
    assert clean(name, typed) == kept


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_a_character_that_no_database_keeps_leaves_a_mark_that_is_refused(character):
    assert clean("pros", f"a{character}b") == "a\ufffdb"
    (fault,) = judged(pros=f"You heal.\n\nSo{character}on").faults
    assert fault == FieldFault(
        "pros", 3, "a character that was lost on the way here", "type it again"
    )


# Writing ---------------------------------------------------------------------


def test_a_text_without_a_date_is_dated_the_day_it_is_written():
    written = write(fields(updated=""), today=date(2026, 11, 21))

    assert "\nupdated: 2026-11-21\n" in written.text
    assert judged(updated="").document.updated == TODAY


def test_of_an_empty_draft_the_file_has_what_every_file_has():
    written = write({}, today=TODAY)

    assert written.text == (
        '---\ntitle: ""\nupdated: 2026-11-22\nchange: ""\nchange_notes: []\nwritten_by: ""\n---\n\n'
    )
    assert list(written.lines) == ["title", "updated", "change", "change_notes", "written_by"]


def test_what_a_page_can_do_without_is_left_out_where_nothing_is_written():
    text = write(fields(also_known_as="", evidence_to="", pros="", sources=""), today=TODAY).text

    for absent in ("also_known_as", "evidence_to", "## Pros", "## Sources"):
        assert absent not in text


def test_each_field_is_found_in_the_file_by_its_first_line():
    written = write(fields(title="Needling"), today=TODAY)

    lines = written.text.split("\n")
    assert lines[written.lines["title"] - 1] == "title: Needling"
    assert lines[written.lines["change_notes"] - 1] == "change_notes:"
    for name in ("summary", "recovery", "sources"):
        assert lines[written.lines[name] - 1] == fields()[name].split("\n")[0]
    assert lines[written.lines["recovery"] - 3] == "## Recovery"


# Judging ---------------------------------------------------------------------


@pytest.mark.parametrize("name", manuscript.REQUIRED)
def test_an_empty_field_that_a_page_needs_is_named_once(name):
    fault = FieldFault(name, 1, "nothing is written here", "write it: no page is shown without it")

    assert judged(**{name: ""}).faults == (fault,)


def test_of_an_empty_draft_every_field_that_a_page_needs_is_named():
    found = judge({}, today=TODAY, pictures=PICTURES)

    assert found.document is None
    assert [fault.field for fault in found.faults] == [
        name for name in FIELDS if name in manuscript.REQUIRED
    ]


@pytest.mark.parametrize(
    "words",
    [
        "no",
        "2021",
        "a: b",
        "“x” # y",
        "- z",
        "*a",
        "'",
        '"',
        "{",
        "yes",
        "~",
        "---",
        "a\\n",
        "2026-1",
    ],
)
def test_the_writer_of_a_title_need_not_know_of_quotation_marks(words):
    document = judged(
        title=words, written_by=words, change_notes=words, also_known_as=words
    ).document

    assert (document.title, document.written_by) == (words, words)
    assert (document.change_notes, document.also_known_as) == ((words,), (words,))


@pytest.mark.parametrize(
    ("name", "words", "line", "what", "mend"),
    [
        ("recovery", "### Day 1\n\nRed [9].", 3, "[9]", "add source 9 under “Sources”, or"),
        ("at-a-glance", "- Session: 1 hour\n- Price: £3", 2, "no key “Price”", "use one of"),
        ("side-effects", "### Often\n\nRed skin.", 1, "no heading “Often”", "use one of: Common"),
        (
            "recovery",
            "### Day 1\n\nRed.\n\n### Day 2\n\nRed.\n\n### Day 2\n\nRed.",
            9,
            "“### Day 2” stands here a second time",
            "join it with the one on line 5",
        ),
        ("recovery", "Words.\n\n### Day 1\n\nRed.", 1, "words in “Recovery” before", "move them"),
        ("pros", "x" * 20_001, 1, "has 20,001 characters", "the most is 20,000"),
        ("summary", "x" * 20_001, 1, "the summary has 20,001 characters", "the most is 20,000"),
        ("summary", "Words.\n\n- a", 3, "something other", "move it to one of the sections"),
        (
            "summary",
            "Words.\n\n### Day 1\n\nRed.",
            3,
            "“### Day 1” stands",
            "to one of the sections",
        ),
        (
            "summary",
            "[a]: https://a.example",
            1,
            "no summary",
            "say what it is in two or three sent",
        ),
        ("other-options", "-", 1, "“Other options” is empty", "or leave the field empty"),
        (
            "other-options",
            "Words.\n\n[A](procedure:b)",
            3,
            "no procedure “b”",
            "write it as the addr",
        ),
        ("pros", f'![a](photo:{"0" * 64} "b")', 1, "no photo", "add the photo first, or correct"),
        ("title", "x" * 121, 1, "the title has 121 characters", "the most is 120"),
        ("title", "\u200b", 1, "the title is empty", "write its words"),
        ("title", "a\x07b", 1, "an invisible character", "delete it"),
        ("also_known_as", "a\n" + "x" * 121, 2, "the other name has 121", "the most is 120"),
        ("change_notes", "a\nb\n" + "x" * 501, 3, "the note has 501", "the most is 500"),
        ("written_by", "x" * 301, 1, "“Written by” has 301", "the most is 300"),
        ("updated", "2999-01-01", 1, "the date is 2999-01-01, after today", "give the day"),
        ("updated", "soon: 'x'", 1, "is no date", "write year-month-day"),
        ("evidence_to", "Mai", 1, "is no month", "write year-month"),
        ("evidence_to", "2999-01", 1, "“Evidence to” is 2999-01, after", "give the month"),
        ("change", "big", 1, "no kind of change “big”", "use one of: first"),
        ("change", "no", 1, "no kind of change “no”", "use one of: first"),
        ("sources", "A book", 1, "a source without a number", "write “1. Title."),
        ("sources", "1. A\n2. B\n4. D", 3, "source 4 where 3 was due", "number the sources"),
    ],
)
def test_a_fault_is_told_at_its_line_of_its_field(name, words, line, what, mend):
    told = [one for one in judged(**{name: words}).faults if what in one.what]

    assert [(one.field, one.line) for one in told] == [(name, line)]
    assert mend in told[0].mend
    for of_a_file in ("“## ", "the file", "YAML", "UTF-8", "folder", "images/", "delete the line"):
        assert of_a_file not in told[0].what + told[0].mend


@pytest.mark.parametrize(
    ("name", "words", "line", "what"),
    [
        ("about", "Words.\n\n## Recovery\n\nMore.", 3, "a heading “## Recovery”"),
        ("about", "Words.\n\n ## Tips\n\nMore.", 3, "a heading “## Tips”"),
        ("about", "Words.\n## Sources", 2, "a heading “## Sources”"),
        ("sources", "1. A\n\n## What follows", 3, "a heading “## What follows”"),
        ("pros", "# Big", 1, "a heading “# Big”"),
        ("pros", "- a\n\n#### Small", 3, "a heading “#### Small”"),
        ("summary", "Words.\n\n## About the procedure", 3, "a heading “## About the procedure”"),
        (
            "about",
            "Words.\n\nMore\n---\n",
            3,
            "words underlined with “-”, which makes a heading of them",
        ),
        ("about", "More\n====", 1, "words underlined with “=”, which makes a heading of them"),
        ("pros", "- a\n\n```\nno end", 3, "code or HTML without an end"),
        ("pros", "~~~\nno end\n\n## What follows", 1, "code or HTML without an end"),
        ("pros", "<!-- no end", 1, "code or HTML without an end"),
        ("summary", "Words.\n\n<script>", 3, "code or HTML without an end"),
    ],
)
def test_words_that_would_reach_into_other_sections_are_told_where_they_were_typed(
    name, words, line, what
):
    found = judged(**{name: words})

    assert found.document is None
    assert [(one.field, one.line, one.what) for one in found.faults] == [(name, line, what)]
    assert found.faults[0].mend


def test_a_heading_among_the_words_of_a_section_can_be_one_of_its_own():
    (fault,) = judged(recovery="## Day 1\n\nRed.").faults

    assert fault.mend == "use “###” for headings within a section"


def test_a_heading_behind_an_invisible_sign_is_told_as_a_heading():
    (fault,) = judged(about="Words\n\n\u200b## Pros\n\n- A").faults

    assert (fault.field, fault.line, fault.what) == ("about", 3, "a heading “## Pros”")


def test_faults_follow_each_other_as_the_fields_do():
    found = judged(cons="", title="", pros="Red [9].\n\n> a", about="Red [8].").faults

    assert [(one.field, one.line) for one in found] == [
        ("title", 1),
        ("about", 1),
        ("pros", 1),
        ("pros", 3),
        ("cons", 1),
    ]


def test_a_text_too_long_to_be_read_is_refused_as_a_whole():
    (fault,) = judged(pros="x" * 200_001).faults

    assert (fault.field, fault.line) == ("", 1)
    assert fault.what.startswith("the whole text has 20")


def test_words_are_never_shown_in_another_section_than_theirs_whatever_is_overlooked(monkeypatch):
    monkeypatch.setattr(manuscript, "_astray", lambda fields: [])

    found = judged(**{"about": "Words [1].\n\n## Other options\n\nNone.", "other-options": ""})

    assert found.document is None
    assert [(one.field, one.line) for one in found.faults] == [("about", 1)]


def test_words_that_would_be_shown_as_others_are_never_taken(monkeypatch):
    typed, shown = fields(), fields(pros="- Other words")
    monkeypatch.setattr(manuscript, "read", lambda document: shown)

    (fault,) = judge(typed, today=TODAY, pictures=PICTURES).faults

    assert (fault.field, fault.what) == ("pros", "words that would not be shown as they stand here")


def test_a_list_of_sources_is_the_same_however_it_is_spaced():
    typed = "1.  Skin needling.\n    DermNet, 2022.\n\n2. A textbook of skin."

    found = judged(sources=typed)

    assert [one.text for one in found.document.sources] == [
        "Skin needling. DermNet, 2022.",
        "A textbook of skin.",
    ]


@given(asked=half_written())
def test_whatever_is_typed_is_shown_as_typed_or_refused_with_a_reason(asked):
    found = judge(asked, today=TODAY, pictures=PICTURES)

    if found.document is None:
        assert found.faults
        for fault in found.faults:
            assert fault.field in ("", *FIELDS)
            assert fault.what
            assert fault.mend
            assert 1 <= fault.line <= asked.get(fault.field, "").count("\n") + 1
        return
    assert found.faults == ()
    again = read(found.document)
    for name in FIELDS:
        if name in DETAILS:
            assert again[name] == (asked[name] or ("2026-11-22" if name == "updated" else ""))
        elif name == SectionKind.SOURCES:
            assert listed(again[name]) == listed(asked[name])
        else:
            assert shown(again[name]) == shown(asked[name])
