"""A patient comes back, and the page says what has changed since they read it."""

import pytest

from procedures.editorial import lifecycle
from procedures.vocabulary import Change
from tests.clinic import NOW, make_published, make_withdrawn
from tests.editorial.test_folder import put_photo, webp
from tests.patients.opened import announced, opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


@pytest.fixture
def four():
    """Four versions: the second changed for safety, the others in wording."""
    make_published(reviewed=True)
    make_published(change=Change.SAFETY, change_notes=("Not if pregnant.",), reviewed=True)
    make_published(change=Change.WORDING, change_notes=("A slip mended.",))
    return make_published(change=Change.WORDING, change_notes=("Shorter sentences.",))


def test_what_changed_for_safety_stands_first_and_then_the_newest(client, four):
    page = opened(client, f"{PAGE}?since=1")

    said = announced(page)
    assert said.startswith("What changed since version 1")
    order = ["Version 2", "Not if pregnant.", "Version 4", "Shorter", "Version 3", "A slip"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "Changed for safety:" in said
    address = page.link("Word by word, from version 1 to version 4")
    assert opened(client, address)


def test_only_what_is_later_than_what_one_read_is_told(client, four):
    said = announced(opened(client, f"{PAGE}?since=3"))

    assert "Shorter sentences." in said
    assert "A slip mended." not in said
    assert "Not if pregnant." not in said


def test_who_read_this_version_is_told_that_nothing_changed(client, four):
    said = announced(opened(client, f"{PAGE}?since=4"))

    assert said == "Nothing has changed since you read version 4"


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "typed", ["5", "0", "-1", "01", "1.5", "x", "", "١", "9" * 30, "1%00", "<script>"]
)
def test_a_number_that_no_version_has_is_said_and_the_page_is_read_all_the_same(
    client, four, typed
):
    page = opened(client, f"{PAGE}?since={typed}")

    assert announced(page).startswith("We have no such version of this page")
    assert page.one("article").lines("h1") == ["Microneedling"]


def test_a_version_without_its_words_can_be_told_of_but_not_compared(client, four):
    first = four.procedure.versions.get(number=1)
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")

    page = opened(client, f"{PAGE}?since=1")

    assert "Not if pregnant." in announced(page)
    assert "Word by word, from" not in page.words()


def test_a_withdrawn_page_is_withdrawn_whatever_one_read(visitor):
    make_withdrawn()

    page = opened(visitor, f"{PAGE}?since=1", status=410)

    assert "The maker has recalled the device." in page.words()
    assert visitor.get("/procedures/none/?since=1").status_code == 404


def test_it_is_no_page_to_list_and_the_page_itself_stays_the_canonical_one(client, four):
    answer = client.get(f"{PAGE}?since=1")

    assert answer.headers["X-Robots-Tag"] == "noindex"
    canonical = opened(client, f"{PAGE}?since=1").one("link", rel="canonical")
    assert canonical["href"].endswith("/procedures/microneedling/")
    assert "X-Robots-Tag" not in client.get(PAGE).headers


def test_it_costs_no_query_more(client, folder, django_assert_max_num_queries):
    put_photo(folder, webp())
    folder.version(2)
    folder.load()

    with django_assert_max_num_queries(3):
        assert "since version 1" in client.get(f"{PAGE}?since=1").content.decode()
