"""Every answer below a key says who may frame it, whatever its status; all else says nobody."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from procedures.embedding.middleware import FramedAnswers
from procedures.models import EmbedSite, FormerSlug
from tests.clinic import make_published, make_withdrawn
from tests.embedding.conftest import CLINIC, KEY, make_site

pytestmark = pytest.mark.django_db

PAGE = f"/embed/{KEY}/microneedling/"
OTHER = "k9z8yxw7"


@pytest.fixture
def page(homepage):
    return make_published(reviewed=True)


def ancestors(answer):
    """Who may frame an answer, as its policy says; None where it names nobody at all."""
    directives = answer.headers["Content-Security-Policy"].split("; ")
    found = [one.split(" ")[1:] for one in directives if one.startswith("frame-ancestors")]
    return found[0] if found else None


def is_framable(answer):
    assert ancestors(answer) == [CLINIC]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for header in ("X-Frame-Options", "Cross-Origin-Opener-Policy", "Set-Cookie"):
        assert header not in answer.headers
    return True


def test_5_and_every_other_status_has_the_policy_of_its_key(visitor, page, monkeypatch, settings):
    FormerSlug.objects.create(slug="skin-needling", procedure=page.procedure)
    make_withdrawn(slug="filler", title="Filler")
    etag = visitor.get(PAGE).headers["ETag"]
    asked = {
        200: visitor.get(PAGE),
        301: visitor.get(f"/embed/{KEY}/skin-needling/"),
        304: visitor.get(PAGE, headers={"if-none-match": etag}),
        404: visitor.get(f"/embed/{KEY}/none/"),
        405: visitor.post(PAGE),
        410: visitor.get(f"/embed/{KEY}/filler/"),
        413: visitor.generic("GET", PAGE, headers={"content-length": "99999999"}),
    }
    monkeypatch.setattr("procedures.patients.words.reading.shown", lambda *_: 1 / 0)
    asked[500] = visitor.get(PAGE)

    for status, answer in asked.items():
        assert answer.status_code == status
        assert is_framable(answer)
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert asked[301].headers["Location"] == PAGE
    for status in (404, 410, 500):
        words = asked[status].content.decode()
        assert settings.SITE_URL in words
        assert "tel:02079460000" in words
        assert "masthead" not in words


@pytest.mark.parametrize(("status", "words"), [(429, "Wait half a minute"), (503, "cannot be")])
def test_7_an_answer_made_on_the_way_becomes_a_page_for_frames(rf, homepage, status, words):
    answer = FramedAnswers(lambda request: HttpResponse("Later", status=status))(rf.get(PAGE))

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert is_framable(answer)


def test_8_while_developing_an_error_still_says_who_may_frame_it(visitor, page, settings):
    settings.DEBUG = True

    missing = visitor.get(f"/embed/{KEY}/a/b/c/")

    assert missing.status_code == 404
    assert "There is no such page here" in missing.content.decode()
    assert is_framable(missing)


def test_8_while_developing_a_fault_shows_where_it_is(visitor, page, settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr("procedures.patients.words.reading.shown", lambda *_: 1 / 0)

    broken = visitor.get(PAGE)

    assert broken.status_code == 500
    assert "ZeroDivisionError" in broken.content.decode()
    assert is_framable(broken)


def test_6_a_removed_address_is_refused_at_the_next_load_though_the_words_are_the_same(
    client, homepage, page
):
    first = client.get(PAGE)
    homepage.origins = ["https://else.example"]
    homepage.save()

    again = client.get(PAGE, headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.content == first.content
    assert ancestors(again) == ["https://else.example"]
    assert again.headers["Cache-Control"] == "max-age=0, must-revalidate"


def test_a_site_without_addresses_is_framed_by_nobody(client, homepage, page):
    EmbedSite.objects.update(origins=[])

    assert ancestors(client.get(PAGE)) == ["'none'"]


def test_4_any_site_is_said_by_leaving_the_directive_out(client, page):
    make_site(OTHER, any_site=True, reason="Previews of the builder have no origin.")

    assert ancestors(client.get(f"/embed/{OTHER}/microneedling/")) is None


@pytest.mark.parametrize("key", ["n0b0dy00", KEY])
def test_an_unknown_key_and_one_that_was_ended_are_framed_by_nobody(client, page, key):
    EmbedSite.objects.update(active=False)

    for path in ("", "microneedling/", "microneedling/recovery/"):
        answer = client.get(f"/embed/{key}/{path}")
        assert answer.status_code == 404
        assert ancestors(answer) == ["'none'"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_1_everything_else_is_framed_by_nobody(client, page):
    for path in ("/", "/procedures/microneedling/", "/admin/sign-in/", "/embed/v1.js", "/embed/"):
        answer = client.get(path)
        assert ancestors(answer) == ["'none'"], path
        assert answer.headers["X-Frame-Options"] == "DENY", path


def test_9_nothing_that_the_reader_sends_changes_a_byte(client, page):
    first = client.get(PAGE)
    client.force_login(User.objects.first())
    sent = {"accept-language": "de", "referer": "https://clinic.example/secret", "origin": "null"}

    again = client.get(PAGE, headers=sent)

    assert is_framable(again)
    assert again.content == first.content
    for name in ("ETag", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]


def test_54_nothing_that_somebody_adds_to_the_address_changes_a_byte(client, page):
    first = client.get(PAGE)

    again = client.get(f"{PAGE}?utm_source=x&theme=dark&accent=ff0000")

    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]


def test_55_no_cache_gives_one_key_the_policy_of_another(client, page, own_cache):
    make_site(OTHER, origins=["https://other.example"])

    for _ in range(2):
        for key, origin in ((KEY, CLINIC), (OTHER, "https://other.example")):
            assert ancestors(client.get(f"/embed/{key}/microneedling/")) == [origin]
    etags = {
        client.get(f"/embed/{key}/microneedling/").headers["ETag"]: key for key in (KEY, OTHER)
    }
    assert len(etags) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_11_a_frame_can_only_be_read(visitor, page, method):
    answer = visitor.generic(method, PAGE)

    assert answer.status_code == 405
    assert is_framable(answer)


def test_11_a_frame_can_be_asked_for_its_headers(client, page):
    assert is_framable(client.head(PAGE))


@pytest.fixture
def apart(settings):
    """A host of its own for frames."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "embed.example"]
    settings.EMBED_HOST = "embed.example"
    return settings.EMBED_HOST


