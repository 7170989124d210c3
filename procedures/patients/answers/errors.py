"""Pages for when something is not there, or went wrong: each says what to do next."""

import errno
import re
import sys

from django.db import DataError, Error, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from procedures.models import FormerSlug, Version
from procedures.patients.answers import assets
from procedures.patients.answers.clinic import clinic

#: Where a server in front says in a request why the database cannot be read.
UNREADABLE = "procedures.unreadable"
#: Everything of staff is below this address.
STAFF = "/admin/"
#: Errors of a disk that takes nothing more.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
#: What a database or a disk says → what staff are told.
_WHY = {
    "locked": "another program holds the database",
    "readonly|read-only": "the database can only be read",
    "is full|disk I/O|No space|too large|quota": "the disk is full",
    "not a database|malformed": "the database is damaged",
    "No such file|unable to open|no such table": "the database is not in its place",
}


def moved(request: HttpRequest) -> HttpResponse | None:
    """The way to a renamed procedure from its old address, or None."""
    match = request.resolver_match
    if match is not None and "slug" in match.kwargs:
        former = FormerSlug.objects.select_related("procedure").filter(slug=match.kwargs["slug"])
        for found in former:
            address = reverse(
                match.view_name, kwargs={**match.kwargs, "slug": found.procedure.slug}
            )
            asked = request.META.get("QUERY_STRING")
            if asked:
                address += f"?{asked}"
            return HttpResponsePermanentRedirect(address)
    return None


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the pages there are; a renamed procedure's old address leads to the new one."""
    found = moved(request)
    if found is not None:
        return found
    pages = Version.objects.published().select_related("procedure").order_by("title")
    context = {"pages": pages.defer("text")}
    return render(request, "patients/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 that needs neither the database nor the request; 503 where the database or disk failed.

    Django asks for it while it handles the error.
    """
    error = sys.exception()
    if _is_of_storage(error):
        session = getattr(request, "session", None)
        if session is not None:
            session.modified = False  # or it would be tried to store that too
        return unavailable(request, why(error))
    response = HttpResponse(render_to_string("patients/500.html", request=request), status=500)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_of_storage(error: BaseException | None) -> bool:
    """Whether nothing is wrong but that the database or a disk cannot be read or written."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return isinstance(error, Error) and not isinstance(error, IntegrityError | DataError)


def why(error: BaseException | None) -> str:
    """What is wrong with the database or the disk, in words that tell nothing of the server."""
    told = (words for said, words in _WHY.items() if re.search(said, str(error)))
    return next(told, "the database does not answer")


def unavailable(request: HttpRequest, why: str) -> HttpResponse:
    """503 with whom to call; who works here is told why, and given back what they typed."""
    context = clinic(request)
    words: str
    if not request.path_info.startswith(STAFF):
        words = render_to_string("patients/503.html", context)
    elif request.headers.get("X-Requested-With") == "XMLHttpRequest":
        words = f"Nothing can be saved at the moment: {why}. What you typed is still here."
    else:
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if "password" not in name
            for value in values
        ]
        address = assets.address("staff:stylesheet")
        context |= {"why": why, "typed": typed, "staff_stylesheet": address}
        context |= {"asked": request.get_full_path()}
        words = render_to_string("staff/unavailable.html", context)
    response = HttpResponse(words, status=503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "30"
    return response
