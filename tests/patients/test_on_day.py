"""What the site says it showed on a day: what its record can prove, by the clinic's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.clinic import make_published
from tests.editorial.test_registering import withdrawn
from tests.patients import states
from tests.patients.opened import opened

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

PAGE = "/procedures/microneedling/"


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def said(client, day, *, slug="microneedling"):
    """What the page of a day says under its title."""
    main = opened(client, f"/procedures/{slug}/on/{day}/").one("main")
    links = main.all("ul")[-1].words()
    return main.words().partition(main.one("h1").words())[2].removesuffix(links).strip()


@pytest.fixture
def year(clock):
    """Shown 1 March 09:30 to 5 March; two versions on 5 March; withdrawn 10 March 15:45."""
    make_published(at=at(3, 1, 9, 30), updated=at(2, 20).date())
    make_published(at=at(3, 5, 12, 0), updated=at(2, 25).date())
    third = make_published(at=at(3, 5, 13, 0), updated=at(2, 25).date())
    states.withdraw(third, at=at(3, 10, 15, 45))
    make_published(at=at(3, 20, 8, 0), updated=at(3, 20).date())
    clock.set(at(4, 1, 12, 0))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-19", "No text of this page is dated on or before this day."),
        ("2026-02-20", "The newest text dated on or before this day is version 1,"),
        ("2026-02-28", "The newest text dated on or before this day is version 3,"),
        ("2026-03-01", "From 09:30 to the end of the day, this site showed version 1, dated"),
        ("2026-03-02", "All day, this site showed version 1, dated 20 February 2026."),
        ("2026-03-05", "Until 12:00, this site showed version 1, dated 20 February 2026."),
        ("2026-03-05", "From 12:00 to 13:00, this site showed version 2, dated"),
        ("2026-03-05", "From 13:00 to the end of the day, this site showed version 3, dated"),
        ("2026-03-06", "All day, this site showed version 3, dated 25 February 2026."),
        ("2026-03-10", "Until 15:45, this site showed version 3, dated 25 February 2026."),
        ("2026-03-10", "It was then withdrawn: The maker has recalled the device."),
        ("2026-03-11", "This site showed no page about this procedure on this day."),
        ("2026-03-19", "This site showed no page about this procedure on this day."),
        ("2026-03-20", "From 08:00 to the end of the day, this site showed version 4, dated"),
        ("2026-03-31", "All day, this site showed version 4, dated 20 March 2026."),
        ("2026-04-01", "All day so far, this site has shown version 4, dated 20 March 2026."),
        ("2026-04-02", "This day is still to come, so this site cannot say what it will show."),
        ("9999-12-30", "This day is still to come, so this site cannot say what it will show."),
    ],
)
def test_a_day_is_told_as_the_record_has_it(client, year, day, words):
    assert words in said(client, day)


@pytest.mark.parametrize(
    ("day", "versions"),
    [
        ("2026-03-01", [1]),
        ("2026-03-04", [1]),
        ("2026-03-05", [1, 2, 3]),
        ("2026-03-09", [3]),
        ("2026-03-10", [3]),
        ("2026-03-12", []),
        ("2026-03-20", [4]),
        ("2026-04-01", [4]),
        ("2026-04-02", []),
    ],
)
def test_a_day_leads_to_exactly_the_versions_shown_in_it(client, year, day, versions):
    main = opened(client, f"{PAGE}on/{day}/").one("main")

    links = [one["href"] for one in main.all("a") if "/versions/" in one["href"]]
    assert links == [*(f"{PAGE}versions/{one}/" for one in versions), f"{PAGE}versions/"]


@pytest.mark.parametrize("day", ["0001-01-02", "2021-07-27", "2026-02-28"])
def test_before_its_record_begins_the_site_says_so_and_when_it_does(client, year, day):
    words = said(client, day)

    assert words.startswith("This site cannot say what it showed on this day")
    assert "its record of this page begins on 1 March 2026" in words
    assert "this site showed version" not in words


def test_the_date_of_words_is_not_called_proof_that_they_were_shown(client, year):
    assert "not proof that patients were shown them" in said(client, "2026-02-28")


def test_a_withdrawal_of_another_day_is_not_told(client, year):
    assert "withdrawn" not in said(client, "2026-03-06")


def test_today_is_told_so_far(client, clock):
    make_published(at=at(4, 1, 9, 0), updated=at(3, 1).date())
    clock.set(at(4, 1, 12, 0))

    assert said(client, "2026-04-01").startswith("Since 10:00, this site has shown version 1")


def test_a_day_without_a_page_so_far_is_told_so(client, year, clock):
    clock.set(at(3, 15, 12, 0))

    words = said(client, "2026-03-15")

    assert words == "This site showed no page about this procedure today, so far."


def test_a_page_this_site_never_showed_has_no_record(client, folder):
    folder.version(1, updated=at(1, 1).date())
    withdrawn(folder, 1)
    folder.load()

    words = said(client, "2026-03-01")

    assert "it has no record of ever showing this page" in words
    assert "The newest text dated on or before this day is version 1" in words


def test_a_version_shown_to_the_last_moment_of_a_day_is_not_of_the_next(client, clock):
    first = make_published(at=at(1, 5, 9, 0), updated=at(1, 1).date())
    states.withdraw(first, at=at(1, 7, 0, 0))
    clock.set(at(1, 9))

    assert said(client, "2026-01-06").startswith("All day, this site showed version 1")
    assert said(client, "2026-01-07").startswith("This site showed no page")


def test_a_version_shown_from_the_first_moment_of_a_day_is_shown_all_day(client, clock):
    make_published(at=at(1, 5), updated=at(1, 1).date())
    clock.set(at(1, 9))

    assert said(client, "2026-01-04").startswith("This site cannot say")
    assert said(client, "2026-01-05").startswith("All day, this site showed version 1")


@pytest.mark.parametrize(
    ("zone", "moment", "day", "words"),
    [
        # Clocks went forward at 01:00 on 29 March: the day has 23 hours.
        ("Europe/London", at(3, 28, 23, 59), "2026-03-28", "From 23:59 to the end of the day"),
        ("Europe/London", at(3, 29, 0, 30), "2026-03-29", "From 00:30 to the end of the day"),
        ("Europe/London", at(3, 29, 1, 0), "2026-03-29", "From 02:00 to the end of the day"),
        ("Europe/London", at(3, 29, 22, 59), "2026-03-29", "From 23:59 to the end of the day"),
        ("Europe/London", at(3, 29, 23, 0), "2026-03-30", "All day, this site showed"),
        ("Europe/London", at(3, 29, 23, 0), "2026-03-29", "This site cannot say"),
        # Clocks go back at 02:00 on 25 October: the day has 25 hours.
        ("Europe/London", at(10, 24, 23, 0), "2026-10-25", "All day, this site showed"),
        ("Europe/London", at(10, 25, 23, 59), "2026-10-25", "From 23:59 to the end of the day"),
        ("Europe/London", at(10, 26, 0, 0), "2026-10-25", "This site cannot say"),
        # Far from UTC, the clinic's day is not the server's.
        ("Pacific/Auckland", at(6, 1, 11, 59), "2026-06-01", "From 23:59 to the end of the day"),
        ("Pacific/Auckland", at(6, 1, 12, 0), "2026-06-02", "All day, this site showed"),
        ("America/Los_Angeles", at(6, 2, 6, 59), "2026-06-01", "From 23:59 to the end of the"),
        ("America/Los_Angeles", at(6, 2, 7, 0), "2026-06-02", "All day, this site showed"),
        # In Santiago the clocks go forward at midnight: 6 September begins at 01:00.
        ("America/Santiago", at(9, 6, 4, 0), "2026-09-06", "All day, this site showed"),
        ("America/Santiago", at(9, 6, 3, 59), "2026-09-05", "From 23:59 to the end of the day"),
    ],
)
def test_a_day_begins_and_ends_by_the_clinics_clock(
    client, clock, settings, zone, moment, day, words
):
    settings.TIME_ZONE = zone
    make_published(at=moment, updated=at(1, 1).date())
    clock.set(at(12, 1))

    assert said(client, day).startswith(words)


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("Europe/London", at(6, 1, 22, 59), "2026-06-01"),
        ("Europe/London", at(6, 1, 23, 0), "2026-06-02"),
        ("Pacific/Auckland", at(6, 1, 12, 0), "2026-06-02"),
        ("America/Los_Angeles", at(6, 2, 6, 59), "2026-06-01"),
    ],
)
def test_today_is_the_clinics_today(client, clock, settings, zone, now, today):
    settings.TIME_ZONE = zone
    make_published(at=at(1, 2), updated=at(1, 1).date())
    clock.set(now)
    tomorrow = (datetime.fromisoformat(today) + timedelta(days=1)).date()

    assert said(client, today).startswith("All day so far, this site has shown version 1")
    assert said(client, tomorrow).startswith("This day is still to come")


def test_times_are_said_to_be_the_clinics(client, year):
    assert "Times are by the clinic’s clock" in said(client, "2026-03-05")
    assert "clock" not in said(client, "2026-03-12")


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "2025-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2026-3-5",
        "26-03-05",
        "20260305",
        "2026-W10-4",
        "２０２６-03-05",
        "today",
    ],
)
def test_a_day_that_is_none_is_not_there(client, year, day):
    assert client.get(f"{PAGE}on/{day}/").status_code == 404


def test_a_day_is_not_to_be_found_by_search_engines(client, year):
    answer = client.get(f"{PAGE}on/2026-03-05/")

    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in answer.content
