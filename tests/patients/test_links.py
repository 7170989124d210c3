"""Every link on every page leads somewhere."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.clinic import make_published, make_withdrawn
from tests.patients import states
from tests.patients.opened import read

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


def walk(client, *starts):
    """Address → answer of every page that can be reached, and of all they name.

    Leaflets take a second each to make, and have tests of their own: here they need only be
    addresses of ours.
    """
    answers, due = {}, list(starts)
    while due:
        address = due.pop()
        if address in answers:
            continue
        answers[address] = answer = client.get(address)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for element in read(answer.content.decode()).all("a", "link", "img"):
                link = element.attributes.get("href") or element.attributes.get("src")
                link = link.partition("#")[0]
                if ".pdf" in link:
                    resolve(urlsplit(link).path)
                elif link.startswith("/"):
                    due.append(link)
    return answers


def assert_whole(answers, asked_for=()):
    """Every link has words and leads to a page, and to a part that is there.

    Those `asked_for` may answer what they like.
    """
    for address, answer in answers.items():
        assert answer.status_code == 200 or address in asked_for, address
    pages = {
        address: read(answer.content.decode())
        for address, answer in answers.items()
        if answer.headers.get("Content-Type", "").startswith("text/html")
    }
    ids = {
        address: [one["id"] for one in page.walk() if "id" in one.attributes]
        for address, page in pages.items()
    }
    for address, page in pages.items():
        assert len(ids[address]) == len(set(ids[address])), address
        for link in page.all("a"):
            to, _, part = link["href"].partition("#")
            assert link.words() or link.attributes.get("aria-label"), address
            if part and (not to or to in ids):
                assert part in ids[to or address], f"{address} leads to {link['href']}"


@pytest.mark.parametrize("state", [name for name in states.STATES if name not in states.HIDDEN])
def test_every_link_opens_and_leads_to_a_part_that_is_there(client, folder, state):
    states.STATES[state](folder)
    make_published(slug="chemical-peel", title="Chemical peel")
    make_withdrawn(slug="filler", title="Filler")

    starts = ("/", "/nothing/", *states.of().values(), "/procedures/filler/")
    assert_whole(walk(client, *starts), asked_for=starts)


@pytest.mark.parametrize("state", [name for name in states.STATES if name not in states.HIDDEN])
def test_every_page_says_what_it_is_in_english_with_one_title(client, folder, state):
    states.STATES[state](folder)

    for address, answer in walk(client, "/", "/nothing/", *states.of().values()).items():
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = read(answer.content.decode())
        assert page.one("html")["lang"] == "en-GB", address
        (title,) = page.one("title").inside
        assert title.strip().endswith(" – Example Clinic"), address
        assert len(page.all("h1")) == 1, address
        levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address
        assert page.one("main")["id"] == "main", address
        assert page.one("body").all("a")[0]["href"] == "#main", address
        for image in page.all("img"):
            assert image["alt"], address
