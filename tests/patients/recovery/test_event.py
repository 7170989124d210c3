"""A patient counts back from an event."""

import pytest

from tests.patients.opened import opened
from tests.patients.recovery.planner import (
    FACTS,
    PLANNER,
    published,
)

pytestmark = pytest.mark.django_db


def counted(client, event="2027-12-01"):
    return opened(client, f"{PLANNER}?event={event}").one("section", id="before-an-event")


def test_an_event_is_counted_back_line_by_line(client):
    published()

    said = counted(client)

    assert "Start by Wednesday 28 April 2027 at the latest." in said.words()
    facts = said.facts()
    assert facts["Sessions"].startswith("6 sessions have 5 gaps of up to 6 weeks: 210 days")
    assert facts["Healing"].startswith("Up to 7 days after the last session")
    assert facts["Together"] == "217 days before 1 December 2027"
    assert "Our page says of “Number of sessions”: “3 to 6 for scars”" in facts["Sessions"]
    assert "You may heal slower than that" in said.words()
    assert "It may take longer." not in said.words()


def test_the_answer_comes_before_the_other_question(client):
    published()

    headings = opened(client, f"{PLANNER}?event=2027-12-01").lines("h2")

    assert headings.index("Before an event") < headings.index("The days after treatment")


def test_a_result_that_shows_later_is_told_in_the_pages_own_words(client):
    published()

    assert (
        "A result may come later. Our page says of “Results show”: “6 months; not yet at 3 months”"
    ) in counted(client).words()


def test_a_page_that_does_not_say_when_results_show_says_to_ask(client):
    published(*FACTS[:3])

    assert "Our page does not say when results show. Ask us." in counted(client).words()


def test_a_result_that_shows_at_once_is_not_spoken_of(client):
    published(*FACTS[:3], "Results show: 0 days")

    assert "A result may come later" not in counted(client).words()


def test_an_event_too_soon_is_told_kindly_with_whom_to_ask(client):
    published()

    said = counted(client, "2027-03-01")

    assert "By the longest times on our page, there is not enough time before 1 March 2027." in (
        said.words()
    )
    assert "You would have had to start by Monday 27 July 2026." in said.words()
    assert "Please do not rush." in said.words()
    assert said.link("020 7946 0000") == "tel:02079460000"


@pytest.mark.parametrize(("event", "enough"), [("2026-11-29", True), ("2026-11-28", False)])
def test_today_is_not_too_late_to_start(client, event, enough):
    published("Number of sessions: 1", "Back to normal: 7 days")

    assert ("Start by Sunday 22 November 2026" in counted(client, event).words()) is enough
    assert ("not enough time" in counted(client, event).words()) is not enough


def test_one_session_needs_no_gap(client):
    published("Number of sessions: 1", "Back to normal: 24 hours")

    facts = counted(client).facts()

    assert facts["Sessions"].startswith("1 session, so no gap between sessions: 0 days")
    assert facts["Healing"].startswith("Up to 24 hours after the last session: 1 day")
    assert facts["Together"] == "1 day before 1 December 2027"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FACTS[:2], "Back to normal. The page has no line about it."),
        ((*FACTS[:2], "Back to normal: not known; ask"),
         "Back to normal. The page says: “not known; ask”"),
        (("Number of sessions: ask us", *FACTS[1:]),
         "Number of sessions. The page says: “ask us”"),
    ],
)  # fmt: skip
def test_where_a_number_is_missing_no_date_is_invented(client, facts, said):
    published(*facts)

    section = counted(client)

    assert "We cannot give you a day to start by." in section.words()
    assert section.lines("li") == [said]
    assert "Start by" not in section.words()
    assert section.all("dl") == []
    assert section.link("020 7946 0000") == "tel:02079460000"


def test_words_that_leave_room_for_more_are_pointed_out(client):
    published("Number of sessions: 2 or more", "Time between sessions: 4 weeks or more", FACTS[2])

    assert (
        "It may take longer. What our page says of “Number of sessions” and “Time between "
        "sessions” leaves room for more than the number we used. Ask us."
    ) in counted(client).words()


def test_a_sum_longer_than_all_calendars_has_no_date(client):
    published("Number of sessions: 999999999", "Time between sessions: 9 years", FACTS[2])

    said = counted(client).words()

    assert "there is not enough time" in said
    assert "You would have had to start" not in said


def test_both_days_may_be_asked_at_once(client):
    published()

    page = opened(client, f"{PLANNER}?from=2026-12-01&event=2027-12-01")

    assert "Start by Wednesday 28 April 2027" in page.words()
    assert "Counted from your treatment day, Tuesday 1 December 2026." in page.words()
