"""What machines read: sitemap, feed, robots, and whether the site is well."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import OperationalError, connection
from django.utils.dateparse import parse_datetime

from procedures.models import triggers
from procedures.vocabulary import Change
from tests.clinic import NOW, make_published, make_withdrawn
from tests.patients import states

pytestmark = pytest.mark.django_db

ATOM = {"": "http://www.w3.org/2005/Atom"}
MAP = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "https://pages.example"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def parsed(client, address, content_type):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == content_type
    return ElementTree.fromstring(answer.content)


def entries(client):
    return parsed(client, "/feed.xml", "application/atom+xml").findall("entry", ATOM)


def test_the_sitemap_names_the_catalogue_the_about_page_and_every_reviewed_page(client):
    make_published(slug="chemical-peel", reviewed=True)
    make_published(slug="facial")
    make_withdrawn(slug="filler", reviewed=True)
    make_published(reviewed=True)

    sitemap = parsed(client, "/sitemap.xml", "application/xml")

    assert sitemap.tag == f"{{{MAP['']}}}urlset"
    urls = [
        (url.findtext("loc", None, MAP), url.findtext("lastmod", None, MAP))
        for url in sitemap.findall("url", MAP)
    ]
    assert urls == [
        (f"{SITE}/", None),
        (f"{SITE}/about/", None),
        (f"{SITE}/procedures/chemical-peel/", "2026-11-20"),
        (f"{SITE}/procedures/microneedling/", "2026-11-20"),
    ]


def test_the_sitemap_of_an_empty_site_names_the_catalogue_and_the_about_page(client):
    assert len(parsed(client, "/sitemap.xml", "application/xml")) == 2


def test_the_feed_is_atom_with_one_entry_a_procedure_newest_first(client):
    make_published(slug="chemical-peel", title="Chemical peel", at=NOW - timedelta(days=2))
    make_published(at=NOW - timedelta(days=1))
    make_published(change=Change.SAFETY, change_notes=("The wait is six months.", "More."))

    feed = parsed(client, "/feed.xml", "application/atom+xml")

    assert feed.tag == f"{{{ATOM['']}}}feed"
    assert feed.findtext("title", None, ATOM) == "Example Clinic: patient information"
    assert feed.findtext("author/name", None, ATOM) == "Example Clinic"
    assert parse_datetime(feed.findtext("updated", None, ATOM)) == NOW
    links = {link.get("rel"): link.get("href") for link in feed.findall("link", ATOM)}
    assert links == {"alternate": f"{SITE}/", "self": f"{SITE}/feed.xml"}
    newest, oldest = feed.findall("entry", ATOM)
    assert newest.findtext("title", None, ATOM) == "Microneedling, version 2: changed for safety"
    assert newest.findtext("summary", None, ATOM) == "The wait is six months. More."
    assert newest.find("link", ATOM).get("href") == (f"{SITE}/procedures/microneedling/versions/2/")
    assert parse_datetime(newest.findtext("updated", None, ATOM)) == NOW
    assert oldest.findtext("title", None, ATOM) == "Chemical peel, version 1: first version"
    ids = [entry.findtext("id", None, ATOM) for entry in (newest, oldest)]
    assert len(set(ids)) == 2
    assert all(ids)


def test_every_link_of_the_feed_opens(client, folder):
    states.replaced(folder)
    make_withdrawn(slug="filler")

    for entry in entries(client):
        address = entry.find("link", ATOM).get("href").removeprefix(SITE)
        assert client.get(address).status_code == 200


def test_the_feed_says_words_of_the_text_as_words(client):
    make_published(change_notes=("Pain was < 3 & <b>falling</b>.",), title="Skin & <i>scars</i>")

    (entry,) = entries(client)

    assert entry.findtext("title", None, ATOM).startswith("Skin & <i>scars</i>, version 1")
    summary = entry.find("summary", ATOM)
    assert summary.get("type") == "html"
    assert summary.text == "Pain was &lt; 3 &amp; &lt;b&gt;falling&lt;/b&gt;."


def test_the_feed_has_one_entry_for_a_withdrawn_page_with_date_and_reason(client):
    make_withdrawn(reason="The maker has recalled the device.")

    (entry,) = entries(client)

    assert entry.findtext("title", None, ATOM) == "Microneedling: withdrawn"
    assert entry.findtext("summary", None, ATOM) == "The maker has recalled the device."
    assert parse_datetime(entry.findtext("updated", None, ATOM)) == NOW


def test_the_feed_has_an_entry_for_a_withdrawn_page_whose_words_were_removed(client, folder):
    states.withdrawn_and_redacted(folder)

    (entry,) = entries(client)

    assert entry.findtext("title", None, ATOM) == "microneedling: withdrawn"


def test_the_feed_of_an_empty_site_is_a_feed(client):
    assert entries(client) == []


def test_robots_may_read_everything_and_are_told_of_the_sitemap(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


def test_the_site_says_that_it_is_well(client):
    for address, words in (("/healthz/", b"ok\n"), ("/readyz/", b"ready\n")):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (200, words)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_site_is_not_ready_without_its_triggers(client):
    triggers.remove(connection)

    answer = client.get("/readyz/")

    assert answer.status_code == 503
    lines = answer.content.decode().splitlines()
    assert len(lines) == len(triggers.expected(connection))
    assert all(line.endswith("is missing: run `manage.py migrate`") for line in lines)


def test_the_site_is_not_ready_before_its_database_is_up_to_date(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'procedures'")

    answer = client.get("/readyz/")

    assert answer.status_code == 503
    assert answer.content == b"the database is not up to date: run `manage.py migrate`\n"


def test_the_site_is_alive_but_not_ready_while_the_database_does_not_answer(client):
    def refuse(*of):
        raise OperationalError("no answer")

    with connection.execute_wrapper(refuse):
        ready, healthy = client.get("/readyz/"), client.get("/healthz/")

    assert (ready.status_code, healthy.status_code) == (503, 200)
    assert ready.content == b"the database does not answer (OperationalError)\n"


def test_the_feed_is_dated_by_its_newest_entry(client):
    make_published(at=datetime(2026, 11, 20, 8, tzinfo=UTC))

    feed = parsed(client, "/feed.xml", "application/atom+xml")

    assert feed.findtext("updated", None, ATOM) == "2026-11-20T08:00:00+00:00"
