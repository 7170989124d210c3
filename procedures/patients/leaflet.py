"""The leaflet of a page, to print and keep: the same sections, on sheets that say what they are."""

from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from procedures.models import Version
from procedures.patients import pages
from procedures.patients.answers import limits
from procedures.patients.answers.clinic import clinic
from procedures.patients.paper import printing
from procedures.patients.words import reading
from procedures.text.days.planning import written
from procedures.text.showing.render import Html
from procedures.vocabulary import Status


def of_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The leaflet of what patients read; 410 with the reason while the page is withdrawn."""
    if not printing.available():
        raise Http404("No leaflets are made here")
    version = reading.published(slug)
    if version is None:
        return pages.withdrawn(request, slug)
    return _answer(request, version, ())


def of_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The leaflet of that exact version, saying on every sheet whether it is the one to use."""
    version = reading.public_version(slug, number)
    if version is None or version.is_redacted or not printing.available():
        raise Http404(f"No leaflet of version {number} of {slug}")
    response = _answer(request, version, tuple(_standing(version, slug)))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _standing(version: Version, slug: str) -> list[str]:
    """Why nobody should decide by an old version."""
    if version.status == Status.PUBLISHED:
        return []
    said = []
    withdrawal = getattr(version, "withdrawal", None)
    if withdrawal is None:
        said.append("Replaced: do not use for decisions")
        withdrawal = reading.withdrawal(slug)
    if withdrawal is not None:
        on = written(timezone.localdate(withdrawal.at))
        said.append(f"Withdrawn on {on}: do not use for decisions. {withdrawal.reason}")
    return said


def _answer(request: HttpRequest, version: Version, standing: tuple[str, ...]) -> HttpResponse:
    paper, size = request.GET.get("paper", "a4"), request.GET.get("print", "")
    if paper not in printing.PAPERS or size not in ("", "large"):
        raise Http404("Leaflets are on A4 or US Letter paper, in usual or large print")
    if limits.is_over(request, "leaflet"):
        return limits.later(request)
    today = timezone.localdate()
    state = reading.review_state(version, today)
    try:
        made = printing.pdf(
            _html(request, version, state, standing, today),
            paper=paper,
            large=size == "large",
            identifier=version.digest,
        )
    except printing.Busy:
        response = render(request, "patients/busy.html", status=503)
        response.headers["Retry-After"] = "30"
        return response
    except printing.Undrawn:
        page = request.path.removesuffix("leaflet.pdf")
        return render(request, "patients/undrawn.html", {"page": page}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{version.procedure.slug}-version-{version.number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    if state.review is None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _html(
    request: HttpRequest,
    version: Version,
    state: reading.ReviewState,
    standing: tuple[str, ...],
    today: date,
) -> str:
    """The whole leaflet as HTML; what it says is all that decides its bytes."""
    path = reverse("version", args=[version.procedure.slug, version.number])
    permalink = settings.SITE_URL + path
    said = list(standing)
    if state.review is None:
        said.append("Nobody clinical has checked these words")
    elif state.overdue:
        said.append(f"Due to be checked again since {written(state.review.next_due)}")
    square: Any = segno.make(permalink, error="m", micro=False)
    context = {
        **clinic(request),
        "version": version,
        "page": reading.shown(version, today),
        "state": state,
        "standing": said,
        "permalink": permalink,
        "square": Html(square.svg_inline(scale=1, border=4, omitsize=True, title=permalink)),
    }
    return render_to_string("leaflet/leaflet.html", context)
