"""A patient takes the days along as a calendar."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from procedures.vocabulary import Change
from tests.clinic import TODAY
from tests.patients.opened import opened
from tests.patients.recovery.planner import (
    FILE,
    PLANNER,
    STAGES,
    downloaded,
    planned,
    published,
)

pytestmark = pytest.mark.django_db


def test_the_plan_leads_to_a_file_with_the_same_days(client):
    published()

    main = opened(client, f"{PLANNER}?from=2026-12-01").one("main")
    answer = client.get(main.link("Put these dates in your calendar"))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="skin-care.ics"'
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(str(one["SUMMARY"]), one["DTSTART"].dt, one["DTEND"].dt) for one in events] == [
        ("Skin care, treatment day", date(2026, 12, 1), date(2026, 12, 2)),
        ("Skin care, days 1 to 3", date(2026, 12, 2), date(2026, 12, 5)),
        ("Skin care, weeks 2 to 6", date(2026, 12, 9), date(2027, 1, 13)),
        ("Skin care, months 3 to 6", date(2027, 1, 31), date(2027, 5, 31)),
    ]


def test_an_entry_says_what_to_expect_do_and_avoid_and_whom_to_call(client, settings):
    settings.CLINIC_PHONE = "0131 496 0000"
    published()

    assert downloaded(client).walk("VEVENT")[0]["DESCRIPTION"] == (
        "What to expect:\nYour skin may be red.\n\nDo:\n- Rest.\n\nDo not:\n- Do not swim.\n\n"
        "General guide: your clinic’s advice wins.\nCall us: 0131 496 0000\n"
        "When we are closed: 111\nEmergency: 999"
    )


def test_nothing_that_a_diary_shows_at_once_names_the_procedure(client):
    published()

    answer = client.get(f"{FILE}?from=2026-12-01")

    file = answer.content.decode().lower()
    assert "needling" not in file
    assert "needling" not in answer.headers["Content-Disposition"]
    assert "\r\nclass:private\r\n" in file


def test_the_same_address_gives_the_same_bytes_on_another_day(client, clock):
    published()
    before = client.get(f"{FILE}?from=2026-12-01").content

    clock.set(datetime(2026, 12, 24, 23, 59, tzinfo=UTC))

    assert client.get(f"{FILE}?from=2026-12-01").content == before


def test_a_file_of_the_next_version_updates_what_is_in_the_diary(client):
    published()
    before = {str(one["SUMMARY"]): one for one in downloaded(client).walk("VEVENT")}
    changed = {**STAGES, "Days 1 to 3": "It may take longer."}
    published(stages={"Day 1": "New.", **changed}, change=Change.FACTS, updated=TODAY)

    after = {str(one["SUMMARY"]): one for one in downloaded(client).walk("VEVENT")}

    for name, one in before.items():
        assert after[name]["UID"] == one["UID"]
        assert after[name]["SEQUENCE"] > one["SEQUENCE"]
        assert after[name]["DTSTAMP"].dt > one["DTSTAMP"].dt
    assert "It may take longer." in after["Skin care, days 1 to 3"]["DESCRIPTION"]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/London", "2026-10-24"),
        ("Europe/London", "2027-03-27"),
        ("America/New_York", "2026-10-31"),
        ("America/New_York", "2027-03-13"),
        ("Pacific/Auckland", "2027-04-03"),
        ("Australia/Sydney", "2026-10-03"),
    ],
)
def test_days_stay_the_same_where_clocks_change(client, settings, zone, start):
    settings.TIME_ZONE = zone
    published(stages={"Treatment day": "Red.", "Day 1": "Red.", "Days 2 to 3": "Fading."})
    day = date.fromisoformat(start)

    with timezone.override(zone):
        events = downloaded(client, start).walk("VEVENT")
        first = planned(client, start).one("li", id="recovery-2").lines("h3")

    assert [(one["DTSTART"].dt - day).days for one in events] == [0, 1, 2]
    assert [(one["DTEND"].dt - one["DTSTART"].dt).days for one in events] == [1, 1, 2]
    after = day + timedelta(days=1)
    assert first == [f"{after:%A} {after.day} {after:%B %Y} Day 1"]


@pytest.mark.parametrize(
    ("zone", "here"), [("Pacific/Auckland", "recovery-2"), ("America/New_York", "recovery-1")]
)
def test_today_is_the_clinics_day(client, settings, clock, zone, here):
    published()
    settings.TIME_ZONE = zone
    clock.set(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))

    with timezone.override(zone):
        found = planned(client, "2026-11-22").all("li", data_now="true")

    assert [one["id"] for one in found] == [here]
