"""The headings of a file and what stands under them."""

import pytest

from procedures.text.format.document import Part, Section
from procedures.text.format.parse import MAX_BYTES, MAX_SECTION
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import REQUIRED_SECTIONS, SectionKind
from tests.text.documents import WORDS, fault_in, make_document, make_text, read

TEXT = make_text()
#: A file whose "Pros" are on line 78, followed by what a test writes there.
HEAD, TAIL = TEXT[: TEXT.index("## Pros")], TEXT[TEXT.index("## Pros") :]


@pytest.mark.parametrize("kind", REQUIRED_SECTIONS)
def test_a_required_section_is_missed(kind):
    fault = fault_in(make_text(words={kind: None}))
    assert (fault.line, fault.what) == (1, f"no section “{kind.label}”")
    assert fault.mend == f"add “## {kind.label}” and its words"


@pytest.mark.parametrize("kind", [kind for kind in WORDS if kind not in REQUIRED_SECTIONS])
def test_any_other_section_may_be_left_out(kind):
    assert read(make_text(words={kind: None})).section(kind) is None


@pytest.mark.parametrize(
    ("section", "fault", "mend"),
    [
        ("## After care\n\nWords.", "no section “After care”", "use one of: At a glance, About"),
        ("## recovery\n\nWords.", "no section “recovery”", "use one of: At a glance, About"),
        ("## **Recovery**\n\nWords.", "no section “**Recovery**”", "use one of: At a glance"),
        ("## Recovery [1]\n\nWords.", "no section “Recovery [1]”", "use one of: At a glance"),
        ("## Side&nbsp;effects\n\nWords.", "no section “Side&nbsp;effects”", "use one of: At a"),
        ("##\n\nWords.", "no section “”", "use one of: At a glance, About the procedure"),
        ("## Recovery\n\nWords.", "“Recovery” stands here a second time", "the one on line 28"),
        ("## Sources\n\n1. A.", "“Sources” stands here a second time", "the one on line"),
    ],
)
def test_a_section_that_is_unknown_or_repeated_is_refused(section, fault, mend):
    sources = "## Sources" in section
    text = f"{TEXT}\n{section}\n" if sources else f"{HEAD}{section}\n\n{TAIL}"
    refused = fault_in(text)
    assert refused.line == (91 if sources else 78)
    assert fault in refused.what
    assert mend in refused.mend


@pytest.mark.parametrize("words", ["", "\u00a0", "\n\t \n"])
def test_an_empty_section_is_refused(words):
    fault = fault_in(TEXT.replace("- You heal soon.", words))
    assert (fault.line, fault.what) == (78, "the section “Pros” is empty")
    assert fault.mend == "write it, or delete its heading"


@pytest.mark.parametrize("words", ["-", "- \n- ", "| |\n| - |", "[x]: y", "<!-- x -->", "---"])
def test_a_section_in_which_nothing_can_be_read_is_refused(words):
    with pytest.raises(ContentRefused, match=r"example/1\.md:(78|80): "):
        read(TEXT.replace("- You heal soon.", words))


def test_sources_without_a_source_are_refused():
    text = TEXT[: TEXT.index("1. Skin needling")]
    with pytest.raises(ContentRefused) as refusal:
        read(text)
    faults = [(fault.line, fault.what) for fault in refusal.value.faults]
    assert (86, "the section “Sources” is empty") in faults
    assert (13, "citation [1] has no source") in faults


@pytest.mark.parametrize("opening", ["", "\u00a0\n\n", "[x]: y\n\n"])
def test_a_summary_is_needed(opening):
    with pytest.raises(ContentRefused) as refusal:
        read(make_text(summary="X.").replace("X.\n", opening))
    fault = refusal.value.faults[0]
    assert (fault.line, fault.what) == (12, "no summary")
    assert "two or three sentences before the first “##” heading" in fault.mend


@pytest.mark.parametrize("block", ["- One.", "1. One.", "| A |\n| - |", "> One.", "---", "<p>"])
def test_a_summary_is_paragraphs(block):
    with pytest.raises(ContentRefused) as refusal:
        read(make_text(summary=f"Words.\n\n{block}"))
    fault = refusal.value.faults[-1]
    assert (fault.line, fault.what) == (15, "something other than a paragraph in the summary")
    assert fault.mend == "put it under a “##” heading"


def test_a_summary_may_have_two_paragraphs_and_stand_right_under_the_front_matter():
    text = make_text(summary="One.\n\nTwo.").replace("---\n\nOne", "---\nOne")
    assert read(text).summary == "One.\n\nTwo."


def test_a_heading_in_the_summary_is_one_fault():
    fault = fault_in(make_text(summary="# Microneedling\n\nWords."))
    assert (fault.line, fault.what) == (13, "a heading of level 1")


