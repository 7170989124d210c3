"""Every version for ever: the list, the exact words, their file, a day, and what changed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from procedures.models import Version, Withdrawal
from procedures.patients.paper import printing
from procedures.patients.words import reading
from procedures.text.comparing.differences import compare
from procedures.vocabulary import Change, Status


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version a patient may read, newest first, with its dates, notes and reviews."""
    procedure = reading.procedure_at(slug)
    found = list(
        procedure.versions.public()
        .select_related("withdrawal", "redaction")
        .prefetch_related("reviews")
        .defer("text")
        .order_by("-number")
    )
    if not found:
        raise Http404(f"Nothing was ever published of {slug}")
    context = {
        "procedure": procedure,
        "title": _title(found),
        "versions": found,
        "withdrawal": _withdrawal(found),
    }
    return render(request, "patients/versions.html", context)


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """That exact version, for ever, saying whether it is the one to use."""
    found = reading.public_version(slug, number)
    if found is None:
        raise Http404(f"No version {number} of {slug}")
    later = list(
        found.procedure.versions.public()
        .filter(number__gt=number)
        .select_related("withdrawal")
        .defer("text", "digest")
        .order_by("number")
    )
    today = timezone.localdate()
    context: dict[str, Any] = {
        "version": found,
        "current": next((one for one in later if one.status == Status.PUBLISHED), None),
        "later": later,
        "corrections": [one for one in later if one.change == Change.SAFETY and one.change_notes],
        "withdrawal": _withdrawal([*reversed(later), found]),
        "state": reading.review_state(found, today),
    }
    if found.is_redacted:
        context["title"] = _title([*later, found])
        response = render(request, "patients/redacted.html", context)
    else:
        context["page"] = reading.shown(found, today)
        context["leaflet"] = printing.address("version-leaflet", slug, number)
        response = render(request, "patients/version.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The content file, byte for byte: `sha256sum` of it is the digest."""
    found = Version.objects.public().filter(procedure__slug=slug, number=number).first()
    if found is None or found.is_redacted:
        raise Http404(f"No file of version {number} of {slug}")
    response = HttpResponse(found.text.encode(), content_type="text/markdown; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def on_day(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """What this site showed that day, as far as its record goes."""
    procedure = reading.procedure_at(slug)
    public = procedure.versions.public().select_related("withdrawal").defer("text")
    found = list(public.order_by("-number"))
    if not found:
        raise Http404(f"Nothing was ever published of {slug}")
    start, end = _moments(day)
    begun = min((one.published_at for one in found if one.published_at), default=None)
    dated = [one for one in found if one.updated and one.updated <= day]
    context = {
        "procedure": procedure,
        "title": _title(found),
        "withdrawal": _withdrawal(found),
        "day": day,
        "future": day > timezone.localdate(),
        "today": day == timezone.localdate(),
        "shown": public.shown_between(start, end),
        "begun": begun,
        "before_record": begun is None or begun >= end,
        "dated_before": max(dated, key=lambda one: (one.updated, one.number), default=None),
        "start": start,
        "end": end,
    }
    response = render(request, "patients/on_day.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _moments(day: date) -> tuple[datetime, datetime]:
    """When the clinic's day begins, and when the next one does."""
    zone = timezone.get_current_timezone()
    tomorrow = day + timedelta(days=1)
    return datetime.combine(day, time.min, zone), datetime.combine(tomorrow, time.min, zone)


def changes(request: HttpRequest, slug: str, first: int, second: int) -> HttpResponse:
    """What changed from one version to another, section by section."""
    procedure = reading.procedure_at(slug)
    found = {
        one.number: one
        for one in procedure.versions.public()
        .filter(number__in=[first, second])
        .select_related("procedure", "withdrawal", "redaction")
    }
    if {first, second} != set(found):
        raise Http404(f"No versions {first} and {second} of {slug}")
    old, new = found[first], found[second]
    context: dict[str, Any] = {
        "procedure": procedure,
        "old": old,
        "new": new,
        "title": new.title or old.title,
        "withdrawal": reading.withdrawal(slug),
    }
    if not (old.is_redacted or new.is_redacted):
        context["differences"] = compare(reading.document(old), reading.document(new))
    response = render(request, "patients/changes.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _title(found: list[Version]) -> str:
    """The newest title among the versions; redacted ones have none."""
    named = [one for one in found if one.title]
    newest = max(named, key=lambda one: one.number or 0, default=None)
    return newest.title if newest else found[0].procedure.slug.replace("-", " ").capitalize()


def _withdrawal(found: list[Version]) -> Withdrawal | None:
    """What left the procedure without a page, given its public versions, newest first."""
    if any(one.status == Status.PUBLISHED for one in found):
        return None
    return next((one.withdrawal for one in found if hasattr(one, "withdrawal")), None)
