"""The public site as plain files, each proved to be what the site answers.

A folder holds the newest copies, each whole, and `current`, which names the last. An answer that
is the same as before is the same file in both. Every page says on which day, and when on it, its
words were seen to be so; that stamp is all that it has and the site's own page has not.
"""

import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as moment
from pathlib import Path

import brotli
from django.db import Error
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from procedures.editorial.content.reading import Progress
from procedures.editorial.pictures import photos
from procedures.patients.answers import compression
from procedures.patients.answers.clinic import told
from procedures.patients.answers.errors import UNREADABLE, why
from procedures.serving.freezing.addresses import addresses
from procedures.serving.freezing.nginx import TYPED, Lying, confs, sort
from procedures.serving.freezing.site import Site
from procedures.serving.last_good import LastGood, stamped
from procedures.serving.store import Kept

#: For so long a copy is believed.
OLDEST = timedelta(days=1)
#: How often it is tried, where something was published meanwhile or a file was damaged.
_TIMES = 3
_STILL = "What was frozen before is still there."
_OURS = re.compile(r"current(?:\.new)?|lock|\d{8}T\d{6}\.\d{6}Z(?:\.part)?")
#: nginx would read these as its own.
_NOT_IN_PATHS = re.compile(r'["$\\\n]')
_STAMP = re.compile(rb'<p class="notice" data-frozen>.*?datetime="([^"]+)".*?</p>\n')
_PHOTO = re.compile(rb"/photos/[0-9a-f]{64}(?:-[0-9]+)?\.webp")
_TWINS = {".br": "br", ".gz": "gzip"}
#: The folder for answers of each status; those that lead elsewhere need no file.
_ROOMS = {200: "files", 410: "gone"}
#: What is answered where nothing of the above is: name → address, and how it is asked for.
_OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    "moving": ("/about", {}),
    "moving_asked": ("/about" + TYPED, {}),
    "missing": ("/no-such-page/", {}),
    "missing_asked": ("/no-such-page/" + TYPED, {}),
    "refused": ("/", {"REQUEST_METHOD": "POST"}),
    "sorry": ("/search/", {UNREADABLE: "the site is frozen"}),
}


class NotFrozen(Exception):
    """Nothing was frozen; the message says why, and what to do next."""


@dataclass(frozen=True)
class Report:
    """A copy: where it is, how many addresses it answers, and how many files are new in it."""

    release: Path
    addresses: int
    written: int
    until: datetime


