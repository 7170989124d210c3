"""What holds before a migration that alters the tables holds after it, and after its undoing."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from procedures.editorial import lifecycle
from procedures.models import Fact, Version, triggers
from procedures.models.triggers import INSERT_ONLY
from tests.clinic import NOW, make_published, make_review, make_submitted, make_withdrawn
from tests.migrations_for_tests import LATEST
from tests.models import rows
from tests.models.attacks import (
    SQLITE,
    another,
    queryset_update,
    refused,
    run,
    sql_delete,
    sql_update,
)

pytestmark = [
    pytest.mark.uncounted,
    pytest.mark.drill,
    pytest.mark.dialect,
    pytest.mark.usefixtures("own_database"),
]

FROZEN = "a numbered version never changes; publish the next one"
KEPT = "a numbered version is never deleted; withdraw it"


@pytest.fixture(autouse=True)
def later_release(settings):
    settings.MIGRATION_MODULES = {"procedures": "tests.migrations_for_tests"}


@pytest.fixture
def clinic(folder):
    """Versions in every status a number can have, and one of every record of them."""
    make_review(rows.register_entry(folder).procedure.versions.get())
    for slug in ("chemical-peel", "dermal-filler"):
        folder.version(1, slug=slug)
    folder.load(publish=False)
    lifecycle.decline(Version.objects.get(procedure__slug="dermal-filler"))
    make_withdrawn(slug="laser-resurfacing")
    replaced = make_published(slug="lip-filler")
    make_published(slug="lip-filler")
    lifecycle.redact(replaced, at=NOW, removed="A name", reason="It named a person.")
    make_submitted(slug="lip-filler")


def migrate(target):
    call_command("migrate", "procedures", target, verbosity=0)


def everything():
    """Model → its rows, column by column, as far as the models know them."""
    return {model: list(model.objects.order_by("pk").values()) for model in [Version, *INSERT_ONLY]}


def assert_all_is_held():
    assert triggers.missing(connection) == []
    for version in Version.objects.numbered():
        for field in Version._meta.concrete_fields:
            if field.name not in {"status", "published_at", "ended_at"}:
                value = another(field, field.value_from_object(version))
                with refused(version, FROZEN):
                    sql_update(version, field, value)
                with refused(version, FROZEN):
                    queryset_update(version, field, value)
        with refused(version, KEPT):
            sql_delete(version)
        assert_not_swept_away(version, "never replaced|versions are kept|is written once")
    for model in INSERT_ONLY:
        once = f"a {model._meta.verbose_name} is written once"
        record = model.objects.first()
        for field in model._meta.concrete_fields:
            with refused(record, once):
                sql_update(record, field, another(field, field.value_from_object(record)))
        with refused(record, once):
            sql_delete(record)
        assert_not_swept_away(record, once)


def assert_not_swept_away(row, message):
    table = row._meta.db_table
    with refused(row, message):
        if SQLITE:
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", [row.pk])
        else:
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("target", ["9001", "9002", "9003"])
def test_a_migration_keeps_every_row_and_every_protection(target, clinic):
    before = everything()

    migrate(target)
    assert everything() == before
    assert_all_is_held()

    migrate(LATEST)
    assert everything() == before
    assert_all_is_held()


def test_texts_stored_before_there_was_an_index_of_facts_are_in_it_afterwards(clinic):
    rows = ("version", "key", "words")
    before = sorted(Fact.objects.values_list(*rows))

    migrate("0001")
    migrate(LATEST)

    assert sorted(Fact.objects.values_list(*rows)) == before
    assert "20 to 45 minutes" in {words for _, _, words in before}


def test_a_column_that_a_migration_adds_is_frozen_too(clinic):
    migrate("9001")

    for version in Version.objects.numbered():
        with refused(version, FROZEN):
            run("UPDATE procedures_version SET language = 'cy' WHERE id = %s", [version.pk])
    draft = Version.objects.get(number=None)
    run("UPDATE procedures_version SET language = 'cy' WHERE id = %s", [draft.pk])


def test_redacting_works_after_the_tables_were_altered(clinic):
    migrate("9003")
    migrate("9002")
    version = Version.objects.get(procedure__slug="laser-resurfacing")

    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    version.refresh_from_db()
    assert version.is_redacted


def test_a_migration_that_fails_is_told_and_the_next_migrate_makes_the_triggers_again(
    clinic, client
):
    with pytest.raises(RuntimeError, match="This migration fails"):
        migrate("9004")
    answer = client.get("/readyz/")
    assert (answer.status_code, answer.text) == (
        503,
        "the database is not up to date: run `manage.py migrate`\n",
    )

    migrate("9003")

    assert_all_is_held()


def test_a_migrate_with_nothing_to_do_makes_missing_triggers_again(clinic):
    triggers.remove(connection)

    migrate(LATEST)

    assert_all_is_held()


def test_a_database_is_taken_down_and_built_again():
    migrate("zero")
    assert triggers.expected(connection) == []

    migrate(LATEST)

    assert triggers.expected(connection)
    assert triggers.missing(connection) == []


def test_django_does_not_empty_the_database(clinic):
    before = everything()

    with pytest.raises(CommandError, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)

    assert everything() == before
