"""`/readyz/` says what keeps the site from its work, and nothing that only staff should know."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from tests.databases import is_postgresql
from tests.models.attacks import run
from tests.operating.places import make_photo

LOCAL = "django.core.cache.backends."


def ask(client):
    answer = client.get("/readyz/", SERVER_NAME="localhost")
    return answer.status_code, answer.text


def test_a_database_that_can_only_be_read_is_told(place, client, monkeypatch):
    if is_postgresql():
        run(f"ALTER DATABASE {place.database} SET default_transaction_read_only = on")
    else:
        monkeypatch.setitem(connection.settings_dict, "NAME", f"file:{place.database}?mode=ro")
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "uri", True)
    connection.close()

    assert ask(client) == (503, "the database can only be read\n")


def test_a_database_that_somebody_writes_to_is_ready(place, client):
    if is_postgresql():
        assert ask(client) == (200, "ready\n")
        return
    with closing(sqlite3.connect(place.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ask(client) == (200, "ready\n")


@pytest.mark.django_db
def test_lost_photos_are_told_without_saying_where(client, media):
    make_photo()
    media.rename(media.with_name("moved"))

    assert ask(client) == (503, "the folder of photos is missing: restore it from a backup\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cache", "said"),
    [
        (
            {"BACKEND": f"{LOCAL}redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"},
            "the cache does not answer (ConnectionError)\n",
        ),
        ({"BACKEND": f"{LOCAL}dummy.DummyCache"}, "the cache forgets what it is given\n"),
    ],
)
def test_a_cache_that_does_not_work_is_told_and_pages_are_read(client, settings, cache, said):
    settings.CACHES = {"default": cache}

    assert ask(client) == (200, f"ready\n{said}")
