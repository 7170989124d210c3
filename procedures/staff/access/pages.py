"""What every page of staff has in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procedures.patients.answers import assets
from procedures.staff.access import sessions
from procedures.staff.access.permissions import Action, may


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that knows how long the session lasts, and what this person's roles allow."""
    shared = {
        "stay": assets.address("staff:stay.js"),
        "staff_stylesheet": assets.address("staff:stylesheet"),
        "session": sessions.told(request) if request.user.is_authenticated else {},
        "may": {action.value: may(request.user, action) for action in Action},
    }
    return render(request, template, shared | context, status=status)
