"""Words as search compares them: without endings, forgiving slips, and weighed by where they stand.

A word is a run of letters and digits in small letters, without accents. Its stem is what is left
without the ending, so that "needle", "needles" and "needling" are one. A name is a whole title
or search word, joined: "spider veins" and "spiderveins" are one too.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from procedures.text.format.document import Document
from procedures.text.grammar import markdown

#: Words that say nothing about what is looked for.
_SAY_NOTHING = frozenset(
    """a about after an and any are as at be been before being but by can could did do does doing
    for from get gets getting go going got had has have having he her him his how i id if ill im in
    into is it its ive just like long many may me might much my need of off on or our out over she
    should so some such than that the their them then there these they this those to too up us
    very want was we were what when where which while who why will with would you your
    treatment treatments procedure procedures""".split()
)
#: What begins a name; no word does.
NAME = "="
#: No stem is longer; what is cut off tells no two words apart.
LONGEST = 60
#: The most words of a question that are looked for.
MOST_WORDS = 12
#: A name may have that many words.
_NAME_WORDS = 6

#: Where a word stands → how much that tells; names as a whole tell more than their words.
_TITLE, _OTHER_NAME, _SEARCH_WORD, _SUMMARY, _SECTION = 100, 60, 40, 12, 2
_WHOLE = 4
#: How often a word may be said in the sections to count for more.
_OFTEN = (2, 4, 8)


def words(said: str) -> list[str]:
    """The words of something said, in their order."""
    return [word for word, _, _ in _placed(said) if word]


def _placed(said: str) -> Iterator[tuple[str, int, int]]:
    """Each word, and from where to where it stands."""
    for match in _WORD.finditer(said):
        yield _bare(match[0]), match.start(), match.end()


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if one.isalnum())


_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its ending."""
    word = _plural(word)
    for ending in ("ation", "ing", "ed", "ion", "al"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3 and _VOWEL.search(left):
            word = left
            if _DOUBLED.search(word):
                word = word[:-1]  # "scarring" and "scar"
            break
    return word.removesuffix("e")[:LONGEST] if len(word) > 3 else word


_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


def _plural(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]


def stems(said: str) -> list[str]:
    """The stems of the words that say something, in their order; of all where none does."""
    found = words(said)
    telling = [word for word in found if word not in _SAY_NOTHING]
    return [stem(word) for word in telling or found]


def name(parts: Iterable[str]) -> str:
    """The stems of a name as one."""
    return (NAME + "".join(parts))[:LONGEST]


@dataclass(frozen=True)
class Asked:
    """What somebody typed: the stems to look for, and the names that may be among them.

    `names` is name → the places of its words, the longest first.
    """

    stems: tuple[str, ...]
    names: Mapping[str, range]

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.stems, *self.names)


def asked(said: str) -> Asked:
    """What to look for, of whatever was typed."""
    found = stems(said)[:MOST_WORDS]
    names = {
        name(found[start : start + length]): range(start, start + length)
        for length in range(min(_NAME_WORDS, len(found)), 0, -1)
        for start in range(len(found) - length + 1)
    }
    return Asked(tuple(dict.fromkeys(found)), names)


def weights(document: Document, search_words: Iterable[str]) -> dict[str, int]:
    """Stem or name → how much it tells that somebody looks for this text."""
    found: Counter[str] = Counter()
    for weight, names in (
        (_TITLE, [document.title]),
        (_OTHER_NAME, document.also_known_as),
        (_SEARCH_WORD, search_words),
    ):
        best: dict[str, int] = {}
        for one in names:
            parts = stems(one)
            best |= dict.fromkeys(parts, weight)
            if 0 < len(parts) <= _NAME_WORDS:
                best[name(parts)] = weight * _WHOLE
        found.update(best)
    found.update(dict.fromkeys(stems(markdown.plain(document.summary)), _SUMMARY))
    said = Counter(
        stem for section in document.sections for stem in stems(markdown.plain(section.markdown))
    )
    for one, times in said.items():
        found[one] += _SECTION + sum(times >= often for often in _OFTEN)
    return dict(found)


# Slips ----------------------------------------------------------------------


def forgiven(word: str) -> int:
    """How many slips are forgiven in a stem or name: one letter too many, missing, wrong, or
    two that changed places."""
    length = len(word.removeprefix(NAME))
    return 0 if length < 4 else 1 if length < 8 else 2


def slips(word: str) -> frozenset[str]:
    """What is left of a stem or name when letters at its beginning are missing.

    Two words with no more slips between them than are forgiven leave something alike, so the
    likely ones can be looked up (the symmetric deletes of W. Garbe's SymSpell).
    """
    mark = NAME if word.startswith(NAME) else ""
    left = {word.removeprefix(NAME)[:_BEGINNING]}
    every = set(left)
    for _ in range(forgiven(word)):
        left = {one[:place] + one[place + 1 :] for one in left for place in range(len(one))}
        every |= left
    return frozenset(mark + one for one in every)


#: As many letters as decide which words may be meant.
_BEGINNING = 8


def distance(one: str, other: str, most: int) -> int:
    """How many slips lie between two words; more than `most` may be any greater number.

    Optimal string alignment: a letter too many, missing or wrong, or two that changed places.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        row = [i]
        for j, right in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


# What is shown --------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """Words that were looked for, `found`, or what stands between them."""

    words: str
    found: bool


@dataclass(frozen=True)
class Sought:
    """Stems that are looked for, and how much each tells."""

    worth: Mapping[str, float]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # An ending may have changed the last letter of a stem: "allergies" is "allergy".
        begin = (re.escape(one[: max(2, len(one) - 1)]) for one in self.worth)
        return re.compile(rf"\b(?:{'|'.join(begin)})[\w’']*", re.IGNORECASE)

    def found(self, said: str) -> Iterator[tuple[str, int, int]]:
        """Each stem that a text says, and from where to where it stands."""
        if self.worth:
            for match in self._pattern.finditer(said):
                for word, start, end in _placed(match[0]):
                    if stem(word) in self.worth:
                        yield stem(word), match.start() + start, match.start() + end

    def score(self, said: str) -> float:
        """How much a text says of what is looked for. A stem said again counts a little more."""
        times = Counter(one for one, _, _ in self.found(said))
        return sum(self.worth[one] * (1 + min(count - 1, 4) / 10) for one, count in times.items())

    def excerpt(self, lines: str) -> tuple[Run, ...]:
        """The line that says most of it, or the part of that line where it begins."""
        line = max(lines.split("\n"), key=self.score)
        places = [(start, end) for _, start, end in self.found(line)]
        start, end = _window(line, places[0][0] if places else 0)
        runs, reached = [], start
        for one, other in places:
            if other <= end:
                runs += [Run(line[reached:one], False), Run(line[one:other], True)]
                reached = other
        runs.append(Run(line[reached:end] + ("…" if end < len(line) else ""), False))
        runs.insert(0, Run("… " if start else "", False))
        return tuple(run for run in runs if run.words)


#: About how many characters of a text stand under a hit.
_SHOWN = 220


def _window(line: str, first: int) -> tuple[int, int]:
    """From where to where a line is shown, so that what is found first is among it."""
    if len(line) <= _SHOWN:
        return 0, len(line)
    start = 0
    if first > _SHOWN // 2:
        start = line.rfind(" ", 0, first - _SHOWN // 4) + 1
    end = line.rfind(" ", start, start + _SHOWN)
    return start, len(line) if len(line) <= start + _SHOWN else max(end, start + 1)
