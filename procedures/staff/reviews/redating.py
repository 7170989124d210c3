"""Reviewed, still correct: a page is read again, and its next review is due later."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing as tokens
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.editorial import signing
from procedures.editorial.refusals import NotAllowed, Overtaken, StepRefused
from procedures.models import Profile, Version
from procedures.staff.access import refusals
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person, today
from procedures.staff.reviews import queue

#: What vouches that a person has had a text before them: who, and its digest.
_OPENED = "opened"


class StillCorrect(forms.Form):
    """What a clinician puts their name to after reading the whole page."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
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
    if request.method == "GET":
        version = _published(slug)
        return _form(request, version, _begun(request, version), "")
    form = StillCorrect(request.POST)
    if not form.is_valid():
        return _form(
            request, _published(slug), form, "Say your job title, and when it is due again."
        )
    said = form.cleaned_data
    try:
        signing.still_correct(
            slug,
            digest=_opened(request, said["opened"]),
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
    except Overtaken:
        version = _published(slug)
        wrong = "You have not opened the page since it last changed. Read it below, then sign."
        return _form(request, version, _begun(request, version), wrong)
    except NotAllowed as refusal:
        refusals.record(request, str(refusal))
        return _form(request, _published(slug), form, str(refusal), status=403)
    except StepRefused as refusal:
        return _form(request, _published(slug), form, str(refusal))
    keep_profile(request, said["job_title"], said["registration"])
    messages.success(request, "Signed. Patients see today’s date and your name.")
    return queue.onward(request, slug)


def _opened(request: HttpRequest, vouched: str) -> str:
    """The digest of the text this person has had before them; empty where they had none."""
    try:
        who, digest = tokens.loads(vouched, salt=_OPENED, max_age=settings.SESSION_COOKIE_AGE)
    except BadSignature:
        return ""
    return str(digest) if who == person(request).pk else ""


@require_safe
@allowed(Action.REVIEW)
def signed(request: HttpRequest, slug: str) -> HttpResponse:
    """What was just signed, and where one may go from there."""
    return page(request, "staff/signed.html", {"slug": slug})


@require_POST
@allowed(Action.REVIEW)
def needs_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is to be mended, and go on to the next page."""
    note = request.POST.get("note", "")
    try:
        signing.needs_edit(slug, by=person(request), at=now(), note=note)
    except StepRefused as refusal:
        version = _published(slug)
        return _form(request, version, _begun(request, version), str(refusal), mend=note)
    messages.success(request, "Written down. Whoever opens the page to edit it reads what to mend.")
    return queue.onward(request, slug)


def _published(slug: str) -> Version:
    found = Version.objects.published().select_related("procedure").defer("text")
    return get_object_or_404(found, procedure__slug=slug)


def profile(request: HttpRequest) -> Profile:
    """What the person signs as; empty for whoever has never signed."""
    found: Profile = getattr(person(request), "profile", None) or Profile(user=person(request))
    return found


def signs_as(request: HttpRequest) -> dict[str, object]:
    """What a form of sign-off begins with: due again when the clinic's rule says."""
    known = profile(request)
    return {
        "job_title": known.job_title,
        "registration": known.registration,
        "next_due": signing.months_after(today(), settings.REVIEW_MONTHS),
    }


def keep_profile(request: HttpRequest, job_title: str, registration: str) -> None:
    """Remember what a clinician signed as, for the next time."""
    known = profile(request)
    if (known.job_title, known.registration) != (job_title, registration):
        kept = {"job_title": job_title, "registration": registration}
        Profile.objects.update_or_create(user=person(request), defaults=kept)


def _begun(request: HttpRequest, version: Version) -> StillCorrect:
    """The form with what is known of the person, and that they have this text before them."""
    opened = tokens.dumps([person(request).pk, version.digest], salt=_OPENED)
    return StillCorrect(initial={"opened": opened, **signs_as(request)})


def _form(
    request: HttpRequest,
    version: Version,
    form: StillCorrect,
    wrong: str,
    *,
    status: int = 0,
    mend: str = "",
) -> HttpResponse:
    context = {
        "version": version,
        "form": form,
        "wrong": wrong,
        "mend": mend,
        "place": queue.place(request, version.procedure.slug),
    }
    return page(request, "staff/redate.html", context, status=status or (400 if wrong else 200))
