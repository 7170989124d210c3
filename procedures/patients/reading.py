"""What a patient is shown of a version: its page, whether it was reviewed, and by whom."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse

from procedures.models import Photo, Procedure, Review, Version, Withdrawal
from procedures.text.document import Document
from procedures.text.page import Page, excerpt, page
from procedures.text.parse import reread
from procedures.text.pictures import photos
from procedures.text.render import Surroundings
from procedures.vocabulary import SectionKind


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


def shown_words(words: Document, on: date) -> Page:
    """The page of words that may not be stored yet."""
    return page(words, _surroundings(words, on))


def shown_alone(words: Document, on: date, *kinds: SectionKind) -> Page:
    """Some sections of a text, with the sources they cite."""
    return excerpt(words, _surroundings(words, on), *kinds)


def _surroundings(words: Document, on: date) -> Surroundings:
    named = photos(words)
    found = Photo.objects.shown(on).filter(digest__in=named) if named else ()
    return Surroundings(
        photos={one.source: (one.width, one.height) for one in found},
        photo_url=photo_url,
        procedure_url=lambda slug: reverse("procedure", args=[slug]),
    )


def photo_url(digest: str, width: int | None = None) -> str:
    """Where a photo lies, or a narrower one."""
    if width is None:
        return reverse("photo", args=[digest])
    return reverse("narrower-photo", args=[digest, width])


def review_state(version: Version, on: date) -> ReviewState:
    """The state of a version fetched `with_review`."""
    if version.review_id is None:
        return ReviewState(None, of_this_version=False, overdue=False)
    review = Review.objects.select_related("version").get(pk=version.review_id)
    return ReviewState(review, review.version_id == version.pk, review.is_overdue(on))


def procedure_at(slug: str) -> Procedure:
    """The procedure of an address; the reader of a former one is sent on by the 404."""
    return get_object_or_404(Procedure, slug=slug)


def published(slug: str) -> Version | None:
    """The text patients see, with its review and the version before it, or None."""
    return (
        Version.objects.published()
        .with_review()
        .with_previous()
        .select_related("procedure")
        .filter(procedure__slug=slug)
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
