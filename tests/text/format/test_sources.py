"""The numbered sources at the end of a text."""

import pytest

from procedures.text.format.document import Source
from procedures.text.grammar.faults import ContentRefused
from tests.text.documents import LEAST, make_text, read

WITHOUT = make_text(words=LEAST, summary="Words.", sources=())


def with_sources(words):
    """A file that cites nothing and has these sources, from line 44."""
    return f"{WITHOUT}## Sources\n\n{words}\n"


@pytest.mark.parametrize(
    ("words", "text", "url"),
    [
        ("1. A title. A press, 2020.", "A title. A press, 2020.", ""),
        ("1) A title. <https://example.org/a>", "A title.", "https://example.org/a"),
        (
            "1. A title\n   on two lines.\n   <https://x.org>",
            "A title on two lines.",
            "https://x.org",
        ),
        ("1. A title.\n<https://x.org>", "A title.", "https://x.org"),
        (r"1. B\*57 and \[x\]. <HTTP://x.org/a_b>", "B*57 and [x].", "HTTP://x.org/a_b"),
        (
            "1. Ein Titel. <https://bücher.example/ü>",
            "Ein Titel.",
            "https://xn--bcher-kva.example/%C3%BC",
        ),
        ("1. [Article in Spanish]. 2 < 3 & so on.", "[Article in Spanish]. 2 < 3 & so on.", ""),
        ("01. A title.", "A title.", ""),
    ],
)
def test_a_source_is_words_and_perhaps_an_address(words, text, url):
    assert read(with_sources(words)).sources == (Source(1, text, url),)


@pytest.mark.parametrize(
    "words",
    ["1. One.\n2. Two.", "1. One.\n\n2. Two.", "1. One.\n\n\n2) Two.", "1. One.\n2) Two."],
)
def test_sources_may_be_spaced_as_their_author_likes(words):
    assert read(with_sources(words)).sources == (Source(1, "One."), Source(2, "Two."))


def test_a_text_may_have_no_sources():
    assert read(WITHOUT).sources == ()


@pytest.mark.parametrize(
    ("words", "line", "fault", "mend"),
    [
        ("A title.", 44, "a source without a number", "1. Title. Publisher, year."),
        ("- A title.", 44, "a source without a number", "1. Title. Publisher, year."),
        ("1. One.\n\nMore.", 46, "a source without a number", "1. Title. Publisher, year."),
        ("One.\n===", 44, "a source without a number", "1. Title. Publisher, year."),
        ("| 1 |\n| - |", 44, "a source without a number", "1. Title. Publisher, year."),
        ("<ol>", 44, "a source without a number", "1. Title. Publisher, year."),
        ("2. Two.", 44, "source 2 where 1 was due", "1, 2, 3 and so on, each once"),
        ("0. None.", 44, "source 0 where 1 was due", "1, 2, 3 and so on, each once"),
        ("1. One.\n1. Two.", 45, "source 1 where 2 was due", "1, 2, 3 and so on, each once"),
        ("1. One.\n3. Three.", 45, "source 3 where 2 was due", "1, 2, 3 and so on, each once"),
        ("1. One.\n2.", 45, "source 2 is not plain words", "1. Title. Publisher, year."),
        ("1. <https://x.org>", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. *A title.*", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. [A](https://x.org)", 44, "source 1 is not plain words", "<https://…>"),
        ("1. A. <https://x.org>.", 44, "source 1 is not plain words", "<https://…>"),
        ("1. A. <https://x.org> B.", 44, "source 1 is not plain words", "<https://…>"),
        ("1. <https://x.org> <https://y.org>", 44, "source 1 is not plain words", "<https://…>"),
        ("1. A. https://x.org", 44, "source 1 is not plain words", "<https://…>"),
        ("1. One [1].", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A&nbsp;title.", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A <b>title</b>.", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A  \n   title.", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A.\n   - b", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A.\n\n   B.", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. ## A", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1.     A", 44, "source 1 is not plain words", "1. Title. Publisher, year."),
        ("1. A. <javascript:x>", 44, "a link to “javascript:x”", "link to https://…"),
        ("1. A. <a@x.org>", 44, "a link to “mailto:a@x.org”", "link to https://…"),
        ("1. A. <https:///x>", 44, "a link to “https:///x”", "link to https://…"),
        ("1. A. <https://a@x.org>", 44, "a name or password in it", "take them out"),
        ("1. A. <https://[x>", 44, "an address that cannot be read", "copy it again"),
        ("1. A. <procedure:peel>", 44, "a source at “procedure:peel”", "its own address"),
        ("[1]: https://x.org", 44, "a link definition, “[1]: …”", "in the link"),
        ("### Books\n\n1. A.", 44, "no heading “Books” in “Sources”", "a paragraph or list"),
    ],
)
def test_anything_else_is_no_source(words, line, fault, mend):
    with pytest.raises(ContentRefused) as refusal:
        read(with_sources(words))
    refused = next(one for one in refusal.value.faults if fault in one.what)
    assert refused.line == line
    assert mend in refused.mend


def test_a_citation_of_a_source_that_was_refused_is_no_second_fault():
    text = with_sources("1. *One.*").replace("Words.", "Words [1].", 1)
    with pytest.raises(ContentRefused) as refusal:
        read(text)
    assert [fault.line for fault in refusal.value.faults] == [44]
