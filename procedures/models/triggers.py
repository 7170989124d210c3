"""Database triggers: what no code, bulk action or slip at a prompt may do.

A numbered version never changes and is never deleted; reviews, approvals, withdrawals,
redactions, register entries and steps are written once. SQLite and PostgreSQL hold it themselves.
They also count what changes for patients (`Generation`), in the transaction that changes it, so
that a kept answer cannot outlive what it says, whoever wrote.

Three traps shape this file. On SQLite a migration that alters a table rebuilds it and drops
its triggers, so they are made again after every migrate. `INSERT OR REPLACE` deletes the row
in its way without firing a delete trigger, so inserts and updates look for that row first. And
a condition on status is beaten by changing the status first, so conditions are on the number.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from procedures.models.embed import EmbedSite
from procedures.models.generation import Generation
from procedures.models.photo import Consent, Photo
from procedures.models.procedure import FormerSlug, Group, Procedure
from procedures.models.records import Approval, Redaction, RegisterEntry, Review, Withdrawal
from procedures.models.step import Step
from procedures.models.version import MOVABLE, REDACTED, Version
from procedures.vocabulary import Status

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

#: The arrows a status may follow.
ARROWS = (
    (Status.DRAFT, Status.IN_REVIEW),
    (Status.IN_REVIEW, Status.DRAFT),
    (Status.IN_REVIEW, Status.PUBLISHED),
    (Status.IN_REVIEW, Status.DECLINED),
    (Status.PUBLISHED, Status.SUPERSEDED),
    (Status.PUBLISHED, Status.WITHDRAWN),
)

_VERSION = Version._meta.db_table
_REDACTION = Redaction._meta.db_table
_GENERATION = Generation._meta.db_table


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    #: The statement that makes it, as the database repeats it.
    sql: str
    #: PostgreSQL: the body of the function it calls.
    body: str = ""


def _arrows() -> str:
    moves = " OR ".join(f"(OLD.status = '{a}' AND NEW.status = '{b}')" for a, b in ARROWS)
    return f"(OLD.status = NEW.status OR {moves})"


def _blank() -> str:
    return " AND ".join(
        f"NEW.{name} = '{value if isinstance(value, str) else json.dumps(value)}'"
        for name, value in REDACTED.items()
    )


#: What is refused on both engines: name, event, condition, message.
#: {changed}: a frozen column differs. {redacting}: the words are being removed by law.
_RULES = (
    (
        "frozen",
        "UPDATE",
        "OLD.number IS NOT NULL AND ({changed}) AND NOT ({redacting})",
        "a numbered version never changes; publish the next one",
    ),
    (
        "kept",
        "DELETE",
        "OLD.number IS NOT NULL",
        "a numbered version is never deleted; withdraw it",
    ),
    ("moves", "UPDATE", "NOT {arrows}", "this status may not follow that one"),
    (
        "shown_from",
        "UPDATE",
        "{published_at_changed} AND NOT (OLD.status = 'in_review' AND NEW.status = 'published')",
        "a version is shown from the moment it is published",
    ),
    (
        "shown_until",
        "UPDATE",
        "{ended_at_changed} AND NOT (OLD.status = 'published' AND NEW.status <> 'published')",
        "a version is shown until it is replaced or withdrawn",
    ),
    (
        "shown_by_publishing",
        "INSERT",
        "NEW.published_at IS NOT NULL",
        "a version is shown by publishing it",
    ),
)


def expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers this database should have, for the tables and columns it has now."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {_VERSION, _REDACTION} <= tables:
            return []
        columns = [
            column.name
            for column in connection.introspection.get_table_description(cursor, _VERSION)
        ]
    write = _SQLite() if connection.vendor == "sqlite" else _PostgreSQL()
    found = list(write.version(columns))
    for model in INSERT_ONLY:
        if model._meta.db_table in tables:
            found.extend(write.insert_only(model))
    if _GENERATION in tables:
        found.extend(write.counted(_VERSION, "{row}.number IS NOT NULL"))
        for table in sorted(tables & {model._meta.db_table for model in SEEN}):
            found.extend(write.counted(table, ""))
    return found


class _SQLite:
    def version(self, columns: Iterable[str]) -> Iterable[Trigger]:
        columns = list(columns)
        frozen = [name for name in columns if name not in MOVABLE]
        kept = [name for name in frozen if name not in REDACTED]
        words = {
            "changed": _differ(frozen),
            "redacting": f"{_blank()} AND NOT ({_differ(kept)}) AND EXISTS "
            f"(SELECT 1 FROM {_REDACTION} r WHERE r.version_id = OLD.id)",
            "arrows": _arrows(),
            "published_at_changed": _differ(["published_at"]),
            "ended_at_changed": _differ(["ended_at"]),
        }
        for name, event, condition, message in _RULES:
            yield self.trigger(_VERSION, name, event, condition.format(**words), message)
        taken = (
            f"SELECT 1 FROM {_VERSION} v WHERE v.id IS NOT {{self}} AND v.number IS NOT NULL AND "
            "(v.id = NEW.id OR v.procedure_id = NEW.procedure_id AND (v.number = NEW.number OR "
            f"v.status = '{Status.PUBLISHED}' AND NEW.status = '{Status.PUBLISHED}'))"
        )
        message = "a numbered version is never replaced"
        yield self.trigger(
            _VERSION, "not_replaced", "INSERT", f"EXISTS ({taken.format(self='NULL')})", message
        )
        yield self.trigger(
            _VERSION,
            "not_overwritten",
            "UPDATE",
            f"EXISTS ({taken.format(self='OLD.id')})",
            message,
        )

    def insert_only(self, model: type[Model]) -> Iterable[Trigger]:
        table = model._meta.db_table
        message = f"a {model._meta.verbose_name} is written once"
        yield self.trigger(table, "unchanged", "UPDATE", "1", message)
        yield self.trigger(table, "kept", "DELETE", "1", message)
        columns = {field.name: field.column for field in model._meta.concrete_fields}
        keys = [[field.column] for field in model._meta.concrete_fields if field.unique]
        keys += [
            [columns[name] for name in constraint.fields]
            for constraint in model._meta.total_unique_constraints
        ]
        same = " OR ".join(" AND ".join(f"t.{name} = NEW.{name}" for name in key) for key in keys)
        taken = f"EXISTS (SELECT 1 FROM {table} t WHERE {same})"
        yield self.trigger(table, "not_replaced", "INSERT", taken, message)

    def counted(self, table: str, condition: str) -> Iterable[Trigger]:
        """Every change of a row counts; with a condition, if it holds before or after."""
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            full = f"{table}_counted_{event.lower()}"
            when = " OR ".join(condition.format(row=row) for row in rows) if condition else "1"
            sql = (
                f"CREATE TRIGGER {full} AFTER {event} ON {table} FOR EACH ROW WHEN {when} "
                f"BEGIN UPDATE {_GENERATION} SET number = number + 1; END"
            )
            yield Trigger(full, table, sql)

    @staticmethod
    def trigger(table: str, name: str, event: str, condition: str, message: str) -> Trigger:
        full = f"{table}_{name}"
        sql = (
            f"CREATE TRIGGER {full} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return Trigger(full, table, sql)


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns)


class _PostgreSQL:
    def version(self, columns: Iterable[str]) -> Iterable[Trigger]:
        words = {
            "changed": f"{_without('NEW', MOVABLE)} IS DISTINCT FROM {_without('OLD', MOVABLE)}",
            "redacting": f"{_blank()} AND {_without('NEW', [*MOVABLE, *REDACTED])} "
            f"IS NOT DISTINCT FROM {_without('OLD', [*MOVABLE, *REDACTED])} AND EXISTS "
            f"(SELECT 1 FROM {_REDACTION} r WHERE r.version_id = OLD.id)",
            "arrows": _arrows(),
            "published_at_changed": "NEW.published_at IS DISTINCT FROM OLD.published_at",
            "ended_at_changed": "NEW.ended_at IS DISTINCT FROM OLD.ended_at",
        }
        for name, event, condition, message in _RULES:
            yield self.trigger(_VERSION, name, event, condition.format(**words), message)
        yield self.trigger(_VERSION, "not_emptied", "TRUNCATE", "true", "versions are kept")

    def insert_only(self, model: type[Model]) -> Iterable[Trigger]:
        table = model._meta.db_table
        message = f"a {model._meta.verbose_name} is written once"
        for name, event in (
            ("unchanged", "UPDATE"),
            ("kept", "DELETE"),
            ("not_emptied", "TRUNCATE"),
        ):
            yield self.trigger(table, name, event, "true", message)

    def counted(self, table: str, condition: str) -> Iterable[Trigger]:
        """Every change of a row counts; with a condition, if it holds before or after."""
        full = f"{table}_counted"
        sql = (
            f"CREATE TRIGGER {full} AFTER INSERT OR DELETE OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {full}()"
        )
        when = " OR ".join(condition.format(row=row) for row in ("OLD", "NEW"))
        body = (
            f"BEGIN IF {when if condition else 'true'} THEN "
            f"INSERT INTO {_GENERATION} AS own (id, number) VALUES (pg_backend_pid(), 1) "
            "ON CONFLICT (id) DO UPDATE SET number = own.number + 1; END IF; RETURN NULL; END"
        )
        yield Trigger(full, table, sql, body)

    @staticmethod
    def trigger(table: str, name: str, event: str, condition: str, message: str) -> Trigger:
        full = f"{table}_{name}"
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        sql = (
            f"CREATE TRIGGER {full} BEFORE {event} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {full}()"
        )
        back = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(event, "NEW")
        body = (
            f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {back}; END"
        )
        return Trigger(full, table, sql, body)


def _without(row: str, columns: Iterable[str]) -> str:
    return f"to_jsonb({row})" + "".join(f" - '{name}'" for name in columns)


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
