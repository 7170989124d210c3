"""Settings of SQLite that lose or damage what is written are named by `manage.py check`."""

import sqlite3

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from procedures.operating.checks import mended

SQLITE = "django.db.backends.sqlite3"


@pytest.fixture
def another(monkeypatch):
    """Adds a database to the settings."""
    return lambda **database: monkeypatch.setitem(
        settings.DATABASES, "another", {"ENGINE": SQLITE, **database}
    )


def found():
    return [message for message in run_checks() if str(message.id).startswith("procedures")]


def test_the_settings_as_they_come_are_sound(another):
    another(ENGINE="django.db.backends.postgresql", ATOMIC_REQUESTS=True)

    assert found() == []


def test_a_journal_that_this_sqlite_can_damage_is_warned_of(another):
    another(OPTIONS={"init_command": "PRAGMA journal_mode = WAL"})

    told = [message.id for message in found()]

    assert told == ([] if mended(sqlite3.sqlite_version_info) else ["procedures.W001"])


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_releases_in_which_a_write_ahead_log_is_safe(version, sound):
    assert mended(version) is sound


@pytest.mark.parametrize(
    ("database", "message"),
    [
        ({"OPTIONS": {"init_command": "PRAGMA mmap_size=268435456"}}, "Take mmap_size out"),
        (
            {"ATOMIC_REQUESTS": True, "OPTIONS": {"transaction_mode": "IMMEDIATE"}},
            "ATOMIC_REQUESTS with IMMEDIATE makes every reader wait",
        ),
    ],
)
def test_what_must_never_be_set_stops_every_command(another, database, message):
    another(**database)

    with pytest.raises(SystemCheckError, match=message):
        call_command("check")


def test_no_memory_map_is_what_is_asked_for(another):
    another(OPTIONS={"init_command": "PRAGMA mmap_size=0"})

    assert found() == []
