"""Who else on this machine may read or write the site's files, and whether the site may."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from procedures.models import Backup
from procedures.operating.troubles import Level, Trouble


def examine() -> Iterator[Trouble]:
    """What is wrong with the permissions of files."""
    media = Path(settings.MEDIA_ROOT)
    yield from _closed(media, "the folder of photos, those of patients among them", "o-rx")
    key = Path(settings.VAR) / "secret-key"
    if key.is_file() and key.read_text(encoding="ascii") == settings.SECRET_KEY:
        yield from _closed(key, "the secret key, with which anybody can sign in", "o-rwx")
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        yield from _closed(database, "the database", "o-rwx")
        yield from _writable(database.parent, "nobody can save anything")
    yield from _writable(media, "no photo can be added and no leaflet be kept")
    content = Path(settings.CONTENT_ROOT)
    if content.exists() and content.stat().st_mode & stat.S_IWOTH:
        yield Trouble(
            Level.SOON,
            f"everybody on this machine may change the words in {content}",
            f"Run `chmod -R o-w {content}`",
        )


def backups() -> Iterator[Trouble]:
    """The backups that lie here and others may read."""
    for one in Backup.objects.all():
        yield from _closed(Path(one.path), "a backup, with all that staff know", "o-rwx")


def _closed(path: Path, what: str, mend: str) -> Iterator[Trouble]:
    """Whether others may read it: its own permissions count only where they can get there."""
    if not path.exists() or not path.stat().st_mode & stat.S_IROTH:
        return
    if all(one.stat().st_mode & stat.S_IXOTH for one in path.resolve().parents):
        yield Trouble(
            Level.SOON,
            f"everybody on this machine may read {what} ({path})",
            f"Run `chmod {mend} {path}`",
        )


def _writable(folder: Path, so: str) -> Iterator[Trouble]:
    there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
    try:
        tempfile.TemporaryFile(dir=there).close()
    except OSError:
        yield Trouble(
            Level.NOW,
            f"the site may not write into {there}, so {so}",
            f"Give it to the account the site runs as: `chown -R ACCOUNT {there}`",
        )
