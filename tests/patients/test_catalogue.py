"""The catalogue: every published page, by group, with when it was checked."""

import pytest

from procedures.text.catalogue import Entry
from tests.clinic import make_published
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db


def test_pages_stand_by_group_in_the_order_of_the_catalogue(client, folder):
    for slug, title in (("facial", "Facial"), ("peel", "Peel"), ("microneedling", "Microneedling")):
        folder.version(1, slug=slug, title=title)
    states.arrange(folder, Entry("peel"), Entry("facial"))
    folder.load()

    page = opened(client, "/")

    assert page.lines("h1") == ["Procedures explained"]
    assert page.lines("h2", "h3") == [
        "Skin texture and scars", "Peel", "Facial", "Other procedures", "Microneedling",
    ]  # fmt: skip


def test_a_page_is_shown_with_its_summary_and_its_dates_and_opens(client, folder):
    states.reviewed(folder)

    page = opened(client, "/")

    said = page.one("main").words()
    assert "Microneedling pricks the skin with fine needles." in said
    assert "Updated 20 November 2026." in said
    assert opened(client, page.one("main").link("Microneedling")).lines("h1") == ["Microneedling"]


def test_only_the_newest_words_are_in_the_catalogue(client):
    make_published(title="Old title", summary="Old words.")
    make_published(title="New title", summary="New words.")

    said = opened(client, "/").words()

    assert "New words." in said
    assert "Old" not in said


def test_words_people_type_are_not_shown_to_them(client, folder):
    folder.version(1)
    states.arrange(folder, Entry("microneedling", search_words=("skin brandname",)))
    folder.load()

    for address in ("/", "/procedures/microneedling/", "/api/procedures/microneedling/"):
        assert b"brandname" not in client.get(address).content


def test_an_empty_catalogue_says_whom_to_call(client):
    main = opened(client, "/").one("main")

    assert "No page has been published here yet." in main.words()
    assert main.link("020 7946 0000") == "tel:02079460000"
