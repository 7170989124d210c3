"""Pages for when something is not there or went wrong: they say what to do next."""

import logging

import pytest
from django.db import OperationalError, connection

from tests.clinic import make_published, make_withdrawn
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

MISSING = (
    "/nothing/",
    "/procedures/",
    "/procedures/nothing/",
    "/procedures/microneedling/versions/9/",
    "/procedures/microneedling/on/2026-02-30/",
    "/procedures/microneedling/changes/1..9/",
    "/api/procedures/nothing/",
    f"/photos/{'0' * 64}.webp",
)


def security(answer):
    """The headers but for the length, which only production counts."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}


@pytest.fixture
def broken():
    """The database answers nothing."""

    def refuse(*of):
        raise OperationalError("no answer")

    logging.disable(logging.ERROR)
    with connection.execute_wrapper(refuse):
        yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("address", MISSING)
def test_a_page_that_is_not_there_leads_to_those_that_are_and_to_the_clinic(client, address):
    make_published()
    make_published(slug="chemical-peel", title="Chemical peel")
    make_withdrawn(slug="filler", title="Filler")

    page = opened(client, address, 404)

    main = page.one("main")
    assert page.lines("h1") == ["There is no such page"]
    assert main.link("Microneedling") == "/procedures/microneedling/"
    assert main.link("Chemical peel") == "/procedures/chemical-peel/"
    assert "Filler" not in main.words()
    assert main.link("020 7946 0000") == "tel:02079460000"
    assert "/" in [link["href"] for link in main.all("a")]


def test_on_an_empty_site_a_page_that_is_not_there_leads_to_the_clinic(client):
    main = opened(client, "/nothing/", 404).one("main")

    assert "The pages there are" not in main.words()
    assert main.link("020 7946 0000")


@pytest.mark.parametrize("address", MISSING)
def test_the_same_page_is_missing_in_development(client, settings, address):
    make_published()
    patients = client.get(address)
    settings.DEBUG = True

    developers = client.get(address)

    assert (developers.status_code, developers.content) == (404, patients.content)
    assert security(developers) == security(patients)


def test_a_former_slug_leads_on_in_development_too(client, folder, settings):
    settings.DEBUG = True
    states.renamed(folder, former="skin-needling")

    answer = client.get("/procedures/skin-needling/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/procedures/microneedling/")


def test_an_address_without_its_last_slash_leads_to_the_page(client):
    make_published()

    answer = client.get("/procedures/microneedling")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/procedures/microneedling/")


@pytest.mark.parametrize(
    "address",
    ["/", *states.of().values(), "/nothing/", "/api/procedures/", "/sitemap.xml", "/feed.xml"],
)
def test_while_the_database_is_broken_a_page_says_sorry_and_whom_to_call(
    visitor, settings, broken, address
):
    settings.CLINIC_PHONE = "0131 496 0000"

    page = opened(visitor, address, 503)

    main = page.one("main")
    assert page.lines("h1") == ["We cannot show this page at the moment"]
    assert main.link("0131 496 0000") == "tel:01314960000"
    assert "OperationalError" not in page.words()


def test_a_page_that_fails_says_nothing_of_how(visitor, monkeypatch, caplog):
    make_published()
    monkeypatch.setattr("procedures.patients.words.reading.reread", lambda *of, **named: 1 / 0)

    answer = visitor.get("/procedures/microneedling/")

    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"call us on" in answer.content
    for told in (b"ZeroDivision", b"Traceback", b"procedures/patients"):
        assert told not in answer.content
    assert "ZeroDivisionError" in caplog.text


def test_a_wrong_host_is_a_bad_request(visitor):
    answer = visitor.get("/procedures/microneedling", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert b"evil" not in answer.content
