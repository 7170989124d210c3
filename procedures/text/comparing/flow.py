"""A text as patients read it: section by section, line by line, word by word.

Two files that look alike on the page flow alike, however their Markdown is wrapped or spelt.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Literal

from markdown_it.token import Token

from procedures.text.format.allowed import PHOTO
from procedures.text.format.document import Document, Source
from procedures.text.grammar import markdown
from procedures.vocabulary import GlanceKey, SectionKind

Form = Literal[
    "paragraph", "bullet", "numbered", "heading", "header", "row", "picture", "fact", "source"
]

#: What a reader would call a line of that form.
_CALLED: dict[Form, str] = {
    "paragraph": "a paragraph",
    "bullet": "a list item",
    "numbered": "a numbered item",
    "heading": "a heading",
    "header": "the heading of a table",
    "row": "a table row",
    "picture": "a picture",
    "fact": "a fact",
    "source": "a source",
}

#: Key → heading of everything patients read, in the order of the page.
HEADINGS: dict[str, str] = {
    "details": "Details",
    "summary": "Summary",
    **{kind.value: str(kind.label) for kind in SectionKind},
}

_MARKS = r"""\s.,;:!?()\[\]{}"“”‘’'«»…–—/-"""
#: A word with the marks inside it (“0.5”, “1,000”, “well-known”), white space, or one mark.
_PIECE = re.compile(rf"[^{_MARKS}]+(?:(?:[.'’/-]|(?<=\d)[,:](?=\d))[^{_MARKS}]+)*|\s+|\S")


@dataclass(frozen=True)
class Word:
    """A word or punctuation mark, and what is done to it; `space`: one stands before it.

    Equal words are the same to a reader, but for the numbers of sources: the key of a
    citation is the publication it names, that of anything else the text.
    """

    key: tuple[str, int]
    text: str = field(compare=False)
    space: bool = False
    bold: bool = False
    emphasis: bool = False
    link: str = ""
    citation: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Line:
    """One paragraph, item, heading, table row, picture, fact or source.

    `level` is the number of lists around it; an item's later paragraphs are paragraphs with a
    level. Two lines with the same `anchor` belong together, whatever else they say.
    """

    form: Form
    level: int
    words: tuple[Word, ...]
    anchor: str = ""

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(f" {word.text}" if word.space else word.text for word in self.words)

    @property
    def called(self) -> str:
        """What sort of line it is, with its place in a list: "a list item of level 2"."""
        inside = " in a list item" if self.level and self.form not in ("bullet", "numbered") else ""
        level = f" of level {self.level}" if self.level > 1 else ""
        return f"{_CALLED[self.form]}{inside}{level}"


#: Between the cells of a row and the parts of a picture. No word of a file has this key.
_BORDER = Word(("", 0), "|", space=True)


def flow(document: Document, numbers: Mapping[int, int]) -> dict[str, tuple[Line, ...]]:
    """The lines of each section the document has, by the keys of `HEADINGS`.

    `numbers`: citation number → the publication it names; by default the number itself.
    """
    reader = _Reader(numbers)
    lines = {
        "details": tuple(_details(document)),
        "summary": tuple(reader.lines(document.summary)),
    }
    for section in document.sections:
        found = list(reader.lines(section.body))
        for part in section.parts:
            found.append(Line("heading", 0, _plain(part.heading), part.heading))
            found.extend(reader.lines(part.body))
        at_a_glance = section.kind is SectionKind.AT_A_GLANCE
        lines[section.kind.value] = tuple(_facts(found) if at_a_glance else found)
    if document.sources:
        lines[SectionKind.SOURCES.value] = tuple(map(reader.source, document.sources))
    return lines


def _details(document: Document) -> Iterator[Line]:
    year, _, month = document.evidence_to.partition("-")
    for label, value in (
        ("Title", document.title),
        ("Also known as", ", ".join(document.also_known_as)),
        ("Written by", document.written_by),
        ("Evidence to", f"{month_name[int(month)]} {year}" if month else ""),
    ):
        if value:
            yield Line("fact", 0, _plain(f"{label}: {value}"), label)


def _facts(lines: Iterable[Line]) -> list[Line]:
    """The facts in the order patients meet them, whatever their order in the file."""
    place = {key: position for position, key in enumerate(GlanceKey.values)}
    facts = [
        replace(line, form="fact", level=0, anchor=line.text.partition(":")[0]) for line in lines
    ]
    return sorted(facts, key=lambda fact: place.get(fact.anchor, len(place)))


