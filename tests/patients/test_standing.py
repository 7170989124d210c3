"""Whether a page was checked, by whom, and until when: said where patients look first."""

from datetime import date, timedelta

import pytest

from procedures.text.lists.catalogue import Entry
from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_published, make_review
from tests.patients import states
from tests.patients.opened import announced, opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
UNCHECKED = "Nobody clinical has checked this page yet"


def robots(page):
    return [one["content"] for one in page.all("meta", name="robots")]


def in_sitemap(client):
    return PAGE in client.get("/sitemap.xml").content.decode()


def test_a_page_about_what_the_clinic_does_not_do_says_so_there_and_in_the_catalogue(
    client, folder
):
    folder.version(1)
    states.arrange(folder, Entry("microneedling", offered_here=False))
    folder.load()

    said = announced(opened(client, PAGE))
    assert said.startswith(UNCHECKED)
    assert "We do not offer this here" in said
    assert "We do not offer this here." in opened(client, "/").one("main").words()
    assert "offer" not in announced(opened(client, f"{PAGE}versions/1/"))


def test_a_page_about_what_the_clinic_does_has_no_such_notice(client):
    make_published()

    assert "We do not offer" not in opened(client, PAGE).words()
    assert "We do not offer" not in opened(client, "/").words()


def test_a_page_nobody_reviewed_says_so_first_and_is_not_to_be_found(client, folder):
    states.unreviewed(folder)

    response = client.get(PAGE)
    page = opened(client, PAGE)

    assert announced(page).startswith(UNCHECKED)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert robots(page) == ["noindex"]
    assert not in_sitemap(client)
    facts = page.one("section", id="about-this-page").facts()
    assert facts["Last reviewed"].startswith("Not yet")
    assert "Next review due" not in facts
    assert "Nobody clinical has checked this page yet." in opened(client, "/").words()
    assert announced(opened(client, f"{PAGE}versions/1/")).endswith(
        "ask the person who would treat you."
    )


def test_approving_a_page_without_a_recorded_review_does_not_make_it_reviewed(client):
    make_published(reviewed=False)

    assert announced(opened(client, PAGE)).startswith(UNCHECKED)


def test_a_reviewed_page_says_who_and_when_and_may_be_found(client, folder):
    states.reviewed(folder)

    response = client.get(PAGE)
    page = opened(client, PAGE)

    assert announced(page) == ""
    assert "X-Robots-Tag" not in response.headers
    assert robots(page) == []
    assert in_sitemap(client)
    entry = opened(client, "/").words()
    assert "reviewed 22 November 2026 by Nia Nurse, Nurse prescriber." in entry


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2027, 1, 6), False), (date(2027, 1, 7), True)]
)
def test_a_page_says_it_is_overdue_from_the_day_after_its_review_was_due(
    client, clock, today, overdue
):
    make_review(make_published(), next_due=date(2027, 1, 6))
    clock.set(NOW.replace(year=today.year, month=today.month, day=today.day))

    page = opened(client, PAGE)

    due = page.one("section", id="about-this-page").facts()["Next review due"]
    if overdue:
        assert "Its next review was due on 6 January 2027" in announced(page)
        assert due == "6 January 2027 (overdue)"
        assert "now due to be checked again" in opened(client, "/").words()
        assert "next review was due" in announced(opened(client, f"{PAGE}versions/1/"))
    else:
        assert announced(page) == ""
        assert due == "6 January 2027"
    assert in_sitemap(client)


def test_a_page_is_overdue_by_the_clinics_clock(client, clock, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    make_review(make_published(), next_due=date(2027, 1, 6))
    clock.set(NOW.replace(year=2027, month=1, day=6, hour=23))  # the 7th in Auckland

    assert "Its next review was due" in announced(opened(client, PAGE))


def test_a_page_reworded_since_says_which_version_was_reviewed(client, folder):
    states.reworded(folder)

    page = opened(client, PAGE)

    about = page.one("section", id="about-this-page")
    sentence = "Whole page last reviewed 22 November 2026 (version 2); wording changed since."
    assert sentence in about.words()
    assert announced(page) == ""
    assert in_sitemap(client)


@pytest.mark.parametrize("change", [Change.SAFETY, Change.FACTS])
def test_new_facts_without_a_review_are_unreviewed_whatever_was_reviewed_before(client, change):
    make_published(reviewed=True)
    make_published(change=change)

    page = opened(client, PAGE)

    assert announced(page).startswith(UNCHECKED)
    assert "last reviewed" not in page.one("section", id="about-this-page").words()
    assert not in_sitemap(client)


def test_reviewing_again_moves_the_date(client):
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=300))
    make_review(version, on=TODAY)

    facts = opened(client, PAGE).one("section", id="about-this-page").facts()

    assert facts["Last reviewed"].startswith("22 November 2026 by Nia Nurse")


def test_a_file_cannot_say_that_a_page_was_reviewed(client, folder):
    folder.version(1, written_by="Reviewed 1 November 2026 by Dr A. Person, dermatologist")
    folder.load()

    page = opened(client, PAGE)

    assert announced(page).startswith(UNCHECKED)
    assert page.one("section", id="about-this-page").facts()["Last reviewed"].startswith("Not yet")
