"""The catalogue: every published page, by group, with when it was checked."""

from datetime import timedelta

import pytest

from procedures.text.lists.catalogue import Entry
from procedures.vocabulary import Change, SectionKind
from tests.clinic import TODAY, make_published, make_withdrawn
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db


def glance(*facts):
    """The words of a text that states these facts, or none."""
    return {SectionKind.AT_A_GLANCE: "\n".join(f"- {fact}" for fact in facts)}


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


def test_sessions_and_time_off_are_told_before_a_page_is_opened(client):
    make_published(
        words=glance("Number of sessions: 3 to 6 for scars", "Back to normal: 2 to 3 days; or less")
    )

    assert opened(client, "/").one("main").facts() == {
        "Number of sessions": "3 to 6",
        "Back to normal": "2 to 3 days",
    }


def test_a_page_without_such_facts_is_shown_without_them(client):
    make_published(words=glance())

    page = opened(client, "/")

    assert page.lines("h3") == ["Microneedling"]
    assert page.all("dl") == []


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
    assert main.all("nav") == []


# A shorter list ------------------------------------------------------------------


@pytest.fixture
def shelf(folder):
    """Five pages in two groups; slug → how long until one is back to normal."""
    times = {
        "peel": "1 to 7 days",
        "facial": "30 minutes to 20 hours",
        "laser": "2 weeks",
        "toxin": "1 day",
        "filler": "not known",
    }
    for slug, time in times.items():
        folder.version(1, slug=slug, title=slug.title(), words=glance(f"Back to normal: {time}"))
    states.arrange(folder, Entry("peel"), Entry("facial"), Entry("laser"), group="Skin & scars")
    folder.load()


def shown(page):
    return [link.words() for heading in page.all("h3") for link in heading.all("a")]


@pytest.mark.uncounted
@pytest.mark.parametrize(
    ("asked", "found", "unsaid"),
    [
        ("", ["Peel", "Facial", "Laser", "Filler", "Toxin"], []),
        ("?within=1", ["Facial", "Toxin"], ["Filler"]),
        ("?within=3", ["Facial", "Toxin"], ["Filler"]),
        ("?within=7", ["Peel", "Facial", "Toxin"], ["Filler"]),
        ("?within=14", ["Peel", "Facial", "Laser", "Toxin"], ["Filler"]),
        ("?group=skin-scars", ["Peel", "Facial", "Laser"], []),
        ("?group=other-procedures", ["Filler", "Toxin"], []),
        ("?group=skin-scars&within=1", ["Facial"], []),
        ("?group=other-procedures&within=7", ["Toxin"], ["Filler"]),
    ],
)
def test_a_reader_can_ask_for_a_group_and_for_a_short_recovery(client, shelf, asked, found, unsaid):
    page = opened(client, f"/{asked}")

    assert shown(page) == found
    sections = [one for one in page.all("section") if one.lines("h2") == ["No number given"]]
    assert [link.words() for one in sections for link in one.all("a")] == unsaid


def test_every_choice_is_a_link_that_keeps_the_other_choice(client, shelf):
    page = opened(client, "/?within=7")
    page = opened(client, page.one("nav", aria_label="Choose procedures").link("Skin & scars"))

    assert shown(page) == ["Peel", "Facial"]
    filters = page.one("nav", aria_label="Choose procedures")
    assert [one.words() for one in filters.all("a", aria_current="true")] == [
        "Skin & scars", "1 week",
    ]  # fmt: skip
    assert "2 of 5 procedures." in page.words()

    page = opened(client, filters.link("Any time"))
    assert shown(page) == ["Peel", "Facial", "Laser"]


def test_a_choice_that_leaves_nothing_says_so_and_leads_back(client):
    make_published(words=glance("Back to normal: 6 weeks"))

    main = opened(client, "/?within=1").one("main")

    assert "No page here says that you are back to normal within 1 day." in main.words()
    assert main.link("Show every procedure") == "/"


@pytest.mark.parametrize("asked", ["?within=2", "?within=x", "?group=hats", "?within=7&group=%00"])
def test_a_choice_nobody_knows_shows_every_page_and_says_so(client, shelf, asked):
    page = opened(client, f"/{asked}")

    assert len(shown(page)) == 5
    assert "We do not know the choice in this address" in page.words()


def test_what_is_asked_for_is_one_page_to_a_search_engine(client, shelf, settings):
    page = opened(client, "/?within=7")

    assert page.one("link", rel="canonical")["href"] == f"{settings.SITE_URL}/"


def test_the_catalogue_asks_the_database_as_much_for_many_pages_as_for_one(
    client, django_assert_num_queries, shelf
):
    make_published(slug="mask", reviewed=True)

    with django_assert_num_queries(2):  # pages with facts and reviews, changes for safety
        client.get("/?within=7")


# Changed for safety lately -------------------------------------------------------


def changed(client):
    """Words → address of what the catalogue says was changed for safety."""
    page = opened(client, "/")
    found = [one for one in page.all("section") if "Changed for safety lately" in one.lines("h2")]
    return {link.words(): link["href"] for one in found for link in one.all("a")}


def test_a_change_for_safety_is_news_and_leads_to_what_changed(client):
    make_published(updated=TODAY - timedelta(days=200))
    make_published(updated=TODAY - timedelta(days=90), change=Change.SAFETY, reviewed=True)
    make_published(updated=TODAY - timedelta(days=3), change=Change.WORDING)

    ((words, address),) = changed(client).items()

    assert words == "Microneedling: what changed on 24 August 2026"
    assert address == "/procedures/microneedling/changes/1..2/"
    assert opened(client, address)


def test_the_newest_of_several_is_told(client):
    make_published(updated=TODAY - timedelta(days=9))
    for days in (8, 5):
        make_published(updated=TODAY - timedelta(days=days), change=Change.SAFETY, reviewed=True)

    assert list(changed(client)) == ["Microneedling: what changed on 17 November 2026"]


def test_older_changes_and_other_changes_are_no_news(client):
    make_published(updated=TODAY - timedelta(days=300))
    make_published(updated=TODAY - timedelta(days=91), change=Change.SAFETY, reviewed=True)
    make_published(updated=TODAY, change=Change.FACTS, reviewed=True)

    assert changed(client) == {}


def test_a_withdrawn_page_is_no_news(client):
    make_published(slug="peel")
    make_published(updated=TODAY - timedelta(days=9))
    make_withdrawn(updated=TODAY, change=Change.SAFETY)

    assert changed(client) == {}


def test_a_change_with_nothing_left_to_compare_it_with_leads_to_the_versions(client, folder):
    states.redacted(folder)

    assert list(changed(client).values()) == ["/procedures/microneedling/versions/"]
