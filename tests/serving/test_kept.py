"""An answer that is kept is the very answer Django gives, and only for as long as it would."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from procedures.editorial import lifecycle
from procedures.editorial.pictures import consenting
from procedures.editorial.pictures.consenting import Agreed
from procedures.embedding import registry
from procedures.models import EmbedSite, Photo
from procedures.patients.answers import assets
from procedures.serving.store import Kept, Store
from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_clinician, make_published, make_withdrawn
from tests.databases import is_postgresql
from tests.patients import states
from tests.serving.asking import HOST

KEY = "k3y8abc2"
PAGE = "/procedures/microneedling/"
FRAME = f"/embed/{KEY}/microneedling/"
CODINGS = ["br, gzip", "gzip", ""]


def person():
    return {"by": make_clinician(), "at": NOW}


@pytest.fixture
def filled(own_database, folder, settings):
    """A site with a page in every state, a homepage and a glossary."""
    folder.write("glossary.md", "## Collagen\nThe protein that keeps skin firm.\n")
    make_published(reviewed=True)
    page = make_published(change=Change.WORDING, summary="Newer words.", reviewed=True)
    make_published(slug="peel", title="Peel", change=Change.FIRST)
    make_withdrawn(slug="filler", title="Filler")
    EmbedSite.objects.create(key=KEY, name="Example Health", origins=["https://clinic.example"])
    return page


def addresses():
    of_one = [*states.of().values(), *states.of("filler").values(), *states.of("peel").values()]
    framed = [f"/embed/{KEY}/", FRAME, f"{FRAME}recovery/", f"/embed/{KEY}/filler/"]
    found = [assets.address(name) for name in ("stylesheet", "script", "icon", "embed-child")]
    asked = ["/", "/?group=other-procedures&within=7", "/compare/?p=microneedling&p=peel"]
    other = ["/about/", "/glossary/", "/search/", "/search/?q=needles", "/compare/", "/nothing/"]
    changed = ["/procedures/microneedling/changes/1..2/", f"{PAGE}?since=1", "/about"]
    return [*of_one, *framed, *found, *asked, *other, *changed, *states.MACHINES, "/embed/v1.js"]


@pytest.mark.uncounted
def test_every_answer_is_the_one_that_django_gives(filled, open_site, subtests):
    site = open_site()
    every = list(dict.fromkeys(addresses()))

    # What is kept does not depend on the engine, so on the second one a part is enough.
    for address in every[::6] if is_postgresql() else every:
        with subtests.test(address=address):
            for coding in CODINGS if address in (PAGE, FRAME) else ["gzip"]:
                asked = {"http_accept_encoding": coding}
                plain = site.ask(address, around=False, **asked)
                assert [site.ask(address, **asked) for _ in range(2)] == [plain, plain]
                head = site.ask(address, "HEAD", **asked)
                assert (head.status, head.headers, head.body) == (plain.status, plain.headers, b"")
                if plain.status == 200 and "ETag" in dict(plain.headers):
                    asked["http_if_none_match"] = plain["ETag"]
                    known = site.ask(address, around=False, **asked)
                    assert known.status == 304
                    assert [site.ask(address, **asked) for _ in range(2)] == [known, known]


def test_what_everybody_is_given_is_given_without_django(filled, open_site):
    site = open_site()

    for address in ("/", "/?within=7", PAGE, FRAME, "/procedures/filler/", "/feed.xml"):
        assert not site.enters(address, http_accept_encoding="br"), address
        assert not site.enters(address, "HEAD", http_accept_encoding="br"), address
    known = site.ask(PAGE)["ETag"]
    assert not site.enters(PAGE, http_if_none_match=known)
    assert site.ask(PAGE, http_if_none_match=known).status == 304
    assert not site.enters(PAGE, http_if_none_match='"of yesterday"')


def test_a_cookie_changes_nothing_for_patients(filled, open_site):
    site = open_site()
    plain = site.ask(PAGE)

    assert site.ask(PAGE, http_cookie="sessionid=stolen") == plain
    assert not site.enters(PAGE, http_cookie="sessionid=stolen")


OTHERWISE = [
    ("/?utm_source=mail", "GET", {}, 200),
    ("/?&", "GET", {}, 200),
    ("/search/?q=needles", "GET", {}, 200),
    (f"{PAGE}?since=1", "GET", {}, 200),
    (f"{PAGE}recovery/?from=2026-12-01", "GET", {}, 200),
    (f"{PAGE}on/2026-12-01/", "GET", {}, 200),
    (f"/photos/{'b' * 64}.webp", "GET", {}, 200),
    ("/nothing/", "GET", {}, 404),
    ("/readyz/", "GET", {}, 200),
    (PAGE, "POST", {}, 405),
    (PAGE, "GET", {"http_host": "evil.example"}, 400),
    (PAGE, "GET", {"http_host": "127.0.0.1:1"}, 200),
    (PAGE, "GET", {"content_length": "99999999"}, 413),
    (PAGE, "GET", {"http_if_match": '"another"'}, 412),
    (PAGE, "GET", {"http_if_none_match": "*"}, 304),
    ("/admin/sign-in/", "GET", {}, 200),
]


def test_anything_else_is_asked_of_django_each_time(filled, open_site, settings, media, subtests):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    Photo.objects.create(digest="b" * 64, width=9, height=9)
    (media / "photos").mkdir(parents=True)
    (media / "photos" / f"{'b' * 64}.webp").write_bytes(b"RIFF")
    site = open_site()
    site.ask(PAGE)

    for address, method, headers, status in OTHERWISE:
        with subtests.test(address=address, status=status):
            assert site.enters(address, method, **headers)
            answer = site.ask(address, method, **headers)
            assert answer.status == status
            if not address.startswith("/admin/"):
                assert answer == site.ask(address, method, around=False, **headers)


def test_a_reader_by_https_is_given_what_is_for_https(filled, open_site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 3600, True
    site = open_site()

    for _ in range(2):
        secure = site.ask(PAGE, http_x_forwarded_proto="https")
        plain = site.ask(PAGE)
        assert (secure.status, secure["Strict-Transport-Security"]) == (200, "max-age=3600")
        assert (plain.status, plain["Location"]) == (301, f"https://{HOST}{PAGE}")
        assert site.ask(PAGE, http_x_forwarded_proto="http") == plain


def test_a_change_is_there_at_the_next_load(filled, open_site):
    site = open_site()
    known = {coding: site.ask(PAGE, http_accept_encoding=coding)["ETag"] for coding in CODINGS}
    homepage = EmbedSite.objects.get()
    assert "clinic.example" in site.ask(FRAME)["Content-Security-Policy"]

    homepage.origins = ["https://else.example"]
    registry.keep(homepage, [], **person())
    settle(site)
    assert "else.example" in site.ask(FRAME)["Content-Security-Policy"]

    lifecycle.withdraw(filled, reason="The maker has recalled it.", **person())
    settle(site)
    for coding in CODINGS:
        asked = {"http_accept_encoding": coding}
        assert site.ask(PAGE, http_if_none_match=known[coding], **asked).status == 410
        assert site.ask(PAGE, **asked).status == 410


def settle(site):
    """Let the quarter of a second pass for which PostgreSQL is not asked again."""
    database = site.front.freshness.database
    if hasattr(database, "OLDEST"):
        database._asked -= database.OLDEST


def test_an_edited_glossary_counts_from_the_next_load_on(filled, open_site, folder):
    site = open_site()
    assert b"keeps skin firm" in site.ask(PAGE).body

    file = folder.write("glossary.md", "## Collagen\nWhat holds skin together.\n")
    os.utime(file, ns=(1, 1))
    assert b"What holds skin together" in site.ask(PAGE).body

    file.unlink()
    assert b"What holds skin together" not in site.ask(PAGE).body


def test_nothing_outlives_the_clinics_day(filled, open_site, monkeypatch, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    now = [datetime(2026, 11, 22, 10, 59, 59, tzinfo=UTC)]  # one second to midnight
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    photo = Photo.objects.create(digest="a" * 64, width=9, height=9, of_patient=True)
    ends = TODAY + timedelta(days=1)
    agreed = Agreed("C-17", TODAY, ends, "a pen", 1, 30, unretouched=True)
    consenting.record(photo, agreed, today=TODAY, **person())
    make_published(words={"about": f'Words.\n\n![A cheek]({photo.source} "After one.")'})
    site = open_site()
    site.front.freshness._clock = lambda: now[0].timestamp()
    before = site.ask(PAGE)
    assert photo.digest.encode() in before.body
    assert not site.enters(PAGE)

    now[0] += timedelta(seconds=1)

    after = site.ask(PAGE)
    assert photo.digest.encode() not in after.body
    assert after == site.ask(PAGE, around=False)
    assert not site.enters(PAGE)


def test_an_answer_that_a_change_overtook_is_not_kept(filled, open_site):
    reasons = iter(["The maker has recalled it."])

    def overtaken(application):
        def answer(environ, start):
            found = application(environ, start)
            for reason in reasons:
                lifecycle.withdraw(filled, reason=reason, **person())
                settle(site)
            return found

        return answer

    site = open_site(around=overtaken)

    assert site.ask(PAGE).status == 200
    assert site.ask(PAGE).status == 410


def test_a_change_is_seen_before_who_made_it_reads_on(filled, open_site):
    """As when an editor's form is answered, and the next request is about what it changed."""

    def withdrawing(application):
        def answer(environ, start):
            if environ["REQUEST_METHOD"] == "POST":
                lifecycle.withdraw(filled, reason="The maker has recalled it.", **person())
                settle(site)
            return application(environ, start)

        return answer

    site = open_site(around=withdrawing)
    known = site.ask(PAGE)
    before = site.front.token

    site.ask("/admin/sign-in/", "POST")

    assert site.front.token > before
    assert site.ask(PAGE, http_if_none_match=known["ETag"]).status == 410


