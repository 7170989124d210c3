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


def shown(version: Version) -> Page:
    """The page of a version, as everyone is shown it."""
    return shown_words(document(version))


def shown_words(words: Document) -> Page:
    """The page of words that may not be stored yet."""
    return page(words, _surroundings(words))


def shown_alone(version: Version, kind: SectionKind) -> Page:
    """One section of a version, with the sources it cites."""
    words = document(version)
    return excerpt(words, kind, _surroundings(words))


def _surroundings(words: Document) -> Surroundings:
    named = photos(words)
    sizes = {}
    if named:
        rows = Photo.objects.filter(digest__in=named).values_list("digest", "width", "height")
        sizes = {digest: (width, height) for digest, width, height in rows}
    return Surroundings(
        photos=sizes,
        photo_url=lambda digest: reverse("photo", args=[digest]),
        procedure_url=lambda slug: reverse("procedure", args=[slug]),
    )


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
