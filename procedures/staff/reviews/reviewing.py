"""A text in review: what changed, what the checks say, and what a reviewer decides."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from procedures.editorial import drafting, lifecycle, scheduling, signing
from procedures.editorial.files.around import clinic
from procedures.editorial.refusals import NotAllowed, StepRefused
from procedures.models import Approval, EmbedSite, Schedule, Version, Withdrawal
from procedures.patients.words import reading
from procedures.staff.access import refusals
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews.redating import keep_profile, signs_as
from procedures.text.checks.findings import Finding, Level
from procedures.text.checks.reading import read
from procedures.text.checks.rules import judge
from procedures.text.comparing.differences import compare
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.vocabulary import KEEPS_REVIEW, Status


class Decision(forms.Form):
    """What a reviewer puts their name to."""

    digest = forms.CharField(widget=forms.HiddenInput)
    whole_page = forms.TypedChoiceField(
        label="Did you check the whole page?",
        choices=[("yes", "Yes, all of it"), ("no", "No, only what changed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        required=False,
        empty_value=None,
    )
    job_title = forms.CharField(label="Your job title", max_length=150, required=False)
    registration = forms.CharField(label="Your registration", max_length=150, required=False)
    next_due = forms.DateField(
        label="Next review due",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    override = forms.CharField(
        label="Why the text is right all the same",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _in_review(pk: int) -> Version:
    return get_object_or_404(Version.objects.select_related("procedure", "base"), pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(Action.READ)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed, beside the checks; who may approves, sends back or declines."""
    version = _in_review(pk)
    if version.status != Status.IN_REVIEW:
        messages.error(request, "This text is not in review any more.")
        return redirect("staff:procedure", version.procedure.slug)
    return page(
        request,
        "staff/review.html",
        _context(request, version, Decision(initial=signs_as(request))),
    )


def _context(request: HttpRequest, version: Version, form: Decision) -> dict[str, Any]:
    document = reread(version.text, "draft")
    current = version.procedure.versions.published().first()
    findings = judge(read(version.text, document, clinic()), "draft")
    approval = version.approvals.filter(digest=version.digest).last()
    return {
        "version": version,
        "current": current,
        "differences": compare(reread(current.text, "page"), document) if current else None,
        "findings": [(_place(document, one.line), one) for one in in_order(findings)],
        "errors": [one for one in findings if one.level is Level.ERROR],
        "form": form,
        "whole_page_needed": version.change not in KEEPS_REVIEW,
        "mine": version.authors.filter(pk=person(request).pk).exists(),
        "approval": approval,
        "schedule": version.schedules.waiting().first(),
        "stale": version.number is None and version.base_id != (current.pk if current else None),
    }


def in_order(findings: list[Finding]) -> list[Finding]:
    """What matters most first, and then as the text goes."""
    return sorted(findings, key=lambda one: (list(Level).index(one.level), one.line))


def _place(document: Document, line: int) -> str:
    """Where in the form a line of the text stands."""
    begins = [(1, "the whole page"), (2, "title, details or summary")]
    begins += [(one.line, str(one.kind.label)) for one in document.sections]
    begins += [(one.line, "Sources") for one in document.sources]
    return max(one for one in begins if one[0] <= line)[1]


