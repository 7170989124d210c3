"""Leaflets as PDF: drawn from one page of HTML, and kept under all that decides them.

WeasyPrint draws them, in a process of its own. It is an extra: where it, or the libraries it draws
with, are not installed, there are no leaflets.
"""

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import threading
from ctypes.util import find_library
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from procedures.editorial.erasing import leaflets
from procedures.editorial.pictures import photos
from procedures.patients.paper import drawing

_SOURCE = Path(settings.STATIC_SOURCE) / "leaflet"
_PHOTO = re.compile(r"/photos/([0-9a-f]{64})(?:-[0-9]+)?\.webp")
_SVG = re.compile(r"(<svg\b[^>]*>)")
#: What WeasyPrint cannot be imported without.
_LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "fontconfig", "pangoft2-1.0")
#: One leaflet is made at a time, which takes seconds; another waits that long.
_MAKING = threading.Lock()
_PATIENCE = 20
#: Seconds after which a drawing is ended: with the wait before it, as long as a proxy's patience.
#: The longest starter page takes 3, and many times that beside a server in full work.
_LONGEST = 40

#: What of our environment the program is told: nothing of the site, such as its secrets.
_TOLD = ("PATH", "HOME", "TMPDIR", "LANG", "PYTHONPATH", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")

PAPERS = {"a4": "A4", "letter": "letter"}

_log = logging.getLogger(__name__)


class Busy(RuntimeError):
    """Others are being made, and this one has waited long enough."""


class Undrawn(RuntimeError):
    """The leaflet could not be drawn; why is in the log."""


@cache
def available() -> bool:
    """Whether leaflets can be made here, found out without taking WeasyPrint into the server."""
    return find_spec("weasyprint") is not None and all(map(find_library, _LIBRARIES))


def address(name: str, *parts: object) -> str:
    """Where a leaflet is; empty where none can be made."""
    return reverse(name, args=parts) if available() else ""


def pdf(html: str, *, paper: str, large: bool, identifier: str) -> bytes:
    """The leaflet of a page of HTML: the one that is kept, or else made and kept from now on.

    `paper` is a key of `PAPERS`; `identifier` says which words these are, for ever. Raises
    `Busy` where too many are asked for at once, and `Undrawn` where drawing fails.
    """
    if not available():
        raise RuntimeError("WeasyPrint is not installed")
    styles = _styles(paper, large=large)
    path = leaflets() / f"{_key(html, styles)}.pdf"
    if path.is_file():
        return path.read_bytes()
    if not _MAKING.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        if not path.is_file():
            photos.write(path, _drawn(_job(html, styles, identifier)))
    finally:
        _MAKING.release()
    return path.read_bytes()


def _job(html: str, styles: str, identifier: str) -> drawing.Job:
    # Drawings see no styles but their own.
    own = _text("drawing.css")
    return {
        "html": _SVG.sub(lambda found: f"{found[1]}<style>{own}</style>", html),
        "styles": styles,
        "base": f"{settings.SITE_URL}/",
        "identifier": identifier,
        "files": _files(html),
    }


def _files(html: str) -> dict[str, tuple[str, str]]:
    """Our own fonts, and the photos that the page names and that are not lost."""
    found = {f"/fonts/{font.name}": (str(font), "font/woff2") for font in _fonts()}
    for photo in _PHOTO.finditer(html):
        if photos.sound_bytes(photo[1]) is not None:
            found[photo[0]] = (str(photos.stored_at(photo[1]).absolute()), "image/webp")
    return {settings.SITE_URL + path: file for path, file in found.items()}


def _drawn(job: drawing.Job) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", drawing.__name__],
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in _TOLD if name in os.environ},
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_LONGEST,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        _log.error("A leaflet was not drawn: %s\n%s", error, said.decode(errors="replace"))
        raise Undrawn from error
    return done.stdout


def _key(html: str, styles: str) -> str:
    """SHA-256 of everything that decides the bytes."""
    parts = [html, styles, _text("drawing.css"), version("weasyprint"), *_digests()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _digests() -> tuple[str, ...]:
    return tuple(hashlib.sha256(font.read_bytes()).hexdigest() for font in _fonts())


@cache
def _fonts() -> tuple[Path, ...]:
    return tuple(sorted(_SOURCE.glob("*.woff2")))


def _styles(paper: str, *, large: bool) -> str:
    size, least = ("18pt", "18pt") if large else ("11.5pt", "11pt")
    return (
        f"{_text('leaflet.css')}\n"
        f"@page {{ size: {PAPERS[paper]}; @bottom-right {{ font-size: {least} }} }}\n"
        f"html {{ font-size: {size} }} .top, .bottom, sup {{ font-size: {least} }}\n"
    )


def _text(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")
