"""How hard a page is to read: two Flesch–Kincaid grades, counted the same way every time.

Each list item and each sentence of other words is a sentence. Headings, sources, citations,
addresses, numbers and the procedure's own names are not counted. A grade is a smoke alarm for
those who write, and never shown to patients as proof.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from procedures.text.checks.passages import Heading, Passage
from procedures.text.checks.syllables import syllables
from procedures.vocabulary import SectionKind

#: Letters, perhaps with marks between them; no number.
_WORD = r"(?<!\w)[^\W\d_]+(?:[’'-][^\W\d_]+)*(?!\w)"


@dataclass(frozen=True)
class Count:
    """What a grade is made from."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.sentences + other.sentences,
            self.words + other.words,
            self.syllables + other.syllables,
        )

    @property
    def grade(self) -> float | None:
        """Years at school in the United States (Kincaid 1975); None where there are no words."""
        if not self.words:
            return None
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


@dataclass(frozen=True)
class Counts:
    """Of everything, and of prose only: list items and tables left out."""

    everything: Count
    prose: Count


def counts(places: Iterable[Heading], names: re.Pattern[str]) -> dict[SectionKind | None, Counts]:
    """Section → what stands in it, the procedure's own names left out."""
    # A name is matched first, and leaves no word.
    pattern = re.compile(f"{names.pattern}|({_WORD})", re.IGNORECASE)
    found: dict[SectionKind | None, Counts] = {}
    for place in places:
        kind = place.place.section
        before = found.get(kind, Counts(Count(), Count()))
        everything, prose = before.everything, before.prose
        for passage in place.passages:
            if passage.form == "alt text":
                continue
            count = _count(passage, pattern)
            everything += count
            if passage.form in ("paragraph", "caption"):
                prose += count
        found[kind] = Counts(everything, prose)
    return found


def total(found: Iterable[Counts]) -> Counts:
    """Several sections as one text."""
    every = list(found)
    return Counts(
        sum((one.everything for one in every), Count()), sum((one.prose for one in every), Count())
    )


def _count(passage: Passage, pattern: re.Pattern[str]) -> Count:
    whole = passage.form == "item"
    sentences = [passage.text] if whole else [sentence.text for sentence in passage.sentences]
    words = [list(filter(None, pattern.findall(sentence))) for sentence in sentences]
    return Count(
        sum(map(bool, words)),
        sum(map(len, words)),
        sum(map(syllables, chain.from_iterable(words))),
    )
