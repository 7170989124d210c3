"""The last good pages: whole, of the newest generation, and a day old at most."""

import errno
import json
import logging
import threading
import time

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from procedures.editorial import lifecycle
from procedures.models import Manuscript
from procedures.patients.answers import errors
from procedures.serving.freshness import Unreadable
from procedures.serving.last_good import OLDEST, LastGood
from procedures.serving.store import LONGEST, Kept
from procedures.vocabulary import Role
from tests.clinic import NOW, TODAY, make_clinician, make_draft, make_person, make_published
from tests.databases import is_postgresql
from tests.models.attacks import run
from tests.serving.test_kept import PAGE, settle

STAMP = b"This page is as of"
TOKEN = (7, TODAY, 0, 0)
WORDS = b'<main class="flow" id="main">Words</main>'


class Gone:
    """A database that cannot be reached."""

    lain = 1

    def number(self):
        raise Unreadable("the database does not answer")

    def close(self):
        """There is nothing to let go of."""


@pytest.fixture
def last_good(tmp_path):
    return LastGood(tmp_path / "last-good")


@pytest.fixture
def site(own_database, open_site, tmp_path):
    """A site whose last good pages are made."""
    make_published(reviewed=True)
    make_draft(slug="peel", title="Peel")
    site = open_site(LAST_GOOD=str(tmp_path / "last-good"))
    site.ask("/healthz/")
    renewed()
    return site


def renewed():
    """Wait until no copies are being made."""
    for thread in threading.enumerate():
        if thread.name == "last good pages":
            thread.join(timeout=60)


def lose(site):
    site.front.freshness.database.close()
    site.front.freshness.database = Gone()


def copy(last_good, path="/", *, token=TOKEN, words=WORDS):
    last_good.see(token)
    last_good.keep(
        path, token, Kept("200 OK", [("ETag", '"x"'), ("Content-Type", "text/html")], words)
    )
    (file,) = last_good._folder.glob("*.page")
    return file


def test_a_copy_says_from_when_it_is_and_is_kept_by_nobody_on_the_way(last_good):
    copy(last_good)

    found = last_good.get("/")

    assert found.status == "200 OK"
    assert STAMP in found.body
    assert found.body.endswith(b"Words</main>")
    assert dict(found.headers) == {
        "Content-Type": "text/html",
        "Cache-Control": "no-store",
        "Content-Length": str(len(found.body)),
    }
    assert last_good.get("/about/") is None


def test_a_copy_is_given_for_a_day(last_good):
    file = copy(last_good)
    tells, _, page = file.read_bytes().partition(b"\n")
    told = json.loads(tells)

    for age, given in ((OLDEST - 60, True), (OLDEST + 60, False), (-3600, False)):
        file.write_bytes(json.dumps(told | {"made": time.time() - age}).encode() + b"\n" + page)
        assert bool(last_good.get("/")) == given


@pytest.mark.parametrize("raw", [b"", b"{", b'{"token": [7], "length": 9}\nshort'])
def test_a_copy_that_is_not_whole_is_none(last_good, raw):
    file = copy(last_good)
    file.write_bytes(raw)

    assert last_good.get("/") is None


def test_a_page_that_is_too_long_is_not_copied(last_good):
    last_good.keep("/", TOKEN, Kept("200 OK", [], b"x" * LONGEST + WORDS))

    assert last_good.get("/") is None


def test_a_copy_of_an_earlier_generation_is_none_in_every_process(last_good):
    copy(last_good)
    another = LastGood(last_good._folder)
    assert another.get("/")

    last_good.see((8, TODAY, 0, 0))

    assert last_good.get("/") is None
    assert another.get("/") is None


def test_after_a_backup_was_restored_nothing_of_before_is_given(last_good):
    copy(last_good)

    last_good.see((5, TODAY, 0, 0))
    last_good.see(TOKEN)

    assert last_good.get("/") is None


def test_a_folder_that_takes_nothing_more_gives_nothing_that_may_be_wrong(last_good, caplog):
    file = copy(last_good)
    newest = last_good._folder / "newest"
    newest.unlink()
    newest.mkdir()  # where the number would have to go
    (newest / "something").touch()

    last_good.see((8, TODAY, 0, 0))

    assert "nothing can be kept" in caplog.text
    assert not file.exists()
    assert last_good.get("/") is None


def test_of_two_processes_one_makes_the_copies(last_good):
    with last_good.alone() as first, last_good.alone() as second:
        assert (first, second) == (True, False)


def test_every_page_that_a_patient_may_need_is_there_without_anybody_asking(site):
    lose(site)

    for path in ("/", "/about/", "/glossary/", PAGE):
        answer = site.ask(path)
        assert answer.status == 200
        assert STAMP in answer.body
        head = site.ask(path, "HEAD")
        assert (head.headers, head.body) == (answer.headers, b"")
    assert site.ask(PAGE, "POST").status == 503


