"""Versions: the words themselves, and the index of them."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Expression, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from procedures.models.procedure import Procedure
from procedures.vocabulary import KEEPS_REVIEW, Change, GlanceKey, SectionKind, Status

#: The columns of a numbered version that may still change, along the arrows of its status.
MOVABLE = ("status", "published_at", "ended_at")

#: The columns that quote the text, and what each holds once the text has been redacted.
REDACTED: dict[str, Any] = {"text": "", "title": "", "summary": "", "change_notes": []}


#: What a version says of the review that holds for it, and the columns of that review.
SIGNED = {
    "review": "pk",
    "on": "on",
    "next_due": "next_due",
    "reviewer_name": "reviewer_name",
    "reviewer_role": "reviewer_role",
}


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> Self:
        """The one text patients see for each procedure."""
        return self.filter(status=Status.PUBLISHED)

    def numbered(self) -> Self:
        """Every frozen text."""
        return self.filter(number__isnull=False)

    def public(self) -> Self:
        """Every version a patient may read at its own address.

        A version that came by file and was replaced before it was shown counts once a later
        one of its procedure has been shown or withdrawn: until then nobody here let it out.
        """
        later = Version.objects.filter(
            Q(published_at__isnull=False) | Q(status=Status.WITHDRAWN),
            procedure=OuterRef("procedure"),
            number__gt=OuterRef("number"),
        )
        return self.filter(
            Q(published_at__isnull=False)
            | Q(status=Status.WITHDRAWN)
            | Q(Exists(later), status=Status.SUPERSEDED)
        )

    def shown_between(self, start: datetime, end: datetime) -> Self:
        """The versions patients saw at some moment from start up to, not including, end."""
        return self.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=start), published_at__lt=end
        ).order_by("published_at", "number")

    def with_previous(self) -> Self:
        """Adds `previous_number`: the version a reader may compare this one with, or None."""
        earlier = Version.objects.public().filter(
            ~Q(text=""), procedure=OuterRef("procedure"), number__lt=OuterRef("number")
        )
        newest = earlier.order_by("-number").values("number")[:1]
        return self.annotate(previous_number=Subquery(newest))

    def reviewed(self) -> Self:
        """The versions whose words count as reviewed, `with_review`."""
        return self.with_review().exclude(**{"signed__isnull": True})

    def with_review(self) -> Self:
        """Adds `signed`: what the newest review says that still holds for the words, or None.

        A review holds for its version and for those that follow it through changes of
        wording or date only. One made before the version had its number holds only if the
        words are still those that were read. `Review.of` reads it.
        """
        told = {name: f"reviews__{column}" for name, column in SIGNED.items()}
        return self.annotate(signed=_of_review(JSONObject(version="pk", number="number", **told)))

    def with_due(self) -> Self:
        """Adds `due`: the day until which that review holds, or None."""
        return self.annotate(due=_of_review(F("reviews__next_due")))


def _of_review(asked: Expression | F) -> Subquery:
    """Something of the review that holds for the words of a version."""
    # Those that wait or were declined count too: a later file may hold their words.
    changed_since = Version.objects.filter(
        procedure=OuterRef("procedure"),
        number__gt=OuterRef("number"),
        number__lte=OuterRef(OuterRef("number")),
    ).exclude(change__in=KEEPS_REVIEW)
    reviewed = Version.objects.filter(
        ~Exists(changed_since),
        procedure=OuterRef("procedure"),
        number__lte=OuterRef("number"),
        reviews__digest=F("digest"),
    ).order_by("-reviews__on", "-reviews__pk")
    return Subquery(reviewed.values(asked=asked)[:1])


class Version(models.Model):
    """One whole text of a procedure.

    A draft has no number. A number freezes every word: to change one, publish the next
    version. Title, summary, updated, change and change notes quote the text, so that lists
    need not parse it.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    text = models.TextField()
    digest = models.CharField("SHA-256 of the text", max_length=64)
    title = models.CharField(max_length=120)
    summary = models.TextField()
    updated = models.DateField("the day the words changed", null=True)
    change = models.CharField(max_length=10, choices=Change.choices, blank=True)
    change_notes = models.JSONField(default=list)
    published_at = models.DateTimeField("shown from", null=True, blank=True)
    ended_at = models.DateTimeField("shown until", null=True, blank=True)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="versions_written",
        help_text="Everyone whose words are in the text. None of them may approve or review it.",
    )
    base = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What patients read when the draft was begun, or last brought up to date.",
    )

    #: Set by `with_review`, `with_due` and `with_previous`.
    signed: Any
    due: date | None
    previous_number: int | None

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("procedure", "number")
        # SQLite reads past a row's whole text to reach what stands behind it, so what lists and
        # reviews ask for stands in indexes too.
        indexes = [
            models.Index(
                fields=["status", "procedure", "number", "title"], name="versions_for_lists"
            ),
            models.Index(
                fields=["procedure", "number", "change", "digest"], name="versions_for_reviews"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(status=Status.PUBLISHED),
                name="one_published_version",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="known_status"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1), name="numbers_begin_at_1"
            ),
            # A comparison with NULL passes a CHECK, so forbid NULL by name.
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.DECLINED])
                | Q(number__isnull=False),
                name="shown_means_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DRAFT) | Q(number__isnull=True),
                name="a_draft_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(updated__isnull=False) | Q(text=""),
                name="numbered_means_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | ~Q(text=""), name="published_means_words"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PUBLISHED, published_at__isnull=False)
                & Q(ended_at__isnull=True)
                | Q(status__in=[Status.SUPERSEDED, Status.WITHDRAWN])
                & (
                    Q(published_at__isnull=True, ended_at__isnull=True)
                    | Q(ended_at__gte=F("published_at"))
                    & Q(published_at__isnull=False, ended_at__isnull=False)
                )
                | Q(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.DECLINED])
                & Q(published_at__isnull=True, ended_at__isnull=True),
                name="shown_from_and_until_follow_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number or 'draft'}"

    @property
    def short_digest(self) -> str:
        """The first 12 of the digest's 64 characters: enough for a consent form."""
        return self.digest[:12]

    @property
    def is_redacted(self) -> bool:
        """Whether the words were taken out by law; number and digest remain."""
        return self.text == ""


class Fact(models.Model):
    """One fact at a glance, without citations: an index of a version's text, rebuildable."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=30, choices=GlanceKey.choices)
    words = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_fact_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"


class Section(models.Model):
    """The words of one section, a line for each of its lines, without markup: an index of a
    version's text, rebuildable.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=30, choices=SectionKind.choices)
    words = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_section_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class Source(models.Model):
    """One source a version cites: an index of its text, rebuildable."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sources")
    number = models.PositiveIntegerField()
    words = models.TextField()
    url = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "number")
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_source_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} [{self.number}]"
