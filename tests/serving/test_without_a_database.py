"""While the database is away patients read the last good pages, and staff are told why.

One process goes through every disaster, and is well again after each without a restart.
"""

import json
import os
import resource
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from procedures.editorial import drafting
from procedures.models import EmbedSite, Manuscript, Photo
from procedures.vocabulary import Role
from tests.clinic import make_draft, make_person, make_published, make_withdrawn
from tests.databases import is_postgresql
from tests.models.attacks import run
from tests.patients import states
from tests.serving.proxy import Proxy

pytestmark = [pytest.mark.drill, pytest.mark.dialect]

PAGE = "/procedures/microneedling/"
STAMP = "This page is as of"
SECRET = "s" * 32  # of forms


@pytest.fixture
def clinic(own_database, media):
    """A published page, a withdrawn one, a homepage, a draft, and a photo whose file is lost."""
    (media / "photos").mkdir(parents=True)
    Photo.objects.create(digest="b" * 64, width=9, height=9)
    page = make_published(reviewed=True)
    make_withdrawn(slug="filler", title="Filler")
    EmbedSite.objects.create(key="k3y8abc2", name="Health", origins=["https://one.example"])
    make_draft(slug="microneedling", summary="Words in hand.")
    return page


@pytest.fixture
def editor(clinic):
    """The cookies of an editor who is signed in, and a form of theirs."""
    person = make_person()
    person.groups.set(Group.objects.filter(name=Role.EDITOR))
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    draft = Manuscript.objects.latest("pk").version
    words = drafting.words(draft)
    form = {
        "csrfmiddlewaretoken": SECRET,
        "summary": "Just typed.",
        "base-summary": words["summary"],
    }
    cookie = f"__Host-session={session}; __Host-csrf={SECRET}"
    return reverse("staff:draft", args=[draft.pk]), cookie, form


def typed():
    return Manuscript.objects.latest("pk").fields["summary"]


def database():
    return Path(connection.settings_dict["NAME"])


@contextmanager
def moved_away():
    aside = database().with_suffix(".aside")
    database().rename(aside)
    try:
        yield
        assert not database().exists() or database().is_dir()
    finally:
        if database().is_dir():
            database().rmdir()
        aside.rename(database())


@contextmanager
def a_folder_in_its_place():
    with moved_away():
        database().mkdir()
        yield


@contextmanager
def damaged():
    whole = database().read_bytes()
    _write(os.urandom(100) + whole[100:])
    try:
        yield
    finally:
        _write(whole)


@contextmanager
def emptied():
    whole = database().read_bytes()
    _write(b"")
    try:
        yield
        assert database().read_bytes() == b""
    finally:
        _write(whole)


def _write(raw):
    """Into the very file, as somebody would who means no harm."""
    with database().open("r+b") as file:
        file.write(raw)
        file.truncate(len(raw))


