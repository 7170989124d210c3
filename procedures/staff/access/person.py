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


def number(typed: str) -> int:
    """The number of a row that a form names; 0, which no row has, where it names none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def today() -> date:
    """The clinic's day."""
    return timezone.localdate()
