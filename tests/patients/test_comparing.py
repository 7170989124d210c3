"""A patient sets two or three treatments beside one another, and beside none."""

import pytest

from procedures.editorial import lifecycle
from procedures.text.lists.catalogue import Entry
from procedures.vocabulary import Change, GlanceKey
from tests.clinic import NOW, TODAY, make_published, make_review, make_submitted, make_withdrawn
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

NEEDLES = "/compare/?p=needles"


@pytest.fixture
def two():
    """Two pages that say different things at a glance."""
    make_published(
        slug="needles",
        title="Needles",
        words={"at-a-glance": "- Session: 20 to 45 minutes [1]\n- Cost: ask us"},
    )
    make_published(
        slug="peel",
        title="Peel",
        words={
            "at-a-glance": "- Session: 1 hour",
            "other-options": "- A laser.\n\n**Doing nothing.** You can leave it.\n\nA third.",
        },
    )


def rows(page):
    """Row → what stands in it under each name."""
    found = {}
    for section in page.one("main").all("section"):
        cells = [one for one in section.all("div") if one.attributes.get("class") == "flow"]
        if cells:
            name = section.one("h2").words()
            found[name] = {one.one("h3").words(): one.words() for one in cells}
    return found


def test_every_row_has_a_cell_for_each_page_and_for_no_treatment_in_one_order(client, two):
    page = opened(client, f"{NEEDLES}&p=peel")

    found = rows(page)
    assert list(found) == [
        "What it is",
        "Who it may suit",
        "Do not have it if",
        "Talk to us first if",
        "Side effects: common",
        "Side effects: less common",
        "Side effects: rare but serious",
        "Pros",
        "Cons",
        "What is not known",
    ]
    assert all(list(cells) == ["Needles", "Peel", "No treatment"] for cells in found.values())
    assert "Infection, in 3 in 100 people" in found["Side effects: rare but serious"]["Peel"]


def test_facts_stand_as_they_are_and_gaps_are_said(client, two):
    table = opened(client, f"{NEEDLES}&p=peel").one("table")

    said = {row.one("th").words(): row.lines("td") for row in table.one("tbody").all("tr")}
    assert list(said) == [key.label for key in GlanceKey]
    assert said["Session"] == ["20 to 45 minutes[1]", "1 hour", "None"]
    assert said["Cost"] == ["ask us", "Not stated", "None"]
    assert said["Device"] == ["Not stated", "Not stated", "None"]
    assert [cell["data-label"] for cell in table.all("tr")[1].all("td")] == [
        "Needles",
        "Peel",
        "No treatment",
    ]


def test_gaps_in_words_are_said_too(client, two):
    assert rows(opened(client, f"{NEEDLES}&p=peel"))["What is not known"] == {
        "Needles": "Needles Not stated",
        "Peel": "Peel Not stated",
        "No treatment": "No treatment Not stated on these pages.",
    }


def test_warnings_that_stand_under_no_part_have_a_row_of_their_own(client, two):
    words = {"side-effects": "You may get a burn.", "who-should-not-have-it": "Not if pregnant."}
    make_published(slug="light", title="Light", words=words)

    found = rows(opened(client, f"{NEEDLES}&p=light"))

    assert found["Side effects"]["Light"] == "Light You may get a burn."
    assert found["Side effects"]["Needles"] == "Needles See the rows below"
    assert found["Side effects: common"]["Light"] == "Light Not stated"
    assert found["Who should not have it"]["Light"] == "Light Not if pregnant."


def test_no_treatment_says_what_the_pages_say_of_doing_nothing(client, two):
    words = rows(opened(client, f"{NEEDLES}&p=peel"))["What it is"]["No treatment"]

    assert "The page “Peel” says: Doing nothing. You can leave it." in words
    assert "A laser" not in words
    assert "A third" not in words
    assert "Needles" not in words


def test_a_citation_leads_to_the_source_of_that_very_version(client, two):
    page = opened(client, f"{NEEDLES}&p=peel")

    links = {
        link["href"] for link in page.all("a") if "Source" in link.attributes.get("aria-label", "")
    }
    assert "/procedures/needles/versions/1/#source-1" in links
    assert all("/versions/1/#source-" in link for link in links)


