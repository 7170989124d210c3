"""The last good pages: copies on disk, for patients while the database cannot be read.

A copy is given only if it was made in the newest generation that any process here has seen: a
page that was withdrawn before the database went away does not come back.
"""

import fcntl
import hashlib
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.template.loader import render_to_string

from procedures.editorial.pictures import photos
from procedures.patients.answers.clinic import told
from procedures.serving.freshness import Token
from procedures.serving.store import LONGEST, Kept

_log = logging.getLogger(__name__)

#: Seconds. After a day nobody should decide by a copy.
OLDEST = 24 * 3600
#: More pages than a clinic has; with `LONGEST` it bounds what the folder takes.
MOST = 500
_MAIN = b'<main class="flow" id="main">'
#: What is said of the fresh page only.
_FRESH = frozenset({"cache-control", "content-length", "etag"})


def stamped(page: bytes, stamp: bytes) -> bytes:
    """The page with a stamp as the first of its words."""
    return page.replace(_MAIN, _MAIN + stamp, 1)


class LastGood:
    """A folder of copies, each one file: a line of JSON that tells of it, then the page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._newest = folder / "newest"
        self._mine = 0

    def see(self, token: Token) -> None:
        """Remember the generation, and with it that copies of any other are not to be given."""
        self._mine, seen = token[0], self._seen()
        if seen == self._mine:
            return
        try:
            if seen is not None and seen > self._mine:  # a backup was restored: it counts anew
                self.sweep(set())
            photos.write(self._newest, f"{self._mine}".encode())
        except OSError as error:
            _log.warning("nothing can be kept in %s, so no page is: %s", self._folder, error)
            with suppress(OSError):
                self.sweep(set())

    def _seen(self) -> int | None:
        try:
            return int(self._newest.read_bytes())
        except (OSError, ValueError):
            return None

    def keep(self, path: str, token: Token, answer: Kept) -> None:
        """Keep a page that was made while the token was this one, stamped with this moment."""
        now = time.time()
        context = {**told(), "made": datetime.fromtimestamp(now, UTC)}
        stamp = render_to_string("patients/as-of.html", context)
        page = stamped(answer.body, stamp.encode())
        tells = {
            "token": _written(token),
            "made": now,
            "status": answer.status,
            "headers": [one for one in answer.headers if one[0].lower() not in _FRESH],
            "length": len(page),
        }
        if len(page) <= LONGEST:
            photos.write(self._file(path), json.dumps(tells).encode() + b"\n" + page)

    def get(self, path: str) -> Kept | None:
        """The copy of a page, where there is a whole one that may still be given."""
        try:
            tells, _, page = self._file(path).read_bytes().partition(b"\n")
            said = json.loads(tells)
        except (OSError, ValueError):
            return None
        generation = said["token"][0]
        if generation != self._seen() or generation < self._mine or said["length"] != len(page):
            return None
        if not 0 <= time.time() - said["made"] <= OLDEST:
            return None
        headers = [(name, value) for name, value in said["headers"]]
        headers += [("Cache-Control", "no-store"), ("Content-Length", str(len(page)))]
        return Kept(said["status"], headers, page)

    def has(self, path: str, token: Token, since: float) -> bool:
        """Whether the copy was made while the token was this one, and not before that moment."""
        try:
            with self._file(path).open("rb") as file:
                said = json.loads(file.readline())
        except (OSError, ValueError):
            return False
        return bool(said["token"] == _written(token) and said["made"] >= since)

    def sweep(self, paths: set[str]) -> None:
        """Remove the copies of all other pages."""
        kept = {self._file(path) for path in paths}
        for file in self._folder.glob("*.page"):
            if file not in kept:
                file.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else makes copies now; nobody does until this ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _file(self, path: str) -> Path:
        return self._folder / f"{hashlib.sha256(path.encode()).hexdigest()[:32]}.page"


def _written(token: Token) -> list[int | str]:
    """A token as JSON gives it back."""
    return [str(part) if not isinstance(part, int) else part for part in token]