@contextmanager
def held_by_another_program():
    other = sqlite3.connect(database(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


def serving(reader):
    """The number of the process that serves a reader."""
    port = str(reader.connection.port)
    found = (one for one in Path("/proc").glob("[0-9]*/cmdline") if port in told(one))
    return int(next(found).parent.name)


def told(file):
    try:
        return file.read_text()
    except OSError:  # it has just ended
        return ""


@contextmanager
def full(reader):
    """The disk takes no byte more, as far as the server can tell."""
    process = serving(reader)
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def cut_off():
    PROXY.cut()
    try:
        yield
    finally:
        PROXY.listen()


@contextmanager
def only_to_be_read(reader):
    """From the next connection on."""
    name = connection.settings_dict["NAME"]
    run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    connection.close()
    reader.connection.close()
    try:
        yield
    finally:
        run("SET default_transaction_read_only = off")
        run(f'ALTER DATABASE "{name}" RESET ALL')
        connection.close()
        reader.connection.close()


#: Disaster → what staff are told.
DISASTERS = {
    moved_away: "the database is not in its place",
    a_folder_in_its_place: "the database is not in its place",
    emptied: "the database is not in its place",
    damaged: "the database is damaged",
    held_by_another_program: "another program holds the database",
}
#: Those in which everything can still be read.
DISASTERS_OF_WRITING = {full: "the disk is full"}
PROXY = None
if is_postgresql():
    PROXY = Proxy(connection.settings_dict["HOST"], int(connection.settings_dict["PORT"]))
    DISASTERS = {cut_off: "the database does not answer"}
    DISASTERS_OF_WRITING = {only_to_be_read: "the database can only be read"}


def until(true):
    """Wait until something is so; half a minute is never."""
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to be so")


def copies(folder):
    return len(list(folder.glob("*.page")))


def is_stamped(reader, path, status=200):
    found, headers, words = reader.ask(path)
    assert found == status
    assert STAMP in words
    assert headers["Cache-Control"] == "no-store"
    assert "ETag" not in headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    return "020 7946 0000" in words


def is_fresh(reader):
    status, headers, words = reader.ask(PAGE)
    return status == 200 and "ETag" in headers and STAMP not in words


def was_not_done(answer, why):
    status, _, words = answer
    assert status == 503
    assert f"This was not done: {why}." in words
    assert "Traceback" not in words
    assert 'name="summary" value="Just typed."' in words
    return True


def is_told(reader, why, address, cookie, form):
    """Patients read on, everybody else is told; nothing is pretended."""
    assert is_stamped(reader, PAGE)
    assert is_stamped(reader, f"{PAGE}?since=1")
    assert is_stamped(reader, "/")
    assert is_stamped(reader, "/procedures/filler/", 410)
    assert reader.ask(PAGE, "HEAD")[0] == 200
    for path in ("/search/?q=needles", "/embed/k3y8abc2/microneedling/", "/nothing/"):
        status, headers, words = reader.ask(path)
        assert (status, headers["Cache-Control"]) == (503, "no-store")
        assert "020 7946 0000" in words
        assert "999" in words
    assert reader.ask("/readyz/")[::2] == (503, f"{why}\n")
    assert reader.status("/healthz/") == 200
    assert reader.ask(PAGE, Host="evil.example")[0] == 400
    assert "masthead" in reader.words(reader.words("/").split('href="')[1].split('"')[0])
    assert was_not_done(reader.ask(address, form=form, Cookie=cookie), why)
    scripted = {"X-Requested-With": "XMLHttpRequest"}
    assert reader.ask(address, form=form, Cookie=cookie, **scripted)[2] == (
        f"Nothing can be saved at the moment: {why}. What you typed is still here."
    )
    return True


def test_patients_read_on_and_staff_are_told_through_every_disaster(editor, start, tmp_path):
    folder = tmp_path / "last-good"
    address, cookie, form = editor
    connection.close()

    with start(LAST_GOOD=str(folder), proxy=PROXY) as reader:
        assert is_fresh(reader)
        assert reader.status(f"/photos/{'b' * 64}.webp") == 404  # its file is lost
        until(lambda: copies(folder) == 5)

        for disaster, why in DISASTERS.items():
            with disaster():
                time.sleep(0.3)  # as long as PostgreSQL is not asked again
                assert is_told(reader, why, address, cookie, form), disaster
            until(lambda: is_fresh(reader))
            assert typed() == "Words in hand."
            connection.close()

        for disaster, why in DISASTERS_OF_WRITING.items():
            with disaster(reader):
                assert is_fresh(reader)
                assert was_not_done(reader.ask(address, form=form, Cookie=cookie), why)
            assert typed() == "Words in hand."
            connection.close()

        assert reader.ask(address, form=form, Cookie=cookie)[0] == 302
        assert typed() == "Just typed."
        connection.close()


def test_a_page_that_was_withdrawn_before_does_not_come_back(clinic, start, tmp_path):
    folder = tmp_path / "last-good"
    connection.close()
    disaster = next(iter(DISASTERS))

    with start(LAST_GOOD=str(folder), proxy=PROXY) as reader:
        until(lambda: copies(folder) == 5)
        states.withdraw(clinic)
        connection.close()
        time.sleep(0.3)
        assert reader.status("/healthz/") == 200

        with disaster():
            time.sleep(0.3)
            assert reader.status(PAGE) in (410, 503)
        until(lambda: reader.status("/about/") == 200 and not outdated(folder))
        with disaster():
            time.sleep(0.3)
            assert is_stamped(reader, PAGE, 410)


def outdated(folder):
    """The copies that are not of the newest generation."""
    newest = int((folder / "newest").read_text())
    tells = (json.loads(one.read_bytes().partition(b"\n")[0]) for one in folder.glob("*.page"))
    return [one for one in tells if one["token"][0] != newest]
