"""Text comes compressed to those who can unpack it, and is the same words to everybody."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from procedures.patients.answers import compression
from procedures.patients.answers.middleware import Answers
from tests.clinic import NOW, make_published, make_withdrawn
from tests.editorial.test_folder import put_photo, webp
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
#: Words of every kind that are long enough to compress.
TEXTS = ("/", *states.of().values(), "/nothing/", "/procedures/filler/", "/feed.xml")


@pytest.fixture(autouse=True)
def pages():
    """A page, and one that was withdrawn."""
    make_published(reviewed=True)
    make_withdrawn(slug="filler")


def get(client, address, taken, **headers):
    return client.get(address, headers={"accept-encoding": taken, **headers})


@pytest.mark.uncounted
@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP, BR", "br"),
        (" gzip ;q=1.0 , br; q=0.9", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0.001", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip", "gzip"),
        ("identity", "identity"),
        ("identity, br;q=0.9", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("identity;q=0, br;q=0", "identity"),
        ("", "identity"),
        ("zstd, deflate", "identity"),
        ("br;q=2, gzip;q=nan, gzip;q=-1", "identity"),
        ("br;level=11", "identity"),
        (";q=1,,=;,", "identity"),
    ],
)
def test_a_reader_gets_the_coding_it_likes_best_of_those_there_are(client, taken, coding):
    answer = get(client, PAGE, taken)

    assert answer.headers.get("Content-Encoding", "identity") == coding


def test_a_reader_that_names_no_coding_gets_the_words_as_they_are(client):
    answer = client.get(PAGE)

    assert "Content-Encoding" not in answer.headers
    assert b"<!doctype html>" in answer.content


@pytest.mark.uncounted
@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize("address", TEXTS)
def test_unpacked_the_words_are_the_same(client, address, coding):
    plain = client.get(address)

    packed = get(client, address, coding)

    assert (packed.status_code, packed.headers["Content-Encoding"]) == (plain.status_code, coding)
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert len(packed.content) < len(plain.content)
    assert UNPACK[coding](packed.content) == plain.content


def test_the_stylesheet_is_compressed_and_still_kept_for_ever(client):
    address = opened(client, PAGE).one("link", rel="stylesheet")["href"]

    answer = get(client, address, "br")

    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "max-age=31536000, immutable"


@pytest.mark.parametrize(("length", "coding"), [(499, "identity"), (500, "br")])
def test_short_answers_are_left_alone(length, coding):
    request = RequestFactory().get("/", headers={"accept-encoding": "br"})

    assert compression.coding(request, HttpResponse("a" * length)) == coding


def test_what_nobody_keeps_is_packed_quickly(client):
    plain = client.get("/search/?q=needles").content

    answer = client.get("/search/?q=needles", headers={"accept-encoding": "br"})

    assert answer.content == brotli.compress(plain, quality=4)


@pytest.mark.parametrize("address", [PAGE, "/search/?q=needles"])
def test_the_same_words_are_packed_into_the_same_bytes_whatever_the_time(client, address):
    answer = client.get(address, headers={"accept-encoding": "gzip"})

    assert answer.content[4:8] == bytes(4), "where gzip says when it packed"


@pytest.mark.uncounted
def test_nobody_waits_for_a_catalogue_of_thousands_to_be_packed_as_tightly_as_can_be():
    words = b" ".join(b"%d" % number for number in range(100_000))

    def packed(content):
        response = HttpResponse(content)
        compression.compress(response, "br")
        return response.content

    assert packed(words) == brotli.compress(words, quality=9)
    assert packed(words[:200_000]) == brotli.compress(words[:200_000], quality=11)


def test_a_photo_is_left_alone(client, folder):
    raw = webp(size=(640, 480))
    digest = put_photo(folder, raw, slug="peel")
    folder.load()

    answer = get(client, f"/photos/{digest}.webp", "br, gzip")

    assert (answer.content, len(raw) > compression.LEAST) == (raw, True)
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_an_answer_that_comes_piece_by_piece_is_passed_on_as_it_comes():
    answers = Answers(lambda request: StreamingHttpResponse(["Red ", "skin"]))

    answer = answers(RequestFactory().get("/", headers={"accept-encoding": "br"}))

    assert b"".join(answer) == b"Red skin"
    assert "Content-Encoding" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.uncounted
@pytest.mark.parametrize("taken", ["br", "gzip", "identity", ""])
@pytest.mark.parametrize("address", [*TEXTS, "/sitemap.xml", "/healthz/"])
def test_caches_are_told_that_the_answer_depends_on_what_the_reader_takes(client, address, taken):
    assert get(client, address, taken).headers["Vary"] == "Accept-Encoding"


@pytest.mark.uncounted
@pytest.mark.parametrize("address", TEXTS)
def test_head_says_how_long_the_compressed_words_would_be(client, address):
    whole = get(client, address, "br")

    head = client.head(address, headers={"accept-encoding": "br"})

    assert head.headers == whole.headers
    assert head.content == b""


def test_the_tag_of_a_page_tells_its_codings_apart(client):
    tags = {get(client, PAGE, taken).headers["ETag"] for taken in ("br", "gzip", "")}

    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("taken", ["br", "gzip", "identity"])
def test_a_reader_who_has_the_page_in_its_coding_is_not_sent_it_again(client, taken):
    known = get(client, PAGE, taken).headers["ETag"]

    again = get(client, PAGE, taken, **{"if-none-match": known})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == known
    assert again.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in again.headers


def test_a_reader_who_has_the_page_in_a_coding_it_takes_no_more_is_sent_it_again(client):
    known = get(client, PAGE, "br").headers["ETag"]

    assert get(client, PAGE, "gzip", **{"if-none-match": known}).status_code == 200


def test_a_compressed_page_is_sent_again_on_another_day(client, clock):
    known = get(client, PAGE, "br").headers["ETag"]
    clock.set(NOW + timedelta(days=1))

    assert get(client, PAGE, "br", **{"if-none-match": known}).status_code == 200


def test_nothing_is_compressed_for_a_reader_who_has_the_page(client, monkeypatch):
    known = get(client, PAGE, "br").headers["ETag"]
    monkeypatch.setattr(compression, "compress", lambda *of: 1 / 0)

    assert get(client, PAGE, "br", **{"if-none-match": known}).status_code == 304


def test_a_page_is_compressed_once_for_all_its_readers(client, monkeypatch):
    first = get(client, PAGE, "br")
    monkeypatch.setattr(brotli, "compress", lambda *of, **named: 1 / 0)

    assert get(client, PAGE, "br").content == first.content


def test_reading_a_page_again_costs_a_patient_less_than_a_kilobyte(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    known = client.get(PAGE, secure=True).headers["ETag"]

    again = client.get(PAGE, headers={"if-none-match": known}, secure=True)

    assert again.status_code == 304
    # What the server itself adds is a date, its name and the first line.
    assert len(again.serialize_headers()) + len(again.content) <= 1024 - 128
