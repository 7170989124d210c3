"""Everything that was ever done with a procedure, in order: who, when, and why."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.editorial import journal
from procedures.models import Approval, Procedure, Review, Step, Version
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.vocabulary import StepKind

#: How much of a history one page tells.
PAGE = 100


@dataclass(frozen=True)
class Happened:
    """One thing that was done. `number` is that of the version, 0 for a draft or none.

    `shown` where it is the version itself that says since when it was shown, and not by whom.
    """

    at: datetime
    what: str
    by: str
    note: str
    number: int
    shown: bool = False


@require_safe
@allowed(Action.READ)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, review, withdrawal, approval, override and step, newest first."""
    procedure = get_object_or_404(Procedure, slug=slug)
    found = steps(Step.objects.filter(procedure=procedure))
    published = {one.number for one in found if one.what == StepKind.PUBLISHED.label}
    numbered = procedure.versions.numbered().select_related("withdrawal__by", "redaction")
    versions = list(numbered.defer("text", "summary"))
    found += [one for one in _versions(versions) if not (one.shown and one.number in published)]
    found += [*_reviews(procedure), *_approvals(procedure)]
    found.sort(key=lambda one: one.at, reverse=True)
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"procedure": procedure, "happened": pages, "newest": versions[-1:]}
    return page(request, "staff/history.html", context)


def steps(found: QuerySet[Step]) -> list[Happened]:
    """Steps as they are told."""
    rows = found.select_related("version").defer("version__text", "version__summary")
    return [
        Happened(one.at, str(one.get_kind_display()), one.by_name, one.note, _number(one.version))
        for one in rows
    ]


def _number(version: Version | None) -> int:
    return (version.number or 0) if version else 0


def _versions(versions: list[Version]) -> list[Happened]:
    """When each was shown, withdrawn and redacted."""
    found = []
    for one in versions:
        number = _number(one)
        if one.published_at:
            notes = "\n".join(one.change_notes)
            found.append(Happened(one.published_at, "Published", "", notes, number, True))
        if hasattr(one, "withdrawal"):
            gone = one.withdrawal
            by = journal.person(gone.by) or "the register"
            note = f"{gone.reason} {gone.note}".strip()
            found.append(Happened(gone.at, "Withdrawn", by, note, number))
        if hasattr(one, "redaction"):
            note = f"{one.redaction.removed}: {one.redaction.reason}"
            found.append(Happened(one.redaction.at, "Words removed for good", "", note, number))
    return found


def _reviews(procedure: Procedure) -> list[Happened]:
    return [
        Happened(
            one.at or _end_of(one.on),
            "Reviewed: the whole page is correct",
            one.reviewer_name,
            f"Next due {one.next_due:%-d %B %Y}. {one.note}".strip(),
            _number(one.version),
        )
        for one in Review.objects.filter(version__procedure=procedure)
        .select_related("version")
        .defer("version__text", "version__summary")
    ]


def _approvals(procedure: Procedure) -> list[Happened]:
    found = Approval.objects.filter(version__procedure=procedure).select_related("version")
    found = found.defer("version__text", "version__summary")
    return [
        Happened(
            one.at,
            "Approved, checks overridden" if one.overridden else "Approved",
            one.by_name,
            one.overridden,
            _number(one.version),
        )
        for one in found
    ]


def _end_of(day: date) -> datetime:
    """The last moment of a day: where of a review only the day is known."""
    return datetime.combine(day, time.max, timezone.get_current_timezone())
