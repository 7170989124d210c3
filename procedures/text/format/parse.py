"""From the bytes of a content file to a `Document`, or every reason why not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markdown_it.token import Token

from procedures.text.format import front_matter, glance
from procedures.text.format.allowed import Allowed, Pictures
from procedures.text.format.document import Document, Part, Section, Source
from procedures.text.format.sources import sources
from procedures.text.grammar import markdown
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, FaultList
from procedures.vocabulary import PARTS, REQUIRED_SECTIONS, SectionKind

MAX_BYTES = 200_000
MAX_SECTION = 20_000

_KINDS = {kind.label: kind for kind in SectionKind}


@dataclass(frozen=True)
class _Chunk:
    """A heading and what stands below it, up to the next; level 0 is before the first.

    `line` is the file line of the heading. `body` has no blank lines around it.
    """

    level: int
    heading: str
    line: int
    body: str
    tokens: Sequence[Token]

    @property
    def is_empty(self) -> bool:
        """Whether a reader would see nothing: no word, no picture, nothing to refuse."""
        return not any(token.content.strip() or token.type == "hr" for token in self.tokens)


def parse(raw: bytes, path: str, *, today: date, pictures: Pictures | None) -> Document:
    """The text as a document.

    `today` is the last day a text may be dated. `pictures` are the names it may show, or
    None for a text accepted before. Raises `ContentRefused` with every fault found.
    """
    faults = FaultList(path)
    if len(raw) > MAX_BYTES:
        faults.add(1, f"the file has {len(raw):,} bytes", f"the most is {MAX_BYTES:,}; shorten it")
        raise ContentRefused(faults.faults)
    lines = decode(raw, faults).split("\n")
    split = front_matter.split(lines, faults)
    if split is None:
        raise ContentRefused(faults.faults)
    yaml, start = split
    about = front_matter.read(yaml, faults)
    _dates(about, today, faults)

    first_line = start + 1
    tokens, definitions = markdown.parse("\n".join(lines[start:]))
    opening, *below = _chunks(tokens, lines[start:], first_line)
    _summary(opening, faults)
    outline = _outline(below, faults)
    cited: tuple[Source, ...] = ()
    if SectionKind.SOURCES in outline:
        cited = sources(outline[SectionKind.SOURCES][0].tokens, first_line, faults)
    if SectionKind.AT_A_GLANCE in outline:
        glance.facts(outline[SectionKind.AT_A_GLANCE][0].tokens, first_line, faults)
    allowed = Allowed(faults, first_line, pictures, frozenset(one.number for one in cited))
    allowed.check_references(definitions)
    for chunk in (opening, *below):
        if (chunk.level, chunk.heading) != (2, SectionKind.SOURCES.label):
            allowed.check(chunk.tokens)
    sections = tuple(
        _section(kind, outline[kind], faults) for kind in SectionKind if kind in outline
    )
    if faults or about.updated is None or about.change is None:
        raise ContentRefused(faults.faults)
    return Document(
        title=about.title,
        also_known_as=about.also_known_as,
        updated=about.updated,
        change=about.change,
        change_notes=about.change_notes,
        written_by=about.written_by,
        evidence_to=about.evidence_to,
        summary=opening.body,
        sections=tuple(one for one in sections if one.kind is not SectionKind.SOURCES),
        sources=cited,
    )


@lru_cache(maxsize=64)
def reread(text: str, name: str) -> Document:
    """The document of a text that was accepted before; what is accepted once is so for ever.

    Raises `ContentRefused` only for words that are not those that were accepted.
    """
    return parse(text.encode(), name, today=date.max, pictures=None)


def _dates(about: front_matter.FrontMatter, today: date, faults: FaultList) -> None:
    if about.updated and about.updated > today:
        faults.add(
            about.lines["updated"],
            f"“updated” is {about.updated}, after today, {today}",
            "give the day the words changed",
        )
    if about.evidence_to > f"{today:%Y-%m}":
        faults.add(
            about.lines["evidence_to"],
            f"“evidence_to” is {about.evidence_to}, after this month",
            "give the month the sources were last searched",
        )


def _chunks(tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> list[_Chunk]:
    """The text cut at its outermost `##` and `###` headings."""
    cuts = [
        position
        for position, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.markup in ("##", "###")
    ]
    chunks = []
    for start, end in zip([None, *cuts], [*cuts, None], strict=True):
        below = tokens[0 if start is None else start + 3 : end]
        first = 0 if start is None else _lines(tokens[start])[1]
        last = len(lines) if end is None else _lines(tokens[end])[0]
        chunks.append(
            _Chunk(
                level=0 if start is None else len(tokens[start].markup),
                heading="" if start is None else tokens[start + 1].content,
                line=first_line if start is None else first_line + _lines(tokens[start])[0],
                body=_trimmed(lines[first:last]),
                tokens=below,
            )
        )
    return chunks


def _lines(token: Token) -> tuple[int, int]:
    """The first line of a block and the one after its last."""
    first, after = token.map or (0, 0)
    return first, after


def _trimmed(lines: Sequence[str]) -> str:
    """The lines without the blank ones at either end."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


