"""A trigger that was taken away, changed or switched off is missed and made again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.models import RegisterEntry, Version, triggers
from tests.models import rows
from tests.models.attacks import (
    SQLITE,
    drop_trigger,
    named,
    queryset_update,
    refused,
    run,
    sql_delete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect, pytest.mark.uncounted]

TABLE = Version._meta.db_table
FROZEN = f"{TABLE}_frozen"


def missing():
    return [trigger.name for trigger in triggers.missing(connection)]


def test_nothing_is_missing_after_a_migrate():
    assert triggers.expected(connection)
    assert missing() == []


def test_every_trigger_is_missed_and_made_again():
    gone = []
    for trigger in triggers.expected(connection):
        drop_trigger(trigger.name, trigger.table)
        gone.append(trigger.name)
        assert missing() == gone

    triggers.install(connection)

    assert missing() == []


def test_all_are_taken_away_and_made_again_where_tables_must_be_rebuilt():
    triggers.remove(connection)

    assert triggers.missing(connection) == triggers.expected(connection)
    triggers.remove(connection)
    triggers.install(connection)
    assert missing() == []


def weakened():
    """As after a hand at the prompt: there, and refusing nothing."""
    drop_trigger(FROZEN, TABLE)
    run(
        f"CREATE TRIGGER {FROZEN} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'a numbered version never changes'); END"
    )


def hollow():
    run(
        f"CREATE OR REPLACE FUNCTION {FROZEN}() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NEW; END'"
    )


def at_another_moment():
    run(
        f"CREATE OR REPLACE TRIGGER {FROZEN} BEFORE INSERT ON {TABLE} FOR EACH ROW "
        f"EXECUTE FUNCTION {FROZEN}()"
    )


def under_a_condition():
    run(
        f"CREATE OR REPLACE TRIGGER {FROZEN} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (false) "
        f"EXECUTE FUNCTION {FROZEN}()"
    )


def for_one_column():
    run(
        f"CREATE OR REPLACE TRIGGER {FROZEN} BEFORE UPDATE OF digest ON {TABLE} FOR EACH ROW "
        f"EXECUTE FUNCTION {FROZEN}()"
    )


def switched_off():
    run(f"ALTER TABLE {TABLE} DISABLE TRIGGER {FROZEN}")


def switched_off_with_the_rest():
    run(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")


def for_replicas_only():
    run(f"ALTER TABLE {TABLE} ENABLE REPLICA TRIGGER {FROZEN}")


HANDS = [weakened]
if not SQLITE:
    HANDS = [
        hollow,
        at_another_moment,
        under_a_condition,
        for_one_column,
        switched_off,
        switched_off_with_the_rest,
        for_replicas_only,
    ]


@pytest.mark.parametrize("tamper", HANDS, ids=named)
def test_a_trigger_that_no_longer_holds_is_missed_and_made_again(tamper):
    version = rows.published(None)
    if not SQLITE:
        run("SET CONSTRAINTS ALL IMMEDIATE")  # or it refuses to alter the table

    tamper()

    assert FROZEN in missing()
    triggers.install(connection)
    assert missing() == []
    with refused(version, "a numbered version never changes"):
        queryset_update(version, Version._meta.get_field("text"), "Other words")
    with refused(version, "a numbered version is never deleted"):
        sql_delete(version)


def test_installing_where_nothing_is_missing_writes_nothing():
    with CaptureQueriesContext(connection) as asked:
        triggers.install(connection)

    assert not [query for query in asked if "CREATE" in query["sql"] or "DROP" in query["sql"]]


def test_a_table_that_is_not_there_yet_needs_no_trigger():
    run(f"DROP TABLE {RegisterEntry._meta.db_table}")

    tables = {trigger.table for trigger in triggers.expected(connection)}

    assert RegisterEntry._meta.db_table not in tables
    assert TABLE in tables
    assert missing() == []


def test_without_versions_there_is_nothing_to_hold():
    run("DROP TABLE procedures_redaction")

    assert triggers.expected(connection) == []
    triggers.install(connection)
