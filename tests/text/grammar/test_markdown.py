"""Which Markdown a file may hold: everything else is refused by name, on its line."""

import pytest

from procedures.text.grammar import markdown
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import SectionKind
from tests.text.documents import fault_in, make_text, read


def about(words):
    """A file that says this under "About the procedure", from line 22."""
    return make_text(words={SectionKind.ABOUT: words})


@pytest.mark.parametrize(
    ("words", "line", "fault", "mend"),
    [
        # Headings.
        ("One.\n\nTwo\n===", 24, "underlined with “=” or “-”", "write it as “## Heading”"),
        ("Two\n---", 22, "underlined with “=” or “-”", "write it as “## Heading”"),
        ("# One", 22, "a heading of level 1", "use “##” or “###”"),
        ("One.\n\n#### Two", 24, "a heading of level 4", "use “##” or “###”"),
        ("- ## Recovery", 22, "a heading inside a list or quotation", "begin a line of its own"),
        (
            "- One.\n\n  ### Two",
            24,
            "a heading inside a list or quotation",
            "begin a line of its own",
        ),
        ("##Recovery", 22, "“##” that means nothing here", "complete the Markdown"),
        ("One.\n#1 of two.", 23, "“#” that means nothing here", "complete the Markdown"),
        # Blocks.
        ("> One.", 22, "a quotation (“>”)", "write it as a paragraph"),
        ("- One.\n\n  > Two.", 24, "a quotation (“>”)", "write it as a paragraph"),
        ("```\nOne.\n```", 22, "a code block", "write it as a paragraph"),
        ("One.\n\n~~~\n## Recovery\n~~~", 24, "a code block", "write it as a paragraph"),
        ("One.\n\n    Two.", 24, "a code block", "take the four spaces"),
        ("\tTwo.", 22, "a code block", "take the four spaces"),
        ("- One.\n\n      Two.", 24, "a code block", "take the four spaces"),
        ("One.\n\n---\n\nTwo.", 24, "a line across the page", "delete it"),
        ("One.\n\n* * *", 24, "a line across the page", "delete it"),
        ("<div>One.</div>", 22, "HTML", "use Markdown"),
        ("One.\n\n<!-- Two. -->", 24, "HTML", "use Markdown"),
        ("<script>\nalert(1)\n</script>", 22, "HTML", "use Markdown"),
        ("<?php ?>", 22, "HTML", "use Markdown"),
        # Inside a paragraph.
        ("One\n<br> two.", 23, "HTML", "write < as “less than”"),
        ("One <b>two</b>.\n\nThree.", 22, "HTML", "write < as “less than”"),
        ("One `two`.", 22, "code between “`”", "take the “`” away"),
        ("One  \ntwo.", 22, "a line break inside a paragraph", "begin a new paragraph"),
        ("One\\\ntwo.", 22, "a line break inside a paragraph", "begin a new paragraph"),
        ("One&nbsp;two.", 22, "an entity such as “&nbsp;”", "type the character itself"),
        ("[one &amp; two](https://x.org)", 22, "an entity such as", "type the character itself"),
        ("One &#x200b; two.", 22, "an entity such as", "type the character itself"),
        ("One &lt;b&gt.", 22, "an entity such as", "type the character itself"),
        # Lists.
        ("- 1\n  - 2\n    - 3", 24, "a list three levels deep", "write it in two levels"),
        ("1. 1\n   1. 2\n      - 3\n        - 4", 24, "a list three levels deep", "in two levels"),
        ("7. One.", 22, "item 1 of a numbered list has the number 7", "number it 1"),
        ("0. One.", 22, "item 1 of a numbered list has the number 0", "number it 1"),
        ("1. One.\n1. Two.", 23, "item 2 of a numbered list has the number 1", "number it 2"),
        ("1. One.\n\nTwo.\n\n2. Three.", 26, "has the number 2", "number it 1; words between"),
        ("1. One.\n2. Two.\n4. Four.", 24, "item 3 of a numbered list", "number it 3"),
        ("1. One.\n   2. Two.", 23, "“2.” in the middle of a paragraph", "with another word"),
        ("- One.\n-\n- Three.", 23, "an empty item of a list", "delete its mark"),
        ("• One.\n• Two.", 22, "“•” that means nothing here", "complete the Markdown"),
        ("- [ ] One.", 22, "“[ ]” that means nothing here", "complete the Markdown"),
        ("Steps:\n2. One.", 23, "“2.” in the middle of a paragraph", "an empty line before a list"),
        ("Steps:\n    - One.", 23, "“-” in the middle of a paragraph", "an empty line before"),
        ("- One.\n      - Two.", 23, "“-” in the middle of a paragraph", "an empty line before"),
        ("Dose of\n14) or so.", 23, "“14)” in the middle of a paragraph", "with another word"),
        # Tables.
        ("| A | B |\n| - | - |\n| 1 |", 24, "a row of 1 cells in a table of 2", "give it 2"),
        (
            "| A | B |\n| - | - |\n| 1 | 2 | 3 |",
            24,
            "a row of 3 cells in a table of 2",
            "give it 2",
        ),
        ("| A | B |\n| - | - |\nWords.", 24, "a row of 1 cells", "an empty line after the table"),
        ("- | A | B |\n  | - | - |\n  | 1 |", 24, "a row of 1 cells", "give it 2"),
        ("| A | B |\n| 1 | 2 |", 22, "“|” that means nothing here", "complete the Markdown"),
        ("| A | B |\n| - |", 22, "“|” that means nothing here", "complete the Markdown"),
        ("A | B\n---|---|---", 23, "“---|---|---” that means nothing", "complete the Markdown"),
        # Markup that was meant and failed.
        ("**One.", 22, "“**” that means nothing here", "complete the Markdown around it"),
        ("**One **two.", 22, "“**” that means nothing here", "complete the Markdown around it"),
        ("One __two.", 22, "“_” that means nothing here", "complete the Markdown around it"),
        ("Do *not swim.", 22, "“*” that means nothing here", "complete the Markdown around it"),
        ("Do not* swim.", 22, "“*” that means nothing here", "complete the Markdown around it"),
        ("Do _not swim.", 22, "“_” that means nothing here", "complete the Markdown around it"),
        ("Do ~~not~~ swim.", 22, "“~~” that means nothing here", "complete the Markdown around"),
        ("Do `not swim.", 22, "“`” that means nothing here", "complete the Markdown around it"),
        ("A note[^1].", 22, "“[^” that means nothing here", "complete the Markdown around it"),
        ("One\n====two", 23, "“====” that means nothing here", "complete the Markdown around it"),
        (r"C:\temp", 22, "“\\” that means nothing here", "complete the Markdown around it"),
        (r"\*\*One\*\*", 22, "“**” that means nothing here", "complete the Markdown around it"),
        # Citations.
        ("One [3].", 22, "citation [3] has no source", "add source 3 under “## Sources”"),
        ("One\n\n- **two [0]**", 24, "citation [0] has no source", "correct the number"),
        ("| A |\n| - |\n| [9] |", 24, "citation [9] has no source", "correct the number"),
        ("One [1, 2].", 22, "“[1” that cites nothing", "cite each source by itself, as [2][3]"),
        ("One [1-2].", 22, "“[1” that cites nothing", "cite each source by itself, as [2][3]"),
        ("One [ 1 ].", 22, "“[ 1” that cites nothing", "cite each source by itself, as [2][3]"),
        (r"One \[1\].", 22, "“[1” that cites nothing", "cite each source by itself, as [2][3]"),
        ("One [2021].", 22, "“[2021” that cites nothing", "cite each source by itself"),
        ("[2]: http://example.org", 22, "a link definition, “[2]: …”", "in the link"),
        ("[Word]: http://example.org", 22, "a link definition, “[word]: …”", "in the link"),
        ("- One.\n\n  [2]: /x", 24, "a link definition, “[2]: …”", "in the link"),
    ],
)
def test_markdown_that_is_not_allowed_is_refused(words, line, fault, mend):
    with pytest.raises(ContentRefused) as refusal:
        read(about(words))
    refused = next(one for one in refusal.value.faults if fault in one.what)
    assert refused.line == line
    assert mend in refused.mend


