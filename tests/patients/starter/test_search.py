"""Search leads people to the right page of a fresh site."""

import pytest

from tests.patients.starter.questions import ASKED
from tests.patients.test_search import found

pytestmark = pytest.mark.django_db


def first(client, typed):
    """The slug of the likeliest page, or nothing."""
    links = [link["href"] for link in found(client, typed).one("main").all("a")]
    pages = [link.split("/")[2] for link in links if link.startswith("/procedures/")]
    return pages[0] if pages else ""


def test_of_a_hundred_questions_as_people_ask_them_at_least_95_lead_to_the_right_page(client):
    asked = [(typed.strip(), slug) for slug, lines in ASKED.items() for typed in lines.split("\n")]
    asked = [(typed, slug) for typed, slug in asked if typed]

    missed = [(typed, slug, first(client, typed)) for typed, slug in asked]
    missed = [one for one in missed if one[1] != one[2]]

    assert len(asked) >= 100
    assert len(missed) <= len(asked) * 0.05, missed


@pytest.mark.uncounted
def test_brand_names_that_people_type_are_found_and_not_displayed(client):
    for typed, title in (("botox", "Botulinum toxin"), ("restylane", "Dermal fillers")):
        page = found(client, typed)

        assert page.one("main").lines("h2")[0].startswith(title)
        assert typed not in page.one("main").words().casefold()


@pytest.mark.uncounted
def test_a_search_needs_three_queries_however_many_words_and_slips_it_has(
    client, django_assert_max_num_queries
):
    for typed in ("skin", "how do I get rid of tatoos on my arm after lazer removel"):
        with django_assert_max_num_queries(3):
            answer = client.get("/search/", {"q": typed})
        assert answer.status_code == 200


@pytest.mark.uncounted
def test_the_answer_is_small(client):
    answer = client.get("/search/?q=skin", headers={"accept-encoding": "br"})

    assert len(answer.content) < 20_000
