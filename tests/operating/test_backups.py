"""A backup is made whole and proved, or not at all; and goes back only where nothing is."""

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from procedures.editorial.pictures.photos import narrower, stored_at
from procedures.models import Backup, Photo, Run, Version
from procedures.operating import archive, engines
from procedures.operating.backups import back_up
from procedures.operating.refusals import BackupRefused
from procedures.operating.restoring import restore
from tests.clinic import NOW, make_published
from tests.databases import is_postgresql
from tests.operating.places import Place, here, make_photo, quiet, said


@pytest.fixture
def shelf(tmp_path):
    """The folder that backups are put into."""
    made = tmp_path / "shelf"
    made.mkdir()
    return made


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_backup_holds_database_photos_and_what_proves_them_and_nothing_else(place, shelf):
    make_published()
    photo = make_photo()
    narrower(photo, 480)
    (place.media / "photos" / ("0" * 64 + ".webp")).write_bytes(b"nobody names this")
    (place.media / "leaflets").mkdir()
    (place.media / "leaflets" / "kept.pdf").write_bytes(b"made again when asked for")

    told = said("backup", shelf / "copy.tar.gz")

    assert "1 photo)" in told
    assert names(shelf) == ["copy.tar.gz"]
    assert (shelf / "copy.tar.gz").stat().st_mode & 0o777 == 0o600
    with tarfile.open(shelf / "copy.tar.gz") as tar:
        held = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert held == [
        "manifest.json",
        engines.engine().FILE,
        f"photos/{photo.digest}.webp",
    ]
    assert manifest["files"][f"photos/{photo.digest}.webp"] == photo.digest
    assert manifest["rows"]["procedures_version"] == 1
    assert manifest["rows"]["django_session"] == 0
    assert manifest["engine"] == connection.vendor
    assert Run.objects.get().name == "backup"
    assert str(Backup.objects.get()) == str(shelf / "copy.tar.gz")


def test_in_a_folder_backups_are_named_by_the_moment_and_the_newest_are_kept(place, shelf):
    (shelf / "notes.txt").write_text("Not ours.")
    (shelf / "procedure-pages-2026.tar.gz").write_text("Nor this.")
    (shelf / ".procedure-pages-unfinished-1").mkdir()
    (shelf / ".procedure-pages-unfinished-1" / "half").write_text("The power went.")
    for day in range(3):
        made = back_up(shelf, now=NOW + timedelta(days=day), keep=2, progress=quiet)

    assert [one.name for one in made.dropped] == ["procedure-pages-2026-11-22T093000Z.tar.gz"]
    assert names(shelf) == [
        ".procedure-pages-unfinished-1",
        "notes.txt",
        "procedure-pages-2026-11-23T093000Z.tar.gz",
        "procedure-pages-2026-11-24T093000Z.tar.gz",
        "procedure-pages-2026.tar.gz",
    ]


def test_what_a_backup_left_that_was_stopped_goes_after_a_day(place, shelf):
    (shelf / ".procedure-pages-unfinished-1").mkdir()
    os.utime(shelf / ".procedure-pages-unfinished-1", (0, 0))

    said("backup", shelf / "copy.tar.gz")

    assert names(shelf) == ["copy.tar.gz"]


def test_old_backups_that_are_deleted_are_named(place, shelf):
    old = shelf / "procedure-pages-2020-01-01T000000Z.tar.gz"
    old.write_text("An old one.")

    assert f"Deleted: {old}\n" in said("backup", shelf, "--keep", 1)


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (lambda shelf: shelf / "taken", [], r"taken is there already, and is not written over"),
        (lambda shelf: shelf / "none" / "a", [], r"There is no folder .*none\. Make it first"),
        (lambda shelf: shelf / "a", ["--keep", "2"], r"a is no folder, and only in a folder"),
        (lambda shelf: shelf, ["--keep=-1"], r"Keep at least one"),
        (lambda shelf: Path("/proc"), [], r"could not be made in /proc: .* Nothing was left there"),
    ],
)
def test_a_backup_that_cannot_be_made_says_why(place, shelf, make, options, message):
    (shelf / "taken").write_text("Somebody’s file")

    with pytest.raises(CommandError, match=message):
        said("backup", make(shelf), *options)

    assert names(shelf) == ["taken"]
    assert not Run.objects.exists()


def test_a_lost_photo_does_not_keep_the_rest_from_being_backed_up(place, shelf, elsewhere):
    lost, _ = make_photo("tan"), make_photo("pink")
    stored_at(lost.digest).write_bytes(b"damaged")

    told = said("backup", shelf / "copy.tar.gz")

    assert f"Photo {lost.digest[:12]} is missing or damaged here" in told
    assert "1 photo)" in told
    with here(elsewhere()), pytest.raises(CommandError, match=r"1 found\. Compare it with"):
        said("restore", shelf / "copy.tar.gz")


