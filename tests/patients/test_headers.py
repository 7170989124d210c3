"""Every answer, whatever its status: nothing from elsewhere, no cookie, no frame."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.clinic import make_withdrawn
from tests.patients import states
from tests.patients.opened import read

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

#: Where a style or a picture may name something to be fetched.
FETCHED = re.compile(r"url\(|@import|\bsrc(?:set)?\s*=|<(?:iframe|object|embed|video|image)\b")
#: An attribute that names another host.
ELSEWHERE = re.compile(r"""([\w-]+)=["'](?:https?:)?//""")


@pytest.fixture
def site(folder):
    """A site on which every kind of answer can be had."""
    states.renamed(folder)
    make_withdrawn(slug="filler")


#: Name → status, method, address and headers of a request.
REQUESTS = {
    "catalogue": (200, "GET", "/", {}),
    **{kind: (200, "GET", address, {}) for kind, address in states.of().items()},
    **{address: (200, "GET", address, {}) for address in states.MACHINES},
    "renamed": (301, "GET", "/procedures/skin-needling/", {}),
    "no last slash": (301, "GET", "/procedures/microneedling", {}),
    "known": (304, "GET", "/procedures/microneedling/", {"if-none-match": "*"}),
    "wrong host": (400, "GET", "/procedures/microneedling", {"host": "evil.example"}),
    "missing": (404, "GET", "/nothing/", {}),
    "missing version": (404, "GET", "/procedures/microneedling/versions/9/", {}),
    "post": (405, "POST", "/", {}),
    "withdrawn": (410, "GET", "/procedures/filler/", {}),
    "precondition": (412, "GET", "/", {"if-match": '"other"'}),
}


@pytest.fixture
def answers(site, monkeypatch):
    """Name → an answer of every status the site gives."""
    client = Client(raise_request_exception=False)
    answers = {}
    for name, (status, method, address, headers) in REQUESTS.items():
        answers[name] = client.generic(method, address, headers=headers)
        assert answers[name].status_code == status, name
    monkeypatch.setattr("procedures.patients.catalogue.listing.published", lambda: 1 / 0)
    answers["broken"] = client.get("/")
    assert answers["broken"].status_code == 500
    return answers


def policy(answer):
    """Directive → what it allows."""
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {name: set(allowed) for name, *allowed in (one.split(" ") for one in directives)}


def test_every_answer_forbids_frames_unsafe_code_and_everything_from_elsewhere(answers):
    for name, answer in answers.items():
        directives = policy(answer)
        assert directives["default-src"] == {"'none'"}, name
        assert directives["base-uri"] == {"'none'"}, name
        assert directives["frame-ancestors"] == {"'none'"}, name
        assert set().union(*directives.values()) == {"'none'", "'self'"}, name
        assert answer.headers["X-Frame-Options"] == "DENY", name


def test_every_answer_has_every_other_header_of_security(answers):
    for name, answer in answers.items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        for sensor in ("camera", "geolocation", "microphone"):
            assert f"{sensor}=()" in answer.headers["Permissions-Policy"], name


def test_no_answer_sets_a_cookie_or_dates_itself_or_names_its_maker(answers):
    for name, answer in answers.items():
        assert not answer.cookies, name
        for header in ("Set-Cookie", "Last-Modified", "Server", "X-Powered-By"):
            assert header not in answer.headers, name


def test_no_answer_fetches_anything_from_elsewhere(answers):
    for name, answer in answers.items():
        if not answer.content.lstrip().startswith(b"<!doctype html>"):
            assert b"<script" not in answer.content, name
            continue
        page = read(answer.content.decode())
        for element in page.walk():
            assert element.tag not in ("iframe", "object", "embed", "base", "style"), name
            for attribute in element.attributes:
                assert not attribute.startswith("on"), name
                assert attribute not in ("srcset", "data", "background", "style"), name
            if element.tag == "form":
                # Whatever is typed is asked of this site, and changes nothing there.
                assert element["action"].startswith("/"), name
                assert "method" not in element.attributes, name
            if element.tag in ("link", "img"):
                address = element.attributes.get("href") or element["src"]
                # A canonical address is only named, never fetched.
                address = address.removeprefix(settings.SITE_URL)
                assert re.match(r"/(?!/)", address), name
            if element.tag == "script":
                if element["type"] == "module":
                    assert re.fullmatch("/scripts/[0-9a-f]{12}.js", element["src"]), name
                else:
                    assert element.attributes == {"type": "application/ld+json"}, name


def test_every_page_is_a_page(answers):
    pages = [one for one in answers.values() if one.content.lstrip().startswith(b"<!doctype html>")]

    assert {one.status_code for one in pages} == {200, 400, 404, 410, 500}
    for one in pages:
        assert one.headers["Content-Type"] == "text/html; charset=utf-8"


def test_links_to_elsewhere_are_only_for_a_person_to_follow(answers):
    found = [ELSEWHERE.findall(one.content.decode()) for one in answers.values()]

    assert {name for names in found for name in names} == {"href", "xmlns", "data-copy"}


def test_the_stylesheet_and_the_icon_fetch_nothing(client, site):
    links = re.findall(
        r'rel="(?:stylesheet|icon)" href="([^"]+)"', client.get("/").content.decode()
    )

    assert len(links) == 2
    for address in links:
        assert not FETCHED.findall(client.get(address).content.decode())


def test_patients_pages_may_be_kept_only_if_asked_about_again(answers):
    for name in REQUESTS.keys() - {"post", "precondition", "/healthz/", "/readyz/"}:
        assert answers[name].headers["Cache-Control"] == "max-age=0, must-revalidate", name


@pytest.mark.parametrize("name", ["catalogue", "known", "missing", "post", "withdrawn", "renamed"])
def test_over_https_every_answer_asks_to_stay_there(settings, site, name):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    client = Client(raise_request_exception=False)
    status, method, address, headers = REQUESTS[name]

    answer = client.generic(method, address, headers=headers, secure=True)

    assert answer.status_code == status
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_plain_http_request_is_sent_to_https_with_every_header(settings, site):
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().get("/procedures/microneedling/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/procedures/microneedling/"
    assert policy(answer)["default-src"] == {"'none'"}
