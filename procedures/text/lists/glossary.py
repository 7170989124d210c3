"""`glossary.md`: medical words, and what each means in plain ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markdown_it.token import Token

from procedures.text.grammar import markdown
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, FaultList

MAX_FORM = 60
MAX_MEANING = 300

_FORM = re.compile(r"[^\W_][\w ’'-]*")
_MEND = "write “## Word, other spelling” and one plain paragraph below it"


@dataclass(frozen=True)
class Term:
    """A word and its other spellings, the one it is listed under first."""

    forms: tuple[str, ...]
    meaning: str

    @property
    def anchor(self) -> str:
        """Names it in a page."""
        return re.sub(r"\W+", "-", self.forms[0].casefold()).strip("-")


@dataclass(frozen=True)
class Glossary:
    """Every term, in the order of the alphabet."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def _by_form(self) -> dict[str, Term]:
        return {form.casefold(): term for term in self.terms for form in term.forms}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted(self._by_form, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms)) or '(?!)'})\b", re.IGNORECASE)

    def explains(self, word: str) -> bool:
        """Whether it says what a word means."""
        return word.casefold() in self._by_form

    def found(self, words: str) -> Iterator[tuple[re.Match[str], Term]]:
        """Where words that it explains stand, and what each means."""
        for match in self._pattern.finditer(words):
            yield match, self._by_form[match[0].casefold()]


def parse(raw: bytes, path: str) -> Glossary:
    """The glossary in a file. Raises `ContentRefused` with every fault found."""
    faults = FaultList(path)
    source = decode(raw, faults)
    tokens, definitions = markdown.parse(source)
    for label, line in definitions:
        faults.add(line + 1, f"a link definition, “{label}”", "take it out")
    terms: list[Term] = []
    known: dict[str, int] = {}
    blocks = list(markdown.blocks(tokens))
    for heading, below in zip(blocks[::2], [*blocks[1::2], ()], strict=False):
        term = _term(heading, below, faults)
        line = _line(heading)
        for form in term.forms if term else ():
            if known.setdefault(form.casefold(), line) != line:
                before = known[form.casefold()]
                faults.add(line, f"“{form}” stands in line {before} too", "keep one of them")
        if term:
            terms.append(term)
    if faults:
        raise ContentRefused(faults.faults)
    return Glossary(tuple(sorted(terms, key=lambda term: term.forms[0].casefold())))


def _line(block: Sequence[Token]) -> int:
    return (block[0].map or [0])[0] + 1


def _term(heading: Sequence[Token], below: Sequence[Token], faults: FaultList) -> Term | None:
    line = _line(heading)
    if heading[0].type != "heading_open" or heading[0].tag != "h2":
        faults.add(line, "words that stand under no “##” heading", _MEND)
        return None
    if not below or below[0].type != "paragraph_open":
        faults.add(line, "a heading without a paragraph below it", _MEND)
        return None
    forms = tuple(form.strip() for form in _plain(heading, faults).split(","))
    for form in forms:
        if not _FORM.fullmatch(form) or len(form) > MAX_FORM:
            mend = f"use letters, digits, spaces and hyphens, {MAX_FORM} at most"
            faults.add(line, f"“{form}” cannot be looked for in a text", mend)
    meaning = _plain(below, faults)
    if len(meaning) > MAX_MEANING:
        many = f"{len(meaning)} characters"
        faults.add(_line(below), many, f"the most is {MAX_MEANING}; shorten it")
    return Term(forms, meaning)


def _plain(block: Sequence[Token], faults: FaultList) -> str:
    """The words of a heading or paragraph that has nothing else in it."""
    for child in block[1].children or []:
        if child.type not in ("text", "softbreak"):
            faults.add(_line(block), "more than plain words", "take out links, bold and the like")
            break
    return markdown.words(block[1])
