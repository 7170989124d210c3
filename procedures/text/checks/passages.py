"""The words of a page as passages and sentences, each with its line in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal

from markdown_it.token import Token

from procedures.text.grammar import markdown
from procedures.vocabulary import SectionKind

#: A cell is of a table's rows: what stands in its head is a heading.
Form = Literal["paragraph", "item", "cell", "caption", "alt text"]

_ENDS = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[^\sa-z])")
_ABBREVIATED = re.compile(r"(?:^|\W)(?:Dr|Mr|Mrs|Ms|St|No|vs|approx|[A-Za-z]\.[A-Za-z])$")


@dataclass(frozen=True)
class Place:
    """A section, or the summary (None), and the part of it that a `###` heading opens."""

    section: SectionKind | None
    part: str = ""


@dataclass(frozen=True, eq=False)
class Sentence:
    """`line` is the line it begins on. `cited` are the sources cited in it or at its end."""

    text: str
    line: int
    cited: tuple[int, ...]

    @cached_property
    def length(self) -> int:
        """How many words it has, numbers among them."""
        return sum(map(_is_word, self.text.split(" ")))

    @cached_property
    def depths(self) -> list[int]:
        """For each character how many brackets are open around it."""
        steps = ((character == "(") - (character == ")") for character in self.text)
        return list(accumulate(steps))


def _is_word(piece: str) -> bool:
    """Whether what stands between two spaces is more than a mark."""
    return piece.isalnum() or any(map(str.isalnum, piece))


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph, an item or a later paragraph of it, a cell, or the words of a picture.

    `level` counts the lists around it. `under` is what leads to it: the item it stands in, or
    the paragraph before its list that ends in a colon.
    """

    place: Place
    form: Form
    level: int
    line: int
    text: str
    sentences: tuple[Sentence, ...]
    cited: tuple[int, ...]
    under: "Passage | None" = field(default=None, repr=False)

    @property
    def leads(self) -> bool:
        """Whether it ends in a colon, so that the list below goes on from it."""
        return self.text.endswith(":")

    @property
    def above(self) -> "Iterator[Passage]":
        """What leads to it, the nearest first."""
        passage = self.under
        while passage is not None:
            yield passage
            passage = passage.under

    @property
    def group(self) -> "Passage":
        """The first words of the outermost item it stands in; itself where it is in none."""
        items = [one for one in self.above if one.form == "item"]
        return items[-1] if items else self


@dataclass(frozen=True)
class Bullets:
    """A list: where it stands, where it begins, and how many items it has of its own."""

    place: Place
    line: int
    level: int
    items: int


@dataclass(frozen=True)
class Heading:
    """A section's or a part's heading; `passages` and `lists` are what stands below it."""

    place: Place
    line: int
    passages: tuple[Passage, ...]
    lists: tuple[Bullets, ...]


def heading(place: Place, body: str, line: int, lines: Sequence[str]) -> Heading:
    """What stands below the heading on that line; the body is known not to be blank."""
    below = line
    while not lines[below].strip():
        below += 1
    walk = _Walk(place, below + 1)
    for token in markdown.parse(body)[0]:
        walk.over(token)
    return Heading(place, line, tuple(walk.passages), tuple(walk.lists))


@dataclass
class _Open:
    """A list not yet at its end: what leads to it, its items so far, what its item began with."""

    line: int
    under: Passage | None
    items: int = 0
    head: Passage | None = None


@dataclass
class _Walk:
    """Over the tokens of one body, whose first line is `first_line` of the file."""

    place: Place
    first_line: int
    passages: list[Passage] = field(default_factory=list)
    lists: list[Bullets] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    cell: str = ""
    #: The paragraph a list may follow.
    lead: Passage | None = None

    def over(self, token: Token) -> None:
        line = self.first_line + (token.map or [0])[0]
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lead = self.lead if self.lead and self.lead.leads else None
                self.open.append(_Open(line, self.open[-1].head if self.open else lead))
            case "list_item_open":
                self.open[-1].items += 1
                self.open[-1].head = None
            case "bullet_list_close" | "ordered_list_close":
                done = self.open.pop()
                self.lists.append(Bullets(self.place, done.line, len(self.open) + 1, done.items))
                self.lead = None
            case "th_open" | "td_open":
                self.cell = token.tag
            case "table_close":
                self.cell = ""
                self.lead = None
            case "inline" if self.cell != "th":
                self.inline(token, line)

    def inline(self, token: Token, line: int) -> None:
        children = token.children or []
        if [child.type for child in children] == ["image"]:
            self.add("alt text", line, _Said(children[0].content), None)
            self.add("caption", line, _Said(str(children[0].attrGet("title"))), None)
            self.lead = None
            return
        said = _said(children)
        if self.cell:
            self.add("cell", line, said, None)
        elif self.open:
            under = self.open[-1]
            passage = self.add("item", line, said, under.head or under.under)
            under.head = under.head or passage
        else:
            self.lead = self.add("paragraph", line, said, None)

    def add(
        self,
        form: Form,
        line: int,
        said: "_Said",
        under: Passage | None,
    ) -> Passage:
        passage = Passage(
            self.place,
            form,
            len(self.open),
            line,
            " ".join(said.text.split()),
            tuple(said.sentences(line)),
            tuple(number for _, number in said.cited),
            under,
        )
        self.passages.append(passage)
        return passage


@dataclass
class _Said:
    """What is read of an inline token. `cited` are places in the text and the sources cited
    there; `breaks` are the places where a line of the file begins."""

    text: str = ""
    cited: list[tuple[int, int]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def sentences(self, line: int) -> Iterator[Sentence]:
        """The sentences of a passage that begins on that line."""
        ends = [
            match.end()
            for match in _ENDS.finditer(self.text)
            if not _ABBREVIATED.search(self.text[max(0, match.start() - 7) : match.start()])
        ]
        cited = iter(self.cited)
        mark = next(cited, None)
        for start, end in pairwise([0, *ends, len(self.text) + 1]):
            numbers = []
            while mark and mark[0] < end:
                numbers.append(mark[1])
                mark = next(cited, None)
            said = self.text[start:end].lstrip()
            if said:
                begins = min(end, len(self.text)) - len(said)
                begun = line + bisect_right(self.breaks, begins)
                yield Sentence(" ".join(said.split()), begun, tuple(numbers))


def _said(children: Sequence[Token]) -> _Said:
    said = _Said()
    for child in children:
        if child.type == "text":
            said.text += child.content
        elif child.type == "softbreak":
            said.text += " "
            said.breaks.append(len(said.text))
        elif child.type == "citation":
            said.text = said.text.rstrip()  # "the skin [1]." is read as "the skin."
            said.cited.append((len(said.text), int(child.content)))
    return said
