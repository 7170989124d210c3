"""A document written as a file and read again is the same document."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.format.document import Source
from procedures.text.format.write import write
from procedures.text.grammar.plain_yaml import scalar
from tests.text.documents import LEAST, documents, make_document, make_text, read
from tests.text.format.test_parse import FULL


def test_a_document_is_written_as_its_author_would():
    assert make_text().startswith(
        "---\n"
        "title: Microneedling\n"
        "also_known_as:\n"
        "  - skin needling\n"
        "updated: 2026-11-20\n"
        "change: first\n"
        "change_notes:\n"
        "  - The first text.\n"
        "written_by: A nurse at the clinic\n"
        "evidence_to: 2026-10\n"
        "---\n"
        "\n"
        "Microneedling pricks the skin with fine needles [1].\n"
        "\n"
        "## At a glance\n"
        "\n"
        "- Session: 20 to 45 minutes [1]\n"
    )
    assert make_text().endswith(
        "## Sources\n"
        "\n"
        "1. Skin needling. DermNet, 2022. <https://dermnetnz.org/topics/skin-needling>\n"
        "2. A textbook of skin. Example Press, 2020.\n"
    )


def test_what_a_document_does_not_have_is_not_written():
    text = make_text(also_known_as=(), evidence_to="", words=LEAST, summary="Words.", sources=())
    assert "also_known_as" not in text
    assert "evidence_to" not in text
    assert "## Sources" not in text
    assert text.endswith("## Cons\n\nWords.\n")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Skin needling", "Skin needling"),
        (
            "A nurse, not a doctor; (really). No/yes-no’s",
            "A nurse, not a doctor; (really). No/yes-no’s",
        ),
        ("Needling: what to know", '"Needling: what to know"'),
        ("C# x", '"C# x"'),
        ("it's", '"it\'s"'),
        ('Say "no"', '"Say \\"no\\""'),
        ("a\\b", '"a\\\\b"'),
        ("no", '"no"'),
        ("Off", '"Off"'),
        ("null", '"null"'),
        ("2021", '"2021"'),
        ("- a", '"- a"'),
        ("a ,b", "a ,b"),
        ("a, b", "a, b"),
        ("a,", '"a,"'),
        ("één", '"één"'),
        ("中", '"中"'),
        ("a\tb", '"a\\tb"'),
        ("", '""'),
    ],
)
def test_words_stand_in_quotes_where_yaml_might_misread_them(words, written):
    assert scalar(words) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A title. A press, 2020.", "A title. A press, 2020."),
        ("HLA-B*57 in 2 < 3 & so on [in Spanish].", "HLA-B*57 in 2 < 3 & so on [in Spanish]."),
        ("*A title.*", r"\*A title\.\*"),
        ("[2] again", r"\[2\] again"),
        ("2. Two", r"2\. Two"),
        ("- a", r"\- a"),
        ("# a", r"\# a"),
        ("<b>", r"\<b\>"),
        ("AT&amp;T", r"AT\&amp\;T"),
        ("a\\", "a\\"),
        ("a\\*", r"a\\\*"),
    ],
)
def test_the_words_of_a_source_have_a_backslash_only_where_markdown_needs_it(text, written):
    document = make_document(sources=(Source(1, text), Source(2, text, "https://example.org")))
    lines = write(document).split("\n")
    assert lines[-3:-1] == [f"1. {written}", f"2. {written} <https://example.org>"]
    assert read(write(document)) == document


def test_a_full_file_says_the_same_when_it_is_written_again():
    assert read(write(read(FULL))) == read(FULL)


@given(documents())
def test_every_document_survives_being_written(document):
    assert read(write(document)) == document


@st.composite
def respaced(draw, text):
    """The same text as another author would space it."""
    _, front, body = text.split("---\n", 2)
    front = re.sub(
        r"^(\w+):\n((?:  - .*\n)+)", lambda found: _listed(draw, found), front, flags=re.M
    )
    keys = draw(st.permutations(re.findall(r"^\w.*\n(?: .*\n)*", front, flags=re.M)))
    summary, *sections = re.split(r"^(?=## )", body, flags=re.M)
    sections = draw(st.permutations(sections))
    lines = "".join(["---\n", *keys, "---\n", summary, *sections]).split("\n")
    spaced = [_heading(draw, line) if line.startswith("##") else line for line in lines]
    end = draw(st.sampled_from(["", "\n", "\n \n\t\n"]))
    return "\n".join(spaced).rstrip("\n") + end


def _listed(draw, found):
    """A list of the front matter on one line, or in another block, or with remarks."""
    items = [line.removeprefix("  - ") for line in found[2].splitlines()]
    match draw(st.sampled_from(["flow", "block", "remark"])):
        case "flow":
            words = [
                item if item[0] == '"' else json.dumps(item, ensure_ascii=False) for item in items
            ]
            return f"{found[1]}:  [{', '.join(words)}]\n"
        case "block":
            return f"{found[1]}:\n" + "".join(f"    -   {item}\n" for item in items)
    return f"{found[1]}: # a remark\n" + "".join(f"  - {item} # too\n" for item in items)


def _heading(draw, line):
    """A heading with more or fewer spaces, empty lines and closing marks around it."""
    marks, words = line.split(" ", 1)
    gap = draw(st.sampled_from([" ", "\t", "   "]))
    closing = draw(st.sampled_from(["", " ", " #", " ###  ", "\t##"]))
    before, after = draw(st.sampled_from(["", "\n", "\n\n \n"])), draw(st.sampled_from(["", "\n"]))
    return f"{before}{marks}{gap}{words}{closing}{after}"


@given(st.data())
def test_spaces_around_the_words_change_nothing(data):
    document = data.draw(documents())
    assert read(data.draw(respaced(write(document)))) == document


@given(st.sampled_from(["## Who it may suit", "### Rare but serious"]), st.integers(0, 3))
def test_a_heading_may_have_three_spaces_before_it(heading, spaces):
    assert read(make_text().replace(heading, " " * spaces + heading)) == make_document()
