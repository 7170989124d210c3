"""Addresses nobody should ask for are answered calmly: not there, or not that way."""

import logging

import pytest
from django.test import Client

from tests.clinic import make_published
from tests.patients import states

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND")

#: What may stand in place of a version's number.
NUMBERS = (
    "0", "01", "001", "-1", "+1", "1.0", "1e3", "1_0", "0x1", "१", "１", "²", "1%20", "%201",
    "1%00", "1%0a", "999999999", "1000000000", "2147483648", "9" * 30, "9" * 5000, "latest", "..",
    "%2e%2e", "1;2", "1,2", "1/2", "null", "",
)  # fmt: skip
SLUGS = (
    "Microneedling", "microneedling-", "-microneedling", "micro--needling", "micro_needling",
    "microneedling.", "microneedling%20", "%00", "micro%00needling", "microneedling%0a",
    "micr\u043eneedling", "%ff%fe", "%E2%80%AE", "..", "%2e%2e%2fadmin", "..%5c..%5cetc",
    "' OR 1=1--", "<script>", "{{7*7}}", "%25s", "a" * 10_000, "a-" * 5_000 + "a",
    "é" * 2_000, "%F0%9F%92%89",
)  # fmt: skip
RANGES = (
    "0..1", "1..0", "1..01", "01..1", "1...1", "1.1", "1..", "..1", "..", "...", "1..2..1",
    "-1..1", "1..-1", "1..999999999", "1..1000000000", "9" * 40 + "..1", "१..१", "1%2e%2e1%00",
    "1..1.", "a..b", "1..1%0a",
)  # fmt: skip
DAYS = (
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-001-01-01",
    "2026-1-1", "２０２６-01-01", "2026-01-01T00:00", "2026-01-01%00", "2026-01-01%0a", "0",
    "9" * 1000,
)  # fmt: skip

MISSING = [
    *(f"{PAGE}versions/{number}/" for number in NUMBERS if number),
    *(f"{PAGE}versions/{number}/source.md" for number in NUMBERS if number),
    *(f"/procedures/{slug}/" for slug in SLUGS),
    *(f"/api/procedures/{slug}/" for slug in SLUGS),
    *(f"/procedures/{slug}/versions/1/source.md" for slug in SLUGS),
    *(f"{PAGE}changes/{both}/" for both in RANGES),
    *(f"{PAGE}on/{day}/" for day in DAYS),
    "/photos/../settings.py.webp", "/photos/x.webp", f"/photos/{'A' * 64}.webp",
    f"/photos/{'0' * 63}.webp", f"/photos/{'0' * 64}.webp%00", "/photos/%2e%2e%2f.webp",
    "/styles/.css", "/styles/../settings.py", "/static/base/tokens.css", "/media/",
    "/.git/config", "/.env", "/wp-login.php", "/\\evil.example", "/%2f%2fevil",
    "/%0d%0aSet-Cookie:%20a=b", "/index.html", "/robots.txt/", "/favicon.ico/", "/healthz/x",
    f"/{'a/' * 2000}",
]  # fmt: skip


