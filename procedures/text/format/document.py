"""One text, parsed into plain Python values."""

from dataclasses import dataclass, field
from datetime import date

from procedures.vocabulary import PARTS, Change, SectionKind


@dataclass(frozen=True)
class Part:
    """The words under one `###` heading, as Markdown."""

    heading: str
    body: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Section:
    """The words under one `##` heading: a Markdown body, or parts, never both."""

    kind: SectionKind
    body: str = ""
    parts: tuple[Part, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def parts_in_order(self) -> tuple[Part, ...]:
        """The parts as patients meet them, the most urgent first, however the file has them."""
        order = PARTS.get(self.kind)
        if order is None:
            return self.parts
        return tuple(sorted(self.parts, key=lambda part: order.index(part.heading)))

    @property
    def markdown(self) -> str:
        """Everything under the heading, as it would stand in a file."""
        parts = [f"### {part.heading}\n\n{part.body}" for part in self.parts]
        return "\n\n".join([self.body, *parts] if self.body else parts)


@dataclass(frozen=True)
class Source:
    """One numbered publication: its words and, where it has one, its address."""

    number: int
    text: str
    url: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Document:
    """One whole text of a procedure.

    `sections` stand in the order of `SectionKind`, each kind at most once; sources are apart.
    `summary` and every body are Markdown without blank lines around them. `evidence_to` is
    a year and month, "2026-11", or empty.
    """

    title: str
    updated: date
    change: Change
    change_notes: tuple[str, ...]
    written_by: str
    summary: str
    sections: tuple[Section, ...]
    also_known_as: tuple[str, ...] = ()
    evidence_to: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def evidence_month(self) -> date | None:
        """The first day of the month of `evidence_to`."""
        return date.fromisoformat(f"{self.evidence_to}-01") if self.evidence_to else None

    def section(self, kind: SectionKind) -> Section | None:
        """The section of that kind, if the text has one."""
        return next((section for section in self.sections if section.kind == kind), None)
