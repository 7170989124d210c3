"""The site as a server runs it."""

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections

from procedures.editorial.files.glossary import FILE
from procedures.serving.freshness import Database, Freshness, PostgreSQL, SQLite, existing
from procedures.serving.front import Application, Front
from procedures.serving.last_good import LastGood
from procedures.serving.store import Store


def in_front_of(application: Application) -> Application:
    """Django's handler with the store and the last good pages before it, as settings say."""
    database = _database()
    if not settings.PAGE_STORE and not settings.LAST_GOOD:
        return application
    return Front(
        application,
        Freshness(
            database,
            glossary=Path(settings.CONTENT_ROOT) / FILE,
            zone=ZoneInfo(settings.TIME_ZONE),
        ),
        store=Store(settings.PAGE_STORE * 1_000_000) if settings.PAGE_STORE else None,
        copies=LastGood(Path(settings.LAST_GOOD)) if settings.LAST_GOOD else None,
    )


def _database() -> Database:
    """Where the generation is asked for. From here on nobody makes a missing SQLite file.

    An empty file in the place of a lost one would look like a site that publishes nothing.
    """
    found = connections.settings["default"]
    if not found["ENGINE"].endswith("sqlite3"):
        return PostgreSQL(found)
    name = str(found["NAME"])
    path = url2pathname(urlsplit(name).path) if name.startswith("file:") else name
    found["NAME"] = existing(path)
    return SQLite(path)
