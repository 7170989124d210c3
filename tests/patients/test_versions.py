"""Every version a patient may read stays readable, exactly, and says where it stands."""

import hashlib
from datetime import timedelta

import pytest

from procedures.editorial import lifecycle
from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_published, make_review, make_withdrawn
from tests.patients import states
from tests.patients.opened import announced, opened
from tests.text.documents import make_text

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

PAGE = "/procedures/microneedling/"


def relations(page):
    """Link relation → address, of those about versions."""
    links = page.one("head").all("link")
    return {one["rel"]: one["href"] for one in links if "version" in one["rel"]}


def test_the_list_shows_every_version_newest_first_with_dates_notes_and_reviews(client):
    first = make_published(at=NOW - timedelta(days=30), change_notes=("Written.",))
    make_review(first, on=TODAY - timedelta(days=30))
    make_published(change=Change.SAFETY, change_notes=("The wait is six months.",))

    page = opened(client, f"{PAGE}versions/")

    assert page.lines("h1") == ["Microneedling: all versions"]
    assert page.lines("h2") == ["Version 2", "Version 1"]
    newer, older = page.one("li", id="version-2"), page.one("li", id="version-1")
    for words in (
        "Current: this is the page patients read",
        "20 November 2026",
        "Shown by this site since 22 November 2026, 09:30",
        "No review of this version is recorded",
        "Changed for safety: The wait is six months.",
    ):
        assert words in newer.words()
    for words in (
        "Replaced: do not use for decisions",
        "Shown by this site from 23 October 2026, 10:30 to 22 November 2026, 09:30",
        "23 October 2026 by Nia Nurse, Nurse prescriber; next due 23 October 2027",
        "First version: Written.",
    ):
        assert words in older.words()
    assert newer.link("Version 2") == f"{PAGE}versions/2/"
    assert f"{PAGE}changes/1..2/" in [link["href"] for link in newer.all("a")]
    assert not [link for link in older.all("a") if "changes" in link["href"]]


def test_the_list_names_every_review_of_a_version(client):
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=300))
    make_review(version, on=TODAY)

    listed = opened(client, f"{PAGE}versions/").one("li", id="version-1").words()

    assert "26 January 2026 by Nia Nurse" in listed
    assert "22 November 2026 by Nia Nurse" in listed


def test_a_version_this_site_never_showed_says_so(client, folder):
    states.unshown(folder)

    listed = opened(client, f"{PAGE}versions/").one("li", id="version-1")
    page = opened(client, f"{PAGE}versions/1/")

    assert "Never shown by this site" in listed.words()
    assert announced(page).startswith("Replaced: do not use for decisions")
    assert "Never shown by this site" in announced(page)


def test_the_permalink_of_the_current_version_says_so(client, folder):
    states.reviewed(folder)

    page = opened(client, f"{PAGE}versions/1/")

    assert announced(page).startswith("This is the current version")
    assert "Shown by this site since 22 November 2026, 09:30" in announced(page)
    assert client.get(f"{PAGE}versions/1/").headers["X-Robots-Tag"] == "noindex"
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_the_permalink_shows_the_words_of_the_page_and_nothing_else(client, folder):
    states.reviewed(folder)

    page, permalink = opened(client, PAGE), opened(client, f"{PAGE}versions/1/")

    planner = "Put your own dates to this "  # leads to what the current page says
    shown = page.one("article").words().replace(planner, "")
    assert permalink.one("article").words() == shown


def test_a_replaced_version_says_so_and_what_was_corrected_for_safety(client):
    make_published(summary="Old advice.")
    make_published(change=Change.SAFETY, change_notes=("The wait is six months.",))
    make_published(change=Change.WORDING, change_notes=("One slip mended.",))
    make_published(change=Change.SAFETY, change_notes=("Not if you are pregnant.",))

    page = opened(client, f"{PAGE}versions/1/")

    said = announced(page)
    assert said.startswith("Replaced: do not use for decisions")
    assert "You are reading version 1" in said
    assert "Read the current page, version 4" in said
    assert "What version 2 corrected for safety: The wait is six months." in said
    assert "What version 4 corrected for safety: Not if you are pregnant." in said
    assert "One slip mended" not in said
    assert "Old advice." in page.one("article").words()
    assert page.one("main").link("Read the current page") == PAGE


