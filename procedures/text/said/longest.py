"""The most that a line of "At a glance" names, for whoever has to reckon with the longest case."""

import math
import re
from dataclasses import dataclass

from procedures.text.format.glance import MINUTES, Fact
from procedures.text.grammar import markdown
from procedures.vocabulary import GlanceKey

_SPELT = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
#: What a longer number could begin or go on with: half of "2.5" is no number.
_ALONE = r"(?<![\w.,£$€¥])"

#: A time in figures or words; of a range such as "24 to 48 hours" or "2–3 days", its end.
_TIME = re.compile(
    rf"{_ALONE}(?:(?:{_DIGITS}) (?:to|or) |(?:{_DIGITS}) ?[–-] ?)?"
    rf"(?P<number>(?:{_DIGITS})(?:\.[0-9]+)?|a|an|one|{'|'.join(_SPELT)})[ -]"
    rf"(?P<unit>{'|'.join(MINUTES)})s?\b",
    re.IGNORECASE,
)
#: A number of sessions, and not of people, studies, parts of a hundred or the like.
_COUNT = re.compile(
    rf"{_ALONE}(?P<number>[0-9]{{1,2}}|{'|'.join(_SPELT)})(?![\w/–-]|[.,][0-9]| ?%"
    r"| (?:in|of|out of) [0-9]| (?:people|patients|adults|women|men|studies|trials|clinics)\b)",
    re.IGNORECASE,
)
#: Words that leave room for more than the highest number, or name a time without one.
_OPEN = re.compile(
    r"\b(?:more|longer|later|least|average|several|few|nobody|not known|ask us"
    r"|minutes|hours|days|weeks|months|years)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Most:
    """The highest number of a line: of sessions, or of days, the last one begun.

    `named` is how the line says it, as "6 weeks". `is_open`: its words leave room for more.
    """

    number: int
    named: str
    is_open: bool


def most(fact: Fact) -> Most | None:
    """The most that a time or number of sessions comes to in its line; None without a number."""
    if fact.quantity is None:
        return None
    words = markdown.line(fact.markdown)
    rest = _TIME.sub(" ", words)
    is_open = _OPEN.search(rest) is not None
    if fact.key is GlanceKey.NUMBER_OF_SESSIONS:
        found = [_number(match["number"]) for match in _COUNT.finditer(rest)]
        number = max([fact.quantity.high, *map(int, found)])
        return Most(number, str(number), is_open)
    longest = max(_TIME.finditer(words), key=_minutes)
    return Most(math.ceil(_minutes(longest) / MINUTES["day"]), _named(longest), is_open)


def _number(said: str) -> float:
    said = said.lower()
    return 1 if said in ("a", "an", "one") else _SPELT.get(said) or float(said.replace(",", ""))


def _minutes(found: re.Match[str]) -> float:
    return _number(found["number"]) * MINUTES[found["unit"].lower()]


def _named(found: re.Match[str]) -> str:
    if _number(found["number"]) == 1:
        return f"1 {found['unit'].lower()}"
    return f"{found['number'].lower()} {found['unit'].lower()}s"
