"""Safe copies: one file that holds the database, its photos, and the proof that both are whole.

Kept leaflets stay out, as they are made again when asked for; so do sessions, because whoever
finds a backup must not find himself signed in with it.
"""

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import Error, transaction

from procedures.editorial.content.reading import Progress
from procedures.editorial.journal import ran
from procedures.editorial.pictures import photos
from procedures.models import Backup
from procedures.operating import archive, manifest
from procedures.operating.engines import engine
from procedures.operating.manifest import Manifest
from procedures.operating.refusals import BackupRefused

_NAME = "procedure-pages-{:%Y-%m-%dT%H%M%SZ}.tar.gz"
_NAMED = re.compile(r"procedure-pages-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\.tar\.gz")
_UNFINISHED = ".procedure-pages-unfinished-"
#: What was begun longer ago than this, in seconds, nobody is making any more.
_DAY = 24 * 3600


@dataclass(frozen=True)
class Made:
    """A backup that was made and proved. `dropped` are those that `keep` let go.

    `noted` is False where the database is older than this program and cannot take note of it.
    """

    file: Path
    manifest: Manifest
    bytes: int
    dropped: list[Path]
    noted: bool


def back_up(target: Path, *, now: datetime, keep: int = 0, progress: Progress) -> Made:
    """Copy the site into one file, open that, prove it, and only then give it its name.

    In a folder its name is the moment, and of those so named only the newest `keep` stay; 0
    keeps all. Raises `BackupRefused`, and then nothing was left behind.
    """
    file = _named(target, now, keep)
    try:
        with _workshop(file.parent) as workshop:
            told = _make(workshop, file, now, progress)
    except (OSError, sqlite3.Error, Error) as error:
        raise BackupRefused(
            f"The backup could not be made in {file.parent}: {error}. Nothing was left there. Mend "
            "that, or name another folder."
        ) from error
    size = file.stat().st_size
    noted = _noted(file.resolve(), size, now)
    return Made(file, told, size, list(_dropped(file.parent, keep)), noted)


def _named(target: Path, now: datetime, keep: int) -> Path:
    """The file to make, where that can be said."""
    file = target / _NAME.format(now.astimezone(UTC)) if target.is_dir() else target
    if keep and not target.is_dir():
        raise BackupRefused(f"{target} is no folder, and only in a folder older backups can go.")
    if not file.parent.is_dir():
        raise BackupRefused(f"There is no folder {file.parent}. Make it first.")
    if file.exists():
        raise BackupRefused(f"{file} is there already, and is not written over. Name another file.")
    return file


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder that only this command sees, beside what it makes; and those that were left."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_UNFINISHED) as made:
        yield Path(made)


def _make(workshop: Path, file: Path, now: datetime, progress: Progress) -> Manifest:
    database = engine()
    copied, packed = workshop / database.FILE, workshop / "backup.tar.gz"
    held = database.copy(copied)
    sources, missing = {database.FILE: copied}, []
    for digest in held.photos:
        if photos.sound_bytes(digest) is None:
            missing.append(digest)
        else:
            sources[f"photos/{digest}.webp"] = photos.stored_at(digest)
    files = {name: archive.digest(source) for name, source in sources.items()}
    told = manifest.describe(held, engine=database.ENGINE, files=files, missing=missing, at=now)
    archive.write(packed, told, sources, progress=progress)
    copied.unlink()
    archive.unpack(packed, place={database.FILE: copied}.get, progress=progress)
    database.check(copied, told.rows)
    packed.chmod(0o600)
    packed.rename(file)
    _keep_name(file.parent)
    return told


def _keep_name(folder: Path) -> None:
    """Have the disk keep what is named in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _noted(file: Path, size: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            ran("backup", now)
            Backup.objects.update_or_create(
                path=str(file), defaults={"bytes": size, "made_at": now}
            )
    except Error:  # a backup before `migrate` is the one that matters most
        return False
    return True


def _dropped(folder: Path, keep: int) -> Iterator[Path]:
    """Delete all but the newest backups that were named here."""
    made = sorted(one for one in folder.iterdir() if _NAMED.fullmatch(one.name))
    for old in made[:-keep] if keep else []:
        old.unlink()
        yield old
