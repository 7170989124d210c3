"""What a backup says of itself: enough to prove every byte of it."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from procedures.operating.refusals import BackupRefused

NAME = "manifest.json"
#: The form of the archive. A later form gets the next number.
FORM = 1
#: Whatever is beside the manifest: nothing else is written to a disk.
_FILE = re.compile(r"database\.(?:sqlite3|pgdump)|photos/[0-9a-f]{64}\.webp")


@dataclass(frozen=True)
class Snapshot:
    """What a copy of a database held at its moment."""

    #: Table → rows in it.
    rows: dict[str, int]
    #: The digests of its photos.
    photos: tuple[str, ...]
    #: Migrations that made its tables, as `procedures.0001_initial`.
    migrations: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The first file of every backup."""

    made_at: str
    #: Of Procedure Pages.
    version: str
    #: The database: sqlite or postgresql.
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    #: Name → SHA-256 of each file of the backup but this one.
    files: dict[str, str]
    #: Photos whose file was lost, or damaged, before the backup was made.
    missing: list[str] = field(default_factory=list)
    form: int = FORM


def snapshot(ask: Callable[[str], Iterable[tuple[Any, ...]]], tables: Iterable[str]) -> Snapshot:
    """What a database holds, asked of it by SQL."""
    counts = {table: " ".join(("SELECT COUNT(*) FROM", f'"{table}"')) for table in tables}
    rows = {table: next(iter(ask(count)))[0] for table, count in counts.items()}
    photos = ask("SELECT digest FROM procedures_photo ORDER BY digest")
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Snapshot(
        rows,
        tuple(digest for (digest,) in photos),
        tuple(f"{app}.{name}" for app, name in migrations),
    )


def describe(
    held: Snapshot, *, engine: str, files: dict[str, str], missing: list[str], at: datetime
) -> Manifest:
    """The manifest of a backup with these files."""
    return Manifest(
        made_at=at.isoformat(timespec="seconds"),
        version=application(),
        engine=engine,
        migrations=list(held.migrations),
        rows=held.rows,
        files=files,
        missing=missing,
    )


def application() -> str:
    """The version of Procedure Pages that runs here."""
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def write(manifest: Manifest) -> bytes:
    """The manifest as it stands in the archive."""
    return json.dumps(asdict(manifest), indent=1).encode()


def read(raw: bytes) -> Manifest:
    """The manifest in an archive. Raises `BackupRefused` where it is none, or a later form."""
    try:
        told = json.loads(raw)
        form = told["form"]
        manifest = Manifest(**told) if form == FORM else None
    except (ValueError, TypeError, LookupError) as error:
        raise BackupRefused("Its manifest cannot be read, so it is no backup of ours.") from error
    if manifest is None:
        raise BackupRefused(
            f"It has form {form}, and this version of Procedure Pages reads form {FORM}. Install "
            "the version that made it, then restore."
        )
    odd = [name for name in manifest.files if not _FILE.fullmatch(name)]
    if odd:
        raise BackupRefused(f"It holds “{odd[0]}”, which is no file of a backup.")
    return manifest
