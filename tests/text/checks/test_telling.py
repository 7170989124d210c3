"""Findings and scores as people and programs are told them."""

from dataclasses import replace

from procedures.text.checks import telling
from procedures.text.checks.findings import Finding, Level
from tests.text.checks.pages import make_page, reading

FINDING = Finding(
    "content/peel/2.md",
    12,
    "safe",
    Level.ERROR,
    "safe",
    "Nothing is safe for all.",
    "say which harm is known",
    "It is safe.",
)
WHOLE = replace(FINDING, line=3, level=Level.HINT, rule="balance", words="a b", sentence="a b")


def test_a_person_is_told_file_by_file():
    other = replace(FINDING, path="content/lips/1.md")

    assert list(telling.lines([FINDING, WHOLE, other])) == [
        "content/peel/2.md: 1 error, 0 warnings, 1 hint",
        "",
        "content/peel/2.md:12: error safe: “safe” in “It is safe.”",
        "    Nothing is safe for all. Mend: say which harm is known.",
        "content/peel/2.md:3: hint balance: “a b”",
        "    Nothing is safe for all. Mend: say which harm is known.",
        "",
        "content/lips/1.md: 1 error, 0 warnings, 0 hints",
        "",
        "content/lips/1.md:12: error safe: “safe” in “It is safe.”",
        "    Nothing is safe for all. Mend: say which harm is known.",
        "",
    ]


def test_findings_are_counted_by_level():
    warning = replace(FINDING, level=Level.WARNING)
    assert telling.counted([]) == "0 errors, 0 warnings, 0 hints"
    assert telling.counted([FINDING, FINDING, warning]) == "2 errors, 1 warning, 0 hints"


def test_github_is_told_the_place_and_what_to_do():
    assert telling.annotation(FINDING) == (
        "::error file=content/peel/2.md,line=12,title=safe::"
        "“safe”: Nothing is safe for all. Mend: say which harm is known."
    )
    levels = [telling.annotation(replace(FINDING, level=level))[:9] for level in Level]
    assert levels == ["::error f", "::warning", "::notice "]


def test_no_word_can_end_an_annotation_or_begin_another():
    hostile = "100%\r\n::error file=a,line=1::b"
    said = telling.annotation(replace(FINDING, words=hostile, path="a:b,c%\n.md"))

    assert "\n" not in said
    assert "\r" not in said
    assert said.startswith("::error file=a%3Ab%2Cc%25%0A.md,line=12,title=safe::")
    assert "“100%25%0D%0A::error file=a,line=1::b”" in said


def test_a_program_is_told_every_field_by_name():
    assert telling.as_json(FINDING) == {
        "path": "content/peel/2.md",
        "line": 12,
        "rule": "safe",
        "level": "error",
        "words": "safe",
        "why": "Nothing is safe for all.",
        "suggestion": "say which harm is known",
        "sentence": "It is safe.",
    }


def test_a_person_is_told_the_grades_and_what_decided_each_item():
    lines = list(telling.score_lines("content/peel/2.md", reading(make_page())))

    assert lines[:3] == [
        "content/peel/2.md",
        "",
        "  Reading grade (aim: 6.0 or less)   everything  prose only",
    ]
    assert lines[3].startswith("  Whole page ")
    assert lines[4].split() == ["Summary", "0.6", "0.6"]
    assert lines[5].split()[-1] == "–"
    text = "\n".join(lines)
    assert "\n\n  JAMA: 4 of the 4 items that structure can decide\n" in text
    assert "\n    yes  1 Authorship: written_by: A nurse at the clinic\n" in text
    assert "\n    no  17 Has pictures with captions: no picture\n" in text
    assert "\n    A person must rate 3 more:\n    ?   Q2 States the decision to be made\n" in text


def test_a_program_is_told_the_same():
    told = telling.scores_as_json("content/peel/2.md", reading(make_page()))

    assert told["path"] == "content/peel/2.md"
    assert told["grades"][1] == {"of": "Summary", "everything": 0.63, "prose": 0.63}
    assert told["grades"][2]["prose"] is None
    assert told["items"][0] == {
        "instrument": "JAMA",
        "number": "1",
        "asks": "Authorship",
        "yes": True,
        "because": "written_by: A nurse at the clinic",
    }
    assert None in [item["yes"] for item in told["items"]]