@dataclass(frozen=True)
class _Reader:
    """Reads Markdown and sources; `numbers` as in `flow`."""

    numbers: Mapping[int, int]

    def lines(self, source: str) -> Iterator[Line]:
        lists: list[Form] = []
        begins = False  # whether the next words are the first of a list item
        row: Form = "row"
        cells: list[tuple[Word, ...]] | None = None
        for token in markdown.parse(source)[0]:
            match token.type:
                case "bullet_list_open":
                    lists.append("bullet")
                case "ordered_list_open":
                    lists.append("numbered")
                case "bullet_list_close" | "ordered_list_close":
                    lists.pop()
                    begins = False
                case "list_item_open":
                    begins = True
                case "thead_open":
                    row = "header"
                case "thead_close":
                    row = "row"
                case "tr_open":
                    cells = []
                case "tr_close":
                    yield Line(row, 0, _bordered(cells or []))
                    cells = None
                case "inline" if cells is not None:
                    cells.append(self.words(token))
                case "inline":
                    yield self.line(token, lists[-1] if begins else "paragraph", len(lists))
                    begins = False

    def line(self, inline: Token, form: Form, level: int) -> Line:
        children = inline.children or []
        if [child.type for child in children] != ["image"]:
            return Line(form, level, self.words(inline))
        picture = children[0]
        name = str(picture.attrGet("src"))
        photo = PHOTO.fullmatch(name)
        shown = f"{photo[1]}:{photo[2][:12]}…" if photo else name
        parts = [
            (*_plain("Picture:"), Word((name, 0), shown, space=True)),
            (*_plain("Alt text:"), *_after(self.words(picture))),
            _plain(f"Caption: {picture.attrGet('title') or ''}"),
        ]
        return Line("picture", level, _bordered(parts))

    def source(self, source: Source) -> Line:
        number = self.cited(source.number, f"{source.number}.")
        address = [Word((source.url, 0), source.url, link=source.url)] if source.url else []
        return Line("source", 0, (number, *_after(_plain(source.text)), *_after(address)))

    def words(self, inline: Token) -> tuple[Word, ...]:
        found: list[Word] = []
        space = False
        # Joined before they are cut into words: “3\\.5” comes as three pieces of one word.
        for look, spans in groupby(self.spans(inline.children or []), itemgetter(0)):
            texts = [text for _, text in spans]
            for piece in texts if look.citation else _PIECE.findall("".join(texts)):
                if piece.isspace():
                    space = True
                    continue
                key = look.key if look.citation else (piece, 0)
                found.append(replace(look, key=key, text=piece, space=space and bool(found)))
                space = False
        return tuple(found)

    def spans(self, children: Sequence[Token]) -> Iterator[tuple[Word, str]]:
        """Each piece of text, with a word that looks as its words will look."""
        bold = emphasis = 0
        link = ""
        for child in children:
            match child.type:
                case "strong_open" | "strong_close":
                    bold += child.nesting
                case "em_open" | "em_close":
                    emphasis += child.nesting
                case "link_open":
                    link = str(child.attrGet("href"))
                case "link_close":
                    link = ""
                case "citation":
                    cited = self.cited(int(child.content), "")
                    look = replace(cited, bold=bold > 0, emphasis=emphasis > 0, link=link)
                    yield look, f"[{child.content}]"
                case kind:
                    look = Word(("", 0), "", False, bold > 0, emphasis > 0, link)
                    yield look, " " if kind in ("softbreak", "hardbreak") else child.content

    def cited(self, number: int, text: str) -> Word:
        return Word(("", self.numbers.get(number, number)), text, citation=number)


def _plain(text: str) -> tuple[Word, ...]:
    """The words of text that is no Markdown."""
    text = " ".join(text.split())
    return tuple(
        Word((piece[0], 0), piece[0], space=piece.start() > 0 and text[piece.start() - 1] == " ")
        for piece in _PIECE.finditer(text)
        if piece[0] != " "
    )


def _after(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, to stand after others."""
    return (replace(words[0], space=True), *words[1:]) if words else ()


def _bordered(parts: Iterable[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of all parts in one line, with a border between each and the next."""
    first, *others = parts
    found = list(first)
    for part in others:
        found += [replace(_BORDER, space=bool(found)), *_after(part)]
    return tuple(found)
