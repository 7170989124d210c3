"""Who comes in: signed in, and with a role that allows what the page is for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from procedures.staff import refusals
from procedures.staff.permissions import Action, may

View = Callable[..., HttpResponse]


def allowed(action: Action) -> Callable[[View], View]:
    """Lets only those pass who may do this; others are asked to sign in, or refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                if request.method == "GET":
                    return redirect_to_login(request.get_full_path())
                return refusals.signed_out(request)
            if not may(request.user, action):
                return refusals.not_allowed(request, str(action.label))
            return view(request, *args, **kwargs)

        vars(checked)["action"] = action
        return checked

    return decorate
