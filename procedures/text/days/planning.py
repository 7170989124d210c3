"""Recovery on real days: its stages counted from a day, and an event counted back to a start."""

from calendar import day_name, month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from procedures.text.format.glance import Fact
from procedures.text.grammar import markdown
from procedures.text.said.longest import Most, most
from procedures.text.showing.page import Stage
from procedures.vocabulary import GlanceKey


@dataclass(frozen=True)
class Period:
    """From its first day to its last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As "Tuesday 1 December 2026" or "30 November to 2 December 2026"."""
        first, last = self.first, self.last
        if first == last:
            return f"{day_name[last.weekday()]} {written(last)}"
        if first.year != last.year:
            return f"{written(first)} to {written(last)}"
        month = "" if first.month == last.month else f" {month_name[first.month]}"
        return f"{first.day}{month} to {written(last)}"


@dataclass(frozen=True)
class Dated:
    """A stage and the days it falls on; None where its heading names no time."""

    stage: Stage
    period: Period | None


@dataclass(frozen=True)
class Plan:
    """Every stage of a recovery, counted from the day of treatment."""

    start: date
    stages: tuple[Dated, ...]

    @property
    def last(self) -> date | None:
        """The last day that a stage names; None where none names any."""
        return max((one.period.last for one in self.stages if one.period), default=None)

    def day(self, today: date) -> int | None:
        """Which day of the plan today is, treatment day being 0; None before and after it."""
        if self.last is None or today not in Period(self.start, self.last):
            return None
        return (today - self.start).days


@dataclass(frozen=True)
class Figure:
    """A number to reckon with: the page's own words, empty where it has no such line."""

    key: GlanceKey
    words: str
    most: Most | None


@dataclass(frozen=True)
class CountBack:
    """How long before an event to begin, were every number the longest that the page names.

    `missing` are the figures without a number, and then there is no sum. `start` is None, too,
    where it would lie before all calendars.
    """

    event: date
    sessions: Figure
    between: Figure
    healing: Figure
    results: Figure
    missing: tuple[Figure, ...]
    gaps: int
    days_between: int
    days: int
    start: date | None

    @property
    def used(self) -> tuple[Figure, ...]:
        """The figures of the sum."""
        return (self.sessions, *([self.between] if self.gaps else []), self.healing)

    @property
    def open(self) -> tuple[Figure, ...]:
        """Those whose words leave room for more than the number."""
        return tuple(one for one in self.used if one.most and one.most.is_open)

    @property
    def shows_later(self) -> bool:
        """Whether a result may show only after the skin has healed."""
        shows, heals = self.results.most, self.healing.most
        return not shows or shows.is_open or heals is None or shows.number > heals.number


def written(day: date) -> str:
    """The day as 1 December 2026."""
    return f"{day.day} {month_name[day.month]} {day.year}"


def period(start: date, days: tuple[int, int]) -> Period:
    """The first and last day of a stage on the calendar. Days are counted, not hours."""
    first, last = days
    return Period(start + timedelta(days=first), start + timedelta(days=last))


def plan(stages: Iterable[Stage], start: date) -> Plan:
    """The stages in the order of the page, each with its days where it names any."""
    dated = (Dated(one, period(start, one.days) if one.days else None) for one in stages)
    return Plan(start, tuple(dated))


def count_back(facts: Iterable[Fact], event: date) -> CountBack:
    """When to begin so that the last session has healed by the event, in the longest case.

    One session needs no time between sessions.
    """
    said = {fact.key: fact for fact in facts}
    sessions, between, healing, results = (
        _figure(key, said.get(key))
        for key in (
            GlanceKey.NUMBER_OF_SESSIONS,
            GlanceKey.TIME_BETWEEN,
            GlanceKey.BACK_TO_NORMAL,
            GlanceKey.RESULTS_SHOW,
        )
    )
    gaps = max(sessions.most.number - 1, 0) if sessions.most else 0
    needed = (sessions, between, healing) if gaps or not sessions.most else (sessions, healing)
    days_between = gaps * between.most.number if between.most else 0
    days = days_between + (healing.most.number if healing.most else 0)
    missing = tuple(one for one in needed if one.most is None)
    start = event.toordinal() - days
    return CountBack(
        event=event,
        sessions=sessions,
        between=between,
        healing=healing,
        results=results,
        missing=missing,
        gaps=gaps,
        days_between=days_between,
        days=days,
        start=date.fromordinal(start) if start > 0 and not missing else None,
    )


def _figure(key: GlanceKey, fact: Fact | None) -> Figure:
    if fact is None:
        return Figure(key, "", None)
    return Figure(key, markdown.line(fact.markdown), most(fact))