def _summary(opening: _Chunk, faults: FaultList) -> None:
    if opening.is_empty:
        faults.add(
            opening.line,
            "no summary",
            "say what it is in two or three sentences before the first “##” heading",
        )
    for block in markdown.blocks(opening.tokens):
        picture = len(block) == 3 and any(
            child.type == "image" for child in block[1].children or []
        )
        if picture or block[0].type not in ("paragraph_open", "heading_open"):
            faults.add(
                opening.line + _lines(block[0])[0],
                "something other than a paragraph in the summary",
                "put it under a “##” heading",
            )
    _size("the summary", opening.line, len(opening.body), faults)


def _size(called: str, line: int, size: int, faults: FaultList) -> None:
    if size > MAX_SECTION:
        faults.add(
            line, f"{called} has {size:,} characters", f"the most is {MAX_SECTION:,}; shorten it"
        )


def _outline(chunks: Sequence[_Chunk], faults: FaultList) -> dict[SectionKind, list[_Chunk]]:
    """Section → its own chunk and those of its parts. Unknown and repeated ones are faults."""
    outline: dict[SectionKind, list[_Chunk]] = {}
    current: list[_Chunk] = []
    for chunk in chunks:
        if chunk.level == 3:
            if not current:
                faults.add(
                    chunk.line,
                    f"“### {chunk.heading}” stands in no section",
                    "put a “##” heading before it",
                )
            current.append(chunk)
            continue
        current = [chunk]
        kind = _KINDS.get(chunk.heading)
        if kind is None:
            known = ", ".join(_KINDS)
            faults.add(chunk.line, f"no section “{chunk.heading}”", f"use one of: {known}")
        elif kind in outline:
            first = outline[kind][0].line
            faults.add(
                chunk.line,
                f"the section “{kind.label}” stands here a second time",
                f"join it with the one on line {first}",
            )
        else:
            outline[kind] = current
    for kind in REQUIRED_SECTIONS:
        if kind not in outline:
            faults.add(1, f"no section “{kind.label}”", f"add “## {kind.label}” and its words")
    return outline


def _section(kind: SectionKind, chunks: Sequence[_Chunk], faults: FaultList) -> Section:
    head, *parts = chunks
    if parts and not head.is_empty:
        faults.add(
            head.line,
            f"words in “{kind.label}” before “### {parts[0].heading}”",
            "move them under one of its headings",
        )
    if not parts and head.is_empty:
        faults.add(
            head.line, f"the section “{kind.label}” is empty", "write it, or delete its heading"
        )
    if not parts and not head.is_empty and kind is SectionKind.HELP:
        faults.add(
            head.line,
            f"words in “{kind.label}” under no heading",
            f"put them under one of: {', '.join(PARTS[kind])}",
        )
    size = len(head.body) + sum(len(part.heading) + len(part.body) for part in parts)
    _size(f"the section “{kind.label}”", head.line, size, faults)
    _parts(kind, parts, faults)
    return Section(
        kind=kind,
        body=head.body,
        parts=tuple(Part(part.heading, part.body, part.line) for part in parts),
        line=head.line,
    )


def _parts(kind: SectionKind, parts: Sequence[_Chunk], faults: FaultList) -> None:
    known = PARTS.get(kind, ())
    first: dict[str, int] = {}
    for part in parts:
        if part.is_empty:
            faults.add(
                part.line, f"nothing under “### {part.heading}”", "write it, or delete the heading"
            )
        if part.heading in first:
            faults.add(
                part.line,
                f"“### {part.heading}” stands here a second time",
                f"join it with the one on line {first[part.heading]}",
            )
        first.setdefault(part.heading, part.line)
        if kind is SectionKind.RECOVERY:
            if not re.fullmatch(r"[^\W_][^\[\]*_`<>&\\|]{0,79}", part.heading):
                faults.add(
                    part.line,
                    f"“### {part.heading}” is not a plain heading",
                    "write plain words, as “### Days 2 to 3”; cite sources in the text below",
                )
        elif part.heading not in known:
            faults.add(
                part.line,
                f"no heading “{part.heading}” in “{kind.label}”",
                f"use one of: {', '.join(known)}" if known else "write it as a paragraph or list",
            )