def freeze(folder: Path, *, now: datetime, progress: Progress) -> Report:
    """Write a copy of the public site into a folder, and let `current` name it."""
    try:
        with _alone(folder):
            for time in range(_TIMES):
                copy = _Copy(folder, now, anew=time > 0)
                report = copy.made(progress)
                if report is not None:
                    return report
    except OSError as error:
        raise NotFrozen(
            f"{error.filename or folder}: {error.strerror}. {_STILL} Make room or choose another "
            "folder, and freeze again."
        ) from error
    except Error as error:
        raise NotFrozen(f"The site cannot be read: {why(error)}.") from error
    raise NotFrozen(f"{copy.wrong or 'Pages changed all the while.'} {_STILL}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds a folder that is ours to write into."""
    if _NOT_IN_PATHS.search(str(folder)):
        raise NotFrozen(f"{folder}: nginx cannot read such a name; choose a plain one.")
    found = folder.iterdir() if folder.exists() else ()
    others = sorted(one.name for one in found if not _OURS.fullmatch(one.name))
    if others:
        raise NotFrozen(
            f"{folder} holds something else: {', '.join(others[:3])}. "
            "Name a new folder, or one that a freeze has made."
        )
    with LastGood(folder).alone() as alone:
        if not alone:
            raise NotFrozen(f"{folder}: another freeze is at it. Wait until it has ended.")
        yield


class _Copy:
    """One copy in the making; `anew` without a file of the one before."""

    def __init__(self, folder: Path, now: datetime, *, anew: bool) -> None:
        self.folder = folder.absolute()
        self.now = now
        self.site = Site()
        self.token = self.site.token()
        self.name = f"{now:%Y%m%dT%H%M%S.%fZ}"
        self.part = self.folder / f"{self.name}.part"
        self.current = self.folder / "current"
        self.shown = self.current.resolve()
        self.before = self.part if anew else self.shown
        self.stamp = render_to_string("serving/as-of.html", {**told(), "made": now}).encode()
        self.lying: list[Lying] = []
        self.others: dict[str, Lying] = {}
        self.written = 0
        self.wrong = ""

    def made(self, progress: Progress) -> Report | None:
        """Make it; None where something is `wrong` or was published meanwhile.

        Nothing is left behind then.
        """
        for left in self.folder.glob("*.part"):
            shutil.rmtree(left)
        try:
            self.wrong = self._lay(progress) or self._compare(progress)
            if self.wrong or self.site.token() != self.token:
                return None
            return self._switch()
        finally:
            shutil.rmtree(self.part, ignore_errors=True)

    def _lay(self, progress: Progress) -> str:
        """Write every answer down. What is wrong with one, or nothing."""
        asked = list(dict.fromkeys(addresses()))
        for done, address in enumerate(asked, start=1):  # photos are added on the way
            answer = self.site.ask(address)
            if answer.status[:3] == "410":
                # Withdrawn is withdrawn, also for who typed a day: that answer is for all.
                address += TYPED
                answer = self.site.ask(address)
            kind = sort(answer)
            if kind.status not in (200, 301, 410):
                return f"{address} is answered with {answer.status}: look at it in a browser."
            body = answer.body
            if kind.status == 301:
                self.lying.append(Lying(address, kind, "", dict(answer.headers)["Location"]))
                continue
            file = f"{_ROOMS[kind.status]}{_file(address.removesuffix(TYPED))}"
            if kind.type.startswith("text/html"):
                body = self._stamped(file, body)
                known = dict.fromkeys(asked)
                asked += [
                    one
                    for one in dict.fromkeys(map(bytes.decode, _PHOTO.findall(body)))
                    if one not in known
                ]
            etag = answer.etag[1:33]
            if etag and body != answer.body:
                etag = hashlib.sha256(etag.encode() + body).hexdigest()[:32]
            self._put(file, body, twins=kind.twins)
            self.lying.append(Lying(address, kind, file, etag=etag))
            progress("Freezing", done, len(asked))
        for name, (address, said) in _OTHERS.items():
            answer = self.site.ask(address, said)
            self.others[name] = Lying(address, sort(answer), f"others/{name}.html")
            self._put(f"others/{name}.html", answer.body, twins=self.others[name].sort.twins)
        return ""

    def _stamped(self, file: str, page: bytes) -> bytes:
        """A page with its stamp: the one of earlier that day, if nothing else has changed since."""
        before = self._earlier(file)
        found = _STAMP.search(before)
        if found and _bare(before) == page:
            made = datetime.fromisoformat(found[1].decode())
            if timezone.localdate(made) == self.token[1]:
                return before
        return stamped(page, self.stamp)

    def _earlier(self, file: str) -> bytes:
        path = self.before / file
        return path.read_bytes() if path.is_file() else b""

    def _put(self, file: str, body: bytes, *, twins: bool) -> None:
        """Lay a file there with its twins; where they lay there before, they are the same files."""
        same = self._earlier(file) == body
        for ending in ("", *(_TWINS if twins else ())):
            before, path = self.before / (file + ending), self.part / (file + ending)
            if same and before.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.link(before, path)
            else:
                photos.write(path, _packed(body, _TWINS[ending]) if ending else body)
                self.written += 1

    def _compare(self, progress: Progress) -> str:
        """Ask for everything again. What is not as it lies there, or nothing."""
        every: list[tuple[Lying, dict[str, str]]] = [(one, {}) for one in self.lying]
        every += [(one, _OTHERS[name][1]) for name, one in self.others.items()]
        for done, (one, said) in enumerate(every, start=1):
            answer = self.site.ask(one.asked, said)
            if not self._is_equal(one, answer):
                return f"{one.asked} is not answered as it was written down."
            progress("Comparing", done, len(every))
        return ""

    def _is_equal(self, one: Lying, answer: Kept) -> bool:
        same = sort(answer) == one.sort
        if one.moved:
            leads = dict(answer.headers).get("Location") == one.moved
            return same and leads and one.sort == self.others["moving"].sort
        path = self.part / one.file
        raw = path.read_bytes()
        packed = not one.sort.twins or (
            brotli.decompress(Path(f"{path}.br").read_bytes()) == raw
            and gzip.decompress(Path(f"{path}.gz").read_bytes()) == raw
        )
        return same and packed and _bare(raw) == answer.body

    def _switch(self) -> Report:
        """Let readers have it, all at once; keep the one before, which nginx may still read."""
        release, until = self.folder / self.name, self.now + OLDEST
        tomorrow = timezone.localdate(self.now) + timedelta(days=1)
        midnight = datetime.combine(tomorrow, moment.min, timezone.get_current_timezone())
        for name, text in confs(
            release, self.lying, self.others, until=until, midnight=min(midnight, until)
        ):
            photos.write(self.part / name, text.encode())
        photos.write(self.part / "frozen-at", f"{self.now.isoformat()}\n".encode())
        self.part.rename(release)
        new = self.folder / "current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(self.name)
        new.replace(self.current)
        for old in self.folder.glob("*Z"):
            if old not in (release, self.shown):
                shutil.rmtree(old)
        return Report(release, len(self.lying), self.written, until)


def _file(address: str) -> str:
    """The name of the file for an address."""
    path, _, query = address.partition("?")
    if query:
        return f"{path}_asked/{query}.html"
    return f"{path}index.html" if path.endswith("/") else path


def _packed(body: bytes, coding: str) -> bytes:
    response = HttpResponse(body)
    compression.compress(response, coding)
    return response.content


def _bare(page: bytes) -> bytes:
    """A page without its stamp."""
    return _STAMP.sub(b"", page, count=1)
