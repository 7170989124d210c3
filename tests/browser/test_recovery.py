"""A patient plans around a treatment: on a phone and a laptop, with scripts and without."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from procedures.text.days.planning import Period, written
from tests.browser.conftest import KINDS
from tests.browser.test_print import sheets

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
DEVICES = [
    pytest.param({**device, "java_script_enabled": scripts}, id=f"{name}, scripts {scripts}")
    for name, device in (("phone", PHONE), ("laptop", LAPTOP))
    for scripts in (True, False)
]

TODAY = datetime.now(UTC).date()
START = TODAY + timedelta(days=9)
PAGE = "/procedures/microneedling/"


def planned(visit, start=START, **device):
    """The plan of a patient who came from the page, typed a day and pressed the button."""
    page = visit(f"{PAGE}#recovery", **device)
    page.get_by_role("link", name="Put your own dates to this").click()
    page.get_by_label("My treatment day is").fill(start.isoformat())
    page.get_by_role("button", name="Show my dates").click()
    page.wait_for_url("**from=*")
    return page


@pytest.mark.parametrize("device", DEVICES)
def test_a_patient_types_a_day_and_reads_the_dates_of_every_stage(visit, device):
    page = planned(visit, **device)

    assert page.url.endswith(f"{PAGE}recovery/?from={START}")
    headings = page.locator(".plan h3").all_inner_texts()
    first, second = START + timedelta(days=1), START + timedelta(days=3)
    assert " ".join(headings[0].split()) == f"{Period(START, START)} Treatment day"
    assert " ".join(headings[1].split()) == f"{Period(first, second)} Days 1 to 3"
    assert page.get_by_label("My treatment day is").input_value() == START.isoformat()


@pytest.mark.parametrize("device", DEVICES)
def test_a_patient_takes_the_dates_home_in_a_file(visit, tmp_path, device):
    page = planned(visit, **device)

    with page.expect_download() as download:
        page.get_by_role("link", name="Put these dates in your calendar").click()

    assert download.value.suggested_filename == "skin-care.ics"
    download.value.save_as(tmp_path / "plan.ics")
    events = icalendar.Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).walk("VEVENT")
    days = [((e["DTSTART"].dt - START).days, (e["DTEND"].dt - START).days) for e in events]
    assert days == [(0, 1), (1, 4), (4, 8), (8, 43), (61, 181)]
    assert {str(event["SUMMARY"]).partition(",")[0] for event in events} == {"Skin care"}
    assert "Do not swim or use a sauna." in events[0]["DESCRIPTION"]


@pytest.mark.parametrize("device", DEVICES)
def test_a_patient_counts_back_from_an_event(visit, device):
    event = TODAY + timedelta(days=400)
    page = visit(KINDS["planner"], **device)

    page.get_by_label("I have an event on").fill(event.isoformat())
    page.get_by_role("button", name="Count back").click()

    answer = page.locator(".sum")
    start = event - timedelta(days=217)
    assert f"Start by {Period(start, start)} at the latest." in answer.inner_text()
    assert f"217 days before {written(event)}" in answer.inner_text()


def test_an_event_too_soon_is_told_kindly(visit):
    page = visit(KINDS["planner"], **PHONE)

    page.get_by_label("I have an event on").fill((TODAY + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Count back").click()

    assert "there is not enough time" in page.locator(".sum").inner_text()
    assert page.locator('.sum a[href="tel:02079460000"]').is_visible()


def test_an_answer_begins_on_the_first_two_screens_of_a_phone(visit):
    page = visit(KINDS["planner with days"], **PHONE)

    assert page.locator(".sum .lead").bounding_box()["y"] < 2 * 844


def test_the_browser_itself_asks_for_a_day_before_anything_is_sent(visit):
    page = visit(KINDS["planner"], **LAPTOP)

    page.get_by_role("button", name="Show my dates").click()

    assert page.url.endswith("/recovery/")


def test_the_stage_of_today_stands_out_in_words(visit):
    page = planned(visit, start=TODAY - timedelta(days=2))

    now = page.locator(".plan-now")
    assert now.count() == 1
    assert now.inner_text() == f"You are here today, {written(TODAY)}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("planner")])
def test_boxes_and_buttons_are_as_tall_as_a_thumb(visit, kind):
    boxes = visit(KINDS[kind], **PHONE).locator(".ask input, .ask button").all()

    assert len(boxes) == 4
    for box in boxes:
        assert box.bounding_box()["height"] >= 44


def test_a_keyboard_alone_gets_to_an_answer(visit):
    page = visit(KINDS["planner"], **LAPTOP)
    box = page.get_by_label("My treatment day is")
    box.focus()
    box.fill(START.isoformat())

    page.keyboard.press("Enter")

    page.wait_for_url(f"**/recovery/?from={START}")
    assert page.locator(".plan h3").count() == 6


def test_paper_has_the_dates_the_words_and_whom_to_call_and_nothing_to_press(visit):
    found = sheets(planned(visit))

    words = " ".join(found)
    assert written(START) in words
    assert "Any time" in words
    assert "Emergency: call 999 now" in words
    for pressed in ("Show my dates", "Count back", "in your calendar", "I have an event on"):
        assert pressed not in words
    for sheet in found:
        assert "Microneedling, version 2, 23 November 2026" in sheet


def test_no_day_is_kept_in_the_browsers_store_or_sent_elsewhere(visit):
    page = planned(visit)
    asked = []
    page.on("request", lambda request: asked.append(request))

    page.reload()

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert {one.url.split("/")[2] for one in asked} == {page.url.split("/")[2]}
