"""A recovery as the entries of a diary that others may look into."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from markdown_it.token import Token

from procedures.text.days import planning
from procedures.text.days.calendar import Entry
from procedures.text.format.document import Document, Part
from procedures.text.grammar import markdown
from procedures.text.said import stages
from procedures.vocabulary import SectionKind

#: What the diary, its file and its titles say in place of the procedure.
NAME = "Skin care"


def entries(document: Document, start: date, *, whose: str, host: str, advice: str) -> list[Entry]:
    """An entry for each stage with days, whose title does not tell the procedure.

    The entry of the same stage of the same recovery, `whose` on `host`, keeps its `uid` when the
    words change. `advice` ends every description: whom to call.
    """
    recovery = document.section(SectionKind.RECOVERY)
    found = []
    for part in recovery.parts if recovery else ():
        days = stages.days(part.heading)
        if days is not None:
            period = planning.period(start, days)
            name = hashlib.sha256(f"{whose} {start} {part.heading}".encode()).hexdigest()[:32]
            title = f"{NAME}, {part.heading[0].lower()}{part.heading[1:]}"
            words = "\n\n".join([*_paragraphs(part), advice])
            found.append(Entry(f"{name}@{host}", period.first, period.last, title, words))
    return found


def _paragraphs(part: Part) -> Iterator[str]:
    told = stages.told(part.body)
    if told.expect:
        yield "\n".join(["What to expect:", *_lines(told.expect)])
    for heading, items in (("Do:", told.do), ("Do not:", told.avoid)):
        if items:
            lines = ["- " + "\n  ".join(_lines(item)) for item in items]
            yield "\n".join([heading, *lines])


def _lines(blocks: Sequence[Token]) -> Iterator[str]:
    """The words of each paragraph, list item and cell on a line of its own."""
    depth = 0
    for token in blocks:
        if token.type in ("list_item_open", "list_item_close"):
            depth += token.nesting
        elif token.type == "inline" and (said := markdown.words(token)):
            yield f"{'- ' if depth else ''}{said}"