def test_a_backup_comes_back_where_nothing_is_and_only_there(place, shelf, elsewhere):
    make_published()
    photo = make_photo()
    said("backup", shelf / "copy.tar.gz")
    new = elsewhere()

    with here(new):
        told = said("restore", shelf / "copy.tar.gz")

        assert "1 version, 0 reviews, 1 photo. Everybody signs in anew.\nEvery" in told
        assert Photo.objects.get().digest == photo.digest
        assert [file.name for file in new.files()] == [f"{photo.digest}.webp"]
        assert Backup.objects.get().path == str(shelf / "copy.tar.gz")
        with pytest.raises(CommandError, match=r"(all tables|\.sqlite3, ).*media/photos"):
            said("restore", shelf / "copy.tar.gz")


def test_files_in_the_way_are_named_and_stay(place, shelf, elsewhere):
    said("backup", shelf / "copy.tar.gz")
    new = elsewhere()
    (new.media / "photos").mkdir(parents=True)

    with here(new):
        with pytest.raises(CommandError, match=r"Move away \S+media/photos; or name"):
            said("restore", shelf / "copy.tar.gz")
        (new.media / "photos").rename(new.media / ".restoring")
        with pytest.raises(CommandError, match=r"\.restoring \(left by a restore that"):
            said("restore", shelf / "copy.tar.gz")
        (new.media / ".restoring").rmdir()
        said("restore", shelf / "copy.tar.gz")


def test_a_database_that_is_not_there_is_told(place, shelf):
    gone = Place("postgres://server/gone", place.media)

    with here(gone), pytest.raises(CommandError, match=r"could not be made in .* Nothing was left"):
        said("backup", shelf)

    assert names(shelf) == []


def test_a_backup_that_is_not_there_is_told(place, shelf):
    with pytest.raises(CommandError, match=r"The backup cannot be read: .*No such file"):
        said("restore", shelf / "copy.tar.gz")


def test_a_disk_that_refuses_is_told_with_the_way_on(place, shelf, elsewhere):
    said("backup", shelf / "copy.tar.gz")
    new = elsewhere()
    new.media.write_text("A file where a folder should be.")

    with here(new), pytest.raises(CommandError, match=r"could not be restored: .* Mend that"):
        said("restore", shelf / "copy.tar.gz")


def test_a_backup_of_a_later_release_is_refused(place, shelf, elsewhere):
    MigrationRecorder(connection).record_applied("procedures", "0999_of_a_later_release")
    said("backup", shelf / "copy.tar.gz")

    with here(elsewhere()), pytest.raises(CommandError, match=r"know procedures\.0999_of_a_later"):
        said("restore", shelf / "copy.tar.gz")


def test_a_backup_of_an_earlier_release_is_brought_forward(place, shelf, elsewhere):
    said("migrate", "procedures", "0009", verbosity=0)
    made = shelf / "copy.tar.gz"

    assert "is not up to date, so it takes no note" in said("backup", made)

    with here(elsewhere()):
        restore(made, progress=quiet)

        assert Backup.objects.get().path == str(made)
        assert Version.objects.count() == 0


def test_a_backup_of_the_other_kind_of_database_is_refused(place, shelf, elsewhere):
    made = shelf / "copy.tar.gz"
    back_up(made, now=NOW, progress=quiet)
    told = archive.described(made)
    other = "sqlite" if is_postgresql() else "postgresql"
    sources = {name: shelf / Path(name).name for name in told.files}
    archive.unpack(made, place=sources.get, progress=quiet)
    changed = type(told)(**{**vars(told), "engine": other})
    archive.write(shelf / "other.tar.gz", changed, sources, progress=quiet)

    with here(elsewhere()), pytest.raises(BackupRefused, match="only into the kind of database"):
        restore(shelf / "other.tar.gz", progress=quiet)


def test_a_copy_that_is_not_what_it_should_be_is_not_taken(place, shelf, elsewhere):
    make_published()
    database = engines.engine()
    rows = database.copy(shelf / "whole").rows
    (shelf / "broken").write_bytes(b"not a database at all")

    with pytest.raises(BackupRefused):
        database.check(shelf / "broken", rows)
    with pytest.raises(BackupRefused, match="lost_table"):
        database.check(shelf / "whole", {**rows, "lost_table": 1})
    with here(elsewhere()), pytest.raises(BackupRefused, match="procedures_version"):
        database.put_back(shelf / "whole", {**rows, "procedures_version": 99})


if is_postgresql():

    def test_tools_that_are_not_installed_are_named(place, shelf, monkeypatch):
        monkeypatch.setenv("PATH", str(shelf))

        with pytest.raises(CommandError, match=r"pg_dump is not installed\. Install PostgreSQL"):
            said("backup", shelf / "copy.tar.gz")

        assert names(shelf) == []

else:

    def test_a_copy_in_which_a_row_lacks_another_is_not_taken(place, shelf):
        rows = engines.engine().copy(shelf / "whole").rows
        with closing(sqlite3.connect(shelf / "whole")) as made, made:
            made.execute("INSERT INTO procedures_formerslug VALUES (1, 'a-peel', 99)")

        with pytest.raises(BackupRefused, match="row 1 of procedures_formerslug names a row of"):
            engines.engine().check(shelf / "whole", rows)
