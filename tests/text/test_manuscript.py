"""A draft is kept as it is typed, and judged field by field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text import manuscript
from procedures.text.manuscript import FIELDS, clean, judge, read, write
from procedures.text.parse import parse, reread
from procedures.vocabulary import SectionKind
from tests.databases import ROOT
from tests.text.documents import PICTURES, TODAY, documents, make_document

STARTERS = sorted((ROOT / "content").glob("*/[0-9]*.md"))

_TYPED = st.lists(
    st.text(max_size=8)
    | st.sampled_from(
        "## Recovery|### Day 1|```|~~~|---|===|<!-- a|<div>|- a|  - b|| a | b ||| --- | --- |"
        "|1. A source. <https://a.example>|[2]|[a]: https://a.example|***|> a|    code|words".split(
            "|"
        )
    ),
    max_size=4,
).map("\n".join)


def fields(**changes):
    return read(make_document()) | changes


def judged(**changes):
    return judge(fields(**changes), today=TODAY, pictures=PICTURES)


def test_a_sound_text_is_the_same_after_it_was_read_into_fields_and_written_again():
    document = make_document()

    assert parse(write(read(document), today=TODAY).text.encode(), "a", today=TODAY, pictures=None)
    assert judged().document == document


@given(document=documents())
def test_any_sound_text_is_the_same_after_fields(document):
    text = write(read(document), today=TODAY).text

    again = reread(text, "a")

    assert again == document
    assert read(again) == read(document)


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_starter_page_is_the_same_after_fields(path):
    document = reread(path.read_text(encoding="utf-8"), path.name)

    assert reread(write(read(document), today=TODAY).text, path.name) == document


@given(name=st.sampled_from(FIELDS), words=st.text())
def test_words_are_cleaned_once_and_for_all(name, words):
    assert clean(name, clean(name, words)) == clean(name, words)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "  Skin\r\n needling ", "Skin needling"),
        ("also_known_as", " a \r\n\r\nb\n", "a\nb"),
        ("recovery", "\r\n \r\n  - a\r\n\r\nb  \r\n\r\n", "  - a\n\nb"),
        ("recovery", " \n\t\n", ""),
    ],
)
def test_white_space_that_nobody_sees_is_not_kept(name, typed, kept):
    assert clean(name, typed) == kept


def test_a_text_without_a_date_is_dated_the_day_it_is_written():
    written = write(fields(updated=""), today=date(2026, 11, 21))

    assert "\nupdated: 2026-11-21\n" in written.text


def test_each_field_is_found_in_the_file_by_its_first_line():
    written = write(fields(title="Needling"), today=TODAY)

    lines = written.text.split("\n")
    assert lines[written.lines["title"] - 1] == "title: Needling"
    assert lines[written.lines["recovery"] - 3] == "## Recovery"
    assert lines[written.lines["recovery"] - 1] == fields()["recovery"].split("\n")[0]


@pytest.mark.parametrize("name", manuscript.REQUIRED)
def test_an_empty_field_that_a_page_needs_is_named_once(name):
    (fault,) = judged(**{name: ""}).faults

    assert (fault.field, fault.what) == (name, "nothing is written here")


@pytest.mark.parametrize("words", ["no", "2021", "a: b", "“x” # y", "- z", "*a", "'", "{", "yes"])
def test_the_writer_of_a_title_need_not_know_of_quotation_marks(words):
    assert judged(title=words, change_notes=words).document.title == words


@pytest.mark.parametrize(
    ("name", "words", "line", "what"),
    [
        ("recovery", "### Day 1\n\nRed [9].", 3, "[9]"),
        ("at-a-glance", "- Session: 1 hour\n- Price: £3", 2, "no key “Price”"),
        ("side-effects", "### Often\n\nRed skin.", 1, "no heading “Often”"),
        ("about", "Words.\n\n## Recovery\n\nMore.", 3, "a heading “## Recovery”"),
        ("about", "Words.\n\nMore\n---\n", 3, "makes a heading of them"),
        ("pros", "# Big", 1, "a heading “# Big”"),
        ("pros", "```\nno end", 1, "without an end"),
        ("pros", "<!-- no end", 1, "without an end"),
        ("summary", "<script>", 1, "without an end"),
        ("pros", "x" * 20_001, 1, "has 20,001 characters"),
        ("updated", "2999-01-01", 1, "after today"),
        ("updated", "soon: 'x'", 1, "is no date"),
        ("evidence_to", "Mai", 1, "is no month"),
        ("change", "big", 1, "no kind of change"),
        ("title", "x" * 121, 1, "has 121 characters"),
        ("sources", "A book", 1, "a source without a number"),
        ("recovery", "Words.\n\n### Day 1\n\nRed.", 1, "words in “Recovery” before"),
    ],
)
def test_a_fault_is_told_at_its_line_of_its_field(name, words, line, what):
    found = judged(**{name: words}).faults

    assert [(one.field, one.line) for one in found if what in one.what] == [(name, line)]
    assert all(one.mend for one in found)


@given(typed=st.dictionaries(st.sampled_from(FIELDS), _TYPED, min_size=1, max_size=3))
def test_whatever_is_typed_is_shown_as_typed_or_refused_with_a_reason(typed):
    asked = {name: clean(name, words) for name, words in fields(**typed).items()}

    found = judge(asked, today=TODAY, pictures=PICTURES)

    if found.document is None:
        assert found.faults
        assert {one.field for one in found.faults} <= {"", *FIELDS}
        return
    again = read(found.document)
    for name in ("summary", *(kind for kind in SectionKind if kind is not SectionKind.SOURCES)):
        assert " ".join(again[name].split()) == " ".join(asked[name].split())


def test_words_that_would_be_shown_as_others_are_never_taken(monkeypatch):
    typed, shown = fields(), fields(pros="- Other words")
    monkeypatch.setattr(manuscript, "read", lambda document: shown)

    (fault,) = judge(typed, today=TODAY, pictures=PICTURES).faults

    assert (fault.field, fault.what) == ("pros", "words that would not be shown as they stand here")
