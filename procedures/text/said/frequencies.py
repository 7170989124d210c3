"""How often something happens, where a text says it so that it can be drawn.

A frequency is drawn as it is written, one sign for each of those it is counted in: counts are
never rescaled. That needs a study or review of at least 100 people, which the text must say in
some sentence with the same source, and at least 1 in 100: a count of fewer people is no rate,
and nobody can see 16 signs among 100,000.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from procedures.text.format.document import Document
from procedures.text.grammar import markdown

#: The fewest people a study must have, and the most signs that can be told apart.
FEWEST_PEOPLE = 100
MOST_SIGNS = 1_000

_NUMBER = "[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}"
#: Words before a number that make it a limit, and no count.
_LIMITS = (
    "fewer than|less than|more than|up to|at least|at most|under|over|as high as|to|or|and|of|from"
)
_RATE = re.compile(
    rf"(?P<before>(?:\b(?:{_LIMITS}) )?)\b(?P<count>{_NUMBER}) in (?P<among>{_NUMBER})\b"
    r"(?: (?:people|women|men|adults|patients)\b)?(?! or (?:more|fewer))",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"\b(?P<count>{_NUMBER})\s(?:[A-Z]?[a-z]+\s)?(?:people|women|men|patients|adults|volunteers)\b"
)
_UNKNOWN = re.compile(
    r"\bhow (?:often|many)\b[^.;]{0,80}\b(?:is|are) not (?:yet )?known\b|"
    r"\bnobody knows how (?:often|many)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rate:
    """So many among so many, as the text says it; `sources` are the numbers it cites."""

    count: int
    among: int
    words: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class _Sentence:
    words: str
    sources: tuple[int, ...]


def well_counted(document: Document) -> frozenset[int]:
    """The sources of which the text itself says that they counted enough people."""
    found: set[int] = set()
    for section in document.sections:
        if not _PEOPLE.search(section.markdown):
            continue  # no need to parse it again
        tokens, _ = markdown.parse(section.markdown)
        for sentence in (one for token in tokens for one in _sentences(token)):
            counts = (_number(match["count"]) for match in _PEOPLE.finditer(sentence.words))
            # "2 in 1,000 people" counts no people.
            if _RATE.search(sentence.words) is None and max(counts, default=0) >= FEWEST_PEOPLE:
                found.update(sentence.sources)
    return frozenset(found)


def rates(token: Token, sources: frozenset[int]) -> Iterator[Rate]:
    """The frequencies in an inline token that can be drawn, given the well counted sources."""
    for sentence in _sentences(token):
        if not set(sentence.sources) & sources:
            continue
        for match in _RATE.finditer(sentence.words):
            count, among = _number(match["count"]), _number(match["among"])
            if not match["before"] and among <= MOST_SIGNS and among <= 100 * count <= 100 * among:
                yield Rate(count, among, match[0], sentence.sources)


def unknown(token: Token) -> Iterator[str]:
    """The words in which an inline token says that nobody knows how often."""
    for match in _UNKNOWN.finditer(markdown.words(token)):
        yield match[0][0].upper() + match[0][1:]


def _number(written: str) -> int:
    return int(written.replace(",", ""))


def _sentences(token: Token) -> Iterator[_Sentence]:
    """The sentences of an inline token, each with the sources that it cites."""
    words, sources = "", []
    for child in token.children or []:
        if child.type == "citation":
            sources.append(int(child.content))
            continue
        said = " " if child.type == "softbreak" else child.content
        if child.type not in ("text", "softbreak"):
            continue
        parts = re.split(r"(?<=[.!?])\s+", said)
        for place, part in enumerate(parts):
            if place or re.match(r"[.!?]", part):
                # What begins here belongs to the next sentence, its stop still to this one.
                stop = part[:1] if re.match(r"[.!?]", part) and not place else ""
                yield _Sentence(words + stop, tuple(sources))
                words, sources = part[len(stop) :], []
            else:
                words += part
    yield _Sentence(words, tuple(sources))
