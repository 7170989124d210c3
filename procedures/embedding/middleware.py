"""Who may frame us: said by every answer below the key of a website, whatever its status.

A homepage shows a grey box in place of an answer that forbids framing, so errors are pages for
frames too.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import reverse

from procedures.embedding import policy
from procedures.embedding.frames import Framed, HttpFrame, NotFramed, site_of
from procedures.models import EmbedSite
from procedures.models.embed import KEY
from procedures.patients.answers import errors
from procedures.patients.answers.middleware import Answers

_KEYED = re.compile(rf"/embed/({KEY})(?:/|$)")
#: What a host of frames has besides them: it never shows a page on which anybody signs in.
_THERE = re.compile("/(?:embed/|oembed$|photos/|healthz/$)")
#: What it sends people on for: from a frame WordPress opens nothing but what is on the same host.
_PAGES = "/procedures/"
_WORDS = {
    404: "There is no such page here.",
    429: "Too many people ask at once. Wait half a minute, then load the page again.",
    500: "Sorry, something went wrong. This is our fault. Wait a minute, then load the page again.",
}
_OTHERWISE = "This page cannot be shown at the moment."


class FramedAnswers(Answers):
    """`Answers`, and beside them what homepages may frame."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _KEYED.match(request.path_info)
        if found and errors.UNREADABLE not in request.META:
            site = EmbedSite.objects.active().filter(key=found[1]).first()
            vars(request)["embed_site"] = site
        return super().__call__(request)

    def is_for_staff(self, request: HttpRequest) -> bool:
        return super().is_for_staff(request) and not _is_elsewhere(request)

    def headers(self, request: HttpRequest) -> dict[str, str]:
        site = site_of(request)
        if site is not None:
            return policy.headers(site)
        return super().headers(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        if _is_elsewhere(request):
            if request.path_info.startswith(_PAGES):
                return HttpResponseRedirect(settings.SITE_URL + request.get_full_path())
            return errors.page_not_found(request)
        response = super().answer(request)
        site = site_of(request)
        if site is None or response.status_code < 400 or isinstance(response, Framed):
            return response
        if settings.DEBUG and response.status_code == 500:
            return response  # Django's own page, which says where
        why = _WORDS.get(response.status_code, _OTHERWISE)
        return HttpFrame(site).trouble(why, status=response.status_code)

    def not_found(self, request: HttpRequest, why: Exception | None = None) -> HttpResponse:
        site = site_of(request)
        if site is None:
            return super().not_found(request, why)
        if isinstance(why, NotFramed):
            slug = request.resolver_match.kwargs["slug"] if request.resolver_match else ""
            page = reverse("procedure", args=[slug])
            return HttpFrame(site).trouble(str(why), status=404, address=page)
        return errors.moved(request) or HttpFrame(site).trouble(_WORDS[404], status=404)


def _is_elsewhere(request: HttpRequest) -> bool:
    """Whether the host of frames is asked for what only the site itself has."""
    if not settings.EMBED_HOST:
        return False
    there, port = split_domain_port(settings.EMBED_HOST)
    domain, asked_port = split_domain_port(request.META.get("HTTP_HOST", ""))
    is_there = domain == there and port in ("", asked_port)
    return is_there and not _THERE.match(request.path_info)
