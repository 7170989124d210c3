"""The pages that homepages frame: a whole page, one section that is safe alone, and a list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from procedures.embedding import theme
from procedures.embedding.outward import outward
from procedures.models import EmbedSite, Version, Withdrawal
from procedures.models.version import VersionQuerySet
from procedures.patients.answers import assets
from procedures.patients.answers.clinic import told
from procedures.patients.words import listing, reading
from procedures.patients.words.reading import ReviewState
from procedures.text.showing.page import Page
from procedures.vocabulary import SectionKind

#: The sections that say nothing wrong when they stand alone.
ALONE = (
    SectionKind.RECOVERY,
    SectionKind.SIDE_EFFECTS,
    SectionKind.CONTRAINDICATIONS,
    SectionKind.HELP,
    SectionKind.BEFORE,
)


class Framed(HttpResponse):
    """A page made for a frame; every other answer that a patient could see there is replaced."""


class NotFramed(Http404):
    """Why a page is not shown in frames, in a sentence for patients."""


def site_of(request: HttpRequest) -> EmbedSite | None:
    """The website whose key the address holds, while it may frame our pages."""
    found: EmbedSite | None = getattr(request, "embed_site", None)
    return found


def _site(request: HttpRequest) -> EmbedSite:
    site = site_of(request)
    if site is None:
        raise Http404("No website has this key")
    return site


def framed(request: HttpRequest, key: str, slug: str, section: str = "") -> HttpResponse:
    """The page of a procedure, or one section with when to get help and what it cites."""
    return shown(_site(request), slug, section)


def listed(request: HttpRequest, key: str) -> HttpResponse:
    """The reviewed pages that a website may show, each a link to its frame."""
    return HttpFrame(_site(request)).overview()


def shown(site: EmbedSite, slug: str, section: str) -> HttpResponse:
    """What a website shows of a page; without a section all of it.

    Raises `NotFramed` where that is not for frames, and `Http404` where there is no such page.
    """
    if section and section not in ALONE:
        raise NotFramed("This part of a page is not shown on its own.")
    version = _version(site, slug)
    if version is None:
        return _gone(site, slug)
    today = timezone.localdate()
    state = reading.review_state(version, today)
    if section:
        return HttpFrame(site).alone(version, state, SectionKind(section), today)
    return HttpFrame(site).whole(version, state, today)


def pages(site: EmbedSite) -> VersionQuerySet:
    """The reviewed pages that a website may show, by their titles."""
    found = listing.published().reviewed().order_by("title")
    return found.filter(_allowed(site))


def _allowed(site: EmbedSite) -> Q:
    """Whether a version is of a procedure that the website chose, or it chose none."""
    chosen = EmbedSite.procedures.through.objects.filter(embedsite=site.pk)
    return Q(~Exists(chosen)) | Q(Exists(chosen.filter(procedure=OuterRef("procedure"))))


def _version(site: EmbedSite, slug: str) -> Version | None:
    """The published version, with its review.

    Raises `NotFramed` where patients may read it, but not in a frame of this website.
    """
    found = (
        Version.objects.published()
        .with_review()
        .with_previous()
        .select_related("procedure")
        .filter(procedure__slug=slug)
        .annotate(allowed=_allowed(site))
        .first()
    )
    if found is None:
        return None
    if found.signed is None:
        raise NotFramed(
            "Nobody clinical has checked this page yet, so it is not shown on other websites."
        )
    if not vars(found)["allowed"]:
        raise NotFramed("This page is not among those that this website shows.")
    return found


def _gone(site: EmbedSite, slug: str) -> HttpResponse:
    """410 with the reason, when to get help and whom to call."""
    withdrawal = reading.withdrawal(slug)
    if withdrawal is None:
        raise Http404("Nothing is published there")
    return HttpFrame(site).gone(withdrawal)


@dataclass(frozen=True)
class HttpFrame:
    """Makes the pages of one website's frames, for patients and for previews alike."""

    site: EmbedSite

    def overview(self) -> HttpResponse:
        """The pages it may show."""
        context = {"versions": pages(self.site), "site_key": self.site.key}
        return self.answer("embedding/list.html", context)

    def whole(self, version: Version, state: ReviewState, today: date) -> HttpResponse:
        """The page of a version."""
        page = reading.shown(version, today)
        context = {"version": version, "page": page, "state": state}
        return self.answer("embedding/page.html", context)

    def alone(
        self, version: Version, state: ReviewState, kind: SectionKind, today: date
    ) -> HttpResponse:
        """One section of it. Raises `NotFramed` where the page has none of that kind."""
        words = reading.document(version)
        page: Page = reading.shown_alone(words, today, kind, SectionKind.HELP)
        found = page.section(kind)
        if found is None:
            raise NotFramed("This page has no such part.")
        context = {"version": version, "page": page, "state": state, "section": found}
        return self.answer("embedding/section.html", context)

    def gone(self, withdrawal: Withdrawal) -> HttpResponse:
        """What patients read in place of a page that was withdrawn."""
        context = reading.withdrawn(withdrawal, timezone.localdate())
        return self.answer("embedding/gone.html", context, status=410)

    def trouble(self, why: str, *, status: int, address: str = "/") -> HttpResponse:
        """A page of words in place of any other answer, with a way to the pages themselves."""
        context = {"why": why, "address": address}
        return self.answer("embedding/trouble.html", context, status=status)

    def answer(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A framed page, its links out turned outward."""
        shared = {
            **told(),
            "styles": assets.address("embed-stylesheet"),
            "theme": theme.address(self.site.theme, self.site.accent),
            "child": assets.address("embed-child"),
        }
        return Framed(outward(render_to_string(template, shared | context)), status=status)
