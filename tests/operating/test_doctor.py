"""What is wrong is said in plain words, with its mend, the worst first."""

import json
import os
import socket
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from procedures.models import Backup, Run, Version, triggers
from procedures.operating.examining import permitted, running
from procedures.operating.tasks import TASKS
from tests.clinic import TODAY, make_published, make_review
from tests.databases import is_postgresql
from tests.operating.places import make_photo, said

CALM = "Nothing is wrong here.\n"


@pytest.fixture(autouse=True)
def production(settings):
    """The site as a clinic runs it, behind a proxy of its own."""
    settings.SECRET_KEY = "a long one, with many different letters: xQz7-vK2_pLw9!mTr4 and more"
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://pages.example", ["pages.example"]
    settings.TRUSTED_PROXIES, settings.PUBLISH_LOADED = ["127.0.0.1"], False
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


@pytest.fixture
def well(place):
    """Everything runs, and a backup was made."""
    for name in TASKS:
        Run.objects.create(name=name, at=timezone.now())
    place.media.mkdir()
    return place


def examined(*options):
    """What the doctor says where something is wrong."""
    out = StringIO()
    with pytest.raises(CommandError, match=r"[0-9]+ things? to mend\.") as counted:
        call_command("doctor", *options, stdout=out)
    told = out.getvalue()
    if not options:
        assert str(counted.value).split()[0] == str(len(told.splitlines()))
    return told


def test_a_site_with_nothing_wrong_is_left_in_peace(well, tmp_path):
    make_published(reviewed=True)
    make_photo()
    said("backup", tmp_path / "copy.tar.gz")

    assert said("doctor") == CALM
    assert said("doctor", "--json") == "[]\n"


def test_the_worst_is_said_first_and_everything_with_its_mend(well, settings, tmp_path):
    make_published(slug="a-peel")
    late = make_published(slug="a-laser")
    make_review(late, on=TODAY - timedelta(days=400), next_due=TODAY - timedelta(days=1))
    for number in range(5):
        make_published(slug=f"page-{number}")
    Run.objects.filter(name="publishdue").update(at=timezone.now() - timedelta(hours=2))
    Run.objects.filter(name="checklinks").delete()
    photo = make_photo()
    stored = well.media / "photos" / f"{photo.digest}.webp"
    orphan = stored.rename(well.media / "photos" / "orphan.webp")
    os.utime(orphan, (0, 0))
    said("backup", tmp_path / "copy.tar.gz")
    (tmp_path / "copy.tar.gz").write_bytes(b"damaged")
    triggers.remove(connection)
    Version.objects.filter(procedure__slug="a-peel").update(digest="0" * 64)
    settings.SITE_URL, settings.TRUSTED_PROXIES = "http://pages.other", []
    settings.SECRET_KEY, settings.PUBLISH_LOADED = "short", True
    settings.SECURE_HSTS_SECONDS = 0
    settings.CONTENT_ROOT = tmp_path / "content"
    settings.CONTENT_ROOT.chmod(0o777)

    told = examined()

    levels = [line.partition(":")[0] for line in told.splitlines()]
    assert levels == sorted(levels, key=["Now", "Soon", "Later"].index)
    for words in (
        "Now: the trigger procedures_version_frozen is missing. Run `manage.py migrate`.",
        "Now: a-peel 1 no longer says what patients read. Keep this database, run",
        "Now: pages.other is in SITE_URL and not in ALLOWED_HOSTS, so every visit is refused.",
        f"Soon: the file of photo {photo.digest[:12]} is missing. Take photos/{photo.digest}.webp",
        "Soon: `manage.py publishdue` last ran on ",
        "Soon: `manage.py checklinks` never ran. Have a timer run it",
        f"Soon: the newest backup, {tmp_path}/copy.tar.gz, is not the file that was made.",
        "Soon: SITE_URL is http://pages.other, so links",
        "Soon: TRUSTED_PROXIES is empty: behind a proxy every visit is sent round in circles",
        "Soon: PUBLISH_LOADED is on, so files are shown to patients that nobody here has checked.",
        "Soon: SECRET_KEY is short or easy to guess",
        "Soon: You have not set a value for the SECURE_HSTS_SECONDS setting.",
        f"Soon: everybody on this machine may change the words in {tmp_path}/content. Run `chmod",
        f"Later: 1 file that nothing names, such as {orphan}. `manage.py checkpages` deletes",
        "Later: the review of a-laser is overdue, and patients are told so.",
        "Later: nobody clinical has checked a-peel, page-0, page-1, page-2, page-3 and 1 more:",
    ):
        assert words in told


