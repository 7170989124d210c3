"""`/readyz/` says when the database does not hold what it must."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from procedures.models import triggers
from tests.migrations_for_tests import LATEST
from tests.models.attacks import SQLITE


def ask(client):
    answer = client.get("/readyz/")
    return answer.status_code, answer.text


@pytest.mark.django_db
def test_a_sound_database_is_ready(client):
    assert ask(client) == (200, "ready\n")


@pytest.mark.django_db
def test_every_trigger_that_is_missing_is_named(client):
    named = [trigger.name for trigger in triggers.expected(connection)]
    triggers.remove(connection)

    said = [f"the trigger {name} is missing: run `manage.py migrate`\n" for name in named]
    assert ask(client) == (503, "".join(said))

    triggers.install(connection)
    assert ask(client) == (200, "ready\n")


@pytest.mark.django_db
def test_a_migration_that_was_not_run_is_told(client):
    MigrationRecorder(connection).record_unapplied("procedures", LATEST)

    assert ask(client) == (503, "the database is not up to date: run `manage.py migrate`\n")


@pytest.fixture
def unreachable(django_db_setup, django_db_blocker, tmp_path):
    """A connection to a database that is not there."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "gone" / "site.sqlite3")
        if not SQLITE:
            connection.settings_dict["NAME"] = "gone"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


@pytest.mark.usefixtures("unreachable")
def test_a_database_that_does_not_answer_is_told(client):
    assert ask(client) == (503, "the database does not answer (OperationalError)\n")


@pytest.mark.usefixtures("unreachable")
def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz/")

    assert (answer.status_code, answer.text) == (200, "ok\n")
