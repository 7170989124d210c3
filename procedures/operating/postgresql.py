"""Copies of a PostgreSQL database: made and taken back by the server's own tools."""

import os
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from procedures.operating.manifest import Snapshot, snapshot
from procedures.operating.refusals import BackupRefused

ENGINE = "postgresql"
FILE = "database.pgdump"


def copy(file: Path) -> Snapshot:
    """Write the database as it is at one moment, whoever else writes; nobody is signed in in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [moment] = cursor.fetchone()
        held = _held()
        held.rows["django_session"] = 0
        _run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={moment}",
            "--exclude-table-data=django_session",
            "--no-owner",
            "--no-privileges",
            f"--file={file}",
        )
    return held


def check(file: Path, rows: dict[str, int]) -> None:
    """Raise `BackupRefused` where the copy cannot be listed, or lacks the rows of a table."""
    listed = _run("pg_restore", "--list", str(file), connect=False)
    # As in “3901; 0 16437 TABLE DATA public procedures_version owner”.
    there = {words[6] for line in listed.splitlines() if len(words := line.split()) > 6}
    lost = [table for table, count in rows.items() if count and table not in there]
    if lost:
        raise BackupRefused(f"The copy of the database lacks the rows of {lost[0]}.")


def refuse_unless_empty() -> None:
    """Raise `BackupRefused` where the database has tables."""
    if connection.introspection.table_names():
        raise BackupRefused(
            f"The database “{connection.settings_dict['NAME']}” has tables already, and nothing is "
            "ever restored over a database. Make an empty one with `createdb` and name it with "
            "DATABASE_URL; then restore again."
        )


def put_back(file: Path, rows: dict[str, int]) -> None:
    """Make the copy the content of this database: all of it, or nothing."""
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        f"--dbname={connection.settings_dict['NAME']}",
        str(file),
    )
    found = _held().rows
    wrong = [table for table in rows if found.get(table) != rows[table]]
    if wrong:
        raise BackupRefused(f"{wrong[0]} has other rows than the backup says. Use another backup.")


def _held() -> Snapshot:
    with connection.cursor() as cursor:

        def ask(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return snapshot(ask, sorted(connection.introspection.table_names(cursor)))


def _run(program: str, *arguments: str, connect: bool = True) -> str:
    """What the tool says. The password goes to it in its environment, where no list shows it."""
    words, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = words[1:-1] if connect else []  # between the name of psql and that of the database
    name = {"PGDATABASE": words[-1]}
    try:
        done = subprocess.run(
            [program, *where, *arguments],
            env={**os.environ, **name, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupRefused(
            f"{program} is not installed. Install PostgreSQL’s client programs, as new as your "
            "server or newer."
        ) from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise BackupRefused(f"{program} failed: {said[-1]}")
    return done.stdout
