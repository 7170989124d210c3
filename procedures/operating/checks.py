"""System checks: settings of SQLite that lose or damage what is written."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

#: The releases that no longer damage a database in WAL mode which two connections use.
_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def sqlite(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the settings of each SQLite database."""
    return [
        message
        for database in settings.DATABASES.values()
        if database["ENGINE"] == "django.db.backends.sqlite3"
        for message in _wrong(database, sqlite3.sqlite_version_info)
    ]


def _wrong(database: dict[str, Any], version: tuple[int, ...]) -> Iterator[CheckMessage]:
    options = database.get("OPTIONS", {})
    asked = str(options.get("init_command", "")).lower().replace(" ", "")
    if "journal_mode=wal" in asked and not mended(version):
        yield Warning(
            f"SQLite {'.'.join(map(str, version))} can damage a database in WAL mode",
            hint="Use journal_mode=DELETE, or SQLite 3.51.3 or later",
            id="procedures.W001",
        )
    if "mmap_size" in asked and not asked.partition("mmap_size=")[2].startswith("0"):
        yield Error(
            "mmap_size lets a slip of any program write into the database",
            hint="Take mmap_size out of the settings of the database",
            id="procedures.E001",
        )
    if database.get("ATOMIC_REQUESTS") and options.get("transaction_mode") == "IMMEDIATE":
        yield Error(
            "ATOMIC_REQUESTS with IMMEDIATE makes every reader wait for every other",
            hint="Take ATOMIC_REQUESTS out of the settings of the database",
            id="procedures.E002",
        )


def mended(version: tuple[int, ...]) -> bool:
    """Whether WAL mode is safe in that release of SQLite."""
    return version >= _MENDED[-1] or any(
        one[:2] == version[:2] and version >= one for one in _MENDED
    )