def test_a_host_that_is_wrong_is_refused_as_always(site, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "frames.example"]
    settings.EMBED_HOST = "frames.example"
    lose(site)

    assert site.ask(PAGE, http_host="evil.example").status == 400
    assert site.ask(PAGE, http_host="frames.example").status == 503
    settings.SECURE_SSL_REDIRECT = True
    assert site.ask(PAGE).status == 503


def test_what_changes_while_copies_are_made_is_in_them(own_database, open_site, tmp_path):
    page = make_published(reviewed=True)
    reasons = iter(["The maker has recalled it."])

    def overtaken(application):
        def answer(environ, start):
            found = application(environ, start)
            if environ["PATH_INFO"] == PAGE:
                for reason in reasons:
                    lifecycle.withdraw(page, by=make_clinician(), at=NOW, reason=reason)
                    settle(site)
            return found

        return answer

    site = open_site(around=overtaken, LAST_GOOD=str(tmp_path / "last-good"))
    site.front.renewal.run()
    lose(site)

    assert site.ask(PAGE).status == 410
    assert site.ask("/").status == 200


def test_copies_that_are_there_are_not_made_again(site):
    before = site.entered

    site.front.renewal.run()

    assert site.entered == before + 1  # for one that is not published, perhaps by now


def test_copies_that_cannot_be_made_are_told_of(site, caplog):
    site.front.freshness.database.close()
    site.front.freshness.database = Gone()

    site.front.renewal.run()

    assert "the last good pages were not made anew: the database does not answer" in caplog.text


def test_a_page_whose_rows_cannot_be_read_is_shown_as_it_was(site, open_site, settings):
    logging.disable(logging.ERROR)
    run("ALTER TABLE procedures_fact RENAME TO procedures_lost")
    try:
        for address in ("/", "/?group=skin"):
            answer = site.ask(address)
            assert (answer.status, STAMP in answer.body) == (200, True)
        assert site.ask("/", "HEAD").status == 200
        assert site.ask(PAGE).status == 200
        assert open_site(LAST_GOOD="").ask("/").status == 503
    finally:
        run("ALTER TABLE procedures_lost RENAME TO procedures_fact")
        logging.disable(logging.NOTSET)


def test_a_database_that_is_lost_while_a_page_is_made_leaves_nothing_kept(own_database, open_site):
    def losing(application):
        def answer(environ, start):
            found = application(environ, start)
            lose(site)
            return found

        return answer

    make_published()
    site = open_site(around=losing)

    assert site.ask(PAGE).status == 200
    assert site.ask(PAGE).status == 503
    assert site.ask("/robots.txt").status == 200


def test_a_save_that_the_database_refuses_is_told_and_nothing_is_lost(own_database, open_site):
    logging.disable(logging.ERROR)
    person = make_person()
    person.groups.set(Group.objects.filter(name=Role.EDITOR))
    client = Client()
    client.force_login(person)
    address = reverse("staff:draft", args=[make_draft(summary="Before.").pk])
    token = "s" * 32
    form = {"csrfmiddlewaretoken": token, "summary": "Typed.", "base-summary": "Before."}
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    site = open_site()
    connection.close()
    before = dict(connection.settings_dict)
    if is_postgresql():
        options = {"options": "-c default_transaction_read_only=on"}
        connection.settings_dict["OPTIONS"] = before["OPTIONS"] | options
    else:
        connection.settings_dict["NAME"] = before["NAME"].replace("mode=rw", "mode=ro")
    try:
        answer = site.ask(address, "POST", form=form, http_cookie=cookie)
    finally:
        connection.close()
        connection.settings_dict.update(before)
        logging.disable(logging.NOTSET)

    assert answer.status == 503
    assert b"This was not done: the database can only be read." in answer.body
    assert b'name="summary" value="Typed."' in answer.body
    assert Manuscript.objects.get().fields["summary"] == "Before."
    assert site.ask(address, "POST", form=form, http_cookie=cookie).status == 302
    assert Manuscript.objects.get().fields["summary"] == "Typed."


@pytest.mark.parametrize(
    ("number", "status"), [(errno.ENOSPC, 503), (errno.EROFS, 503), (errno.ENOENT, 500)]
)
def test_a_disk_that_takes_no_photo_is_told(rf, number, status):
    request = rf.post("/admin/photos/add/", {"alt": "A cheek", "password": "s3cr3t"})

    try:
        raise OSError(number, "No space left on device")
    except OSError:
        answer = errors.server_error(request)

    assert answer.status_code == status
    assert b"s3cr3t" not in answer.content
    assert (b'value="A cheek"' in answer.content) == (status == 503)
    assert (b"the disk is full" in answer.content) == (status == 503)