def test_programs_are_told_the_same(well, settings):
    settings.PUBLISH_LOADED = True

    [told] = json.loads(examined("--json"))

    assert told["level"] == "soon"
    assert told["what"].startswith("PUBLISH_LOADED is on")
    assert told["mend"] == "Take PUBLISH_LOADED out of the environment"


def test_a_machine_of_ones_own_is_asked_one_thing(well, settings):
    settings.DEBUG, settings.SECURE_HSTS_SECONDS = True, 0

    assert examined().startswith("Soon: DEBUG is on, so an error shows any visitor the inside")


def test_a_database_that_is_not_there_is_told(well, tmp_path):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "gone" if is_postgresql() else str(tmp_path / "no" / "a")
    try:
        told = examined()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name

    assert "Now: the database does not answer (OperationalError). See that it runs." in told
    assert "Now: what is stored cannot be examined (OperationalError). Mend the database" in told


def test_a_mail_server_that_does_not_answer_is_told(well, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        settings.EMAIL_PORT = taken.getsockname()[1]
        assert "Soon: the mail server does not take our mail (" in examined()

    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "Soon: there is no mail server, so reminders are printed" in examined()
    settings.DEBUG = True
    assert "mail" not in examined()


@pytest.mark.django_db
def test_files_that_everybody_may_read_are_told(settings, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as open_to_all:
        there = Path(open_to_all)
        there.chmod(0o755)
        key, copy = there / "secret-key", there / "copy.tar.gz"
        for file in (key, copy):
            file.write_text(settings.SECRET_KEY, encoding="ascii")
            file.chmod(0o644)
        settings.VAR, settings.MEDIA_ROOT = there, there / "media"
        settings.MEDIA_ROOT.mkdir(mode=0o755)
        Backup.objects.create(path=str(copy), bytes=0, made_at=timezone.now())
        monkeypatch.setitem(connection.settings_dict, "NAME", str(key))

        told = [str(one) for one in (*permitted.examine(), *permitted.backups())]

    assert "Soon: everybody on this machine may read the secret key, with which" in told[1]
    assert f"Run `chmod o-rwx {key}`." in told[1]
    assert "may read the folder of photos, those of patients among them" in told[0]
    assert f"may read a backup, with all that staff know ({copy})" in told[-1]


@pytest.mark.django_db
def test_a_folder_the_site_may_not_write_into_is_told(settings):
    settings.MEDIA_ROOT = Path("/proc/no/media")  # where even root makes nothing

    told = [str(one) for one in permitted.examine()]

    assert [one for one in told if "the site may not write into /proc, so no photo" in one]


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told_once(settings, monkeypatch):
    monkeypatch.setattr(running, "_SMALL", 1)

    [one] = running.disks(least=10**18)

    assert "is nearly full: " in one.what
    assert not list(running.disks(least=0))


@pytest.mark.parametrize("hours", [25, 27])
def test_a_backup_is_due_every_day(well, hours):
    Run.objects.filter(name="backup").update(at=timezone.now() - timedelta(hours=hours))

    told = said("doctor") if hours == 25 else examined()

    assert ("Soon: `manage.py backup` last ran on " in told) is (hours == 27)
