"""What the machine does by itself: reminders, checks of old pages, and when each task ran."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from procedures.models.records import Review
from procedures.models.version import Version


class Reminder(models.Model):
    """Somebody was told that a review is due. Each step of a review is told once.

    `days` counts from the day it is due: -90, -30, 0, and then every 14.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reminders")
    days = models.SmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("sent_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["review", "days"], name="one_reminder_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}, {self.days:+} days"


class CheckupQuerySet(models.QuerySet["Checkup"]):
    def ailing(self, on: date) -> Self:
        """Those that hold something against a page that day: `said` is not empty."""
        old = Q(evidence_to__gt="", evidence_to__lt=Checkup.oldest(on))
        return self.filter(~Q(errors=[]) | ~Q(links=[]) | old)


class Checkup(models.Model):
    """What the checks of today say of a version that was let out before them.

    `errors` holds one line each, as “Pros: often”; `links` one line for each that is broken;
    `evidence_to` is the month of the text, empty where it gives none.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="checkup")
    errors = models.JSONField(default=list)
    links = models.JSONField(default=list)
    evidence_to = models.CharField(max_length=7, blank=True)
    at = models.DateTimeField()

    objects = CheckupQuerySet.as_manager()

    class Meta:
        ordering = ("version",)

    def __str__(self) -> str:
        return f"{self.version_id}, {len(self.errors)} errors"

    @staticmethod
    def oldest(on: date) -> str:
        """The first month that is not too long before a day to have searched the sources."""
        return f"{on.year - 2}-{on.month:02}"

    def is_old(self, on: date) -> bool:
        """Whether the sources were last searched over two years before that day."""
        return bool(self.evidence_to) and self.evidence_to < self.oldest(on)

    def said(self, on: date) -> list[str]:
        """All that is held against the page on that day, each in a line."""
        old = [f"the evidence was last searched in {self.evidence_to}"] if self.is_old(on) else []
        return [*self.errors, *self.links, *old]


class LinkQuerySet(models.QuerySet["Link"]):
    def due(self, since: datetime) -> Self:
        """Those not visited since then, or in trouble; the longest unvisited first."""
        found = self.filter(Q(visited_at=None) | Q(visited_at__lt=since) | Q(failures__gt=0))
        return found.order_by(F("visited_at").asc(nulls_first=True), "pk")

    def broken(self) -> Self:
        """Those a person should look at."""
        return self.filter(failures__gte=Link.ENOUGH)


class Link(models.Model):
    """An address on the web that a page patients read names, and how the last visit went.

    `trouble` says in words what was wrong, `failures` how often in a row.
    """

    #: From so many on it is no outage that passes by itself.
    ENOUGH = 3

    url = models.CharField(max_length=2_000, unique=True)
    trouble = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    visited_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("url",)

    def __str__(self) -> str:
        return self.url


class Run(models.Model):
    """The last time a task that runs by itself came to its end."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}, {self.at}"


class Backup(models.Model):
    """A file that `manage.py backup` made and proved, where it lay then.

    Kept also once the file has been moved or deleted: its words may be needed, or must go.
    """

    path = models.TextField(unique=True)
    bytes = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return self.path
