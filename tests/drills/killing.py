"""Work on the site, killed with -9 at moments chosen by chance: `test_killed.py` judges.

One prepared site is copied for each kill. A child process does the work on the copy and kills
itself at one of the work's moments: before or after a statement to the database, or at what it
does to a file. What is left is then read by another connection, as after a start of the server.
"""

import hashlib
import os
import random
import signal
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from procedures.editorial import scheduling
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Photo, Run
from procedures.vocabulary import Role
from tests.clinic import (
    NOW,
    Folder,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
)
from tests.databases import copied
from tests.editorial.test_folder import put_photo, webp
from tests.editorial.test_reencoding import JPEG
from tests.staff.conftest import signed_in, with_role
from tests.staff.test_editor import form

#: What Python itself tells of files that are made, named and removed.
_FILES = {"open", "os.mkdir", "os.chmod", "os.rename", "os.remove"}
#: How long the site may take to answer afterwards, in seconds; then this is killed too.
_PATIENCE = 5


class Prepared:
    """A site at work: a page, its next text scheduled, a draft that is being typed, new files."""

    def __init__(self, url, folder):
        self.url, self.folder = url, Path(folder)
        files = Folder(self.folder / "content")
        for slug in ("filler", "peel"):
            files.version(1, slug=slug)
        put_photo(files, webp(), slug="hair")
        make_published(reviewed=True)
        approval = make_approved(make_submitted(summary="The text that is scheduled."))
        scheduling.schedule(
            approval.version,
            approval=approval,
            due=NOW + timedelta(minutes=1),
            by=make_clinician(),
            at=NOW,
        )
        draft = make_draft(slug="laser")
        browser = signed_in(with_role(make_person(), Role.EDITOR))
        typed = form(browser, draft, pros="- It heals soon.", cons="- It hurts.")
        script = {"X-Requested-With": "XMLHttpRequest"}
        picture = {"alt": "A gloved hand", "caption": "How the pen is held"}
        self.works = {
            "import": lambda: call_command("loadcontent", self.folder / "content"),
            "save": lambda: browser.post(f"/admin/drafts/{draft.pk}/", typed, headers=script),
            "publish": lambda: call_command("publishdue"),
            "upload": lambda: browser.post(
                "/admin/photos/add/",
                {"photo": SimpleUploadedFile("a.jpg", JPEG), **picture},
                headers=script,
            ),
        }

    @contextmanager
    def copy(self, name):
        """The site on a copy of the prepared database, with an empty place for photos."""
        connection.close()
        prepared, media = connection.settings_dict["NAME"], settings.MEDIA_ROOT
        with copied(self.url, self.folder, f"killed_{os.getpid()}_{name}") as site:
            one = site.url.removeprefix("sqlite:///")
            connection.settings_dict["NAME"] = one if one != site.url else one.rpartition("/")[2]
            settings.MEDIA_ROOT = self.folder / f"media-{name}"
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"], settings.MEDIA_ROOT = prepared, media


class Moments:
    """Counts the moments of a work, and ends this process at one of them."""

    def __init__(self, last=0):
        self.count, self.last = 0, last
        sys.addaudithook(self.file)

    def statement(self, execute, *statement):
        self.passed()
        done = execute(*statement)
        self.passed()
        return done

    def file(self, event, about):
        if event in _FILES and str(about[0]).startswith(str(settings.MEDIA_ROOT)):
            self.passed()

    def passed(self):
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_child(work, report, last=0):
    """Do the work in a process of its own, killed at that moment; how many it had, and its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        moments = Moments(last)
        with connection.execute_wrapper(moments.statement):
            work()
        report.write_text(f"{moments.count}")
        connection.close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def everything():
    """Every row of the site, but when tasks last ran."""
    models = apps.get_app_config("procedures").get_models(include_auto_created=True)
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in models
        if model is not Run
    }


def left():
    """What is wrong with what is left, in words."""
    signal.alarm(_PATIENCE)
    answer = Client().get("/procedures/microneedling/")
    signal.alarm(0)
    if answer.status_code != 200:
        yield f"the page answers {answer.status_code}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                found = cursor.execute(f"PRAGMA {pragma}").fetchall()
                if found != sound:
                    yield f"{pragma}: {found}"
    yield from verify(progress=lambda *of: None)
    for file in _photos():
        if file.stem != hashlib.sha256(file.read_bytes()).hexdigest():
            yield f"{file.name} is not the whole of what its name says"


def counted(rows):
    """How many rows there are of each kind: PostgreSQL gives no number a second time."""
    return {kind: len(found) for kind, found in rows.items()}


def strays():
    """Photos that no row knows."""
    known = set(Photo.objects.values_list("digest", flat=True))
    return [file.name for file in _photos() if file.stem not in known]


def _photos():
    """The files under names of photos; one that was not finished has another name."""
    return Path(settings.MEDIA_ROOT).glob("photos/[!.]*")


def killed(prepared, name, work, chance, times):
    """What each of so many kills of one work came to."""
    report = prepared.folder / "report"
    old = everything()
    with prepared.copy(name):
        assert in_a_child(work, report) == 0
        new = everything()
    moments = int(report.read_text())
    assert old != new
    for last in sorted(chance.sample(range(1, moments + 1), times)):
        with prepared.copy(f"{name}_{last}"):
            ended = in_a_child(work, report, last)
            wrong = list(left())
            now = everything()
            undone = now == old
            if undone:
                assert in_a_child(work, report) == 0
            yield {
                "work": name,
                "moment": f"{last} of {moments}",
                "ended": ended,
                "wrong": wrong,
                "whole": now in (old, new),
                "done again": not undone or (counted(everything()) == counted(new)),
                "strays": strays() if undone else [],
            }


def run(url, folder, *, seed, times):
    """What became of every kill."""
    settings.SECOND_STEP_ROLES = []
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    setup_test_environment()
    moment = NOW
    timezone.now = lambda: moment
    prepared = Prepared(url, folder)
    moment = NOW + timedelta(minutes=2)
    chance = random.Random(seed)
    works = prepared.works.items()
    return [one for name, work in works for one in killed(prepared, name, work, chance, times)]
