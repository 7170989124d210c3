"""Recovery on real days, and an event counted back to a first session."""

from datetime import date, timedelta

import pytest

from procedures.text.days import planning
from procedures.text.days.planning import Period
from procedures.text.showing.page import facts, page
from procedures.text.showing.render import Surroundings
from procedures.vocabulary import GlanceKey, SectionKind
from tests.text.documents import make_document
from tests.text.test_starter_texts import document

START = date(2026, 12, 1)


def stages(*headings):
    """The stages of a page with these headings."""
    words = {SectionKind.RECOVERY: dict.fromkeys(headings, "Words.")}
    shown = page(make_document(words=words), Surroundings())
    return shown.section(SectionKind.RECOVERY).stages


def counted(*lines, event=date(2027, 12, 1)):
    """An event counted back by a page that states this at a glance."""
    words = {SectionKind.AT_A_GLANCE: "\n".join(f"- {line}" for line in lines)}
    return planning.count_back(facts(make_document(words=words)), event)


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("Treatment day", "Tuesday 1 December 2026"),
        ("Day 1", "Wednesday 2 December 2026"),
        ("Day 30", "Thursday 31 December 2026"),
        ("Days 1 to 3", "2 to 4 December 2026"),
        ("Days 3 to 3", "Friday 4 December 2026"),
        ("Week 1", "2 to 8 December 2026"),
        ("Weeks 2 to 6", "9 December 2026 to 12 January 2027"),
        ("Month 1", "2 to 31 December 2026"),
        ("Month 3", "31 January to 1 March 2027"),
        ("Months 3 to 6", "31 January to 30 May 2027"),
        ("Any time", None),
        ("Once it has healed", None),
        ("Year 1", None),
    ],
)
def test_a_stage_falls_on_the_days_its_heading_names(heading, days):
    (dated,) = planning.plan(stages(heading), START).stages

    assert dated.stage.heading == heading
    assert (dated.period and str(dated.period)) == days


def test_a_stage_across_the_turn_of_a_month_names_both_months():
    (dated,) = planning.plan(stages("Days 1 to 3"), date(2026, 11, 29)).stages

    assert str(dated.period) == "30 November to 2 December 2026"


def test_a_leap_day_is_a_day():
    assert str(planning.period(date(2028, 2, 28), (1, 2))) == "29 February to 1 March 2028"


@pytest.mark.parametrize(
    ("today", "day"),
    [(date(2026, 11, 30), None), (START, 0), (date(2026, 12, 3), 2), (date(2026, 12, 5), 4),
     (date(2026, 12, 6), None)],
)  # fmt: skip
def test_today_is_a_day_of_the_plan_from_the_first_to_the_last_of_its_stages(today, day):
    plan = planning.plan(stages("Treatment day", "Day 1", "Days 3 to 4", "Any time"), START)

    assert plan.day(today) == day


def test_a_plan_without_days_has_no_last_one():
    plan = planning.plan(stages("Any time"), START)

    assert plan.last is None
    assert plan.day(START) is None


def test_a_period_holds_both_its_ends():
    period = Period(START, START + timedelta(days=1))

    assert START in period
    assert START + timedelta(days=1) in period
    assert START - timedelta(days=1) not in period
    assert START + timedelta(days=2) not in period


def test_the_longest_sessions_times_and_healing_are_added_up():
    sum_ = planning.count_back(facts(document("microneedling")), date(2027, 3, 1))

    assert (sum_.gaps, sum_.days_between, sum_.days) == (5, 210, 217)
    assert sum_.start == date(2026, 7, 27)
    assert sum_.missing == ()
    assert sum_.open == ()
    assert sum_.shows_later


#: Starter page → days before an event, or the figures that are missing.
STARTER = {
    "botulinum-toxin": ["Back to normal"],
    "chemical-peel": 5 * 360 + 42,
    "cryolipolysis": ["Number of sessions", "Time between sessions"],
    "dermal-fillers": 14,
    "fractional-laser-resurfacing": ["Number of sessions", "Time between sessions"],
    "intense-pulsed-light": 5 * 28 + 3,
    "laser-hair-removal": 5 * 56 + 2,
    "laser-tattoo-removal": ["Back to normal"],
    "microdermabrasion": 5 * 14 + 2,
    "microneedling": 5 * 42 + 7,
    "prp-hair-loss": ["Back to normal"],
    "rf-microneedling": 5 * 42 + 7,
    "sclerotherapy": 9 * 42 + 3,
}


@pytest.mark.parametrize("slug", STARTER)
def test_how_long_before_an_event_each_starter_page_says_to_start(slug):
    event = date(2033, 5, 1)
    sum_ = planning.count_back(facts(document(slug)), event)

    missing = [str(figure.key) for figure in sum_.missing]
    assert (missing or sum_.days) == STARTER[slug]
    assert sum_.start == (None if missing else event - timedelta(days=sum_.days))


def test_one_session_needs_no_time_between_sessions():
    sum_ = counted("Number of sessions: 1", "Back to normal: 2 days")

    assert sum_.start == date(2027, 11, 29)
    assert [one.key for one in sum_.used] == ["Number of sessions", "Back to normal"]


def test_no_session_at_all_is_no_gap_less_than_none():
    assert counted("Number of sessions: 0", "Back to normal: 2 days").days == 2


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((), ["Number of sessions", "Time between sessions", "Back to normal"]),
        (("Number of sessions: 2",), ["Time between sessions", "Back to normal"]),
        (("Number of sessions: 1",), ["Back to normal"]),
        (("Number of sessions: ask us", "Time between sessions: 4 weeks", "Back to normal: 1 day"),
         ["Number of sessions"]),
        (("Number of sessions: 2", "Time between sessions: not known", "Back to normal: 1 day"),
         ["Time between sessions"]),
    ],
)  # fmt: skip
def test_without_one_of_the_numbers_there_is_no_date(lines, missing):
    sum_ = counted(*lines)

    assert sum_.start is None
    assert [figure.key for figure in sum_.missing] == missing


def test_the_pages_own_words_stay_beside_its_numbers_without_citations():
    words = counted("Back to normal: 2 days, or 3 [1]", "Number of sessions: 1")

    assert words.healing.words == "2 days, or 3"
    assert words.between.words == ""


def test_words_that_leave_room_for_more_are_told_apart():
    sum_ = counted("Number of sessions: 1 or more", "Back to normal: 2 days")

    assert [figure.key for figure in sum_.open] == [GlanceKey.NUMBER_OF_SESSIONS]


@pytest.mark.parametrize(
    ("shows", "later"),
    [("0 days", False), ("2 days", False), ("3 days", True), ("2 days, or later", True),
     ("not known", True)],
)  # fmt: skip
def test_a_result_may_show_only_after_the_healing(shows, later):
    sum_ = counted("Number of sessions: 1", "Back to normal: 2 days", f"Results show: {shows}")

    assert sum_.shows_later is later


def test_a_sum_longer_than_all_calendars_has_no_start():
    sum_ = counted(
        "Number of sessions: 999999999",
        "Time between sessions: 999999999 years",
        "Back to normal: 1 day",
    )

    assert sum_.missing == ()
    assert sum_.start is None
