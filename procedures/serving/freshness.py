"""Whether what was kept is still what the database says: asked at every request."""

import os
import sqlite3
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as moment
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db import Error
from django.db.utils import load_backend

from procedures.models import Generation
from procedures.patients.answers.errors import why

#: The generation, the clinic's day, and when and how the glossary was last written. While it is
#: equal, the same address has the same answer.
Token = tuple[int, date, int, int]

_SUM = " ".join(("SELECT SUM(number) FROM", Generation._meta.db_table))
#: Seconds to wait for the database before patients are shown the last good pages.
_PATIENCE = 2
#: Seconds until a database that was away is asked again.
_AGAIN = 1.0


class Unreadable(Exception):
    """The database cannot be read. Says why, in words for staff."""


class Database(Protocol):
    """Where the generation is asked for."""

    #: How often it was lost or replaced: a connection made before must be made anew.
    lain: int

    def number(self) -> int:
        """The generation. Raises `Unreadable`."""

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""


class SQLite:
    """The generation after every commit: SQLite tells a connection that others have written."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lain = 0
        self._lock = Lock()
        self._file = (0, 0)
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None
        self._number = 0

    def number(self) -> int:
        """The generation. Raises `Unreadable`."""
        with self._lock:
            try:
                found = os.stat(self.path)
                connection = self._connection
                if connection is None or (found.st_dev, found.st_ino) != self._file:
                    connection = self._opened(found)
                # All rows are fetched: the lock on the file is held until then.
                ((version,),) = connection.execute("PRAGMA data_version").fetchall()
                if version != self._version:
                    ((self._number,),) = connection.execute(_SUM).fetchall()
                    self._version = version
                return self._number
            except (OSError, sqlite3.Error) as error:
                self.close()  # it may go on seeing damage that has been mended
                raise Unreadable(why(error)) from error

    def _opened(self, found: os.stat_result) -> sqlite3.Connection:
        """A connection to the file that lies there now."""
        self.close()
        self._connection = sqlite3.connect(
            existing(self.path),
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        self._file, self._version = (found.st_dev, found.st_ino), None
        self.lain += 1
        return self._connection

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def existing(path: str) -> str:
    """The URI of an SQLite file that is never made where it is missing."""
    return f"{Path(path).absolute().as_uri()}?mode=rw"


class PostgreSQL:
    """The generation as it was at most a quarter of a second ago."""

    #: Seconds. From half of it on one request asks anew, and the others do not wait for it.
    OLDEST = 0.25

    def __init__(self, settings: dict[str, Any]) -> None:
        # An answer that does not come is no answer, wherever it got lost.
        options = settings["OPTIONS"] | {
            "connect_timeout": _PATIENCE,
            "tcp_user_timeout": _PATIENCE * 1000,
            "options": f"-c statement_timeout={_PATIENCE}s",
        }
        backend = load_backend(settings["ENGINE"])
        self.lain = 1
        self._connection = backend.DatabaseWrapper({**settings, "OPTIONS": options})
        self._connection.inc_thread_sharing()
        self._lock = Lock()
        self._asked = float("-inf")
        self._number = 0

    def number(self) -> int:
        """The generation. Raises `Unreadable`."""
        age = time.monotonic() - self._asked
        if age < self.OLDEST / 2 or not self._lock.acquire(blocking=age >= self.OLDEST):
            return self._number
        try:
            at = time.monotonic()
            if at - self._asked >= self.OLDEST / 2:
                self._number = self._answer()
                self._asked = at
            return self._number
        finally:
            self._lock.release()

    def _answer(self) -> int:
        try:
            return self._ask()
        except Error:
            self.close()  # broken, perhaps only since the server started anew
        try:
            return self._ask()
        except Error as error:
            self.close()
            raise Unreadable(why(error)) from error

    def close(self) -> None:
        """Let go of the connection; the next question opens another."""
        self._connection.close()

    def _ask(self) -> int:
        with self._connection.cursor() as cursor:
            cursor.execute(_SUM)
            ((number,),) = cursor.fetchall()
        return int(number)


class Freshness:
    """Gives the token of now. `clock` counts seconds since 1970."""

    def __init__(
        self,
        database: Database,
        *,
        glossary: Path,
        zone: ZoneInfo,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.database = database
        self._glossary = str(glossary)
        self._zone = zone
        self._clock = clock
        self._day, self._midnights = date.min, (0.0, 0.0)
        self._away, self._again = "", 0.0

    def token(self) -> Token:
        """The token. Raises `Unreadable`."""
        if self._away and time.monotonic() < self._again:
            raise Unreadable(self._away)
        try:
            number = self.database.number()
        except Unreadable as away:
            self._away, self._again = str(away), time.monotonic() + _AGAIN
            raise
        self._away = ""
        now = self._clock()
        if not self._midnights[0] <= now < self._midnights[1]:
            self._turn(now)
        try:
            seen = os.stat(self._glossary)
        except OSError:
            return number, self._day, 0, 0
        return number, self._day, seen.st_mtime_ns, seen.st_size

    def _turn(self, now: float) -> None:
        """Another day at the clinic."""
        day = datetime.fromtimestamp(now, self._zone).date()
        first, last = (
            datetime.combine(day + timedelta(days=after), moment.min, self._zone).timestamp()
            for after in (0, 1)
        )
        self._day, self._midnights = day, (first, last)
