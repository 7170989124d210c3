"""A patient puts their own dates to a recovery."""

import pytest

from procedures.vocabulary import Change, SectionKind
from tests.patients.opened import opened
from tests.patients.recovery.planner import (
    FILE,
    PAGE,
    PLANNER,
    STAGES,
    planned,
    published,
)

pytestmark = pytest.mark.django_db


def test_the_page_leads_to_the_planner_and_the_planner_to_the_page(client):
    published()

    address = opened(client, PAGE).one("section", id="recovery").link("Put your own dates to this")

    assert address == PLANNER
    main = opened(client, address).one("main")
    assert main.link("Everything about Microneedling") == PAGE


def test_a_permalink_does_not_lead_to_the_planner_which_is_of_the_current_page(client):
    published()

    assert "your own dates" not in opened(client, f"{PAGE}versions/1/").words()


def test_without_a_day_there_are_two_questions_and_what_they_are_for(client):
    published()

    main = opened(client, PLANNER).one("main")

    first, second = main.all("form")
    assert (first.one("label").words(), second.one("label").words()) == (
        "My treatment day is", "I have an event on",
    )  # fmt: skip
    for form, name in ((first, "from"), (second, "event")):
        box = form.one("input")
        assert (box["type"], box["name"], form["action"]) == ("date", name, PLANNER)
        assert form.one("label")["for"] == box["id"]
        assert form.one("button")
    assert "what to expect, what to do and what not to do" in main.words()
    assert "We do not store the day." in main.words()
    assert main.all("ol", **{"class": "timeline plan"}) == []


def test_without_a_day_the_page_may_be_found_and_says_its_address(client, settings):
    published()

    answer = client.get(PLANNER)
    page = opened(client, PLANNER)

    assert "X-Robots-Tag" not in answer.headers
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert page.all("meta", name="robots") == []
    assert page.one("link", rel="canonical")["href"] == settings.SITE_URL + PLANNER


def test_every_stage_says_its_days_its_name_and_its_words(client):
    published()

    found = planned(client)

    assert found.lines("h3") == [
        "Tuesday 1 December 2026 Treatment day",
        "2 to 4 December 2026 Days 1 to 3",
        "9 December 2026 to 12 January 2027 Weeks 2 to 6",
        "31 January to 30 May 2027 Months 3 to 6",
        "Once it has healed No date",
        "Any time No date",
    ]
    first = found.one("li", id="recovery-1")
    assert "Your skin may be red" in first.words()
    assert first.one("div", data_kind="do").lines("li") == ["Rest."]
    assert first.one("div", data_kind="avoid").lines("li") == ["Do not swim."]


def test_a_stage_without_a_date_says_so(client):
    published()

    found = planned(client)

    assert "This can be on any day, so it has no date." in found.one("li", id="recovery-6").words()
    assert "Our page gives no days for this part" in found.one("li", id="recovery-5").words()


@pytest.mark.parametrize(
    ("start", "here", "said"),
    [
        ("2026-11-22", ["recovery-1"], "That is today."),
        ("2026-11-20", ["recovery-2"], "Today, 22 November 2026, is day 2 after it."),
        ("2026-11-17", [], "Today, 22 November 2026, is day 5 after it."),
        ("2026-11-23", [], ""),
        ("2026-01-01", [], ""),
    ],
)
def test_the_stage_that_is_today_says_so_in_words(client, start, here, said):
    published()

    section = opened(client, f"{PLANNER}?from={start}").one("section", id="recovery")

    found = [one["id"] for one in section.all("li") if "You are here today" in one.words()]
    assert found == here
    assert said in section.words()
    assert ("oday" in section.lines("p")[0]) is bool(said)


def test_the_plan_names_whom_to_call_and_what_its_words_rest_on(client):
    published()

    main = opened(client, f"{PLANNER}?from=2026-12-01").one("main")

    help_ = main.one("section", id="when-to-get-help")
    assert help_.lines("h3")[0] == "Emergency: call 999 now"
    assert main.link("Worried afterwards? When to get help") == "#when-to-get-help"
    source = main.one("li", id="source-2")
    assert source.link("Recovery") == "#recovery"
    assert "If we told you something else, do that." in main.words()


def test_a_page_without_help_still_says_whom_to_call(client):
    published(words={SectionKind.HELP: None, SectionKind.RECOVERY: STAGES})

    help_ = opened(client, PLANNER).one("section", id="when-to-get-help")

    assert help_.link("020 7946 0000") == "tel:02079460000"


def test_every_sheet_says_which_words_these_are(client):
    version = published()

    sheet = opened(client, f"{PLANNER}?from=2026-12-01").one("footer", **{"class": "sheet"})

    assert f"Microneedling, version 1, 20 November 2026, digest {version.digest[:12]}" in (
        sheet.words()
    )


@pytest.mark.parametrize("words", ["It heals in its own time.", {"Later on": "It heals."}])
def test_a_page_that_gives_no_days_shows_its_words_and_says_so(client, words):
    published(stages=words)

    section = opened(client, f"{PLANNER}?from=2026-12-01").one("section", id="recovery")

    assert "Our page gives no days for recovery, so we cannot put dates to it." in section.words()
    assert "It heals" in section.words()
    assert section.all("form") == []
    assert client.get(f"{FILE}?from=2026-12-01").status_code == 404


def test_the_plan_is_that_of_the_current_version(client):
    published(stages={"Day 1": "Old advice."})
    published(stages={"Days 1 to 2": "New advice."}, change=Change.FACTS)

    assert planned(client).lines("h3") == ["2 to 3 December 2026 Days 1 to 2"]
    assert "Old advice" not in planned(client).words()
