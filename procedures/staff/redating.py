"""Reviewed, still correct: a page is read again, and its next review is due later."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from procedures.editorial import signing
from procedures.editorial.refusals import NotAllowed, StepRefused
from procedures.models import Profile, Review, Version
from procedures.staff import queue, refusals
from procedures.staff.doors import allowed
from procedures.staff.pages import page
from procedures.staff.permissions import Action
from procedures.staff.person import now, person, today

#: Where a session keeps the digest of each page that was opened for review, by its slug.
_OPENED = "opened"


class StillCorrect(forms.Form):
    """What a clinician puts their name to after reading the whole page."""

    digest = forms.CharField(widget=forms.HiddenInput)
    job_title = forms.CharField(label="Your job title", max_length=150)
    registration = forms.CharField(label="Your registration", max_length=150, required=False)
    next_due = forms.DateField(
        label="Next review due",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))


@require_http_methods(["GET", "POST"])
@allowed(Action.REVIEW)
def redate(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as patients read it, and one button: reviewed, still correct.

    Nobody signs what they have not opened since it last changed.
    """
    version = _published(slug)
    opened = request.session.get(_OPENED, {})
    if request.method == "GET":
        if opened.get(slug) != version.digest:
            request.session[_OPENED] = opened | {slug: version.digest}
        return _form(request, version, _begun(request, version), "")
    form = StillCorrect(request.POST)
    if not form.is_valid():
        return _form(request, version, form, "Say your job title, and when it is due again.")
    said = form.cleaned_data
    if not version.digest == said["digest"] == opened.get(slug):
        request.session[_OPENED] = opened | {slug: version.digest}
        wrong = "You have not opened the page since it last changed. Read it below, then sign."
        return _form(request, version, _begun(request, version), wrong)
    try:
        signing.review(
            version,
            by=person(request),
            at=now(),
            sign_off=signing.SignOff(
                role=said["job_title"],
                registration=said["registration"],
                on=today(),
                next_due=said["next_due"],
                note=said["note"],
            ),
        )
    except NotAllowed as refusal:
        refusals.record(request, str(refusal))
        return _form(request, version, form, str(refusal), status=403)
    except StepRefused as refusal:
        return _form(request, version, form, str(refusal))
    keep_profile(request, said["job_title"], said["registration"])
    messages.success(request, "Signed. Patients see today’s date and your name.")
    return queue.onward(request, slug)


@require_POST
@allowed(Action.REVIEW)
def needs_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is to be mended, and go on to the next page."""
    version = _published(slug)
    note = request.POST.get("note", "")
    try:
        signing.needs_edit(version, by=person(request), at=now(), note=note)
    except StepRefused as refusal:
        return _form(request, version, _begun(request, version), str(refusal), mend=note)
    messages.success(request, "Written down. Whoever opens the page to edit it reads what to mend.")
    return queue.onward(request, slug)


def _published(slug: str) -> Version:
    found = Version.objects.published().with_review().select_related("procedure")
    return get_object_or_404(found, procedure__slug=slug)


def keep_profile(request: HttpRequest, job_title: str, registration: str) -> None:
    """Remember what a clinician signed as, for the next time."""
    kept = {"job_title": job_title, "registration": registration}
    if not Profile.objects.filter(user=person(request), **kept).exists():
        Profile.objects.update_or_create(user=person(request), defaults=kept)


def _begun(request: HttpRequest, version: Version) -> StillCorrect:
    """The form with what is known of the person, due again when the clinic's rule says."""
    known = Profile.objects.filter(user=person(request)).first() or Profile()
    first = {
        "digest": version.digest,
        "job_title": known.job_title,
        "registration": known.registration,
        "next_due": signing.months_after(today(), settings.REVIEW_MONTHS),
    }
    return StillCorrect(initial=first)


def _form(
    request: HttpRequest,
    version: Version,
    form: StillCorrect,
    wrong: str,
    *,
    status: int = 0,
    mend: str = "",
) -> HttpResponse:
    held = version.review_id
    review = Review.objects.get(pk=held) if held else None
    context = {
        "version": version,
        "form": form,
        "wrong": wrong,
        "review": review,
        "mend": mend,
        "place": queue.place(request, version.procedure.slug),
    }
    return page(request, "staff/redate.html", context, status=status or (400 if wrong else 200))
