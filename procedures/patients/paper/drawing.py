"""A program that draws one leaflet and ends: `python -m procedures.patients.paper.drawing`.

It reads a `Job` as JSON and writes a PDF. In a server, WeasyPrint would keep 22 MiB for good, hold
up every reader while it draws, and have Pillow take files that were cut off. So that it starts
soon, nothing of ours is imported here.
"""

import json
import logging
import os
import resource
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict

#: Bytes of its own, and seconds of a processor should nobody be left to end it. The longest page
#: of the starter catalogue takes 90 MB and 3 s in large print, and with twenty photos 530 MB.
_LIMITS = {resource.RLIMIT_DATA: 600_000_000, resource.RLIMIT_CPU: 60}
#: As the commands that run by themselves: readers go first.
_NICE = 5


class Job(TypedDict):
    """All that decides a leaflet's bytes.

    `files` tells of addresses which file is there, and its media type. No other is read.
    """

    html: str
    styles: str
    base: str
    identifier: str
    files: dict[str, tuple[str, str]]


class Incomplete(Exception):
    """Something that the leaflet should hold could not be drawn."""


class _Complete(logging.Handler):
    """Ends the drawing where WeasyPrint would leave out what it “Failed to …”, and go on.

    What was refused may be left out.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.refused: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("Failed") and not self.refused.intersection(record.args or ()):
            raise Incomplete


def drawn(job: Job) -> bytes:
    """The leaflet as PDF."""
    weasyprint = import_module("weasyprint")
    complete = _Complete()
    log = logging.getLogger("weasyprint")
    log.addHandler(complete)
    log.propagate = False  # it quotes the page

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        if url not in job["files"]:
            complete.refused.add(url)
            raise ValueError("A leaflet fetches nothing else")
        path, kind = job["files"][url]
        content = {"Content-Type": kind}
        return weasyprint.urls.URLFetcherResponse(url, Path(path).read_bytes(), content)

    # Its base is there only where the package is.
    fetcher = type("Fetcher", (weasyprint.urls.URLFetcher,), {"fetch": fetch})()
    here = {"base_url": job["base"], "url_fetcher": fetcher}
    font = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=job["styles"], font_config=font, **here)
    pdf: bytes = weasyprint.HTML(string=job["html"], **here).write_pdf(
        stylesheets=[sheet],
        font_config=font,
        pdf_variant="pdf/ua-1",
        pdf_identifier=job["identifier"].encode(),
    )
    return pdf


def _limit() -> None:
    os.nice(_NICE)
    for kind, most in _LIMITS.items():
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError):  # less is allowed already, or this system does not limit it
            resource.setrlimit(kind, (most, hard))


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say where it failed and how; only what machines say of themselves never quotes a page."""
    for frame in traceback.extract_tb(trace):
        sys.stderr.write(f"{frame.filename}:{frame.lineno} in {frame.name}\n")
    words = f": {error}" if isinstance(error, OSError | ImportError) else ""
    sys.stderr.write(f"{kind.__qualname__}{words}\n")


def main() -> None:
    """Draw the leaflet of the job that is sent."""
    sys.excepthook = _tell
    _limit()
    sys.stdout.buffer.write(drawn(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