@pytest.mark.parametrize(
    ("before", "after", "line", "fault", "mend"),
    [
        ("## At a", "### Lost\n\nWords.\n\n## At a", 15, "“### Lost” stands in no section", "“##”"),
        ("### Common", "Words.\n\n### Common", 54, "before “### Common”", "move them under one"),
        ("### Trea", "Words.\n\n### Trea", 28, "words in “Recovery” before", "move them under one"),
        ("### Emer", "Words.\n\n### Emer", 64, "words in “When to get help” before", "move them"),
        (
            "### Common",
            "### Often",
            56,
            "no heading “Often” in “Side effects”",
            "Common, Less comm",
        ),
        ("### Common", "### common", 56, "no heading “common” in “Side effects”", "Common, Less"),
        ("### Common", "###", 56, "no heading “” in “Side effects”", "Common, Less common"),
        ("- You heal", "### One\n\n- You heal", 80, "no heading “One” in “Pros”", "a paragraph or"),
        ("### Days", "### *Days", 36, "“### *Days 2 to 3” is not a plain heading", "plain words"),
        ("Days 2 to 3", "Days 2 to 3 [1]", 36, "is not a plain heading", "cite sources in the"),
        ("Days 2 to 3", "Days `2`", 36, "is not a plain heading", "plain words"),
        ("Days 2 to 3", "Days &amp; nights", 36, "is not a plain heading", "plain words"),
        ("Days 2 to 3", "<b>Days</b>", 36, "is not a plain heading", "plain words"),
        ("Days 2 to 3", "- Days", 36, "is not a plain heading", "plain words"),
        ("Days 2 to 3", "d" * 81, 36, "is not a plain heading", "plain words"),
        ("### Days 2 to 3", "###", 36, "is not a plain heading", "plain words"),
        ("Days 2 to 3", "Treatment day", 36, "stands here a second time", "the one on line 30"),
        ("Rare but serious", "Common", 60, "stands here a second time", "the one on line 56"),
        ("The redness fades.", "", 36, "nothing under “### Days 2 to 3”", "delete the heading"),
        ("The redness fades.", "\u00a0", 36, "nothing under “### Days 2 to 3”", "delete the"),
        ("Redness for 2 to 3 days.", "", 56, "nothing under “### Common”", "delete the heading"),
    ],
)
def test_what_belongs_under_no_heading_or_to_none_is_refused(before, after, line, fault, mend):
    refused = fault_in(TEXT.replace(before, after, 1))
    assert refused.line == line
    assert fault in refused.what
    assert mend in refused.mend


def test_help_is_always_sorted_by_urgency():
    fault = fault_in(make_text(words={SectionKind.HELP: "Call us."}))
    assert (fault.line, fault.what) == (64, "words in “When to get help” under no heading")
    assert fault.mend == "put them under one of: Emergency, Same day, Any time"


@pytest.mark.parametrize(
    "heading",
    ["Day 1", "Later", "2nd week", "Weeks 2 to 6 (if red)", "Année #2: on", "d" * 80, "Pros"],
)
def test_a_stage_of_recovery_may_have_any_plain_heading(heading):
    recovery = read(make_text(words={SectionKind.RECOVERY: {heading: "Rest."}})).section(
        SectionKind.RECOVERY
    )
    assert recovery == Section(SectionKind.RECOVERY, parts=(Part(heading, "Rest."),))


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("## Recovery", "## Recovery ##"),
        ("## Who it may", "   ##   Who it may"),
        ("it may suit\n", "it may suit  #\n"),
        ("## Recovery", "##\tRecovery\t"),
        ("### Rare but serious", "  ### Rare but serious ###"),
        ("\n\n## Recovery\n\n", "\n## Recovery\n"),
        ("\n\n## Recovery\n\n", "\n \t\n\n\n## Recovery\n\n\n\n"),
        ("\n\n### Days 2 to 3\n\n", "\n### Days 2 to 3\n"),
    ],
)
def test_headings_are_read_however_they_are_spaced(heading, written):
    assert read(TEXT.replace(heading, written)) == make_document()


def test_lines_of_sections_and_parts_are_those_of_the_file():
    document = read(TEXT)
    recovery = document.section(SectionKind.RECOVERY)
    assert (recovery.line, [part.line for part in recovery.parts]) == (28, [30, 36])
    assert [source.line for source in document.sources] == [88, 89]


def test_sections_come_in_the_order_of_the_page():
    pros, cons = "## Pros\n\n- You heal soon.\n\n", "## Cons\n\n- You need several sessions.\n\n"
    assert read(TEXT.replace(pros + cons, cons + pros)) == make_document()


@pytest.mark.parametrize(
    ("called", "line", "changes"),
    [
        ("the summary", 12, {"summary": "{}"}),
        ("the section “About the procedure”", 20, {"words": {SectionKind.ABOUT: "{}"}}),
        ("the section “Recovery”", 28, {"words": {SectionKind.RECOVERY: {"Day 1": "{}"}}}),
    ],
)
def test_a_section_has_at_most_20_000_characters(called, line, changes):
    heading = len("Day 1") if "Recovery" in called else 0
    longest = "é" * (MAX_SECTION - heading)
    text = make_text(**changes)
    assert MAX_SECTION == 20_000
    assert read(text.replace("{}", longest))

    fault = fault_in(text.replace("{}", longest + "é"))
    assert (fault.line, fault.what) == (line, f"{called} has 20,001 characters")
    assert fault.mend == "the most is 20,000; shorten it"


def test_a_file_has_at_most_200_kb():
    room = MAX_BYTES - len(TEXT.encode())
    assert MAX_BYTES == 200_000
    assert read(TEXT + " " * room)

    fault = fault_in(TEXT + " " * room + "\n")
    assert (fault.line, fault.what) == (1, "the file has 200,001 bytes")
    assert fault.mend == "the most is 200,000; shorten it"
