"""The second step of one's own: an app on another phone, new codes, or none any more."""

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from procedures.editorial.refusals import StepRefused
from procedures.staff.access import clock, second_step, sessions
from procedures.staff.access.doors import allowed
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person
from procedures.staff.people import entering

#: When somebody last gave their password to change the second step.
_SURE = "sure"
_SURE_SECONDS = 600
_BACK = "staff:me"


@sensitive_post_parameters()
@require_POST
@allowed(Action.READ)
def change(request: HttpRequest, verb: str) -> HttpResponse:
    """Whoever sits at an open screen changes nothing of this without the password."""
    if not _sure(request):
        messages.error(request, "That is not your password. Nothing was changed.")
        return redirect(f"{reverse(_BACK)}#second-step")
    return _VERBS[verb](request)


def _sure(request: HttpRequest) -> bool:
    if "password" in request.POST:
        clock.forget_locks(now())
        name, password = person(request).username, request.POST["password"]
        if authenticate(request, username=name, password=password) is None:
            return False
        request.session[_SURE] = now().timestamp()
    return bool(abs(now().timestamp() - request.session.get(_SURE, 0)) < _SURE_SECONDS)


def _set_up(request: HttpRequest) -> HttpResponse:
    user = person(request)
    address = reverse("staff:my-step", args=["set-up"])
    if "code" not in request.POST:
        return entering.setting_up(request, user, action=address)
    try:
        device = second_step.confirm(user, request.POST["code"], at=now())
    except StepRefused as refusal:
        return entering.setting_up(request, user, str(refusal), action=address)
    sessions.vouch(request, device.pk)
    return entering.new_codes(request, user, reverse(_BACK))


def _codes(request: HttpRequest) -> HttpResponse:
    if second_step.device(person(request)) is None:
        messages.error(request, "Set up your phone first; codes come with it.")
        return redirect(_BACK)
    return entering.new_codes(request, person(request), reverse(_BACK))


def _off(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if second_step.is_required(user):
        messages.error(request, "Your role asks for a second step, so it stays on.")
    else:
        second_step.forget(user, by=user, at=now())
        sessions.vouch(request, None)
        messages.success(request, "You sign in with your password alone from now on.")
    return redirect(_BACK)


_VERBS = {"set-up": _set_up, "codes": _codes, "off": _off}
