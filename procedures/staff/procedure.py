"""One procedure: what is known of it, what waits, and how a text of it begins."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.editorial import drafting
from procedures.editorial.refusals import StepRefused
from procedures.models import Checkup, Manuscript, Procedure, RegisterEntry, Schedule, Step, Version
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews.arranging import reviewers
from procedures.vocabulary import Status

_DRAFTS = Manuscript.objects.select_related("version__procedure", "saved_by").defer("fields")


@require_safe
@allowed(Action.READ)
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """One procedure: what patients read, what waits, and every draft."""
    found = get_object_or_404(Procedure, slug=slug)
    versions = found.versions.defer("text").select_related("withdrawal")
    numbered = list(versions.numbered().select_related("redaction").order_by("-number"))
    drafts = _DRAFTS.filter(version__procedure=found)
    published = versions.published().with_review().select_related("checkup").first()
    checkup: Checkup | None = getattr(published, "checkup", None)
    context = {
        "procedure": found,
        "published": published,
        "said": checkup.said(today()) if checkup else [],
        "waiting": versions.filter(status=Status.IN_REVIEW),
        "drafts": drafts.in_hand(),
        "discarded": drafts.discarded(),
        "newest": next(iter(numbered), None),
        "versions": numbered,
        "reviewers": reviewers(),
        "mend": Step.objects.to_mend().filter(procedure=found),
        "register": _register(found, numbered),
        "schedules": _schedules(found),
        "now": now(),
    }
    return page(request, "staff/procedure.html", context)


def _schedules(procedure: Procedure) -> QuerySet[Schedule]:
    """What is to be published at a date; and first what should have been by now."""
    waiting = Schedule.objects.waiting().filter(version__procedure=procedure)
    return waiting.select_related("version").defer("version__text").order_by("due", "pk")


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
