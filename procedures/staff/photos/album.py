"""Photos: added from a phone or a computer, and of a patient shown only while they agree."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from procedures.editorial import journal
from procedures.editorial.pictures import consenting, photos
from procedures.editorial.pictures.reencoding import Reencoded
from procedures.editorial.refusals import StepRefused
from procedures.models import Consent, Photo, Step
from procedures.patients.words.reading import photo_url
from procedures.staff.access import keeping
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person, today
from procedures.staff.photos.forms import ConsentForm, Upload
from procedures.staff.record import history
from procedures.text.said.pictures import NARROWER
from procedures.vocabulary import Status, StepKind

#: How many photos one page shows.
PAGE = 48


@dataclass(frozen=True)
class Shown:
    """A photo as staff see it. `address` is empty while it may not be seen by anybody."""

    photo: Photo
    address: str
    consent: Consent | None

    @property
    def gone(self) -> bool:
        """Whether it is of a patient who does not agree now, or never did."""
        return not self.address


def _shown(photo: Photo, on: date) -> Shown:
    """With the consent that holds, or the one that ended last."""
    given = [one for one in photo.consents.all() if one.given_on <= on]
    last = max(given, key=lambda one: (one.ends_on, one.pk), default=None)
    live = not photo.of_patient or (last is not None and last.is_live(on))
    small = NARROWER[0] if photo.width > NARROWER[0] else None
    return Shown(photo, photo_url(photo.digest, small) if live else "", last)


@require_safe
@allowed(Action.READ)
def all_photos(request: HttpRequest) -> HttpResponse:
    """Every photo, newest first, and a form that adds one."""
    found = Photo.objects.order_by("-pk").prefetch_related("consents")
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = [_shown(one, today()) for one in pages]
    return page(request, "staff/photos.html", {"photos": shown, "pages": pages, "form": Upload()})


@require_POST
@allowed(Action.WRITE)
def add(request: HttpRequest) -> HttpResponse:
    """Keep an upload, and say which line shows it; or say what is wrong with it."""
    form = Upload(request.POST, request.FILES)
    scripted = keeping.from_a_script(request)
    if form.is_valid():
        photo = _kept(request, form)
        line = form.line(photo)
        if scripted:
            return JsonResponse({"line": line})
        messages.success(request, f"Kept. This line shows it: {line}")
        return redirect("staff:photo", photo.digest)
    if scripted:
        faults = {name: str(said[0]) for name, said in form.errors.items()}
        return JsonResponse({"faults": faults}, status=400)
    return page(request, "staff/photos.html", {"form": form}, status=400)


@transaction.atomic
def _kept(request: HttpRequest, form: Upload) -> Photo:
    made: Reencoded = form.cleaned_data["photo"]
    photo = photos.keep(made, of_patient=form.agreed is not None)
    note = f"{photos.name(photo)}, {photo.width} by {photo.height} pixels"
    journal.record(StepKind.PHOTO_ADDED, by=person(request), at=now(), note=note)
    if form.agreed:
        consenting.record(photo, form.agreed, by=person(request), at=now(), today=today())
    return photo


@require_safe
@allowed(Action.READ)
def photo(request: HttpRequest, digest: str) -> HttpResponse:
    """One photo: where it stands, and what the patient agreed to."""
    return _page(request, get_object_or_404(Photo, digest=digest), ConsentForm())


@require_POST
@allowed(Action.CONSENT)
def consent(request: HttpRequest, digest: str) -> HttpResponse:
    """Write down what a patient agreed to."""
    found = get_object_or_404(Photo, digest=digest)
    form = ConsentForm(request.POST)
    agreed = form.asked(form.cleaned_data) if form.is_valid() else None
    if agreed is None:
        return _page(request, found, form, status=400)
    consenting.record(found, agreed, by=person(request), at=now(), today=today())
    messages.success(request, f"Kept. The photo is shown until {agreed.ends_on:%-d %B %Y}.")
    return redirect("staff:photo", digest)


@require_POST
@allowed(Action.CONSENT)
def end_consent(request: HttpRequest, digest: str) -> HttpResponse:
    """Take a photo of a patient from every page, now."""
    found = get_object_or_404(Photo, digest=digest)
    why = request.POST.get("why", "")
    try:
        consenting.end(found, by=person(request), at=now(), today=today(), why=why)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ended. The photo is shown on no page any more.")
    return redirect("staff:photo", digest)


@require_POST
@allowed(Action.CONSENT)
def delete(request: HttpRequest, digest: str) -> HttpResponse:
    """Remove a photo that was added by mistake and that no text names."""
    found = get_object_or_404(Photo, digest=digest)
    try:
        photos.delete(found, by=person(request), at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:photo", digest)
    messages.success(request, "Deleted. Nothing of it is kept here.")
    return redirect("staff:photos")


def _page(
    request: HttpRequest, found: Photo, form: ConsentForm, *, status: int = 200
) -> HttpResponse:
    named = photos.named_in(found.digest).select_related("procedure")
    in_hand = (Status.PUBLISHED, Status.IN_REVIEW, Status.DRAFT)
    steps = Step.objects.filter(note__startswith=photos.name(found), procedure=None)
    context = {
        "shown": _shown(found, today()),
        "form": form,
        "unused": not named.exists(),
        "named": named.filter(status__in=in_hand).defer("text").order_by("title", "pk"),
        "happened": history.steps(steps.order_by("-pk")),
    }
    return page(request, "staff/photo.html", context, status=status)
