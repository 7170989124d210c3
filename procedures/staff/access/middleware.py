"""What Django does for people who sign in, done for them alone: no patient has a session."""

from collections.abc import Awaitable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from procedures.patients.answers.errors import STAFF


class _ForStaff(MiddlewareMixin):
    """Leaves the requests of patients alone."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.path_info.startswith(STAFF):
            return super().__call__(request)
        return self.get_response(request)


class SessionsForStaff(_ForStaff, SessionMiddleware):
    """Fetches and stores the session of somebody at work."""


class SignInForStaff(_ForStaff, AuthenticationMiddleware):
    """Says who is signed in."""


class MessagesForStaff(_ForStaff, MessageMiddleware):
    """Carries what the next page tells them."""
