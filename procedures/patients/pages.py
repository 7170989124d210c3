"""The page patients read, and the page about those pages."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from procedures.editorial.glossary import glossary
from procedures.models import Version
from procedures.patients import printing, reading, structured
from procedures.patients.converters import Number


def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """The page patients read; 410 with the reason while it is withdrawn."""
    since = None
    if "since" in request.GET:
        # What was not a version's number is answered as a number that no version has.
        typed = request.GET["since"]
        number = int(typed) if _NUMBER.fullmatch(typed) else 0
        version, since = reading.published_since(slug, number)
    else:
        version = reading.published(slug)
    if version is None:
        return withdrawn(request, slug)
    return shown(request, version, since)


_NUMBER = re.compile(Number.regex)


def shown(
    request: HttpRequest, version: Version, since: reading.Since | None = None
) -> HttpResponse:
    """The page of a version: the published one, or in a preview what would be published."""
    today = timezone.localdate()
    state = reading.review_state(version, today)
    page = reading.shown(version, today, glossary(settings.CONTENT_ROOT))
    context: dict[str, Any] = {
        "version": version,
        "page": page,
        "state": state,
        "since": since,
        "leaflet": printing.address("leaflet", version.procedure.slug),
    }
    if state.review is not None:
        # What is not to be indexed is not told to search engines either.
        context["structured"] = structured.data(version, page, state.review)
    response = render(request, "patients/procedure.html", context)
    if state.review is None or since is not None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


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