def test_a_host_of_its_own_has_frames_and_nothing_else(client, page, apart):
    def status(path, host=apart):
        return client.get(path, headers={"host": host}).status_code

    assert {path: status(path) for path in (PAGE, "/embed/v1.js", "/healthz/")} == {
        PAGE: 200,
        "/embed/v1.js": 200,
        "/healthz/": 200,
    }
    for path in ("/", "/admin/", "/admin/sign-in/", "/search/", "/embed/"):
        assert status(path) == 404, path
        assert status(path, "EMBED.example.:8443") == 404, path
    assert client.get("/procedures/microneedling/").status_code == 200


def test_a_host_of_its_own_sends_on_who_asks_it_for_a_page(client, page, settings, apart):
    answer = client.get("/procedures/microneedling/?since=1", headers={"host": apart})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{settings.SITE_URL}/procedures/microneedling/?since=1"


def test_frames_keep_to_https_where_the_site_does(client, page, settings, apart):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60

    for host in ("testserver", apart):
        for path in (PAGE, "/embed/v1.js"):
            led = client.get(path, headers={"host": host})
            assert (led.status_code, led.headers["Location"]) == (301, f"https://{host}{path}")
            shown = client.get(path, headers={"host": host}, secure=True)
            assert shown.status_code == 200
            assert shown.headers["Strict-Transport-Security"] == "max-age=60"
    assert is_framable(client.get(PAGE, headers={"host": apart}))
    assert is_framable(client.get(PAGE, headers={"host": apart}, secure=True))


def test_files_of_frames_may_be_had_by_a_frame_without_an_origin(client, page):
    words = client.get(PAGE).content.decode()

    found = [one for one in words.split('"') if one.startswith("/embed/") and "." in one]
    assert len(found) == 3
    for path in ("/embed/v1.js", *found):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/embed/v1.js").headers["Access-Control-Allow-Origin"] == "*"