@pytest.mark.parametrize(
    "words",
    [
        "One.\n\nTwo\nand three.",
        "**One** and *two*, __three__ and _four_, ***five***.",
        "- One.\n- Two.",
        "* One.\n* Two.",
        "+ One.\n+ Two.",
        "- One.\n* Two.",
        "1. One.\n2. Two.",
        "1) One.\n2) Two.",
        "1. One.\n\n   Two, still of one.\n\n2. Three.",
        "- One:\n  - two\n  - three\n- Four:\n  1. five\n  2. six",
        "1. One.\n\nWords.\n\n1. One again.",
        "Steps:\n- One.",
        "One [1] [2][1].",
        "- **One [2]**",
        "| A | B |\n|---|:-:|\n| **1** | 2 [1] |\n| | 3 \\| 4 |",
        "A | B\n--- | ---\n1 | 2",
        "| A |\n| - |",
        "- | A | B |\n  | - | - |\n  | 1 | 2 |",
        "5 * 3, 2 < 3 > 1, a_b, 3/4, R&D, AT&T, 100 %, £5, “x”, it's, #1, HLA-B*57.",
        r"Nr\. 5 \& more \# \(so\).",
        "   One.",
        "One\ttwo.",
        "[sic] is a word in brackets.",
        "(1) One. (2) Two.",
        "At 9 a.m.\nor later.",
    ],
)
def test_markdown_that_is_allowed_is_kept_as_it_was_written(words):
    assert read(about(words)).section(SectionKind.ABOUT).body == words


