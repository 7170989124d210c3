"""Database triggers: what no code, bulk action or slip at a prompt may do.

A numbered version never changes and is never deleted; reviews, approvals, withdrawals,
redactions, register entries and steps are written once. SQLite and PostgreSQL hold it themselves.
Where the words of a version were removed by law, notes about it may be emptied too.
They also count what changes for patients (`Generation`), in the transaction that changes it, so
that a kept answer cannot outlive what it says, whoever wrote.

Three traps shape this file. On SQLite a migration that alters a table rebuilds it and drops
its triggers, so they are made again after every migrate. `INSERT OR REPLACE` deletes the row
in its way without firing a delete trigger, so inserts and updates look for that row first. And
a condition on status is beaten by changing the status first, so conditions are on the number.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from procedures.models.embed import EmbedSite
from procedures.models.photo import Consent, Photo
from procedures.models.procedure import FormerSlug, Group, Procedure
from procedures.models.records import Approval, Redaction, RegisterEntry, Review, Withdrawal
from procedures.models.statements import (
    GENERATION,
    REDACTION,
    VERSION,
    PostgreSQL,
    SQLite,
    Trigger,
)
from procedures.models.step import Step

INSERT_ONLY: tuple[type[Model], ...] = (
    Review,
    Approval,
    Withdrawal,
    Redaction,
    RegisterEntry,
    Step,
)

#: What patients' pages and frames are made of, besides versions and their index. Whatever
#: changes of a version's index changes with the version itself.
SEEN: tuple[type[Model], ...] = (
    Review,
    Withdrawal,
    Redaction,
    Procedure,
    Group,
    FormerSlug,
    Photo,
    Consent,
    EmbedSite,
    EmbedSite.procedures.through,
)


def expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers this database should have, for the tables and columns it has now."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {VERSION, REDACTION} <= tables:
            return []
        columns = {
            table: _columns(connection, cursor, table)
            for table in (VERSION, *(model._meta.db_table for model in INSERT_ONLY))
            if table in tables
        }
    write = SQLite() if connection.vendor == "sqlite" else PostgreSQL()
    found = list(write.version(columns[VERSION]))
    for model in INSERT_ONLY:
        if model._meta.db_table in tables:
            found.extend(write.insert_only(model, columns[model._meta.db_table]))
    if GENERATION in tables:
        found.extend(write.counted(VERSION, "{row}.number IS NOT NULL"))
        for table in sorted(tables & {model._meta.db_table for model in SEEN}):
            found.extend(write.counted(table, ""))
    return found


def _columns(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> list[str]:
    """The names of a table's columns."""
    if connection.vendor == "sqlite":
        # Django reads the constraints of a table too, which takes fifty times as long.
        cursor.execute("SELECT name FROM pragma_table_info(%s) ORDER BY cid", [table])
        return [name for (name,) in cursor.fetchall()]
    described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger as it should be. Safe to repeat."""
    wrong = missing(connection)
    if not wrong:
        return
    with connection.cursor() as cursor:
        for trigger in wrong:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
                cursor.execute(trigger.sql)
                continue
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger "
                f"LANGUAGE plpgsql AS $body${trigger.body}$body$"
            )
            cursor.execute(trigger.sql.replace("CREATE", "CREATE OR REPLACE", 1))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, so that SQLite can rebuild tables they name."""
    with connection.cursor() as cursor:
        for trigger in expected(connection):
            where = "" if connection.vendor == "sqlite" else f" ON {trigger.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{where}")


def missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that are not there, switched off, or not as they should be."""
    found = _found(connection)
    return [trigger for trigger in expected(connection) if (trigger.sql, trigger.body) not in found]


def _found(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The statement and the body of every trigger that fires, as the database has them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql, '' FROM sqlite_master WHERE type = 'trigger'")
        else:
            # 'O' and 'A': not switched off, nor for replication only.
            cursor.execute(
                "SELECT pg_get_triggerdef(t.oid, true), p.prosrc FROM pg_trigger t "
                "JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            )
        return set(cursor.fetchall())


@receiver(pre_migrate)
def lift(sender: AppConfig, using: str, plan: list[Any], **kwargs: Any) -> None:
    """Before a migration: SQLite cannot rebuild a table that another table's trigger names."""
    if sender.name == "procedures" and plan and connections[using].vendor == "sqlite":
        remove(connections[using])


@receiver(post_migrate)
def restore(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After every migrate the triggers are there again, made for the columns there are now."""
    if sender.name == "procedures":
        install(connections[using])
