"""A page read again is sent again only if its words or the clinic's day have changed."""

from datetime import timedelta

import pytest

from tests.clinic import NOW, make_published, make_review, make_withdrawn
from tests.patients import states

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

PAGE = "/procedures/microneedling/"
KEPT = ("/", *states.of().values(), "/api/procedures/", "/sitemap.xml", "/feed.xml", "/robots.txt")


@pytest.fixture(autouse=True)
def page(clock):
    """A page published yesterday."""
    clock.set(NOW + timedelta(days=1))
    return make_published(reviewed=True)


def etag(client, address):
    return client.get(address).headers["ETag"]


@pytest.mark.parametrize("address", KEPT)
def test_an_answer_the_reader_has_is_not_sent_again(client, address):
    known = etag(client, address)

    again = client.get(address, headers={"if-none-match": known})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == known
    assert again.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert "frame-ancestors 'none'" in again.headers["Content-Security-Policy"]
    assert again.headers["X-Content-Type-Options"] == "nosniff"
    assert "Last-Modified" not in again.headers


@pytest.mark.parametrize("address", KEPT)
def test_every_address_is_sent_again_on_another_day(client, clock, address):
    known = etag(client, address)
    clock.set(clock.now + timedelta(days=1))

    assert client.get(address, headers={"if-none-match": known}).status_code == 200


@pytest.mark.parametrize(
    ("zone", "hour", "status"),
    [
        ("Europe/London", 23, 304),
        ("Europe/London", 24, 200),
        ("Pacific/Auckland", 10, 304),
        ("Pacific/Auckland", 11, 200),
    ],
)
def test_the_day_of_an_answer_is_the_clinics(client, clock, settings, zone, hour, status):
    settings.TIME_ZONE = zone
    midnight = NOW.replace(hour=0, minute=0)
    clock.set(midnight + timedelta(hours=9))
    known = etag(client, PAGE)
    clock.set(midnight + timedelta(hours=hour))

    assert client.get(PAGE, headers={"if-none-match": known}).status_code == status


def test_a_page_is_sent_again_when_its_words_change(client):
    known = etag(client, PAGE)
    make_published(summary="New words.")

    assert client.get(PAGE, headers={"if-none-match": known}).status_code == 200


def test_a_page_is_sent_again_when_it_is_reviewed(client, page):
    known = etag(client, PAGE)
    make_review(page, next_due=NOW.date() + timedelta(days=30))

    assert client.get(PAGE, headers={"if-none-match": known}).status_code == 200


def test_a_withdrawn_page_is_not_taken_for_the_one_a_reader_has(client, page):
    known = etag(client, PAGE)
    states.withdraw(page)

    answer = client.get(PAGE, headers={"if-none-match": known})

    assert answer.status_code == 410
    assert client.get(PAGE, headers={"if-none-match": "*"}).status_code == 410


def test_a_page_is_sent_again_when_the_clinics_number_changes(client, settings):
    known = etag(client, PAGE)
    settings.CLINIC_PHONE = "0131 496 0000"

    assert client.get(PAGE, headers={"if-none-match": known}).status_code == 200


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('W/"other",W/{} , "more"', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ("other", 200),
        ('"', 200),
        (",,", 200),
        ("", 200),
    ],
)
def test_readers_may_name_what_they_have_in_every_form(client, known, status):
    headers = {"if-none-match": known.format(etag(client, PAGE))}

    assert client.get(PAGE, headers=headers).status_code == status
    assert client.head(PAGE, headers=headers).status_code == status


@pytest.mark.parametrize("address", KEPT)
def test_head_is_answered_like_get_without_the_words(client, address):
    whole = client.get(address)

    head = client.head(address)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_head_of_a_withdrawn_page_says_gone_without_the_words(client):
    make_withdrawn(slug="filler")

    head = client.head("/procedures/filler/")

    assert (head.status_code, head.content) == (410, b"")


@pytest.mark.parametrize("name", ["if-modified-since", "if-none-match"])
def test_a_date_says_nothing_about_what_a_reader_has(client, name):
    answer = client.get(PAGE, headers={name: "Fri, 31 Dec 2100 23:59:59 GMT"})

    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_two_pages_with_other_words_have_other_tags(client):
    tags = [etag(client, address) for address in KEPT]

    assert len(set(tags)) == len(tags)
