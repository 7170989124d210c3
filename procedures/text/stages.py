"""The stages of recovery, and the days each heading stands for."""

import re

from procedures.vocabulary import TREATMENT_DAY

_STAGE = re.compile(
    r"(?P<unit>Day|Week|Month) (?P<only>[1-9][0-9]{0,2})"
    r"|(?P<units>Days|Weeks|Months) (?P<first>[1-9][0-9]{0,2}) to (?P<last>[1-9][0-9]{0,2})"
)
_LENGTH = {"day": 1, "week": 7, "month": 30}


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
