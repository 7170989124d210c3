"""Taking a backup back, into a database and a folder that hold nothing.

The order decides what a machine that stops halfway leaves behind: the photos first, and the
database, whole, as the last. So a site never runs on half of a backup.
"""

import shutil
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error
from django.db.migrations.loader import MigrationLoader

from procedures.editorial.content.reading import Progress
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Backup, Photo, Review, Version
from procedures.operating import archive
from procedures.operating.engines import engine
from procedures.operating.manifest import Manifest
from procedures.operating.refusals import BackupRefused

_HALF = ".restoring"


@dataclass(frozen=True)
class Restored:
    """What is back, and what `verifyversions` holds against it."""

    manifest: Manifest
    versions: int
    reviews: int
    photos: int
    wrong: list[str] = field(default_factory=list)


def restore(file: Path, *, progress: Progress) -> Restored:
    """Put a backup into the empty database and media folder of this site.

    Everything is proved before anything is written. Raises `BackupRefused`.
    """
    try:
        told = archive.unpack(file, place=lambda name: None, progress=progress)
    except OSError as error:
        raise BackupRefused(f"The backup cannot be read: {error}.") from error
    _refuse_unfit(told, engine().ENGINE)
    media = Path(settings.MEDIA_ROOT)
    try:
        _refuse_unless_empty(media)
        _put_back(file, media, told, progress)
    except (OSError, Error) as error:
        raise BackupRefused(
            f"The backup could not be restored: {error}. Mend that, see that {media} is an empty "
            "folder, and restore again."
        ) from error
    call_command("migrate", interactive=False, verbosity=0)
    Backup.objects.get_or_create(
        path=str(file.resolve()),
        defaults={"bytes": file.stat().st_size, "made_at": told.made_at},
    )
    return Restored(
        told,
        versions=Version.objects.numbered().count(),
        reviews=Review.objects.count(),
        photos=Photo.objects.count(),
        wrong=list(verify(progress=progress)),
    )


def _refuse_unfit(told: Manifest, here: str) -> None:
    """Raise `BackupRefused` where this version, or this kind of database, cannot take it."""
    if told.engine != here:
        raise BackupRefused(
            f"This backup is of a {told.engine} database, and DATABASE_URL names a {here} one. A "
            "backup goes back only into the kind of database it came from."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    later = [name for name in told.migrations if tuple(name.split(".", 1)) not in known]
    if later:
        raise BackupRefused(
            f"This backup was made by another version of Procedure Pages ({told.version}): the one "
            f"here does not know {later[0]}. Install that version, then restore."
        )


def _refuse_unless_empty(media: Path) -> None:
    """Raise `BackupRefused` where there is anything, and name all of it."""
    found = engine().in_the_way()
    for one in sorted(media.iterdir()) if media.exists() else []:
        left = " (left by a restore that was stopped)" if one.name == _HALF else ""
        found.append(f"{one}{left}")
    if found:
        raise BackupRefused(
            f"Nothing is ever restored over what is there. Move away {', '.join(found)}; or name "
            "another database with DATABASE_URL and another folder with MEDIA_ROOT. Then restore "
            "again."
        )


def _put_back(file: Path, media: Path, told: Manifest, progress: Progress) -> None:
    database, half = engine(), media / _HALF
    (half / "photos").mkdir(parents=True)
    archive.unpack(file, place=partial(Path, half), progress=progress)
    database.check(half / database.FILE, told.rows)
    (half / "photos").rename(media / "photos")
    progress("Restoring the database", 0, 1)
    database.put_back(half / database.FILE, told.rows)
    shutil.rmtree(half)
    progress("Restoring the database", 1, 1)