@pytest.fixture(autouse=True)
def calm():
    """The log of refused requests is not what is tested here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def page():
    return make_published(reviewed=True)


def addresses():
    """Every address there is, with and without its last slash."""
    known = [
        "/",
        *states.of().values(),
        *states.MACHINES,
        "/styles/x.css",
        f"/photos/{'0' * 64}.webp",
    ]
    return [*known, *(address.rstrip("/") for address in known if len(address) > 1), "/nothing"]


@pytest.mark.uncounted
@pytest.mark.parametrize("debug", [False, True])
def test_what_is_not_an_address_of_ours_is_not_there(visitor, page, settings, debug):
    settings.DEBUG = debug
    answers = {address[:200]: visitor.get(address) for address in MISSING}

    unlike = {
        name: answer.status_code for name, answer in answers.items() if answer.status_code != 404
    }
    assert unlike == {}


def test_no_page_says_again_what_was_asked(visitor, page):
    answer = visitor.get("/procedures/<script>alert(7)</script>/?q=<script>alert(7)</script>")

    assert answer.status_code == 404
    assert b"alert(7)" not in answer.content


@pytest.mark.parametrize("debug", [False, True])
def test_no_address_takes_anything_but_get_and_head(visitor, page, settings, debug):
    settings.DEBUG = debug
    for address in addresses():
        for method in METHODS:
            answer = visitor.generic(method, address, data=b"a=b")
            assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD"), (
                f"{method} {address}"
            )
            assert answer.content == b""
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_request_that_could_change_something_changes_nothing(visitor, page):
    before = visitor.get(f"{PAGE}versions/").content

    for address in addresses():
        for method in METHODS:
            visitor.generic(method, address, data=b"status=withdrawn")

    assert visitor.get(f"{PAGE}versions/").content == before


QUERIES = (
    "?q=x", "?%00", "?%ff", "?a[]=1&a[]=2", "?" + "a=b&" * 900, "?page=-1", "?on=2026-02-30",
    "?utm_source=x", "?%0d%0aSet-Cookie:a=b", "??", "?#", "?{{7*7}}",
)  # fmt: skip
FLOOD = "?" + "a=b&" * 2000


@pytest.mark.uncounted
def test_nothing_asked_after_the_address_changes_the_answer(visitor, page):
    for address in ("/", *states.of().values(), *states.MACHINES):
        plain = visitor.get(address).content
        for query in QUERIES:
            asked = visitor.get(address + query)
            assert (asked.status_code, asked.content) == (200, plain), address + query[:50]


def test_pages_that_read_what_is_asked_refuse_a_flood_of_it_and_others_do_not_look(visitor, page):
    asking = {"/", "/search/", "/compare/", PAGE, states.of()["recovery"]}
    for address in asking:
        assert visitor.get(address + FLOOD).status_code == 400
    for address in {*states.of().values(), *states.MACHINES} - asking:
        assert visitor.get(address + FLOOD).status_code == 200


HEADERS = (
    ("if-none-match", "\x00"), ("if-none-match", 'W/"' * 500), ("if-modified-since", "never"),
    ("range", "bytes=0-10"), ("range", "bytes=-1,5-"), ("accept", "application/x-nothing"),
    ("accept-language", "xx;q=9" * 100), ("accept-encoding", "br;q=0"),
    ("cookie", "sessionid=x; \x7f"), ("content-type", "multipart/form-data"),
    ("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https"), ("referer", "\xff"),
    ("x-http-method-override", "DELETE"), ("user-agent", "<script>"), ("content-length", "5"),
)  # fmt: skip


@pytest.mark.uncounted
@pytest.mark.parametrize(("name", "value"), HEADERS, ids=range(len(HEADERS)))
def test_no_header_of_a_request_changes_a_page(visitor, page, name, value):
    plain = visitor.get(PAGE)

    asked = visitor.get(PAGE, headers={name: value})

    assert (asked.status_code, asked.content) == (200, plain.content)
    assert not asked.cookies


HOSTS = ("evil.example", "testserver.evil.example", "", "testserver:x", "a b", "[::1", "\x00", "é")


@pytest.mark.parametrize("host", HOSTS, ids=range(len(HOSTS)))
def test_a_wrong_host_is_refused_and_never_repeated(page, host):
    for address in ("/procedures/microneedling", PAGE, "/nothing"):
        answer = Client(raise_request_exception=False).get(address, headers={"host": host})

        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert b"evil" not in answer.content


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/\\evil.example"])
def test_an_address_that_looks_like_another_site_leads_nowhere(visitor, page, path):
    answer = visitor.get("/", PATH_INFO=path)

    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize("address", ["/procedures/microneedling", "/healthz", "/api/procedures"])
def test_a_redirect_stays_on_this_site(visitor, page, address):
    answer = visitor.get(address, headers={"x-forwarded-host": "evil.example"})

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{address}/")
