"""Findings and scores as people, and as programs, read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from procedures.text.checks.findings import Finding, Level
from procedures.text.checks.readability import Counts, total
from procedures.text.checks.reading import Reading
from procedures.text.checks.scores import Answer, answers

#: What the site that shows them to a reviewer calls the levels.
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings file by file, for a person at a screen."""
    for path, group in groupby(findings, key=lambda finding: finding.path):
        found = list(group)
        yield f"{path}: {counted(found)}"
        yield ""
        for one in found:
            within = f" in “{one.sentence}”" if one.sentence != one.words else ""
            yield f"{one.path}:{one.line}: {one.level} {one.rule}: “{one.words}”{within}"
            yield f"    {one.why} Mend: {one.suggestion}."
        yield ""


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each level, as “1 error, 0 warnings, 2 hints”."""
    counts = Counter(finding.level for finding in findings)
    return ", ".join(
        f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in Level
    )


def annotation(finding: Finding) -> str:
    """The finding as a workflow command of GitHub, which shows it beside the line."""
    place = f"file={_property(finding.path)},line={finding.line},title={_property(finding.rule)}"
    said = f"“{finding.words}”: {finding.why} Mend: {finding.suggestion}."
    return f"::{_GITHUB[finding.level]} {place}::{_data(said)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def as_json(finding: Finding) -> dict[str, str | int]:
    """The finding as plain values, its fields by name."""
    return asdict(finding)


# Scores ---------------------------------------------------------------------


def grades(reading: Reading) -> list[tuple[str, Counts]]:
    """What is graded and what its grades are made from, the whole page first."""
    parts = [
        (str(kind.label) if kind else "Summary", counts) for kind, counts in reading.counts.items()
    ]
    return [("Whole page", total(reading.counts.values())), *parts]


def score_lines(path: str, reading: Reading) -> Iterator[str]:
    """The grades of a page and what the instruments ask, for a person at a screen."""
    yield path
    yield ""
    yield f"  {'Reading grade (aim: 6.0 or less)':<34} everything  prose only"
    for called, counts in grades(reading):
        both = (counts.everything.grade, counts.prose.grade)
        shown = ("–" if grade is None else f"{grade:.1f}" for grade in both)
        yield f"  {called:<34} {next(shown):>10}  {next(shown):>10}"
    for instrument, group in groupby(answers(reading), key=lambda one: one.item.instrument):
        asked = list(group)
        decided = [one for one in asked if one.yes is not None]
        yes = sum(one.yes is True for one in decided)
        people = [one for one in asked if one.yes is None]
        yield ""
        yield f"  {instrument}: {yes} of the {len(decided)} items that structure can decide"
        yield from (_decided(one) for one in decided)
        if people:
            yield f"    A person must rate {len(people)} more:"
            yield from (f"    {'?':<3} {one.item.number:>2} {one.item.asks}" for one in people)
    yield ""


def _decided(one: Answer) -> str:
    said = "yes" if one.yes else "no"
    return f"    {said:<3} {one.item.number:>2} {one.item.asks}: {one.because}"


def scores_as_json(path: str, reading: Reading) -> dict[str, object]:
    """The same as plain values. A grade is rounded to two places, and null without words."""
    return {
        "path": path,
        "grades": [
            {
                "of": called,
                "everything": _rounded(counts.everything.grade),
                "prose": _rounded(counts.prose.grade),
            }
            for called, counts in grades(reading)
        ],
        "items": [
            {
                "instrument": one.item.instrument,
                "number": one.item.number,
                "asks": one.item.asks,
                "yes": one.yes,
                "because": one.because,
            }
            for one in answers(reading)
        ],
    }


def _rounded(grade: float | None) -> float | None:
    return None if grade is None else round(grade, 2)
