"""Copies of a SQLite database: made by SQLite itself, never by copying its file."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.db import connection

from procedures.operating.manifest import Snapshot, snapshot
from procedures.operating.refusals import BackupRefused

ENGINE = "sqlite"
FILE = "database.sqlite3"
#: Whoever writes has that long to come to an end, in seconds.
_PATIENCE = 60
#: What SQLite keeps beside a database; with another database it would be played into that.
_BESIDE = ("-journal", "-wal", "-shm")


def copy(file: Path) -> Snapshot:
    """Write the database as it is at one moment, whoever else writes; nobody is signed in in it."""
    with closing(_opened(_here(), "rw")) as source:
        source.execute("VACUUM INTO ?", [str(file)])
    with closing(_opened(file, "rw")) as made, made:
        made.execute("PRAGMA secure_delete = ON")
        made.execute("DELETE FROM django_session")
    with closing(_opened(file, "ro")) as made:
        return _held(made)


def check(file: Path, rows: dict[str, int]) -> None:
    """Raise `BackupRefused` where the copy is not sound, or holds other rows."""
    try:
        with closing(_opened(file, "ro")) as made:
            wrong = [*_wrong(made)]
            found = _held(made).rows
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"The copy of the database cannot be read: {error}.") from error
    wrong += [f"{one} rows" for one in rows if found.get(one) != rows[one]]
    if wrong or len(found) != len(rows):
        raise BackupRefused(f"The copy of the database is not sound: {', '.join(wrong[:3])}.")


def refuse_unless_empty() -> None:
    """Raise `BackupRefused` where there is a database, or what one left behind."""
    here = _here()
    found = [here] if here.exists() and here.stat().st_size else []
    found += [one for one in (here.with_name(here.name + end) for end in _BESIDE) if one.exists()]
    if found:
        raise BackupRefused(
            f"{found[0]} is there already, and nothing is ever restored over a database. Move it "
            "away, or name another with DATABASE_URL; then restore again."
        )


def put_back(file: Path, rows: dict[str, int]) -> None:
    """Make the copy the database of this site: whole, or not at all."""
    check(file, rows)
    here = _here()
    here.parent.mkdir(parents=True, exist_ok=True)
    new = here.with_name(f".{here.name}.restoring")
    shutil.copyfile(file, new)
    new.chmod(0o640)
    with new.open("rb") as written:
        os.fsync(written.fileno())
    connection.close()
    new.replace(here)


def _here() -> Path:
    return Path(connection.settings_dict["NAME"])


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE)


def _held(made: sqlite3.Connection) -> Snapshot:
    named = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
    )
    tables = [name for (name,) in made.execute(named).fetchall()]
    return snapshot(made.execute, tables)


def _wrong(made: sqlite3.Connection) -> Iterator[str]:
    said = [one for (one,) in made.execute("PRAGMA integrity_check").fetchall()]
    yield from (one for one in said if one != "ok")
    for table, row, parent, _ in made.execute("PRAGMA foreign_key_check").fetchall():
        yield f"row {row} of {table} names a row of {parent} that is not there"
