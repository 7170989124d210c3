"""Leaflets as PDF: made by WeasyPrint from one page of HTML, and kept under all that decides them.

Nothing is fetched but our own font and the photos of the page. WeasyPrint is an extra: where it,
or the Pango library it draws with, is not installed, there are no leaflets.
"""

import hashlib
import re
import threading
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.urls import reverse
from PIL import ImageFile

from procedures.editorial import photos
from procedures.editorial.erasing import leaflets

_SOURCE = Path(settings.STATIC_SOURCE) / "leaflet"
_PHOTO = re.compile(r"/photos/([0-9a-f]{64})(?:-[0-9]+)?\.webp")
_FONT = re.compile(r"/fonts/(atkinson-[a-z0-9-]+\.woff2)")
_SVG = re.compile(r"(<svg\b[^>]*>)")
#: One leaflet is made at a time, which takes seconds; another waits that long.
_MAKING = threading.Lock()
_PATIENCE = 20

PAPERS = {"a4": "A4", "letter": "letter"}


class Busy(RuntimeError):
    """Others are being made, and this one has waited long enough."""


@cache
def _weasyprint() -> ModuleType | None:
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError):  # the package is missing, or Pango is
        return None
    # It lets Pillow take files that were cut off, for everybody in this process: uploads too.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def available() -> bool:
    """Whether leaflets can be made here."""
    return _weasyprint() is not None


def address(name: str, *parts: object) -> str:
    """Where a leaflet is; empty where none can be made."""
    return reverse(name, args=parts) if available() else ""


def pdf(html: str, *, paper: str, large: bool, identifier: str) -> bytes:
    """The leaflet of a page of HTML: the one that is kept, or else made and kept from now on.

    `paper` is a key of `PAPERS`; `identifier` says which words these are, for ever. Raises
    `Busy` where too many are asked for at once.
    """
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise RuntimeError("WeasyPrint is not installed")
    styles = _styles(paper, large=large)
    path = leaflets() / f"{_key(html, styles, weasyprint)}.pdf"
    if path.is_file():
        return path.read_bytes()
    if not _MAKING.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        if not path.is_file():
            photos.write(path, _made(weasyprint, html, styles, identifier))
    finally:
        _MAKING.release()
    return path.read_bytes()


def _made(weasyprint: ModuleType, html: str, styles: str, identifier: str) -> bytes:
    fetcher = _fetcher(weasyprint)
    font = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(
        string=styles, base_url=f"{settings.SITE_URL}/", url_fetcher=fetcher, font_config=font
    )
    target = BytesIO()
    # Drawings see no styles but their own.
    drawing = _text("drawing.css")
    drawn = _SVG.sub(lambda found: f"{found[1]}<style>{drawing}</style>", html)
    weasyprint.HTML(string=drawn, base_url=f"{settings.SITE_URL}/", url_fetcher=fetcher).write_pdf(
        target,
        stylesheets=[sheet],
        font_config=font,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode(),
    )
    return target.getvalue()


def _key(html: str, styles: str, weasyprint: ModuleType) -> str:
    """SHA-256 of everything that decides the bytes."""
    parts = [html, styles, _text("drawing.css"), weasyprint.__version__, *_fonts()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(_SOURCE.glob("*.woff2"))
    )


def _styles(paper: str, *, large: bool) -> str:
    size, least = ("18pt", "18pt") if large else ("11.5pt", "11pt")
    return (
        f"{_text('leaflet.css')}\n"
        f"@page {{ size: {PAPERS[paper]}; @bottom-right {{ font-size: {least} }} }}\n"
        f"html {{ font-size: {size} }} .top, .bottom, sup {{ font-size: {least} }}\n"
    )


def _text(name: str) -> str:
    return (_SOURCE / name).read_text(encoding="utf-8")


def _fetcher(weasyprint: ModuleType) -> Any:
    """Gives WeasyPrint the font and the photos, and refuses everything else."""

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        for file, kind in _files(url.removeprefix(settings.SITE_URL)):
            content = {"Content-Type": kind}
            return weasyprint.urls.URLFetcherResponse(url, file.read_bytes(), content)
        raise ValueError(f"A leaflet fetches nothing from {url}")

    # Its base is there only where the package is.
    return type("Fetcher", (weasyprint.urls.URLFetcher,), {"fetch": fetch})()


def _files(path: str) -> Iterator[tuple[Path, str]]:
    if font := _FONT.fullmatch(path):
        yield _SOURCE / font[1], "font/woff2"
    if photo := _PHOTO.fullmatch(path):
        yield photos.stored_at(photo[1]), "image/webp"
