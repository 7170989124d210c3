"""Addresses for machines: sitemap, feed, robots, and whether the site is well."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from procedures.models import Version, Withdrawal
from procedures.patients.answers import readiness
from procedures.patients.answers.errors import UNREADABLE
from procedures.patients.words import listing
from procedures.vocabulary import Change


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; pages that should not be found say so themselves."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Catalogue, about, and every page that may be found: those that count as reviewed."""
    versions = listing.published().reviewed().order_by("procedure__slug")
    context = {"site": settings.SITE_URL, "versions": versions}
    return render(request, "patients/sitemap.xml", context, content_type="application/xml")


def feed(request: HttpRequest) -> HttpResponse:
    """Atom: one entry a procedure, its current version or its withdrawal, newest first."""
    atom = Atom1Feed(
        title=f"{settings.CLINIC_NAME}: patient information",
        link=f"{settings.SITE_URL}/",
        description="What changed in our pages, and why",
        feed_url=settings.SITE_URL + reverse("feed"),
        author_name=settings.CLINIC_NAME,
    )
    entries = [_shown(version) for version in listing.published()]
    entries += [_withdrawn(withdrawal) for withdrawal in listing.withdrawals()]
    for moment, title, link, description in sorted(entries, reverse=True):
        # Readers take an entry's summary for HTML, and ours is plain words.
        atom.add_item(title, link, escape(description), pubdate=moment, updateddate=moment)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")


def _shown(version: Version) -> tuple[datetime | None, str, str, str]:
    what = Change(version.change).label
    title = f"{version.title}, version {version.number}: {what[0].lower()}{what[1:]}"
    return version.published_at, title, _permalink(version), " ".join(version.change_notes)


def _withdrawn(withdrawal: Withdrawal) -> tuple[datetime | None, str, str, str]:
    version = withdrawal.version
    name = version.title or version.procedure.slug
    return withdrawal.at, f"{name}: withdrawn", _permalink(version), withdrawal.reason


def _permalink(version: Version) -> str:
    return f"{settings.SITE_URL}{reverse('version', args=[version.procedure.slug, version.number])}"


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _plain(["ok"], 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """200 where the site can do its work, with what is weak; 503 with what is wrong if not."""
    away = request.META.get(UNREADABLE)
    wrong = [away] if away else list(readiness.wrong())
    return _plain(wrong or ["ready", *readiness.weak()], 503 if wrong else 200)


def _plain(lines: list[str], status: int) -> HttpResponse:
    response = HttpResponse(
        "".join(f"{line}\n" for line in lines),
        status=status,
        content_type="text/plain; charset=utf-8",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