@pytest.mark.parametrize("kind", [SectionKind.RECOVERY, SectionKind.SIDE_EFFECTS])
def test_what_stands_under_a_smaller_heading_is_judged_too(kind):
    heading = "Sources" if kind is SectionKind.RECOVERY else "Common"
    fault = fault_in(make_text(words={kind: {heading: "<b>One</b> two."}}))
    assert "HTML" in fault.what


def test_the_summary_is_judged_too():
    fault = fault_in(make_text(summary="One.\n\nTwo `three`."))
    assert (fault.line, "code between" in fault.what) == (15, True)


def test_each_fault_of_a_paragraph_is_said_on_its_line():
    with pytest.raises(ContentRefused) as refusal:
        read(about("One [7],\n<b\nid=b>two</b>,\nthree [8] `four` five [8]."))
    assert [(fault.line, fault.what) for fault in refusal.value.faults] == [
        (22, "citation [7] has no source"),
        (23, "HTML"),
        (24, "HTML"),
        (25, "citation [8] has no source"),
        (25, "code between “`”"),
    ]


def test_a_citation_is_never_a_link_even_where_a_definition_would_make_it_one():
    with pytest.raises(ContentRefused) as refusal:
        read(about("One [2].\n\n[2]: http://evil.example\n[2]: http://evil.example/again"))
    assert [(fault.line, fault.what) for fault in refusal.value.faults] == [
        (24, "a link definition, “[2]: …”"),
        (25, "a link definition, “[2]: …”"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**One** *two* [three](https://example.org) [1].", "One two three."),
        ("One\ntwo\n\n- three\n- four", "One two three four"),
        ("| A | B |\n| - | - |\n| 1 | |", "A B 1"),
        ('One.\n\n![alt](drawing:skin-layers-1 "caption")', "One."),
        ("", ""),
        (r"a \* b", "a * b"),
    ],
)
def test_the_words_of_markdown_are_what_a_reader_reads(source, words):
    assert markdown.plain(source) == words
