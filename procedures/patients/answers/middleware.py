"""What every answer has in common, whatever its status: the outermost middleware.

Django builds its 304 and error answers anew and drops what a view had set, so nothing about
security or caching is left to views.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.security import SecurityMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response

from procedures.patients.answers import compression, errors
from procedures.patients.answers.errors import STAFF, UNREADABLE
from procedures.patients.answers.privacy import unkept

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


#: Staff pages may frame a page of ours, and only these pages may be framed: previews.
PREVIEWS = frozenset({"staff:preview", "staff:framed"})
_FRAMING = {
    "Content-Security-Policy": f"{POLICY}; frame-src 'self'",
    "X-Robots-Tag": "noindex",
}
_FRAMED = {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}

#: What is answered without the database.
_ALONE = re.compile(
    r"/(?:admin/|embed/)?(?:styles|scripts|icons|theme)/"
    r"|/(?:embed/v1\.js|favicon\.ico|robots\.txt|healthz/|readyz/)\Z"
)


#: What a photo of 10 MB and its words have at most.
_MAX_BODY = 11_000_000
_TOO_LONG = "That is more than a page or a photo can be. Send less."


def _is_too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > _MAX_BODY


#: A photo can do nothing, should ever something else be found in its place.
_PHOTOS = frozenset({"photo", "narrower-photo"})
_INERT = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}

#: What frames need that have no origin of their own, as in the sandbox of a homepage.
_FILES = frozenset({*_PHOTOS, "embed-child", "embed-host", "embed-stylesheet", "embed-theme"})
_SHARED = {"Cross-Origin-Resource-Policy": "cross-origin"}


# A page that was made once is the same bytes again, and these know their hash.
@lru_cache(maxsize=64)
def _digest(decided: str, content: bytes) -> str:
    return hashlib.sha256(decided.encode() + content).hexdigest()


class Answers:
    """Lets patients' addresses be read only, revalidated, and framed by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_for_staff(request):
            # Who is signed in is nothing to patients' pages: they can neither tell nor say it.
            request.META.pop("HTTP_COOKIE", None)
        if _is_too_long(request):
            # Nothing of it is read: forms would be, to look for their token.
            response = HttpResponse(_TOO_LONG, status=413, content_type="text/plain; charset=utf-8")
        elif UNREADABLE in request.META and not _ALONE.match(request.path_info):
            request.get_host()  # a wrong one is refused, as always
            response = errors.unavailable(request, request.META[UNREADABLE])
        elif self.is_for_staff(request):
            response = self.private(request, self.get_response(request))
        elif request.method not in ("GET", "HEAD"):
            response = HttpResponseNotAllowed(["GET", "HEAD"])
        else:
            response = self.revalidated(request, self.answer(request))
        for name, value in self.headers(request).items():
            response.headers[name] = value
        # A 304 and a 405 are made out here, where nothing has told the browser to stay on HTTPS.
        return self.security.process_response(request, response)

    def is_for_staff(self, request: HttpRequest) -> bool:
        """Whether the address is one of those that people who work here open."""
        return request.path_info.startswith(STAFF)

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """The headers of every answer to a request, whatever its status."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if self.is_for_staff(request):
            return HEADERS | _FRAMING | (_FRAMED if name in PREVIEWS else {})
        return HEADERS | (_INERT if name in _PHOTOS else {}) | (_SHARED if name in _FILES else {})

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What a view says to a patient, or a page that says what to do instead."""
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return self.not_found(request)  # in place of Django's list of addresses
        return response

    def not_found(self, request: HttpRequest, why: Exception | None = None) -> HttpResponse:
        """What is answered where nothing is, and where something was before."""
        return errors.page_not_found(request, why)

    def private(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer to somebody who works here: nothing of it is kept on the way or after."""
        response.headers.setdefault("Cache-Control", "private, no-store")
        compression.compress_once(response, compression.coding(request, response))
        return response

    def revalidated(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer as the reader takes it, or a 304 where the reader has it already.

        What a page says depends on the clinic's day, so the day is part of the ETag; so is its
        policy, which a browser takes from the 304 too; its bytes depend on the coding.
        """
        if response.status_code in (301, 404):
            unkept(request, response)  # no view has: these are made on the way
        response.headers.setdefault("Cache-Control", "max-age=0, must-revalidate")
        if response.streaming:
            return response
        coding = compression.coding(request, response)
        if response.status_code == 200:
            policy = self.headers(request)["Content-Security-Policy"]
            digest = _digest(f"{timezone.localdate()} {policy} ", response.content)
            etag = f'"{digest[:32]}-{coding}"'
            response.headers["ETag"] = etag
            known = get_conditional_response(request, etag=etag, response=response)
            if known is not response:
                return cast(HttpResponse, known)
        if "no-store" in response.headers["Cache-Control"]:
            compression.compress_once(response, coding)
        else:
            compression.compress(response, coding)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that is not there is answered alike in development and for patients."""
        if isinstance(exception, Http404):
            return self.not_found(request, exception)
        return None
