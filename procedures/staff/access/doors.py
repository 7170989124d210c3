"""Who comes in: signed in, and with a role that allows what the page is for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from procedures.staff.access import keeping, refusals, sessions
from procedures.staff.access.permissions import Action, may
from procedures.staff.access.person import person

View = Callable[..., HttpResponse]


def allowed(action: Action, *, counts: bool = True) -> Callable[[View], View]:
    """Lets only those pass who may do this; others are asked to sign in, or refused.

    `counts` is False for what a page asks by itself, while nobody does anything.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _outside(request, "You are no longer signed in.")
            ended = sessions.why_ended(request, person(request))
            if ended:
                logout(request)
                messages.info(request, ended)
                return _outside(request, ended)
            if not may(request.user, action):
                return refusals.not_allowed(request, str(action.label))
            if counts:
                sessions.touch(request)
            return view(request, *args, **kwargs)

        vars(checked)["action"] = action
        return checked

    return decorate


def _outside(request: HttpRequest, why: str) -> HttpResponse:
    """The way in, and back to this page; what was typed is given back."""
    if request.method == "GET" and not keeping.from_a_script(request):
        return redirect_to_login(request.get_full_path())
    return refusals.signed_out(request, why)
