"""What the checks say of a draft while it is written: of each section, and of the whole page."""

from collections.abc import Iterator
from dataclasses import dataclass

from procedures.editorial.files.around import clinic
from procedures.staff.access.person import today
from procedures.staff.reviews.reviewing import in_order
from procedures.staff.writing.preview import judged, with_said_last
from procedures.text.checks.findings import Finding
from procedures.text.checks.plain import HIGHEST_GRADE
from procedures.text.checks.readability import Count, Counts, total
from procedures.text.checks.reading import Reading, read
from procedures.text.checks.rules import judge
from procedures.text.format.allowed import Pictures
from procedures.text.writing import manuscript
from procedures.text.writing.manuscript import FIELDS, REQUIRED, Fields, Judged
from procedures.vocabulary import SectionKind

#: What the whole page is called among the fields.
PAGE = ""
#: Words that stand for a field whose own cannot be read yet, so that the others can be checked.
_STAND_IN = "Words."


@dataclass(frozen=True)
class Advice:
    """Of one field or, under `PAGE`, of all: both reading grades, and what to look at.

    A grade is None where there is nothing to read. `findings` are pairs of a line of the
    field, 0 where they are of no line, and what was found there.
    """

    everything: float | None
    prose: float | None
    findings: tuple[tuple[int, Finding], ...]
    aim: float = HIGHEST_GRADE

    @property
    def is_high(self) -> bool:
        """Whether one of the grades is above what the page aims for."""
        grades = [one for one in (self.everything, self.prose) if one is not None]
        return any(round(one, 1) > self.aim for one in grades)


def advice(words: Fields, found: Judged, known: Pictures) -> dict[str, Advice]:
    """Field → what the checks say of it. Of a field that cannot be read yet they say nothing.

    `found` is how the words were judged, by what they may name.
    """
    unread = {fault.field for fault in found.faults}
    if unread:
        readable = {**words, **{one: _stand_in(one) for one in unread if one != PAGE}}
        words, found = readable, judged(readable, known)
    if found.document is None:
        return {}
    reading = read(found.text, found.document, clinic())
    made = {name: one for name, one in _by_field(words, found, reading) if name not in unread}
    if unread:
        made.pop(PAGE)  # of a page with stand-ins in it nothing can be said as a whole
    return made


def _stand_in(name: str) -> str:
    return _STAND_IN if name in REQUIRED else ""


def _by_field(words: Fields, found: Judged, reading: Reading) -> Iterator[tuple[str, Advice]]:
    written = manuscript.write(with_said_last(words), today=today())
    placed: dict[str, list[tuple[int, Finding]]] = {name: [] for name in (*FIELDS, PAGE)}
    for one in in_order(judge(reading, "draft")):
        name, line = manuscript.place(one.line, written)
        placed[name].append((line if name else 0, one))
    counted: dict[str, Counts] = {
        kind.value if kind else "summary": counts for kind, counts in reading.counts.items()
    }
    counted[PAGE] = total(reading.counts.values())
    for name, findings in placed.items():
        counts = counted.get(name)
        graded = counts if counts and name != SectionKind.SOURCES else None
        yield (
            name,
            Advice(
                _grade(graded.everything) if graded else None,
                _grade(graded.prose) if graded else None,
                tuple(findings),
            ),
        )


def _grade(count: Count) -> float | None:
    """A few short words give less than no years at school, which nobody could make sense of."""
    return None if count.grade is None else max(0.0, count.grade)