def test_one_press_leads_from_a_page_to_the_alternatives_it_lists(client, folder):
    for slug in ("microneedling", "peel", "laser", "light"):
        folder.version(1, slug=slug, title=slug.capitalize())
    alternatives = ("peel", "laser", "light")
    entries = [Entry(slug) for slug in alternatives]
    states.arrange(folder, Entry("microneedling", alternatives=alternatives), *entries)
    folder.version(1, title="Microneedling", words={"other-options": "**Doing nothing.** Wait."})
    folder.load()

    page = opened(client, "/procedures/microneedling/")
    compared = opened(client, page.link("Compare this with other treatments"))

    assert list(rows(compared)["Pros"]) == ["Microneedling", "Peel", "Laser", "No treatment"]


def test_a_version_at_its_own_address_has_no_such_link(client, two):
    page = opened(client, "/procedures/peel/versions/1/")

    assert "Compare this with other treatments" not in page.lines("a")


def test_a_version_can_be_pinned(client, two):
    make_published(
        slug="needles", title="Needles", change=Change.FACTS, words={"pros": "- Other words."}
    )

    found = rows(opened(client, f"{NEEDLES}@1&p=needles"))
    page = opened(client, f"{NEEDLES}@1&p=needles")

    assert found["Pros"]["Needles"]  # both columns have one name, so the page says which is which
    words = page.one("main").words()
    assert "Replaced: do not use for decisions." in words
    assert "Version 1, 20 November 2026." in words
    assert "Version 2, 20 November 2026." in words
    assert "You heal soon." in words
    assert "Other words." in words
    assert page.all("a", href="/procedures/needles/versions/1/")


def test_a_column_says_who_reviewed_it_and_that_it_is_due(client, two, folder):
    version = make_published(slug="laser", title="Laser")
    make_review(version, on=TODAY.replace(year=2025), next_due=TODAY.replace(day=1))

    words = rows(opened(client, f"{NEEDLES}&p=laser"))["What it is"]

    assert "Nobody clinical has checked this page yet." in words["Needles"]
    assert "by Nia Nurse, Nurse prescriber; now due to be checked again." in words["Laser"]


def test_a_withdrawn_page_is_a_column_that_says_so(client, two):
    make_withdrawn(slug="filler", title="Filler")

    page = opened(client, f"{NEEDLES}&p=filler", status=410)

    words = rows(page)["What it is"]["Filler"]
    assert "Withdrawn on 22 November 2026: do not use for decisions." in words
    assert "The maker has recalled the device." in words
    assert rows(page)["Pros"]["Filler"] == "Filler Withdrawn"
    assert page.one("table").lines("td").count("Withdrawn") == len(GlanceKey)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("p=nothing&p=needles&p=peel", "Something in this address is no page that we have"),
        ("p=%00&p=needles&p=peel", "Something in this address is no page that we have"),
        ("p=needles@9&p=needles&p=peel", "Something in this address is no page that we have"),
        ("p=needles&p=peel&p=needles@1&p=light", "Three fit side by side."),
        ("p=needles", "That is one. Choose another to compare it with."),
        ("p=needles&p=needles", "That is one. Choose another to compare it with."),
        ("p=waiting&p=needles", "Something in this address is no page that we have"),
        ("", "Choose two or three"),
        ("&".join(f"p=x{number}" for number in range(1_000)), "Choose two or three"),
        ("p=" + "a" * 5_000, "Choose two or three"),
    ],
)
def test_whatever_is_asked_is_answered_with_what_to_do(client, two, query, said):
    make_submitted(slug="waiting", title="Waiting")
    make_published(slug="light", title="Light")

    page = opened(client, f"/compare/?{query}")

    assert said in page.one("main").words()
    assert page.one("form")["action"] == "/compare/"
    assert "Waiting" not in page.words()


def test_a_version_whose_words_were_removed_cannot_be_compared(client, two):
    first = make_published(slug="light", title="Light")
    make_published(slug="light", title="Light")
    first.refresh_from_db()
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")

    page = opened(client, f"{NEEDLES}&p=light@1&p=peel")

    assert "is no page that we have" in page.words()
    assert list(rows(page)["Pros"]) == ["Needles", "Peel", "No treatment"]


def test_an_empty_site_says_so(client):
    assert "No page has been published here yet." in opened(client, "/compare/").words()
