"""Whatever a file holds, it is a document or it is refused; nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.format.document import Document
from procedures.text.format.write import write
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, FaultList
from tests.text.documents import PATH, make_text, read
from tests.text.format.test_parse import FULL

pytestmark = pytest.mark.uncounted

#: Marks that mean something to a reader of UTF-8, YAML or Markdown.
MARKS = st.sampled_from(
    [
        *"#|`*_~<>[](){}!&%@:;,.?=+-\\/\"'\t\n \r\0",
        *[
            "---",
            "...",
            "## Recovery\n",
            "### Day 1\n",
            "\n\n",
            "    ",
            "- ",
            "1. ",
            "> ",
            "* * *\n",
        ],
        *[
            "**",
            "__",
            "![",
            "](",
            "[1]",
            "[9]",
            "[1]: /x\n",
            "<!--",
            "-->",
            "<b>",
            "<https://x.org>",
        ],
        *[
            "```\n",
            "| a | b |\n| - | - |\n",
            "\n===\n",
            "&nbsp;",
            "&#0;",
            "\\\n",
            "  \n",
            "*a",
            "&a ",
        ],
        *[
            "!!str ",
            "<<: ",
            "? ",
            "{a: ",
            "[a, ",
            "~",
            "no",
            "12:30",
            '"\\ud800"',
            "\ufeff",
            "\u2028",
        ],
        *[
            "\u202e",
            "\u00a0",
            "\ufffd",
            "e\u0301",
            "💉",
            "\U0010ffff",
            "procedure:x",
            "https://",
            "é",
        ],
    ]
)


def accepted(raw):
    """The document of some bytes, or None where they are refused with faults that can be read."""
    try:
        document = read(raw)
    except ContentRefused as refusal:
        faults = refusal.faults
    else:
        assert isinstance(document, Document)
        return document
    assert faults
    for fault in faults:
        assert 1 <= fault.line <= raw.count(b"\n") + raw.count(b"\r") + 1
        assert fault.what
        assert len(fault.mend) > 5
        assert str(fault).encode().decode().isprintable()
    return None


@given(st.binary(max_size=300))
def test_bytes_alone_are_never_a_document(raw):
    assert accepted(raw) is None


@given(st.text(max_size=60) | st.lists(MARKS, max_size=12).map("".join))
def test_any_front_matter_is_read_or_refused(front):
    accepted(f"---\n{front}\n---\n\nWords.\n".encode("utf-8", "replace"))


@given(st.lists(MARKS | st.text(max_size=4), max_size=12).map("".join))
def test_any_words_are_read_or_refused(words):
    text = make_text(summary="HERE").replace("HERE", words)
    document = accepted(text.encode("utf-8", "replace"))
    if document is not None:
        assert read(write(document)) == document


@st.composite
def damaged(draw):
    """A sound file after a few accidents."""
    lines = draw(st.sampled_from([FULL, make_text()])).split("\n")
    places = st.integers(0, len(lines) - 1)
    for _ in range(draw(st.integers(1, 4))):
        one, other = draw(places) % len(lines), draw(places) % len(lines)
        match draw(st.sampled_from("delete repeat swap insert".split())):
            case "delete" if len(lines) > 1:
                del lines[one]
            case "repeat":
                lines.insert(other, lines[one])
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
            case _:
                column = draw(st.integers(0, len(lines[one])))
                lines[one] = lines[one][:column] + draw(MARKS) + lines[one][column:]
    raw = "\n".join(lines).encode()
    place = draw(st.integers(0, len(raw)))
    return raw[:place] + draw(st.just(b"") | st.binary(max_size=3)) + raw[place:]


@given(damaged())
def test_a_damaged_file_is_read_and_given_back_or_refused(raw):
    document = accepted(raw)
    if document is not None:
        assert decode(raw, FaultList(PATH)).encode() == raw
        assert read(write(document)) == document
