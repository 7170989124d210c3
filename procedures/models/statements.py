"""The statements that make triggers, on SQLite and on PostgreSQL.

Tables and columns have no parameters in SQL; every name here is one of our models' own.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from procedures.models.generation import Generation
from procedures.models.records import Approval, Redaction, Review, Withdrawal
from procedures.models.step import Step
from procedures.models.version import MOVABLE, REDACTED, Version
from procedures.vocabulary import Status

#: What people wrote beside a text: it may be emptied, and only that, once the text is gone.
NOTES: dict[type[Model], str] = {
    Review: "note",
    Approval: "overridden",
    Withdrawal: "note",
    Step: "note",
}

#: The arrows a status may follow.
ARROWS = (
    (Status.DRAFT, Status.IN_REVIEW),
    (Status.IN_REVIEW, Status.DRAFT),
    (Status.IN_REVIEW, Status.PUBLISHED),
    (Status.IN_REVIEW, Status.DECLINED),
    (Status.PUBLISHED, Status.SUPERSEDED),
    (Status.PUBLISHED, Status.WITHDRAWN),
)

VERSION = Version._meta.db_table
REDACTION = Redaction._meta.db_table
GENERATION = Generation._meta.db_table


@dataclass(frozen=True)
class Trigger:
    """A trigger as a database has it."""

    name: str
    table: str
    #: The statement that makes it, as the database repeats it.
    sql: str
    #: PostgreSQL: the body of the function it calls.
    body: str = ""


def _arrows() -> str:
    moves = " OR ".join(f"(OLD.status = '{a}' AND NEW.status = '{b}')" for a, b in ARROWS)
    return f"(OLD.status = NEW.status OR {moves})"


def _there_is(table: str, called: str, where: str) -> str:
    """A condition: that there is such a row. SQL has no parameter for a table; these are ours."""
    return " ".join(("EXISTS (SELECT 1 FROM", table, called, "WHERE", where)) + ")"


def _redacted() -> str:
    return _there_is(REDACTION, "r", "r.version_id = OLD.id")


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


def _changes(model: type[Model], others_same: str) -> str:
    """What is refused as a change of a row that is written once."""
    if model not in NOTES:
        return "true"
    emptied = _there_is(VERSION, "v", "v.id = OLD.version_id AND v.text = ''")
    return f"NOT (NEW.{NOTES[model]} = '' AND {others_same} AND {emptied})"


class SQLite:
    """The triggers of SQLite: a condition is part of each."""

    def version(self, columns: Iterable[str]) -> Iterable[Trigger]:
        columns = list(columns)
        frozen = [name for name in columns if name not in MOVABLE]
        kept = [name for name in frozen if name not in REDACTED]
        words = {
            "changed": _differ(frozen),
            "redacting": f"{_blank()} AND NOT ({_differ(kept)}) AND {_redacted()}",
            "arrows": _arrows(),
            "published_at_changed": _differ(["published_at"]),
            "ended_at_changed": _differ(["ended_at"]),
        }
        for name, event, condition, message in _RULES:
            yield self.trigger(VERSION, name, event, condition.format(**words), message)
        for name, event, itself in (
            ("not_replaced", "INSERT", "NULL"),
            ("not_overwritten", "UPDATE", "OLD.id"),
        ):
            taken = (
                f"v.id IS NOT {itself} AND v.number IS NOT NULL AND "
                "(v.id = NEW.id OR v.procedure_id = NEW.procedure_id AND (v.number = NEW.number OR "
                f"v.status = '{Status.PUBLISHED}' AND NEW.status = '{Status.PUBLISHED}'))"
            )
            message = "a numbered version is never replaced"
            yield self.trigger(VERSION, name, event, _there_is(VERSION, "v", taken), message)

    def insert_only(self, model: type[Model], columns: Iterable[str]) -> Iterable[Trigger]:
        table = model._meta.db_table
        message = f"a {model._meta.verbose_name} is written once"
        others = [name for name in columns if name != NOTES.get(model)]
        changes = _changes(model, f"NOT ({_differ(others)})")
        yield self.trigger(table, "unchanged", "UPDATE", changes, message)
        yield self.trigger(table, "kept", "DELETE", "1", message)
        named = {field.name: field.column for field in model._meta.concrete_fields}
        keys = [[field.column] for field in model._meta.concrete_fields if field.unique]
        keys += [
            [named[name] for name in constraint.fields]
            for constraint in model._meta.total_unique_constraints
        ]
        same = " OR ".join(" AND ".join(f"t.{name} = NEW.{name}" for name in key) for key in keys)
        yield self.trigger(table, "not_replaced", "INSERT", _there_is(table, "t", same), message)

    def counted(self, table: str, condition: str) -> Iterable[Trigger]:
        """Every change of a row counts; with a condition, if it holds before or after."""
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            full = f"{table}_counted_{event.lower()}"
            when = " OR ".join(condition.format(row=row) for row in rows) if condition else "1"
            count = " ".join(("UPDATE", GENERATION, "SET number = number + 1"))
            sql = (
                f"CREATE TRIGGER {full} AFTER {event} ON {table} FOR EACH ROW WHEN {when} "
                f"BEGIN {count}; END"
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


class PostgreSQL:
    """The triggers of PostgreSQL: each calls a function of its own."""

    def version(self, columns: Iterable[str]) -> Iterable[Trigger]:
        words = {
            "changed": f"{_without('NEW', MOVABLE)} IS DISTINCT FROM {_without('OLD', MOVABLE)}",
            "redacting": f"{_blank()} AND {_without('NEW', [*MOVABLE, *REDACTED])} "
            f"IS NOT DISTINCT FROM {_without('OLD', [*MOVABLE, *REDACTED])} AND {_redacted()}",
            "arrows": _arrows(),
            "published_at_changed": "NEW.published_at IS DISTINCT FROM OLD.published_at",
            "ended_at_changed": "NEW.ended_at IS DISTINCT FROM OLD.ended_at",
        }
        for name, event, condition, message in _RULES:
            yield self.trigger(VERSION, name, event, condition.format(**words), message)
        yield self.trigger(VERSION, "not_emptied", "TRUNCATE", "true", "versions are kept")

    def insert_only(self, model: type[Model], columns: Iterable[str]) -> Iterable[Trigger]:
        table = model._meta.db_table
        message = f"a {model._meta.verbose_name} is written once"
        note = [NOTES[model]] if model in NOTES else []
        same = f"{_without('NEW', note)} IS NOT DISTINCT FROM {_without('OLD', note)}"
        for name, event, condition in (
            ("unchanged", "UPDATE", _changes(model, same)),
            ("kept", "DELETE", "true"),
            ("not_emptied", "TRUNCATE", "true"),
        ):
            yield self.trigger(table, name, event, condition, message)

    def counted(self, table: str, condition: str) -> Iterable[Trigger]:
        """Every change of a row counts; with a condition, if it holds before or after."""
        full = f"{table}_counted"
        sql = (
            f"CREATE TRIGGER {full} AFTER INSERT OR DELETE OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {full}()"
        )
        when = " OR ".join(condition.format(row=row) for row in ("OLD", "NEW"))
        own = "AS own (id, number) VALUES (pg_backend_pid(), 1)"
        again = "ON CONFLICT (id) DO UPDATE SET number = own.number + 1"
        count = " ".join(("INSERT INTO", GENERATION, own, again))
        body = f"BEGIN IF {when if condition else 'true'} THEN {count}; END IF; RETURN NULL; END"
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
