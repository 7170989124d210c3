"""A page costs the database as little on a large site as on a small one."""

from datetime import timedelta

import pytest

from procedures.models import Procedure, Review, Version
from procedures.vocabulary import Status
from tests.clinic import NOW, TODAY, make_published, make_review
from tests.editorial.test_folder import put_photo, webp
from tests.patients import states

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

MANY = 1_000


@pytest.fixture
def large():
    """A site of a thousand reviewed pages, all with the same words."""
    one = make_published(reviewed=True)
    review = one.reviews.get()
    slugs = [f"procedure-{number}" for number in range(MANY - 1)]
    procedures = Procedure.objects.bulk_create([Procedure(slug=slug) for slug in slugs])
    columns = ("number", "text", "digest", "title", "summary", "updated", "change", "change_notes")
    words = {name: getattr(one, name) for name in columns}
    versions = Version.objects.bulk_create(
        [Version(procedure=row, status=Status.IN_REVIEW, **words) for row in procedures]
    )
    Version.objects.filter(status=Status.IN_REVIEW).update(
        status=Status.PUBLISHED, published_at=NOW
    )
    person = {"reviewer": review.reviewer, "reviewer_name": review.reviewer_name}
    dates = {"on": TODAY, "next_due": TODAY + timedelta(days=365)}
    Review.objects.bulk_create(
        [Review(version=row, digest=one.digest, **person, **dates) for row in versions]
    )


@pytest.mark.parametrize("address", ["/", "/procedures/microneedling/"])
def test_the_catalogue_and_a_page_of_a_small_site_need_at_most_three_queries(
    client, folder, django_assert_max_num_queries, address
):
    put_photo(folder, webp())
    folder.load()
    make_review(Version.objects.get())

    with django_assert_max_num_queries(3):
        assert client.get(address).status_code == 200


#: Address → the most queries it may need.
BUDGET = {
    "/": 4,  # the reviews of more than 999 pages are fetched in two steps on SQLite
    **dict(zip(states.of().values(), (3, 3, 3, 3, 1, 3, 3, 3), strict=True)),
    "/api/procedures/": 2,
    "/sitemap.xml": 1,
    "/feed.xml": 2,
    "/robots.txt": 0,
    "/healthz/": 0,
}


def test_no_address_of_a_large_site_needs_more_queries_than_its_budget(
    client, large, django_assert_max_num_queries
):
    for address, budget in BUDGET.items():
        with django_assert_max_num_queries(budget, info=address):
            assert client.get(address).status_code == 200

    assert client.get("/").content.count(b"/procedures/procedure-") == MANY - 1
    assert client.get("/sitemap.xml").content.count(b"<lastmod>") == MANY
    assert len(client.get("/api/procedures/").json()["procedures"]) == MANY


def test_a_page_with_many_versions_needs_no_more_queries_than_one_with_few(
    client, django_assert_max_num_queries
):
    for _ in range(5):
        make_published(reviewed=True)

    for address in states.of().values():
        with django_assert_max_num_queries(BUDGET[address], info=address):
            assert client.get(address).status_code == 200
