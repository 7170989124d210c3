"""A patient puts their own dates to a recovery, and counts back from an event."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from procedures.text.catalogue import Entry
from procedures.vocabulary import Change, SectionKind
from tests.clinic import TODAY, make_published, make_withdrawn
from tests.patients import states
from tests.patients.opened import announced, opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
PLANNER = f"{PAGE}recovery/"
FILE = f"{PAGE}recovery.ics"

STAGES = {
    "Treatment day": "Your skin may be red [2].\n\n- Rest.\n- Do not swim.",
    "Days 1 to 3": "The redness fades.",
    "Weeks 2 to 6": "The skin settles.",
    "Months 3 to 6": "You see the result.",
    "Once it has healed": "Come and see us.",
    "Any time": "A rash may come.",
}
FACTS = (
    "Number of sessions: 3 to 6 for scars",
    "Time between sessions: 2 to 6 weeks",
    "Back to normal: 2 to 3 days; mild effects may last up to 7 days",
    "Results show: 6 months; not yet at 3 months",
)

#: What nobody can read as a day.
NO_DAYS = (
    "2026-02-30", "2025-02-29", "0000-00-00", "2026-13-01", "20261201", "1/12/2026", "tomorrow",
    "", "%20", "2026-12-01T00:00", "2026-12-01%00", "2026-12-01%0a2026", "%00", "%ff%fe",
    "%E2%80%AE2026-12-01", "２０２６-12-01", "-2026-12-01", "<script>", "{{7*7}}", "' OR 1=1--",
    "9" * 10_000, "2026-12-01&from=2026-12-02", "0001-01-01", "9999-12-31",
)  # fmt: skip
#: Days there are, and no treatment of today's patients lies on.
FAR = ("0001-01-02", "1926-12-01", "2024-11-20", "2028-11-23", "9999-12-30")


def published(*facts, stages=STAGES, **changes):
    """A page with these stages, that states these facts."""
    words = {SectionKind.RECOVERY: stages}
    words[SectionKind.AT_A_GLANCE] = "\n".join(f"- {fact}" for fact in facts or FACTS)
    return make_published(**{"reviewed": True, "words": words, **changes})


def planned(client, day="2026-12-01"):
    """The plan from a day: the text of each stage."""
    return opened(client, f"{PLANNER}?from={day}").one("ol", **{"class": "timeline plan"})


def downloaded(client, day="2026-12-01"):
    answer = client.get(f"{FILE}?from={day}")
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content)


# The questions -------------------------------------------------------------------


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


# A treatment day -----------------------------------------------------------------


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


# Days that cannot be answered ----------------------------------------------------


@pytest.mark.parametrize("name", ["from", "event"])
@pytest.mark.parametrize("typed", NO_DAYS, ids=lambda typed: typed[:30])
def test_what_is_no_day_gets_the_question_again_and_how_to_answer_it(client, name, typed):
    published()

    page = opened(client, f"{PLANNER}?{name}={typed}".replace("&from=", f"&{name}="), 400)

    form = next(one for one in page.all("form") if one.one("input")["name"] == name)
    assert "We need a day. Choose one day, or type it as year, month and day: 2026-11-22." in (
        form.words()
    )
    box = form.one("input")
    assert form.one("p", id=box["aria-describedby"])
    assert box["aria-invalid"] == "true"
    assert typed[:20] not in page.words() or not typed.strip()


@pytest.mark.parametrize("day", FAR)
def test_a_day_too_far_away_gets_the_question_again_and_how_far_one_can_ask(client, day):
    published()

    page = opened(client, f"{PLANNER}?from={day}", 400)

    assert "Choose a day from 21 November 2024 to 22 November 2028." in page.words()


@pytest.mark.parametrize("day", ["2024-11-21", "2028-11-22"])
def test_two_years_away_is_not_too_far(client, day):
    published()

    assert planned(client, day)


@pytest.mark.parametrize("day", ["2026-11-21", "2036-11-23", "0001-01-02", "9999-12-30"])
def test_an_event_that_is_past_or_very_far_gets_the_question_again(client, day):
    published()

    page = opened(client, f"{PLANNER}?event={day}", 400)

    assert "Choose a day from 22 November 2026 to 22 November 2036." in page.words()


@pytest.mark.parametrize("typed", [*NO_DAYS, *FAR], ids=lambda typed: typed[:30])
def test_there_is_no_file_for_what_is_no_day(client, typed):
    published()

    answer = client.get(f"{FILE}?from={typed}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("Choose ")


def test_without_a_day_the_address_of_the_file_says_what_it_needs(client):
    published()

    answer = client.get(FILE)

    assert answer.status_code == 400
    assert answer.content.decode() == "Add a day to this address, such as ?from=2026-11-22"


# The file ------------------------------------------------------------------------


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


# An event ------------------------------------------------------------------------


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


# What stands around it -----------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    ["recovery/?from=2026-12-01", "recovery/?event=2027-12-01", "recovery.ics?from=2026-12-01",
     "recovery/?from=x", "recovery.ics?from=x", "recovery/?from=2026-12-01&event=x"],
)  # fmt: skip
def test_a_day_that_was_typed_is_kept_and_listed_by_nobody(client, asked):
    published()

    answer = client.get(PAGE + asked)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert b'rel="canonical"' not in answer.content
    assert answer.cookies == {}


def test_a_page_nobody_reviewed_says_so_and_is_not_listed(client, folder):
    states.unreviewed(folder)

    page = opened(client, PLANNER)

    assert announced(page).startswith("Nobody clinical has checked this page yet")
    assert client.get(PLANNER).headers["X-Robots-Tag"] == "noindex"
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_an_overdue_page_says_so(client, folder):
    states.overdue(folder)

    assert announced(opened(client, PLANNER)).startswith("This page is due to be checked again")


def test_a_procedure_not_offered_here_says_so(client, folder):
    folder.version(1)
    states.arrange(folder, Entry("microneedling", offered_here=False))
    folder.load()

    assert "We do not offer this here" in announced(opened(client, PLANNER))


@pytest.mark.parametrize("asked", ["recovery/", "recovery/?from=2026-12-01", "recovery.ics?from=x"])
def test_while_withdrawn_the_planner_and_the_file_say_why_and_whom_to_call(client, asked):
    make_withdrawn()

    main = opened(client, PAGE + asked, 410).one("main")

    assert "The maker has recalled the device." in main.words()
    assert main.all("a", href="tel:02079460000")


@pytest.mark.parametrize("state", states.HIDDEN)
def test_what_is_not_published_has_neither_planner_nor_file(client, folder, state):
    states.STATES[state](folder)

    for asked in ("recovery/", "recovery/?from=2026-12-01", "recovery.ics?from=2026-12-01"):
        answer = client.get(PAGE + asked)
        assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "asked", ["recovery/", "recovery/?from=2026-12-01&event=2027-12-01", "recovery.ics?from=x%26"]
)
def test_the_address_of_a_renamed_procedure_leads_on_with_the_day(client, folder, asked):
    states.renamed(folder)

    answer = client.get(f"/procedures/skin-needling/{asked}")

    assert answer.status_code == 301
    assert answer.headers["Location"] == PAGE + asked
    assert (answer.headers["Cache-Control"] == "no-store") is ("?" in asked)


def test_nor_is_the_way_to_an_address_without_its_last_slash(client):
    published()

    answer = client.get("/procedures/microneedling/recovery?from=2026-12-01")

    assert answer.headers["Location"] == f"{PLANNER}?from=2026-12-01"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "most"),
    [("recovery/", 3), ("recovery/?from=2026-12-01&event=2027-12-01", 3),
     ("recovery.ics?from=2026-12-01", 1)],
)  # fmt: skip
def test_the_planner_asks_little_of_the_database(
    client, django_assert_max_num_queries, asked, most
):
    published()

    with django_assert_max_num_queries(most):
        assert client.get(PAGE + asked).status_code == 200
