"""How somebody comes in: a password, then a code; and what to do where the phone is lost."""

from functools import partial, wraps
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from procedures.editorial.refusals import StepRefused
from procedures.patients.answers import assets
from procedures.staff.access import clock, second_step, sessions
from procedures.staff.access.doors import View
from procedures.staff.access.pages import page
from procedures.staff.access.person import now
from procedures.text.showing.render import Html

#: Who gave the right password and no code yet, where they wanted to go, and when.
_PENDING = "pending"
_PENDING_SECONDS = 600
_BACKEND = "procedures.staff.access.signing_in.Staff"


class SignIn(LoginView):
    """The first step: name and password."""

    template_name = "staff/sign-in.html"
    redirect_authenticated_user = True
    # Templates call it, so that styles being worked on are seen at once.
    extra_context = {"staff_stylesheet": partial(assets.address, "staff:stylesheet")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Judge what was typed, by a clock that may have been wrong a moment ago."""
        clock.forget_locks(now())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second step, where there is one; else come in."""
        user = form.get_user()
        if second_step.device(user) is None and not second_step.is_required(user):
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session[_PENDING] = {
            "who": user.pk,
            "hash": user.get_session_auth_hash(),
            "next": self.get_success_url(),
            "at": now().timestamp(),
        }
        return redirect("staff:code" if second_step.device(user) else "staff:enrol")


def _pending(request: HttpRequest) -> User | None:
    """Who gave the right password a moment ago, and has not changed it since."""
    asked: dict[str, Any] = request.session.get(_PENDING, {})
    if not asked or abs(now().timestamp() - asked["at"]) > _PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=asked["who"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == asked["hash"] else None


def after_password(view: View) -> View:
    """Lets only those pass who gave their password a moment ago; others begin again."""

    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        user = _pending(request)
        if user is None:
            messages.info(request, "Begin again with your name and password.")
            return redirect("staff:sign-in")
        return view(request, user)

    return checked


def _come_in(request: HttpRequest, user: User, device: int) -> str:
    """Sign the person in; where they wanted to go."""
    onward: str = request.session.pop(_PENDING)["next"]
    login(request, user, backend=_BACKEND)
    sessions.vouch(request, device)
    return onward


@after_password
def code(request: HttpRequest, user: User) -> HttpResponse:
    """The second step: the code that the app shows."""
    if request.method == "GET":
        return page(request, "staff/code.html", {})
    try:
        device = second_step.verify(user, request.POST.get("code", ""))
    except StepRefused as refusal:
        return page(request, "staff/code.html", {"wrong": refusal}, status=400)
    return redirect(_come_in(request, user, device.pk))


@after_password
def recover(request: HttpRequest, user: User) -> HttpResponse:
    """Without the phone: a code that was kept on paper, or a site manager."""
    device = second_step.device(user)
    if device is None:
        return redirect("staff:enrol")
    if request.method == "GET":
        return page(request, "staff/recover.html", {})
    try:
        left = second_step.recover(user, request.POST.get("code", ""), at=now())
    except StepRefused as refusal:
        return page(request, "staff/recover.html", {"wrong": refusal}, status=400)
    _come_in(request, user, device.pk)
    codes = "1 recovery code is left" if left == 1 else f"{left} recovery codes are left"
    messages.warning(request, f"{codes}. If your phone is lost, set up another below.")
    return redirect("staff:me")


@after_password
def enrol(request: HttpRequest, user: User) -> HttpResponse:
    """Set up an app, for somebody who has none: nobody else comes in with the password alone."""
    if second_step.device(user) is not None:
        return redirect("staff:code")
    if request.method == "GET":
        return setting_up(request, user)
    try:
        device = second_step.confirm(user, request.POST.get("code", ""), at=now())
    except StepRefused as refusal:
        return setting_up(request, user, str(refusal))
    onward = _come_in(request, user, device.pk)
    return new_codes(request, user, onward)


def setting_up(
    request: HttpRequest, user: User, wrong: str = "", *, action: str = ""
) -> HttpResponse:
    """The key of an app that is being set up, as a picture and in letters."""
    device = second_step.begun(user)
    drawn = segno.make(device.config_url, error="m").svg_inline(scale=5, border=3, light="white")
    key = second_step.letters(device)
    context = {"drawn": Html(drawn), "key": key, "wrong": wrong}
    context["action"] = action or reverse("staff:enrol")
    return page(request, "staff/enrol.html", context, status=400 if wrong else 200)


def new_codes(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    """Codes to keep on paper. They are on this page and nowhere else."""
    codes = second_step.new_codes(user, at=now())
    return page(request, "staff/codes.html", {"codes": codes, "onward": onward})