def test_only_later_versions_correct_a_version(client):
    make_published()
    make_published(change=Change.SAFETY, change_notes=("The wait is six months.",))
    make_published()

    assert "corrected for safety" not in announced(opened(client, f"{PAGE}versions/2/"))


def test_a_correction_whose_words_were_removed_is_not_announced_with_nothing_under_it(client):
    make_published()
    second = make_published(change=Change.SAFETY, change_notes=("The wait is six months.",))
    make_published()
    lifecycle.redact(second, at=NOW, removed="A patient's name", reason="It named a person.")

    assert "corrected for safety" not in announced(opened(client, f"{PAGE}versions/1/"))


def test_a_version_replaced_before_a_withdrawal_leads_to_no_current_page(client):
    make_published()
    make_withdrawn()

    said = announced(opened(client, f"{PAGE}versions/1/"))

    assert said.startswith("Replaced: do not use for decisions")
    assert "There is no current page: ask us before you decide." in said


def test_a_version_tells_machines_its_neighbours(client):
    make_published()
    make_published()
    make_published()

    assert relations(opened(client, f"{PAGE}versions/1/")) == {
        "version-history": f"{PAGE}versions/",
        "latest-version": PAGE,
        "successor-version": f"{PAGE}versions/2/",
    }
    assert relations(opened(client, f"{PAGE}versions/2/")) == {
        "version-history": f"{PAGE}versions/",
        "latest-version": PAGE,
        "predecessor-version": f"{PAGE}versions/1/",
        "successor-version": f"{PAGE}versions/3/",
    }
    assert relations(opened(client, f"{PAGE}versions/3/")) == {
        "version-history": f"{PAGE}versions/",
        "latest-version": PAGE,
        "predecessor-version": f"{PAGE}versions/2/",
    }


def test_a_withdrawn_version_names_no_latest_one(client, folder):
    states.withdrawn(folder)

    assert relations(opened(client, f"{PAGE}versions/1/")) == {
        "version-history": f"{PAGE}versions/"
    }


def test_the_file_of_a_version_is_its_content_file_byte_for_byte(client):
    text = make_text(title="Éclat: 10 µm — “fine” needles, 中文")
    version = make_published(title="Éclat: 10 µm — “fine” needles, 中文")

    answer = client.get(f"{PAGE}versions/1/source.md")

    assert answer.content == text.encode()
    assert hashlib.sha256(answer.content).hexdigest() == version.digest
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_an_older_version_keeps_its_words_whatever_comes_after(client):
    first = make_published(summary="Old advice.")
    before = client.get(f"{PAGE}versions/1/source.md").content
    make_published(summary="New advice.")
    make_withdrawn()

    assert client.get(f"{PAGE}versions/1/source.md").content == before == first.text.encode()


def test_a_redacted_version_says_what_was_removed_when_and_why(client, folder):
    version = states.redacted(folder)

    page = opened(client, f"{PAGE}versions/1/")

    assert page.lines("h1") == ["Microneedling, version 1: the words were removed"]
    for words in ("A patient's name", "It named a person.", "22 November 2026", version.digest):
        assert words in page.one("main").words()
    assert page.one("main").link("Read the current page, version 2") == PAGE
    assert "prick the skin" not in page.words()
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_a_redacted_version_stays_in_the_list_as_a_tombstone(client, folder):
    states.redacted(folder)

    page = opened(client, f"{PAGE}versions/")

    listed = page.one("li", id="version-1")
    for words in ("A patient's name", "It named a person."):
        assert words in listed.words()
    assert [link["href"] for link in page.all("a") if "changes" in link["href"]] == []
    assert f"{PAGE}versions/1/source.md" not in [link["href"] for link in page.all("a")]


def test_a_redacted_and_withdrawn_version_says_both(client, folder):
    states.withdrawn_and_redacted(folder)

    page = opened(client, f"{PAGE}versions/1/")

    assert page.lines("h1") == ["Microneedling, version 1: the words were removed"]
    assert "The maker has recalled the device." in page.one("main").words()
    assert "latest-version" not in relations(page)
