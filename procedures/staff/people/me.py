"""What somebody who works here says of themselves, and their password."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from procedures.editorial import journal
from procedures.models import Profile
from procedures.staff.access import second_step
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person
from procedures.staff.reviews.redating import profile
from procedures.vocabulary import StepKind


class Details(forms.Form):
    """Name, job title and registration are what patients read under a review."""

    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150)
    job_title = forms.CharField(label="Job title", max_length=150, required=False)
    registration = forms.CharField(
        label="Registration",
        max_length=150,
        required=False,
        help_text="Such as a number of the NMC or GMC.",
    )
    email = forms.EmailField(label="Email", required=False, help_text="Patients never see it.")


@require_http_methods(["GET", "POST"])
@allowed(Action.READ)
def me(request: HttpRequest) -> HttpResponse:
    """One's own name, as patients are to read it."""
    before = _details(request)
    if request.method == "GET":
        return _page(request, Details(initial=before), PasswordChangeForm(person(request)))
    form = Details(request.POST)
    if not form.is_valid():
        return _page(request, form, PasswordChangeForm(person(request)), status=400)
    changed = {
        name: (old, form.cleaned_data[name])
        for name, old in before.items()
        if old != form.cleaned_data[name]
    }
    _keep(request, form.cleaned_data, changed)
    messages.success(request, "Kept." if changed else "Nothing had changed.")
    return redirect("staff:me")


@transaction.atomic
def _keep(request: HttpRequest, said: dict[str, str], changed: dict[str, tuple[str, str]]) -> None:
    if not changed:
        return
    user = person(request)
    user.first_name, user.last_name, user.email = (
        said[name] for name in ("first_name", "last_name", "email")
    )
    user.save(update_fields=["first_name", "last_name", "email"])
    kept = {name: said[name] for name in ("job_title", "registration")}
    Profile.objects.update_or_create(user=user, defaults=kept)
    labels = {name: str(field.label) for name, field in Details.base_fields.items()}
    note = "; ".join(
        f"{labels[name]}: {old or '(empty)'} → {new or '(empty)'}"
        for name, (old, new) in changed.items()
    )
    journal.record(StepKind.DETAILS_CHANGED, by=user, at=now(), note=note)


@require_POST
@allowed(Action.READ)
def password(request: HttpRequest) -> HttpResponse:
    """Another password: whatever is open elsewhere with this account is closed."""
    form = PasswordChangeForm(person(request), request.POST)
    if not form.is_valid():
        return _page(request, Details(initial=_details(request)), form, status=400)
    update_session_auth_hash(request, form.save())
    note = "Password changed"
    journal.record(StepKind.DETAILS_CHANGED, by=person(request), at=now(), note=note)
    messages.success(request, "Your password is changed. You are signed out everywhere else.")
    return redirect("staff:me")


def _details(request: HttpRequest) -> dict[str, str]:
    user = person(request)
    known = profile(request)
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "job_title": known.job_title,
        "registration": known.registration,
        "email": user.email,
    }


def _page(
    request: HttpRequest, details: Details, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    user = person(request)
    # What is said at the top of the page is to be read first.
    form.fields["old_password"].widget.attrs.pop("autofocus", None)
    context = {
        "details": details,
        "form": form,
        "device": second_step.device(user),
        "codes_left": second_step.codes_left(user),
        "required": second_step.is_required(user),
    }
    return page(request, "staff/me.html", context, status=status)
