"""What a patient is shown of a version: its page, whether it was reviewed, and by whom."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from procedures.models import EmbedSite, Photo, Procedure, Review, Version, Withdrawal
from procedures.models.prepared import Prepared
from procedures.patients.words.rows import Row
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.text.lists.glossary import Glossary
from procedures.text.said.pictures import photos
from procedures.text.showing.page import Page, excerpt, page
from procedures.text.showing.render import Surroundings
from procedures.vocabulary import Change, SectionKind, Status

#: What a text names to show a photo, and its width and height in pixels.
Shown = tuple[str, int, int]


@dataclass(frozen=True)
class ReviewState:
    """Whether the words count as reviewed on a day, and since which sign-off."""

    review: Review | None
    of_this_version: bool
    overdue: bool


def document(version: Version) -> Document:
    """The words of a stored version. They were accepted once, so they are for ever."""
    return reread(version.text, f"{version.procedure.slug}/{version.number}.md")


def shown(version: Version, on: date) -> Page:
    """The page of a version, as everyone is shown it that day."""
    return shown_words(document(version), on)


def shown_explained(version: Version, photos: frozenset[Shown], glossary: Glossary) -> Page:
    """The same with those photos, and with the words that a glossary explains.

    It explains words on current pages only: it is no part of what was published.
    """
    return _rendered(document(version), photos, glossary, "", ())


def shown_words(words: Document, on: date, *, sources: str = "") -> Page:
    """The page of words that may not be stored yet.

    `sources` is the address of the page that lists them, where this one does not.
    """
    return _rendered(words, _photos(photos(words), on), Glossary(), sources, ())


def shown_alone(words: Document, on: date, *kinds: SectionKind) -> Page:
    """Some sections of a text, with the sources they cite."""
    return _rendered(words, _photos(photos(words), on), Glossary(), "", kinds)


def photos_of(version: Row[Version], on: date) -> frozenset[Shown]:
    """The photos that the text of a version may show that day."""
    return _photos(_named(version), on)


@lru_cache(maxsize=64)
def _named(version: Row[Version]) -> frozenset[str]:
    return photos(document(version.one))


def _photos(named: frozenset[str], on: date) -> frozenset[Shown]:
    found = Photo.objects.shown(on).filter(digest__in=named) if named else ()
    return frozenset((one.source, one.width, one.height) for one in found)


# Everything that decides a page is an argument, so the same page is rendered once a process.
@lru_cache(maxsize=32)
def _rendered(
    words: Document,
    photos: frozenset[Shown],
    glossary: Glossary,
    sources: str,
    kinds: tuple[SectionKind, ...],
) -> Page:
    surroundings = Surroundings(
        photos={source: (width, height) for source, width, height in photos},
        photo_url=photo_url,
        procedure_url=lambda slug: reverse("procedure", args=[slug]),
        glossary=glossary,
        sources_url=sources,
    )
    return excerpt(words, surroundings, *kinds) if kinds else page(words, surroundings)


def photo_url(digest: str, width: int | None = None) -> str:
    """Where a photo lies, or a narrower one."""
    if width is None:
        return reverse("photo", args=[digest])
    return reverse("narrower-photo", args=[digest, width])


def review_state(version: Version, on: date) -> ReviewState:
    """The state of a version fetched `with_review`."""
    review = Review.of(version)
    if review is None:
        return ReviewState(None, of_this_version=False, overdue=False)
    return ReviewState(review, review.version_id == version.pk, review.is_overdue(on))


def procedure_at(slug: str) -> Procedure:
    """The procedure of an address; the reader of a former one is sent on by the 404."""
    return get_object_or_404(Procedure, slug=slug)


def published(slug: str) -> Version | None:
    """The text patients see, with its review and the version before it, or None.

    `is_pasted` says whether its address may be pasted into other websites.
    """
    return _of_its_procedure(_PUBLISHED.first(slug))


def published_unread(slug: str) -> Version | None:
    """The same but for the words, which are fetched where somebody asks for them: the digest
    tells already which they are."""
    return _of_its_procedure(_UNREAD.first(slug))


def _of_its_procedure(version: Version | None) -> Version | None:
    if version is not None:
        told = vars(version)
        names, values = ("id", "slug", "offered_here"), ("procedure_id", "slug", "offered_here")
        version.procedure = Procedure.from_db(None, names, [told[one] for one in values])
    return version


def _published(slug: str) -> QuerySet[Version]:
    return (
        Version.objects.published()
        .with_review()
        .with_previous()
        .filter(procedure__slug=slug)
        .annotate(
            slug=F("procedure__slug"),
            offered_here=F("procedure__offered_here"),
            is_pasted=Exists(EmbedSite.objects.oembed()),
        )
    )


_PUBLISHED: Prepared[Version] = Prepared(_published)
_UNREAD: Prepared[Version] = Prepared(lambda slug: _published(slug).defer("text"))


@dataclass(frozen=True)
class Since:
    """What changed since a version that somebody read; `known` where there is such a version."""

    number: int
    known: bool
    comparable: bool
    versions: tuple[Version, ...]


def published_since(slug: str, number: int) -> tuple[Version | None, Since]:
    """The text patients see, and every version after that one, those for safety first."""
    rows = list(
        Version.objects.public()
        .with_review()
        .with_previous()
        .select_related("procedure")
        .filter(Q(number__gte=number) | Q(status=Status.PUBLISHED), procedure__slug=slug)
        .order_by("-number")
    )
    current = next((one for one in rows if one.status == Status.PUBLISHED), None)
    read = next((one for one in rows if one.number == number), None)
    later = [one for one in rows if current and number < (one.number or 0) <= (current.number or 0)]
    later.sort(key=lambda one: one.change != Change.SAFETY)
    known = read is not None and current is not None and number <= (current.number or 0)
    comparable = known and read is not None and not read.is_redacted
    return current, Since(number, known, comparable, tuple(later if known else ()))


def public_version(slug: str, number: int) -> Version | None:
    """That version, with its review and the version before it, where patients may read it."""
    return (
        Version.objects.public()
        .with_review()
        .with_previous()
        .select_related("procedure", "withdrawal", "redaction")
        .filter(procedure__slug=slug, number=number)
        .first()
    )


def withdrawal(slug: str) -> Withdrawal | None:
    """The withdrawal that left the procedure without a page, where nothing is published."""
    return (
        Withdrawal.objects.without_a_page()
        .filter(version__procedure__slug=slug)
        .select_related("version__procedure")
        .last()
    )


def withdrawn(withdrawal: Withdrawal, on: date) -> dict[str, Any]:
    """What templates say in place of a withdrawn page: why, and when to get help."""
    version = withdrawal.version
    said: dict[str, Any] = {"withdrawal": withdrawal, "version": version}
    if not version.is_redacted:
        said["page"] = shown_alone(document(version), on, SectionKind.HELP)
    return said
