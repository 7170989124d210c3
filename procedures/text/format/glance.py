"""The facts of "At a glance": a fixed list of keys, each with the grammar of its value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from procedures.text.grammar import markdown
from procedures.text.grammar.faults import FaultList
from procedures.vocabulary import GlanceKey

_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9}"
_UNIT = r"(?:minute|hour|day|week|month|year)s?"
_CURRENCY = r"[£$€¥]|[A-Z]{3} "
#: A value ends before a space or a mark; "2.5", "3 or 4" and "£100 – £350" have not ended there.
_ENDS = r"(?=$|[ ,;:.()])(?![,.:][0-9])(?! *(?:to|or|and|[-–—]) *(?:[£$€¥]|[A-Z]{3} )?[0-9])"

_DURATION = re.compile(
    rf"(?P<low>{_NUMBER}) (?:(?P<low_unit>{_UNIT}) )?to "
    rf"(?P<high>{_NUMBER}) (?P<high_unit>{_UNIT}){_ENDS}"
    rf"|(?P<only>{_NUMBER}) (?P<unit>{_UNIT}){_ENDS}"
)
_COUNT = re.compile(rf"(?P<low>{_NUMBER}) to (?P<high>{_NUMBER}){_ENDS}|(?P<only>{_NUMBER}){_ENDS}")
_MONEY = re.compile(
    rf"(?P<low_unit>{_CURRENCY})(?P<low>{_NUMBER}) to "
    rf"(?P<high_unit>{_CURRENCY})(?P<high>{_NUMBER}){_ENDS}"
    rf"|(?P<unit>{_CURRENCY})(?P<only>{_NUMBER}){_ENDS}"
)
_UNSTATED = re.compile(rf"(not known|ask us){_ENDS}")

#: Unit → its length. A month is 30 days and a year 365.
MINUTES = {
    "minute": 1,
    "hour": 60,
    "day": 1440,
    "week": 7 * 1440,
    "month": 30 * 1440,
    "year": 365 * 1440,
}

#: Key → the grammar its value begins with, and an example; None: any words.
_GRAMMAR: dict[GlanceKey, tuple[re.Pattern[str], str] | None] = {
    GlanceKey.SESSION: (_DURATION, "20 to 45 minutes"),
    GlanceKey.NUMBING: None,
    GlanceKey.NUMBER_OF_SESSIONS: (_COUNT, "3 to 6"),
    GlanceKey.TIME_BETWEEN: (_DURATION, "4 weeks"),
    GlanceKey.BACK_TO_NORMAL: (_DURATION, "2 to 3 days"),
    GlanceKey.RESULTS_SHOW: (_DURATION, "3 to 6 months"),
    GlanceKey.RESULTS_LAST: (_DURATION, "1 year"),
    GlanceKey.COST: (_MONEY, "£100 to £350"),
    GlanceKey.MINIMUM_AGE: (_COUNT, "18"),
    GlanceKey.DEVICE: None,
}


@dataclass(frozen=True)
class Quantity:
    """From low to high, both included; units are "" for a count, "day", "£" and the like."""

    low: int
    low_unit: str
    high: int
    high_unit: str

    @property
    def most_days(self) -> int:
        """The high end of a duration in whole days, the last one begun."""
        return -(-self.high * MINUTES[self.high_unit] // MINUTES["day"])


@dataclass(frozen=True)
class Fact:
    """One line. `quantity` is None for words, and for "not known" and "ask us" (`unstated`)."""

    key: GlanceKey
    markdown: str
    quantity: Quantity | None
    unstated: str

    @property
    def begins(self) -> str:
        """The value that `markdown` begins with, as "3 to 6" or "ask us"; empty for words."""
        grammar = _GRAMMAR[self.key]
        pattern = _UNSTATED if self.unstated or grammar is None else grammar[0]
        # A value with a character escaped in the file is not told apart from the words after it.
        match = pattern.match(self.markdown)
        return match[0] if match else ""


def stated(key: GlanceKey, words: str) -> Fact | None:
    """The fact that plain words state; None where they do not begin as the key must."""
    grammar = _GRAMMAR[key]
    unstated = _UNSTATED.match(words)
    if grammar is None or unstated:
        return Fact(key, words, None, unstated[1] if unstated else "")
    match = grammar[0].match(words)
    quantity = _quantity(match.groupdict()) if match else None
    return Fact(key, words, quantity, "") if quantity else None


def facts(tokens: Sequence[Token], first_line: int, faults: FaultList) -> tuple[Fact, ...]:
    """The facts in the fixed order of their keys; every line that is none is a fault.

    `tokens` are those of the section, `first_line` the file line of the text's line 0.
    """
    found: dict[GlanceKey, Fact] = {}
    for block in markdown.blocks(tokens):
        if block[0].type != "bullet_list_open":
            line = first_line + (block[0].map or [0])[0]
            faults.add(
                line, "words in “At a glance” outside its list", "write each as “- Key: value”"
            )
            continue
        for item in markdown.inside(block):
            line = first_line + (item[0].map or [0])[0]
            fact = _fact(item, line, faults)
            if fact is None:
                continue
            if fact.key in found:
                faults.add(line, f"“{fact.key}” stands here a second time", "keep one of them")
            found.setdefault(fact.key, fact)
    return tuple(found[key] for key in GlanceKey if key in found)


def _fact(item: Sequence[Token], line: int, faults: FaultList) -> Fact | None:
    content = list(markdown.inside(item))
    inline = item[2] if len(content) == 1 and item[1].type == "paragraph_open" else None
    plain = inline is not None and all(
        child.type in ("text", "citation") for child in inline.children or []
    )
    if inline is None or not plain or ":" not in inline.content:
        faults.add(
            line,
            "a line that is not “- Key: value”",
            "write one plain line, as “- Session: 1 hour”",
        )
        return None
    name, _, value = (part.strip() for part in inline.content.partition(":"))
    if name not in GlanceKey.values:
        faults.add(line, f"no key “{name}”", f"use one of: {', '.join(GlanceKey.values)}")
        return None
    key = GlanceKey(name)
    words = markdown.words(inline).partition(":")[2].strip()
    if not words:
        faults.add(line, f"“{name}” has no value", "write it, “not known” or “ask us”")
        return None
    fact = stated(key, words)
    if fact is None:
        _, example = _GRAMMAR[key] or ("", "")
        faults.add(
            line,
            f"“{words}” does not begin as “{name}” must",
            f"begin with a value such as “{example}”, “not known” or “ask us”",
        )
        return None
    return replace(fact, markdown=value)


def _quantity(found: dict[str, str | None]) -> Quantity | None:
    """The numbers of a match; None where a range runs downwards or changes its currency."""
    low = found["low"] or found["only"] or ""
    high = found["high"] or low
    high_unit = found.get("high_unit") or found.get("unit") or ""
    low_unit = found.get("low_unit") or high_unit
    one, other = low_unit.removesuffix("s").strip(), high_unit.removesuffix("s").strip()
    quantity = Quantity(int(low.replace(",", "")), one, int(high.replace(",", "")), other)
    if one not in MINUTES and one != other:
        return None
    if quantity.low * MINUTES.get(one, 1) > quantity.high * MINUTES.get(other, 1):
        return None
    return quantity
