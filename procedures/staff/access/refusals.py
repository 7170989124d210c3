"""What somebody is told who may not, or who is no longer signed in."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from procedures.editorial import journal
from procedures.models import Procedure, Version
from procedures.staff.access import keeping
from procedures.staff.access.pages import page
from procedures.vocabulary import StepKind


def not_allowed(request: HttpRequest, what: str) -> HttpResponse:
    """403: a person who works here asked for what their roles do not allow.

    Pages offer nobody what they may not do, so a form that asks for it is written down.
    """
    if request.method == "POST":
        record(request, what)
    if keeping.from_a_script(request):
        return keeping.short("Your role does not allow this.", status=403)
    return page(request, "staff/403.html", {"what": what}, status=403)


def signed_out(request: HttpRequest, why: str) -> HttpResponse:
    """403 that gives back everything that was typed, to be sent again after signing in."""
    return keeping.page(request, why, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form is older than the sign-in, or was never ours; nothing typed is lost."""
    return keeping.page(request, "This form is older than your sign-in.", status=403)


def record(request: HttpRequest, what: str) -> None:
    """Write down that somebody sent a form they may not send."""
    match = request.resolver_match
    asked = match.kwargs if match else {}
    versions = Version.objects.select_related("procedure")
    journal.record(
        StepKind.REFUSED,
        procedure=Procedure.objects.filter(slug=asked.get("slug", "")).first(),
        version=versions.filter(pk=asked.get("pk", 0)).first(),
        by=cast(User, request.user),
        at=timezone.now(),
        note=what,
    )
