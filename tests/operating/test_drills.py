"""Backups while others write, on a full disk, and killed at any moment."""

import hashlib
import os
import re
import shutil
import time
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection, transaction

from procedures.editorial import journal
from procedures.editorial.pictures import photos
from procedures.models import Photo, Procedure, Step
from procedures.operating import archive
from procedures.operating.backups import back_up
from procedures.operating.refusals import BackupRefused
from procedures.operating.restoring import restore
from procedures.vocabulary import StepKind
from tests.clinic import NOW, make_published
from tests.databases import is_postgresql
from tests.operating.disasters import beside, killed, room_for
from tests.operating.places import here, make_photo, quiet, said

pytestmark = pytest.mark.drill


def test_a_backup_while_two_processes_write_is_of_one_moment(place, elsewhere, tmp_path):
    def write(name):
        """Two rows at once, over and over, until a file says that it is enough."""
        for number in range(5_000):
            if (tmp_path / "enough").exists():
                return
            with transaction.atomic():
                made = Procedure.objects.create(slug=f"{name}-{number}")
                journal.record(StepKind.ARRANGED, procedure=made, by=None, at=NOW)

    writers = [beside(lambda name=name: write(name)) for name in ("one", "two")]
    try:
        for _ in range(600):
            if Procedure.objects.count() >= 20:
                break
            time.sleep(0.05)
        made = [back_up(tmp_path / f"{turn}.tar.gz", now=NOW, progress=quiet) for turn in (1, 2)]
    finally:
        (tmp_path / "enough").touch()
        ended = [os.waitpid(writer, 0)[1] for writer in writers]

    assert ended == [0, 0]
    first, second = (one.manifest.rows["procedures_procedure"] for one in made)
    assert 20 <= first <= second <= Procedure.objects.count()
    with here(elsewhere()):
        restore(made[1].file, progress=quiet)
        assert Procedure.objects.count() == Step.objects.count() == second
        assert not Procedure.objects.filter(steps=None).exists()


def test_a_backup_killed_at_any_moment_leaves_no_half_file(place, tmp_path):
    make_published()
    make_photo()
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    file = shelf / "copy.tar.gz"

    point, step = 1, 5 if is_postgresql() else 2
    while killed(lambda: back_up(file, now=NOW, progress=quiet), shelf, point):
        point += step
        # Killed after it had its name, it is whole.
        if file.exists():
            archive.unpack(file, place=lambda name: None, progress=quiet)
            file.unlink()

    assert point > 8
    archive.unpack(file, place=lambda name: None, progress=quiet)
    file.unlink()
    back_up(file, now=NOW, progress=quiet)


@pytest.mark.uncounted
def test_a_restore_killed_at_any_moment_can_be_run_again(place, elsewhere, tmp_path):
    make_published()
    make_photo()
    file = tmp_path / "copy.tar.gz"
    back_up(file, now=NOW, progress=quiet)
    point, step = 2, 14 if is_postgresql() else 4
    while True:
        new = elsewhere(f"at_{point}")
        with here(new):
            home = new.media.parent
            if not killed(lambda: restore(file, progress=quiet), home, point):
                break
            again(file)
            assert Photo.objects.get()
        point += step

    assert point > 6


def again(file):
    """Restore, after removing what the first try says is in the way."""
    try:
        said("restore", file)
    except CommandError as refusal:
        for named in re.findall(r"(?:Move away|,) (all tables|/[^ ,;]+)", str(refusal)):
            remove(named)
        said("restore", file)


def remove(named):
    if named == "all tables":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    elif Path(named).is_dir():
        shutil.rmtree(named)
    else:
        Path(named).unlink()


@pytest.mark.parametrize("size", [50_000, 1_500_000])
def test_a_disk_that_is_full_leaves_nothing_behind(place, tmp_path, size):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    photo = make_photo()
    large = os.urandom(2_000_000)  # no picture, and larger than the database
    digest = hashlib.sha256(large).hexdigest()
    photos.write(photos.stored_at(digest), large)
    Photo.objects.filter(pk=photo.pk).update(digest=digest)

    with room_for(size), pytest.raises(BackupRefused, match=r"could not be made in|pg_dump failed"):
        back_up(shelf, now=NOW, progress=quiet)

    assert list(shelf.iterdir()) == []
