"""What the server writes down of a visit: never who it was, nor what somebody typed."""

import json
import logging
import os
import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.contrib.admindocs.utils import replace_named_groups
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest
from django.urls import Resolver404, resolve

_QUERY = re.compile(r"\?\S*")


class WithoutQueries(logging.Filter):
    """Leaves out of a request's line what follows the question mark."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?…", one) if isinstance(one, str) else one for one in record.args
            )
        return True


requests = logging.getLogger("procedures.requests")

#: What a method and the parts of a page's address may be called; whatever else is sent, somebody
#: typed.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_OF_PAGES = frozenset({"slug", "number", "first", "second"})
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@lru_cache(maxsize=1024)
def route(path: str, *, found: bool) -> str:
    """The address of a page, with `<day>` or `<token>` where somebody's own words would stand.

    Which procedure it was is told only of what was found: another name is what somebody typed.
    """
    try:
        match = resolve(path)
    except Resolver404:
        return "(no such address)"
    told = {name: match.kwargs[name] for name in match.kwargs if found and name in _OF_PAGES}
    plain = replace_named_groups(match.route).removeprefix("^").removesuffix("$")
    return "/" + _PART.sub(lambda part: str(told.get(part[1], f"<{part[1]}>")), plain)


class Logged:
    """An application of which every answer is one line: when, which page, how it went, how long.

    A kept answer is given before it gets here: whatever stands in front of the site counts those.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        began = time.perf_counter()
        status, size = 500, 0

        def started(line: str, headers: list[tuple[str, str]], *of_error: Any) -> Any:
            nonlocal status, size
            status = int(line[:3])
            size = next((int(value) for name, value in headers if name == "Content-Length"), 0)
            return start_response(line, headers, *of_error)

        try:
            return self.application(environ, started)
        finally:
            method = environ["REQUEST_METHOD"]
            path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
            line = {
                "method": method if method in _METHODS else "(another)",
                "page": route(path, found=status < 400),
                "status": status,
                "bytes": size,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "worker": os.getpid(),
            }
            requests.info("answered", extra={"line": line})


#: Errors that speak of machines. The words of any other may quote what somebody typed.
_OF_MACHINES = (OperationalError, OSError, ImproperlyConfigured)


class Lines(logging.Formatter):
    """One JSON object a line. An error is where it came through and what kind it is."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        }
        line |= vars(record).get("line") or _of_trouble(record)
        return json.dumps(line, ensure_ascii=False)


def _of_trouble(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {"level": record.levelname, "logger": record.name}
    request, status = vars(record).get("request"), vars(record).get("status_code")
    # Django's own words of an answer end with what was asked for.
    told["message"] = HTTPStatus(status).phrase if status else record.getMessage()
    if isinstance(request, HttpRequest):  # of a development server it is a socket
        told["page"] = route(request.path, found=False)
    error = record.exc_info[1] if record.exc_info else None
    return told if error is None else told | {"error": list(_came_through(error))}


def _came_through(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _came_through(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    name = type(error).__qualname__
    yield f"{name}: {error}" if isinstance(error, _OF_MACHINES) else name
