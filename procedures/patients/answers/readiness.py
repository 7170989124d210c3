"""What keeps the site from its work, in words that any visitor may read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from procedures.models import Photo, triggers
from procedures.patients.answers.limits import unreachable


def wrong() -> Iterator[str]:
    """Each thing as “what is wrong: what to do”, or without the second where that depends."""
    try:
        yield from _database()
    except Error as error:
        yield f"the database does not answer ({type(error).__name__})"


def _database() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "the database is not up to date: run `manage.py migrate`"
        return
    for trigger in triggers.missing(connection):
        yield f"the trigger {trigger.name} is missing: run `manage.py migrate`"
    if _read_only():
        yield "the database can only be read"
    if not (Path(settings.MEDIA_ROOT) / "photos").is_dir() and Photo.objects.exists():
        yield "the folder of photos is missing: restore it from a backup"


def _read_only() -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            return bool(cursor.fetchone() == ("on",))
    # On a connection of its own, which does not wait for whoever is writing.
    asked = {**connection.get_connection_params(), "timeout": 0}
    with closing(connection.get_new_connection(asked)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("DELETE FROM django_migrations WHERE 0")  # changes nothing
        except sqlite3.OperationalError as error:
            return bool(error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY)
    return False


def weak() -> Iterator[str]:
    """What the site does its work without: limits are not counted while the cache is away."""
    try:
        cache.set("readiness", "there", timeout=5)
        there = cache.get("readiness") == "there"
    except unreachable() as error:
        yield f"the cache does not answer ({type(error).__name__})"
        return
    if not there:
        yield "the cache forgets what it is given"
