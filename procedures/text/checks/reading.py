"""A text as its checks read it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, groupby

from procedures.text.checks.matching import small
from procedures.text.checks.passages import Heading, Passage, Place, Sentence, heading
from procedures.text.checks.readability import Counts, counts
from procedures.text.format.document import Document
from procedures.text.lists.glossary import Glossary
from procedures.vocabulary import SectionKind


@dataclass(frozen=True)
class Found:
    """Words from `start` to `end` of a sentence."""

    passage: Passage
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def in_brackets(self) -> bool:
        return self.sentence.depths[self.start] > 0


@dataclass(frozen=True)
class Clinic:
    """What a site says around every page.

    `funding` is who pays, in the clinic's words: "" where it does not say, None where there is
    no clinic to ask. Each page is to be checked again within `review_months`.
    What `glossary` explains stands beside every text.
    """

    funding: str | None = None
    review_months: int = 12
    glossary: Glossary = field(default_factory=Glossary)


@dataclass(frozen=True, eq=False)
class Reading:
    """A whole text. `places` stand in the order of the page, the summary first.

    `front` are the lines of the front matter with their numbers.
    """

    document: Document
    front: tuple[tuple[int, str], ...]
    places: tuple[Heading, ...]
    clinic: Clinic
    _found: dict[tuple[re.Pattern[str], bool], tuple[Found, ...]] = field(
        default_factory=dict, init=False
    )

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the page."""
        return tuple(passage for place in self.places for passage in place.passages)

    @cached_property
    def sentences(self) -> tuple[tuple[Passage, Sentence], ...]:
        """Every sentence, with its passage."""
        return tuple(
            (passage, sentence) for passage in self.passages for sentence in passage.sentences
        )

    @cached_property
    def groups(self) -> dict[Passage, list[Passage]]:
        """The first words of a bullet group → all its passages; a paragraph → itself."""
        found: dict[Passage, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.group, []).append(passage)
        return found

    @cached_property
    def _small(self) -> str:
        """Every sentence in small letters, one on each line: one search finds all."""
        return "\n".join(small(sentence.text) for _, sentence in self.sentences)

    @cached_property
    def _nameless(self) -> str:
        return self.names.sub(lambda match: "_" * len(match[0]), self._small)

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(sentence.text) + 1 for _, sentence in self.sentences)
        return list(accumulate(lengths, initial=0))

    def find(self, pattern: re.Pattern[str], *, nameless: bool = False) -> tuple[Found, ...]:
        """Where the pattern, in small letters and with no line break, matches.

        `nameless` passes over the procedure's own names.
        """
        asked = (pattern, nameless)
        if asked not in self._found:
            text = self._nameless if nameless else self._small
            self._found[asked] = tuple(map(self._at, pattern.finditer(text)))
        return self._found[asked]

    def once(self, pattern: re.Pattern[str]) -> Iterator[Found]:
        """The first match in each sentence that has one."""
        for _, found in groupby(self.find(pattern), key=lambda found: found.sentence):
            yield next(found)

    def beside(
        self, pattern: re.Pattern[str], others: re.Pattern[str]
    ) -> Iterator[tuple[Found, int | None]]:
        """Each match, and where in its sentence `others` match first, or None."""
        found = self.find(pattern)
        if found:  # the others are seldom needed
            first = {one.sentence: one.start for one in self.once(others)}
            yield from ((one, first.get(one.sentence)) for one in found)

    def _at(self, match: re.Match[str]) -> Found:
        place = bisect_right(self._starts, match.start()) - 1
        start = self._starts[place]
        return Found(*self.sentences[place], match.start() - start, match.end() - start)

    @cached_property
    def names(self) -> re.Pattern[str]:
        """The procedure's own names, the longest first."""
        names = sorted([self.document.title, *self.document.also_known_as], key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", re.IGNORECASE)

    @cached_property
    def counts(self) -> dict[SectionKind | None, Counts]:
        """Section → what its grades are made from, the summary (None) first."""
        return counts(self.places, self.names)

    def under(self, kind: SectionKind) -> tuple[Heading, ...]:
        """The section itself, or its parts; empty where the text has no such section."""
        return tuple(one for one in self.places if one.place.section is kind)

    def line(self, kind: SectionKind | None) -> int:
        """The line of a section's heading, or on which the summary begins."""
        section = self.document.section(kind) if kind else None
        return section.line if section else self.places[0].passages[0].line


def read(text: str, document: Document, clinic: Clinic) -> Reading:
    """The text of a content file and the document it was parsed to, ready to be judged."""
    lines = text.split("\n")
    start = lines.index("---", 1) + 1
    places = [heading(Place(None), document.summary, start, lines)]
    for section in document.sections:
        if section.body:
            places.append(heading(Place(section.kind), section.body, section.line, lines))
        places += [
            heading(Place(section.kind, part.heading), part.body, part.line, lines)
            for part in section.parts
        ]
    front = tuple(enumerate(lines[:start], 1))
    return Reading(document, front, tuple(places), clinic)
