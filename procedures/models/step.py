"""Who did what on the way to a page, and what is to happen at a date."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from procedures.models.procedure import Procedure
from procedures.models.records import Approval, Review
from procedures.models.version import Version
from procedures.vocabulary import Status, StepKind


class StepQuerySet(models.QuerySet["Step"]):
    def to_mend(self) -> Self:
        """What a reviewer found to mend in a page patients read, and nobody has signed since."""
        signed = Review.objects.filter(version=OuterRef("version"), at__gt=OuterRef("at"))
        found = self.filter(kind=StepKind.NEEDS_EDIT, version__status=Status.PUBLISHED)
        told = found.select_related("version__procedure").defer("version__text")
        return told.exclude(Exists(signed))


class Step(models.Model):
    """One thing somebody did that no version, review, approval or withdrawal tells.

    Written once, for ever. `version` is None where the step was about the procedure itself,
    `procedure` too where it was about the site, and `by` where nobody was signed in, as when
    a schedule came due.
    """

    procedure = models.ForeignKey(
        Procedure, null=True, on_delete=models.PROTECT, related_name="steps"
    )
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["kind", "version"], name="steps_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind}, {self.by_name}, {self.at}"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def waiting(self) -> Self:
        """Those that neither ran nor were cancelled."""
        return self.filter(ended_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Those that should have run by now, in the order they were due."""
        return self.waiting().filter(due__lte=now).order_by("due", "pk")


class Schedule(models.Model):
    """An approved text that is to be published at a moment to come.

    `outcome` says in words how it ended: published, cancelled, or stopped and why.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="schedules")
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="+")
    due = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(ended_at__isnull=True),
                name="one_schedule_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}, {self.due}"
