"""The page patients read, and the page about those pages."""

import re
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from procedures.editorial.files.glossary import edition, glossary
from procedures.models import Procedure, Version
from procedures.patients.answers import clinic
from procedures.patients.answers.converters import Number
from procedures.patients.paper import printing
from procedures.patients.words import reading, structured
from procedures.patients.words.rows import Row


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """The page patients read; 410 with the reason while it is withdrawn."""
    since = None
    if "since" in request.GET:
        # What was not a version's number is answered as a number that no version has.
        typed = request.GET["since"]
        number = int(typed) if _NUMBER.fullmatch(typed) else 0
        version, since = reading.published_since(slug, number)
    else:
        version = reading.published_unread(slug)
    if version is None:
        return withdrawn(request, slug)
    return shown(request, version, since)


_NUMBER = re.compile(Number.regex)


def shown(
    request: HttpRequest, version: Version, since: reading.Since | None = None
) -> HttpResponse:
    """The page of a version: the published one, or in a preview what would be published."""
    today = timezone.localdate()
    row, around = Row(version), clinic.around()
    photos = reading.photos_of(row, today)
    if since is None:
        content = _kept(
            row,
            Row(version.procedure),
            today,
            photos,
            edition(settings.CONTENT_ROOT),
            tuple(around.items()),
        )
    else:
        content = _made(version, today, photos, {**around, "since": since})
    response = HttpResponse(content)
    if version.signed is None or since is not None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


# All that decides a page is an argument, or stays as it is while a process lives, and no request is
# among it: the page says nothing of who asked, and is made once a process.
@lru_cache(maxsize=64)
def _kept(
    version: Row[Version],
    procedure: Row[Procedure],
    on: date,
    photos: frozenset[reading.Shown],
    glossary: tuple[int, int],
    around: tuple[tuple[str, object], ...],
) -> bytes:
    return _made(version.one, on, photos, dict(around))


def _made(
    version: Version, on: date, photos: frozenset[reading.Shown], around: dict[str, object]
) -> bytes:
    state = reading.review_state(version, on)
    page = reading.shown_explained(version, photos, glossary(settings.CONTENT_ROOT))
    leaflet = printing.address("leaflet", version.procedure.slug)
    context = {**around, "version": version, "page": page, "state": state, "leaflet": leaflet}
    if state.review is not None:
        # What is not to be indexed is not told to search engines either.
        context["structured"] = structured.data(version, page, state.review)
    return render_to_string("patients/procedure.html", context).encode()


def withdrawn(request: HttpRequest, slug: str) -> HttpResponse:
    """410 with the reason, when to get help and whom to call; 404 where nothing was withdrawn."""
    withdrawal = reading.withdrawal(slug)
    if withdrawal is None:
        raise Http404(f"Nothing is published of {slug}")
    context = reading.withdrawn(withdrawal, timezone.localdate())
    return render(request, "patients/withdrawn.html", context, status=410)


def words(request: HttpRequest) -> HttpResponse:
    """Every word that pages explain, and what it means."""
    context = {"terms": glossary(settings.CONTENT_ROOT).terms}
    return render(request, "patients/glossary.html", context)


def about(request: HttpRequest) -> HttpResponse:
    """Who speaks on the pages, how they are made and kept, and what a visit leaves behind."""
    return render(request, "patients/about.html", {"review_months": settings.REVIEW_MONTHS})