def test_what_a_reader_has_is_looked_at_anew_where_a_change_comes_between(filled, open_site):
    reasons = iter([])

    def overtaken(application):
        def answer(environ, start):
            for reason in reasons:
                lifecycle.withdraw(filled, reason=reason, **person())
            return application(environ, start)

        return answer

    site = open_site(around=overtaken)
    known = site.ask(PAGE)["ETag"]
    reasons = iter(["The maker has recalled it."])

    assert site.ask(PAGE, http_if_none_match=known).status == 410


def test_what_was_not_asked_for_longest_makes_room():
    store = Store(20_000)
    token = (1, TODAY, 0, 0)
    keys = [(False, HOST, f"/{number}/", "", "") for number in range(3)]
    for key in keys:
        store.keep(key, token, Kept("200 OK", [], b"x" * 5_000))
        store.get(keys[0], token)

    assert store.get(keys[0], token)
    assert store.get(keys[1], token) is None
    assert store.get(keys[2], token)

    store.keep(keys[2], token, Kept("200 OK", [], b"x" * 600_000))
    assert len(store.get(keys[2], token).body) == 5_000
    store.keep(keys[2], token, Kept("200 OK", [], b"y" * 2_000))
    assert store.get(keys[2], token).body == b"y" * 2_000
    store.keep(keys[1], (2, TODAY, 0, 0), Kept("200 OK", [], b""))
    assert store.get(keys[0], token) is None
    assert store.get(keys[0], (2, TODAY, 0, 0)) is None


def test_no_reader_fills_the_memory_with_ways_to_ask():
    store = Store(20_000)

    found = {store.coding(f"br;q=0.{number}") for number in range(1, 300)}

    assert found == {"br"}
    assert len(store._codings) < 299


def test_it_can_be_switched_off(filled, open_site):
    site = open_site(PAGE_STORE=0)

    assert site.enters(PAGE)
    assert site.front == site.django
