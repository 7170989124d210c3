"""The stages of recovery: the days each heading stands for, and what its words ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from procedures.text.grammar import markdown
from procedures.vocabulary import TREATMENT_DAY

_STAGE = re.compile(
    r"(?P<unit>Day|Week|Month) (?P<only>[1-9][0-9]{0,2})"
    r"|(?P<units>Days|Weeks|Months) (?P<first>[1-9][0-9]{0,2}) to (?P<last>[1-9][0-9]{0,2})"
)
_LENGTH = {"day": 1, "week": 7, "month": 30}
_DO_NOT = re.compile(r"do not\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """The words of a stage as blocks: what to expect, and each item of what to do and avoid."""

    expect: Sequence[Token]
    do: tuple[Sequence[Token], ...]
    avoid: tuple[Sequence[Token], ...]


def days(heading: str) -> tuple[int, int] | None:
    """The first and last day of a stage, or None where its heading names no time.

    Treatment day is day 0 and Day 1 the day after. Week N is days 7N − 6 to 7N and Month N
    days 30N − 29 to 30N.
    """
    if heading == TREATMENT_DAY:
        return 0, 0
    match = _STAGE.fullmatch(heading)
    if match is None:
        return None
    unit = (match["unit"] or match["units"]).lower().removesuffix("s")
    first = int(match["only"] or match["first"])
    last = int(match["only"] or match["last"])
    if last < first:
        return None
    length = _LENGTH[unit]
    return length * (first - 1) + 1, length * last


def told(body: str) -> Told:
    """Sentences say what to expect, list items what to do, "Do not" items what to avoid.

    A list that "You may notice:" or "Do not:" leads to says neither without those words, so
    it stays below them.
    """
    tokens, _ = markdown.parse(body)
    expect: list[Token] = []
    do: list[Sequence[Token]] = []
    avoid: list[Sequence[Token]] = []
    led = False
    for block in markdown.blocks(tokens):
        if led or block[0].type not in ("bullet_list_open", "ordered_list_open"):
            expect += block
        else:
            for item in markdown.inside(block):
                (avoid if _forbids(item) else do).append(item[1:-1])
        led = block[0].type == "paragraph_open" and markdown.words(block[1]).endswith(":")
    return Told(expect, tuple(do), tuple(avoid))


def _forbids(item: Sequence[Token]) -> bool:
    said = (markdown.words(token) for token in item if token.type == "inline")
    return _DO_NOT.match(next(said, "")) is not None
