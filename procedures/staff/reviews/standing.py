"""Where pages stand: when each is to be read again, and what is held against it.

Counted and put in order by the database, so that of many pages only those in sight are fetched.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, When

from procedures.models import Checkup, Review, Step, Version
from procedures.models.version import VersionQuerySet

#: How many pages one list shows.
PAGE = 50
SOON = timedelta(days=90)
CHOICES = {
    "all": "Every page",
    "due": "Due within 90 days",
    "mine": "Those I am asked to review",
    "mend": "To be mended",
    "checks": "What the checks say",
}


@dataclass(frozen=True)
class Row:
    """A page patients read, its last review, what is asked to be mended, and whose words it has.

    `said` is what the checks of that day hold against it.
    """

    version: Version
    review: Review | None
    overdue: bool
    mend: Step | None
    mine: bool
    said: list[str]

    @property
    def ready(self) -> bool:
        """Whether this person can sign it as it stands."""
        return not self.mine and self.mend is None


@dataclass
class Counts:
    """How many pages patients read nobody reviewed, are overdue, and are due within `SOON`.

    `mine` counts those of them that one person is asked to review.
    """

    unreviewed: int = 0
    overdue: int = 0
    soon: int = 0
    mine: int = 0

    @property
    def due(self) -> int:
        """All that should be read again by then."""
        return self.unreviewed + self.overdue + self.soon


def counts(user: User, on: date) -> Counts:
    """How many pages wait for a review."""
    asked = Case(When(procedure__reviewer=user, then=True), default=False)
    found = Version.objects.published().with_due().annotate(asked=asked).order_by()
    told = Counts()
    for due, mine, many in found.values_list("due", "asked").annotate(Count("pk")):
        if due is None:
            told.unreviewed += many
        elif due < on:
            told.overdue += many
        elif due <= on + SOON:
            told.soon += many
        else:
            continue
        told.mine += many if mine else 0
    return told


@dataclass(frozen=True)
class Listed:
    """One page of a list, and its rows."""

    page: "Page[int]"
    rows: list[Row]


def listed(user: User, which: str, on: date, number: str | None) -> Listed:
    """One page of a choice: its rows, those nobody reviewed first, then by the day they are due."""
    found = _chosen(user, which, on)
    urgent = found.with_due().order_by(F("due").asc(nulls_first=True), "title", "pk")
    paginator = Paginator(urgent.values_list("pk", flat=True), PAGE)
    # Those due soon come first, so to know how many they are is to know which.
    paginator.count = counts(user, on).due if which == "due" else found.count()
    page = paginator.get_page(number)
    return Listed(page, _rows(list(page), user, on))


def _chosen(user: User, which: str, on: date) -> VersionQuerySet:
    found = Version.objects.published()
    if which == "mine":
        return found.filter(procedure__reviewer=user)
    if which == "mend":
        return found.filter(pk__in=Step.objects.to_mend().values("version"))
    if which == "checks":
        return found.filter(checkup__in=Checkup.objects.ailing(on))
    return found


def _rows(keys: list[int], user: User, on: date) -> list[Row]:
    """The rows of versions, in their order."""
    written = Version.authors.through.objects.filter(version=OuterRef("pk"), user=user)
    found = (
        Version.objects.filter(pk__in=keys)
        .with_review()
        .annotate(mine=Exists(written))
        .select_related("procedure__reviewer", "checkup")
        .defer("text", "summary")
        .in_bulk()
    )
    mend = {one.version_id: one for one in Step.objects.to_mend().filter(version__in=keys)}
    return [
        Row(
            version,
            review := Review.of(version),
            review is None or review.is_overdue(on),
            mend.get(version.pk),
            vars(version)["mine"],
            version.checkup.said(on) if hasattr(version, "checkup") else [],
        )
        for version in (found[key] for key in keys)
    ]
