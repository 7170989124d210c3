"""Who is signed in, and when it is."""

from datetime import date, datetime
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone


def person(request: HttpRequest) -> User:
    """Who is signed in; behind `doors.allowed` somebody always is."""
    return cast(User, request.user)


def now() -> datetime:
    """The server's clock."""
    return timezone.now()


def today() -> date:
    """The clinic's day."""
    return timezone.localdate()
