"""Whatever is typed as a day is answered with what to do, and kept by nobody."""

import pytest

from procedures.text.lists.catalogue import Entry
from tests.clinic import make_withdrawn
from tests.patients import states
from tests.patients.opened import announced, opened
from tests.patients.recovery.planner import (
    FAR,
    FILE,
    NO_DAYS,
    PAGE,
    PLANNER,
    planned,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.mark.uncounted
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
