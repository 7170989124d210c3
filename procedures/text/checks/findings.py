"""What a check finds in a text, and what makes a check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from procedures.text.checks.passages import Sentence
from procedures.text.checks.reading import Reading


class Level(StrEnum):
    """How much it matters. A page with an error must not be shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Hit:
    """Words a rule has something against, and what to write.

    `sentence` is the sentence they stand in, and the words themselves where they are one.
    """

    line: int
    words: str
    suggestion: str
    sentence: str


def hit(sentence: Sentence, words: str, suggestion: str) -> Hit:
    """Something against these words of the sentence."""
    return Hit(sentence.line, words, suggestion, sentence.text)


def lack(line: int, words: str, suggestion: str) -> Hit:
    """Something that the page lacks or has too much of, as a whole or from this line on."""
    return Hit(line, words, suggestion, words)


@dataclass(frozen=True)
class Example:
    """A change to a page with no fault: other words in one place of it.

    `place` is "summary", the value of a `SectionKind`, "evidence_to", "also_known_as" or
    "funding". Without words the place is left out.
    """

    place: str
    words: str = ""


@dataclass(frozen=True)
class Rule:
    """One thing to look for. `source` is who found out that it matters to patients."""

    name: str
    level: Level
    check: Callable[[Reading], Iterator[Hit]]
    why: str
    source: str
    bad: Example
    good: Example


@dataclass(frozen=True, order=True)
class Finding:
    """What a rule found in a file. `words` stand in `sentence`, and may be all of it."""

    path: str
    line: int
    rule: str
    level: Level
    words: str
    why: str
    suggestion: str
    sentence: str