@require_POST
@allowed(Action.APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let exactly this text be shown."""
    version = _in_review(pk)
    form = Decision(request.POST)
    if not form.is_valid():
        return _again(request, version, form, "Look at what is marked below.")
    said = form.cleaned_data
    whole_page = None
    if said["whole_page"] is None:
        return _again(request, version, form, "Say whether you checked the whole page.")
    if said["whole_page"]:
        if not said["job_title"] or not said["next_due"]:
            wrong = "Say your job title, and when the page is to be checked again."
            return _again(request, version, form, wrong)
        whole_page = signing.SignOff(
            role=said["job_title"],
            registration=said["registration"],
            on=today(),
            next_due=said["next_due"],
            note=said["note"],
        )
    try:
        lifecycle.approve(
            version,
            digest=said["digest"],
            by=person(request),
            at=now(),
            whole_page=whole_page,
            clinic=clinic(),
            override=said["override"],
        )
    except NotAllowed as refusal:
        refusals.record(request, str(refusal))
        return _again(request, version, form, str(refusal), status=403)
    except StepRefused as refusal:
        return _again(request, version, form, str(refusal))
    if whole_page is not None:
        keep_profile(request, whole_page.role, whole_page.registration)
    messages.success(request, "Approved. Publish it now, or choose when.")
    return redirect("staff:review", pk)


def _again(
    request: HttpRequest, version: Version, form: Decision, wrong: str, *, status: int = 400
) -> HttpResponse:
    context = _context(request, version, form) | {"wrong": wrong}
    return page(request, "staff/review.html", context, status=status)


@require_POST
@allowed(Action.APPROVE)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the text back to who wrote it, or decline one that came by file."""
    version = _in_review(pk)
    note = request.POST.get("note", "")
    try:
        if version.number is None:
            drafting.send_back(version, by=person(request), at=now(), note=note)
            messages.success(request, "Sent back.")
        else:
            lifecycle.decline(version, by=person(request), at=now(), note=note.strip())
            messages.success(request, "Declined. Patients will never see this text.")
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:review", pk)
    return redirect("staff:procedure", version.procedure.slug)


@require_POST
@allowed(Action.PUBLISH)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was approved, now or at the moment chosen."""
    version = _in_review(pk)
    approval = get_object_or_404(
        Approval, version=version, pk=number(request.POST.get("approval", ""))
    )
    try:
        due = _moment(request.POST.get("due", ""))
        if due is None:
            lifecycle.publish(version, approval=approval, by=person(request), at=now())
            messages.success(request, "Published. Patients read it now.")
            return redirect("staff:procedure", version.procedure.slug)
        scheduling.schedule(version, approval=approval, due=due, by=person(request), at=now())
        messages.success(request, f"Scheduled for {timezone.localtime(due):%-d %B %Y, %H:%M}.")
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:review", pk)


def _moment(typed: str) -> datetime | None:
    """The moment typed, in the clinic's time; None where none was."""
    if not typed:
        return None
    try:
        return timezone.make_aware(datetime.fromisoformat(typed).replace(tzinfo=None))
    except ValueError:
        raise StepRefused("Write the day and time as 2026-11-22T09:00.") from None


@require_POST
@allowed(Action.PUBLISH)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an approved text unpublished until somebody says otherwise."""
    made = get_object_or_404(
        Schedule.objects.select_related("version__procedure"), version=pk, ended_at=None
    )
    scheduling.cancel(made, by=person(request), at=now())
    messages.success(request, "Cancelled. The text stays approved.")
    return redirect("staff:review", pk)


@require_http_methods(["GET", "POST"])
@allowed(Action.WITHDRAW)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a page away from patients, who are told why."""
    version = get_object_or_404(
        Version.objects.published().select_related("procedure"), procedure__slug=slug
    )
    typed = {name: request.POST.get(name, "") for name in ("reason", "note")}
    if request.method == "GET":
        return page(request, "staff/withdraw.html", _withdrawing(version, typed))
    try:
        lifecycle.withdraw(
            version, by=person(request), at=now(), reason=typed["reason"], note=typed["note"]
        )
    except StepRefused as refusal:
        context = {**_withdrawing(version, typed), "wrong": str(refusal)}
        return page(request, "staff/withdraw.html", context, status=400)
    messages.success(request, "Withdrawn. Patients who look for the page read your reason.")
    return redirect("staff:procedure", slug)


def _withdrawing(version: Version, typed: dict[str, str]) -> dict[str, Any]:
    """What is typed, where the page is shown besides, and what patients will read instead."""
    reason = typed["reason"] or "Your reason stands here."
    instead = Withdrawal(version=version, at=now(), reason=reason)
    sites = EmbedSite.objects.showing(version.procedure)
    return {**reading.withdrawn(instead, today()), **typed, "sites": sites}
