"""Which of the two databases this site stands on."""

from types import ModuleType

from django.db import connection

from procedures.operating import postgresql, sqlite

#: Each has the same names: ENGINE, FILE, copy, check, refuse_unless_empty and put_back.
_ENGINES = {engine.ENGINE: engine for engine in (sqlite, postgresql)}


def engine() -> ModuleType:
    """What makes and takes back copies of this site's database."""
    return _ENGINES[connection.vendor]
