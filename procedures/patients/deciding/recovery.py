"""Recovery on a patient's own days: as a page, as a calendar, and counted back from an event.

A day is only ever read from the address. Nothing of it is stored, and no cache keeps the answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from procedures.models import Version
from procedures.patients import pages
from procedures.patients.answers.converters import Day
from procedures.patients.answers.privacy import unkept
from procedures.patients.words import reading
from procedures.text.days import diary, planning
from procedures.text.days.calendar import Calendar, write
from procedures.text.days.planning import Period, written
from procedures.text.showing.page import facts
from procedures.vocabulary import SectionKind

#: How far from today a treatment may lie, either way, and how far ahead an event: two years and
#: ten, with the leap days they may have.
NEAR = timedelta(days=2 * 365 + 1)
AHEAD = timedelta(days=10 * 365 + 3)

_DAY = re.compile(Day.regex)


@dataclass(frozen=True)
class Asked:
    """A day asked of a reader: the one they gave, or what is wrong with what they typed."""

    name: str
    allowed: Period
    typed: bool
    day: date | None
    problem: str


def recovery(request: HttpRequest, slug: str) -> HttpResponse:
    """The stages on real days, and when to begin before an event; without a day, the questions.

    A day that cannot be answered gets the questions again with 400: that is no page to keep.
    """
    version = reading.published(slug)
    if version is None:
        return unkept(request, pages.withdrawn(request, slug))
    return unkept(request, _planned(request, version, timezone.localdate()))


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The stages that have days, as a calendar whose titles do not tell the procedure."""
    version = reading.published(slug)
    if version is None:
        return unkept(request, pages.withdrawn(request, slug))
    start = _start(request, timezone.localdate())
    if start.day is None:
        said = start.problem or f"Add a day to this address, such as ?from={timezone.localdate()}"
        response = HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        return unkept(request, response)
    words = reading.document(version)
    host = urlsplit(settings.SITE_URL).hostname or ""
    entries = diary.entries(words, start.day, whose=slug, host=host, advice=_advice())
    if not entries:
        raise Http404(f"No stage of {slug} has days")
    made = datetime.combine(words.updated, time(), UTC)
    file = write(Calendar(diary.NAME, made, version.number or 0, tuple(entries)))
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    name = f"{slugify(diary.NAME)}.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unkept(request, response)


def _advice() -> str:
    return (
        "General guide: your clinic’s advice wins.\n"
        f"Call us: {settings.CLINIC_PHONE}\n"
        f"When we are closed: {settings.CLINIC_OUT_OF_HOURS}\n"
        f"Emergency: {settings.EMERGENCY_NUMBER}"
    )


def _planned(request: HttpRequest, version: Version, today: date) -> HttpResponse:
    words = reading.document(version)
    page = reading.shown_alone(words, today, SectionKind.RECOVERY, SectionKind.HELP)
    shown = [stage for section in page.sections for stage in section.stages]
    start = _start(request, today)
    event = _asked(request, "event", Period(today, today + AHEAD))
    plan = planning.plan(shown, start.day) if start.day else None
    context: dict[str, Any] = {
        "version": version,
        "title": words.title,
        "state": reading.review_state(version, today),
        "page": page,
        "recovery": page.section(SectionKind.RECOVERY),
        "has_days": any(stage.days for stage in shown),
        "today": today,
        "start": start,
        "event": event,
        "plan": plan,
        "day": plan and plan.day(today),
        "sum": planning.count_back(facts(words), event.day) if event.day else None,
    }
    status = 400 if start.problem or event.problem else 200
    response = render(request, "patients/recovery.html", context, status=status)
    if context["state"].review is None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _start(request: HttpRequest, today: date) -> Asked:
    return _asked(request, "from", Period(today - NEAR, today + NEAR))


def _asked(request: HttpRequest, name: str, allowed: Period) -> Asked:
    typed = request.GET.getlist(name)
    day = _day(typed)
    problem = ""
    if typed and day is None:
        problem = f"Choose one day, or type it as year, month and day: {timezone.localdate()}."
    elif day is not None and day not in allowed:
        problem = f"Choose a day from {written(allowed.first)} to {written(allowed.last)}."
    return Asked(name, allowed, bool(typed), None if problem else day, problem)


def _day(typed: Sequence[str]) -> date | None:
    """The day that was typed once and exists."""
    if len(typed) != 1 or not _DAY.fullmatch(typed[0].strip()):
        return None
    try:
        return Day().to_python(typed[0].strip())
    except ValueError:
        return None
