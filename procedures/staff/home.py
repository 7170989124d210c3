"""Where staff arrive: what waits for them, and every procedure."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.editorial import drafting
from procedures.editorial.refusals import StepRefused
from procedures.models import (
    Checkup,
    Consent,
    Manuscript,
    Procedure,
    RegisterEntry,
    Schedule,
    Step,
    Version,
)
from procedures.operating.tasks import tasks
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews import queue
from procedures.staff.reviews.arranging import reviewers
from procedures.vocabulary import Status

_DRAFTS = Manuscript.objects.select_related("version__procedure", "saved_by").defer("fields")


@require_safe
@allowed(Action.READ)
def home(request: HttpRequest) -> HttpResponse:
    """What waits, for whom; what runs by itself; and every procedure."""
    user = person(request)
    written = queue.written(user)
    found = queue.rows(user, "all", today(), written)
    shown = {row.version.procedure_id: row for row in found}
    waiting = Version.objects.filter(status=Status.IN_REVIEW).defer("text")
    drafts = list(_DRAFTS.in_hand())
    context = {
        "reviews": queue.summary(found, user),
        "waiting": [
            (version, version.pk in written) for version in waiting.order_by("title", "pk")
        ],
        "consents": _consents(),
        "today": today(),
        "mine": [one for one in drafts if one.saved_by == user],
        "drafts": [one for one in drafts if one.saved_by != user],
        "procedures": [(one, shown.get(one.pk)) for one in Procedure.objects.all()],
        "mend": [row.mend for row in found if row.mend],
        "ailing": _ailing(found),
        "tasks": tasks(now()),
        **_schedules(Schedule.objects.all()),
    }
    return page(request, "staff/home.html", context)


def _ailing(found: list[queue.Row]) -> list[tuple[Version, list[str]]]:
    """Each page that the checks of today hold something against, and what."""
    told = [(row.version, _said(row.version)) for row in found]
    return [(version, said) for version, said in told if said]


def _said(version: Version | None) -> list[str]:
    checkup: Checkup | None = getattr(version, "checkup", None)
    return checkup.said(today()) if checkup else []


def _consents() -> list[Consent]:
    """What patients agreed to and ends soon, or ended lately, and no later consent replaces."""
    lately, soon = today() - _LATELY, today() + queue.SOON
    later = Consent.objects.filter(photo=OuterRef("photo"), ends_on__gt=OuterRef("ends_on"))
    found = Consent.objects.filter(ends_on__gt=lately, ends_on__lte=soon).exclude(Exists(later))
    return list(found.select_related("photo"))


#: For so long it is told that a photo is gone.
_LATELY = timedelta(days=30)


def _schedules(schedules: QuerySet[Schedule]) -> dict[str, object]:
    """What is to be published at a date; and first what should have been by now."""
    waiting = schedules.filter(ended_at=None).select_related("version").defer("version__text")
    return {"schedules": waiting.order_by("due", "pk"), "now": now()}


@require_safe
@allowed(Action.READ)
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """One procedure: what patients read, what waits, and every draft."""
    found = get_object_or_404(Procedure, slug=slug)
    versions = found.versions.defer("text").select_related("withdrawal")
    numbered = list(versions.numbered().select_related("redaction").order_by("-number"))
    drafts = _DRAFTS.filter(version__procedure=found)
    published = versions.published().with_review().select_related("checkup").first()
    context = {
        "procedure": found,
        "published": published,
        "said": _said(published),
        "waiting": versions.filter(status=Status.IN_REVIEW),
        "drafts": drafts.in_hand(),
        "discarded": drafts.discarded(),
        "newest": next(iter(numbered), None),
        "versions": numbered,
        "reviewers": reviewers(),
        "mend": Step.objects.to_mend().filter(procedure=found),
        "register": _register(found, numbered),
        **_schedules(Schedule.objects.filter(version__procedure=found)),
    }
    return page(request, "staff/procedure.html", context)


def _register(procedure: Procedure, numbered: list[Version]) -> list[RegisterEntry]:
    """What a register file said of a version, and people here have not done."""
    withdrawn = {one.number for one in numbered if hasattr(one, "withdrawal")}
    redacted = {one.number for one in numbered if hasattr(one, "redaction")}
    done = {RegisterEntry.Kind.WITHDRAWAL: withdrawn, RegisterEntry.Kind.REDACTION: redacted}
    found = procedure.register_entries.all()
    return [one for one in found if one.number not in done[RegisterEntry.Kind(one.kind)]]


@require_POST
@allowed(Action.WRITE)
def correct_date(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft that corrects nothing but the day the words changed."""
    found = get_object_or_404(Procedure, slug=slug)
    try:
        updated = date.fromisoformat(request.POST.get("updated", ""))
    except ValueError:
        messages.error(request, "Choose the day on which the words last changed.")
        return redirect("staff:procedure", slug)
    try:
        version = drafting.correct_date(
            found, updated=updated, by=person(request), at=now(), today=today()
        )
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:procedure", slug)
    messages.success(request, "Only the date differs. Save it and send it for review.")
    return redirect("staff:draft", version.pk)


@require_http_methods(["GET", "POST"])
@allowed(Action.WRITE)
def new_procedure(request: HttpRequest) -> HttpResponse:
    """A procedure from nothing, and its first draft."""
    asked = {name: request.POST.get(name, "").strip() for name in ("title", "slug")}
    if request.method == "GET":
        return page(request, "staff/new.html", asked)
    made = Procedure(slug=asked["slug"])
    try:
        with transaction.atomic():
            made.full_clean()
            made.save()
            version = drafting.write(
                made, {"title": asked["title"]}, by=person(request), at=now(), today=today()
            )
    except (ValidationError, IntegrityError):
        taken = Procedure.objects.filter(slug=asked["slug"]).exists()
        wrong = (
            "There is a procedure with this address already. Open it, or choose another."
            if taken
            else "Write the address in small letters, digits and hyphens, such as chemical-peel."
        )
        return page(request, "staff/new.html", {**asked, "wrong": wrong}, status=400)
    return redirect("staff:draft", version.pk)


@require_POST
@allowed(Action.WRITE)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A new draft, copied from a version or from nothing."""
    found = get_object_or_404(Procedure, slug=slug)
    source = None
    if request.POST.get("from"):
        source = get_object_or_404(found.versions.numbered(), pk=number(request.POST["from"]))
    try:
        version = drafting.begin(found, by=person(request), at=now(), today=today(), source=source)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:procedure", slug)
    return redirect("staff:draft", version.pk)
