"""How long somebody stays signed in: half an hour without doing anything, eight hours in all."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from procedures.staff.access.person import now
from procedures.staff.access.second_step import is_required

#: Since when somebody is signed in, and when they last did something: seconds since 1970.
_SINCE, _SEEN = "since", "seen"
#: The number of the device that vouched for this session.
_VOUCHED = "vouched"
#: A session is stored again after so many seconds, not with every page.
_STEP = 30


@receiver(user_logged_in)
def begin(request: HttpRequest, **signal: Any) -> None:
    """The clock of a session starts when somebody signs in."""
    request.session[_SINCE] = request.session[_SEEN] = _seconds()


def vouch(request: HttpRequest, device: int | None) -> None:
    """Remember that this session passed the second step with this device, or needs none."""
    request.session[_VOUCHED] = device


def why_ended(request: HttpRequest, user: User) -> str:
    """Why a session is over, in a sentence; empty while it is not."""
    if seconds_left(request) <= 0:
        return "You were signed out, because nothing was done for a while or the day is over."
    device: int | None = getattr(user, "device", None)
    if request.session.get(_VOUCHED) != device:
        return "Sign in again: the codes of your phone have changed."
    if device is None and is_required(user):
        return "Sign in again: your role asks for a code of your phone as well."
    return ""


def seconds_left(request: HttpRequest) -> int:
    """How long this session lasts if nothing more is done."""
    return min(_idle_left(request), _longest_left(request))


def told(request: HttpRequest) -> dict[str, int]:
    """For pages that warn in time: the seconds that are left, and that there can be at most."""
    return {"left": seconds_left(request), "longest": _longest_left(request)}


def _idle_left(request: HttpRequest) -> int:
    return int(settings.STAFF_IDLE.total_seconds()) - _passed(request, _SEEN)


def _longest_left(request: HttpRequest) -> int:
    return int(settings.SESSION_COOKIE_AGE) - _passed(request, _SINCE)


def _passed(request: HttpRequest, since: str) -> int:
    # A clock that is set back counts as time that passed: no session outlasts its day by it.
    return abs(_seconds() - int(request.session.setdefault(since, _seconds())))


def touch(request: HttpRequest) -> None:
    """Something was done: the half hour begins again."""
    if _passed(request, _SEEN) >= _STEP:
        request.session[_SEEN] = _seconds()


def _seconds() -> int:
    return int(now().timestamp())
