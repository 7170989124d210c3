"""The public site as plain files: what nginx answers from them, and when it no longer does."""

import gzip
import re
import resource
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from procedures.editorial import lifecycle
from procedures.editorial.content import arranging
from procedures.editorial.pictures import consenting
from procedures.editorial.pictures.consenting import Agreed
from procedures.models import Photo, Procedure
from procedures.serving.freezing.addresses import addresses
from procedures.serving.freezing.copying import NotFrozen, freeze
from procedures.serving.freezing.nginx import below
from procedures.serving.last_good import LastGood
from procedures.vocabulary import Change
from tests.clinic import NOW, make_clinician, make_published, make_withdrawn
from tests.databases import Site
from tests.editorial.test_folder import put_photo, webp
from tests.patients import states
from tests.serving.frozen import answering

PAGE = "/procedures/microneedling/"
STAMP = re.compile(rb'<p class="notice" data-frozen>As of <time.*?</p>\n')
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_transaction(monkeypatch):
    """The database of a test is one transaction: no answer ends the connection."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def out(tmp_path):
    """A folder for frozen sites, not made yet."""
    return tmp_path / "frozen"


@pytest.fixture
def django():
    """A reader whom Django itself answers."""
    return Client(HTTP_HOST="127.0.0.1:8000", raise_request_exception=False)


def quietly(what, done, of):
    """Say nothing of how far it has come."""


def frozen(out, *, now=None, progress=quietly):
    return freeze(out, now=now or timezone.now(), progress=progress)


def by():
    return {"by": make_clinician(), "at": NOW}


def withdraw(slug="microneedling"):
    page = Procedure.objects.get(slug=slug).versions.published().get()
    return states.withdraw(page, at=timezone.now())


def make_photo(folder):
    """A page with a photo of a patient who agrees: its address."""
    digest = put_photo(folder, webp(size=(640, 480)))
    file = folder.path / "microneedling" / "1.md"
    file.write_text(file.read_text().replace("(photo:", "(patient-photo:"))
    folder.load()
    today = timezone.localdate()
    agreed = Agreed("C-17", today, today + timedelta(days=300), "A pen", 3, 30, True)
    photo = Photo.objects.get(digest=digest)
    consenting.record(photo, agreed, **by(), today=today)
    return f"/photos/{digest}.webp"


def without(headers, *names):
    """Headers but those that only one of two servers says, or that say how an answer is packed."""
    own = {"Server", "Date", "Connection", "Content-Length", "Content-Encoding", *names}
    return {name: value for name, value in headers.items() if name not in own}


def files(out):
    """Name → inode and time of writing of all that lies in the current copy."""
    current = (out / "current").resolve()
    found = (path for path in current.rglob("*") if path.is_file())
    return {
        f"{path.relative_to(current)}": (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in found
    }


def test_nginx_answers_every_address_as_django_does(out, django, folder, tmp_path):
    photo = make_photo(folder)
    make_published(change=Change.SAFETY, change_notes=("Wait six months.",), reviewed=True)
    withdrawn = make_withdrawn(slug="cryolipolysis").version
    lifecycle.redact(withdrawn, at=NOW, removed="A name", reason="It named a person.")
    arranging.rename(make_published(slug="peel").procedure, "chemical-peel", **by())
    call_command("freeze", out)
    every = [
        *(one for one in dict.fromkeys(addresses()) if not re.search("within=[13]", one)),
        photo,
        photo.replace(".webp", "-480.webp"),
        "/?a=b",
        "/no-such-page/",
        "/no-such-page/?a=b",
        "/about?a=b",
        f"{PAGE}?a=b",
    ]

    with answering(out, tmp_path / "nginx") as nginx:
        statuses = set()
        for address in every:
            # What was withdrawn is answered as to somebody who typed a day.
            asked = address
            if django.get(address).status_code == 410:
                asked = f"{address}?from=2026-11-22"
            known = django.get(asked)
            statuses.add(known.status_code)
            for coding in ("identity", "br", "gzip"):
                status, headers, body = nginx.ask(asked, Accept_Encoding=coding)
                packed = headers.get("Content-Encoding")
                assert packed in (None, coding), address
                said = without(headers, "ETag")
                if known.status_code == 301:
                    said["Content-Type"] = known.headers["Content-Type"]
                    body = b""
                assert status == known.status_code, address
                assert said == without(known.headers, "ETag"), address
                plain = UNPACKED[packed](body) if packed else body
                assert STAMP.sub(b"", plain) == known.content, address
                is_page = status in (200, 410) and said["Content-Type"].startswith("text/html")
                assert bool(STAMP.search(plain)) == is_page, address
                assert ("ETag" in headers) == (status == 200), address
        assert statuses == {200, 301, 404, 410}
        assert b"As of <time" in nginx.ask(PAGE)[2]

        _, headers, _ = nginx.ask(PAGE, Accept_Encoding="br;q=0, gzip")
        assert headers["Content-Encoding"] == "gzip"
        for known in (headers["ETag"], f'"x", W/{headers["ETag"]}', "*"):
            status, told, body = nginx.ask(PAGE, Accept_Encoding="gzip", If_None_Match=known)
            assert (status, body) == (304, b"")
            expected = django.get(PAGE, headers={"If-None-Match": "*"}).headers
            assert without(expected, "ETag").items() <= told.items()
            assert told["ETag"] == headers["ETag"]
        assert nginx.ask(PAGE, If_None_Match=headers["ETag"])[0] == 200
        _, styles, _ = nginx.ask("/robots.txt")
        assert styles["ETag"] == django.get("/robots.txt").headers["ETag"]

        # What is made of words and days that somebody types, or for whom it knows.
        for address in (
            "/search/?q=skin",
            f"{PAGE}leaflet.pdf",
            f"{PAGE}recovery/?from=2026-11-22",
            "/?group=other",
            "/embed/k3y8abc2/",
            "/admin/",
        ):
            status, headers, body = nginx.ask(address)
            assert (status, headers["Cache-Control"]) == (503, "no-store"), address
            assert b"020 7946 0000" in body
        assert nginx.ask(PAGE, "POST")[0] == 405
        assert nginx.ask(PAGE, "HEAD")[::2] == (200, b"")

        withdraw()
        frozen(out)
        nginx.reload(PAGE, 410)
        assert nginx.ask(f"{PAGE}versions/1/")[0] == 200
        assert nginx.ask(f"{PAGE}?since=1")[0] == 410


@pytest.mark.uncounted
def test_a_copy_that_is_a_day_old_is_shown_no_more(out, folder, tmp_path):
    photo = make_photo(folder)
    today = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())
    frozen(out, now=today - timedelta(seconds=2))
    style = next(one for one in addresses() if one.startswith("/styles/"))

    with answering(out, tmp_path / "nginx") as nginx:
        assert nginx.ask(PAGE)[0] == 200
        assert nginx.ask(photo)[0] == 404, "a consent may have ended at midnight"

        frozen(out, now=timezone.now() - timedelta(days=1))
        nginx.reload(PAGE, 503)
        status, headers, body = nginx.ask(PAGE)
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "30", "no-store")
        assert b"We cannot show this page" in body
        assert b"020 7946 0000" in body
        assert nginx.ask(style)[0] == 200


@pytest.mark.parametrize("limit", [1_000, 1_050, 2_999, 9_999])
def test_nginx_tells_by_a_pattern_what_comes_before_a_moment(limit):
    before = re.compile(f"^(?:{below(limit)})\\.")

    found = [number for number in range(1_000, 10_000) if before.search(f"{number}.123")]

    assert found == list(range(1_000, limit))


def test_only_what_changed_is_written_anew(out):
    make_published()
    page = out / "current" / "files" / PAGE[1:] / "index.html"
    days = timezone.now() - timedelta(days=1), timezone.now()
    stamps, copies = [], []
    for now in days:
        frozen(out, now=now)
        stamps.append(STAMP.search(page.read_bytes())[0].decode())
        copies.append(files(out))

    # Every page says on which day its words were seen to be so.
    for stamp, day in zip(stamps, days, strict=True):
        assert f"{timezone.localdate(day):%-d %B %Y}," in stamp
        assert "020 7946 0000" in stamp
    same = {name for name, file in copies[1].items() if copies[0].get(name) == file}
    assert any(name.startswith("files/styles/") for name in same)
    assert not any(name.endswith("index.html") and "api" not in name for name in same)

    assert frozen(out).written == 0
    again = files(out)
    changed = {name for name, file in again.items() if copies[1].get(name) != file}
    assert changed == {"frozen.conf", "frozen-site.conf", "frozen-at"}
    assert (out / "current" / "frozen-at").read_text().startswith(f"{timezone.now():%Y-%m-%dT}")

    withdraw()
    frozen(out)
    last = files(out)
    assert "gone/procedures/microneedling/index.html" in last
    assert not any(one.startswith("files/procedures/microneedling/index") for one in last)
    assert not any(one.startswith("files/procedures/microneedling/recovery") for one in last)
    for name in ("files/about/index.html.br", "files/robots.txt"):
        assert last[name] == again[name]
    assert last["files/index.html"] != again["files/index.html"]
    assert sum(one.is_dir() and not one.is_symlink() for one in out.iterdir()) == 2


def test_what_is_withdrawn_while_it_is_frozen_is_withdrawn_in_the_copy(out):
    make_published()
    told = []

    def progress(what, done, of):
        if what == "Comparing" and what not in told:
            withdraw()
        told.append(what)

    frozen(out, progress=progress)

    assert (out / "current" / "gone" / PAGE[1:] / "index.html").exists()
    assert not (out / "current" / "files" / PAGE[1:] / "index.html").exists()
    assert not list(out.glob("*.part"))


def test_a_file_that_was_damaged_is_written_anew(out):
    make_published()
    frozen(out)
    twin = out / "current" / "files" / PAGE[1:] / "index.html.br"
    twin.write_bytes(brotli.compress(b"Other words."))
    (out / "20261122T093000.000000Z.part").mkdir()  # of a freeze that was killed

    frozen(out)

    page = out / "current" / "files" / PAGE[1:] / "index.html"
    assert brotli.decompress(page.with_suffix(".html.br").read_bytes()) == page.read_bytes()


@contextmanager
def a_full_disk():
    """No file may grow beyond a few kilobytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_leaves_what_was_frozen_before(out):
    make_published()
    frozen(out)
    before = files(out)
    make_published(slug="peel", words={"about": "It stings for a day. " * 900})

    with a_full_disk(), pytest.raises(NotFrozen, match="File too large"):
        frozen(out)

    assert files(out) == before
    assert not list(out.glob("*.part"))


def refused(out, **options):
    """What the command says."""
    with pytest.raises(CommandError) as said:
        call_command("freeze", out, **options)
    return str(said.value)


def test_a_folder_that_is_not_ours_is_left_alone(out, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear patient")

    assert "holds something else: letter.txt" in refused(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]
    assert "letter.txt: Not a directory." in refused(tmp_path / "letter.txt")
    assert "nginx cannot read such a name" in refused(tmp_path / "$HOME")
    with LastGood(out).alone():
        assert "another freeze is at it" in refused(out)


def test_a_site_that_answers_otherwise_than_it_should_is_not_frozen(out, settings):
    settings.ALLOWED_HOSTS = ["pages.example"]

    assert refused(out).startswith("/ is answered with 400 Bad Request: look at it in a browser.")
    assert not (out / "current").exists()


def test_a_database_that_cannot_be_read_is_said_to_be_the_reason(out, tmp_path):
    done = Site(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path).manage("freeze", out)

    assert done.returncode == 1
    assert "The site cannot be read: the database is not in its place." in done.stderr
