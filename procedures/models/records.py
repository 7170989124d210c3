"""What people and files have said of a version. Every row here is written once, for ever."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models

from procedures.models.procedure import Procedure
from procedures.models.version import Version
from procedures.vocabulary import Status


class Review(models.Model):
    """One sign-off of the whole text of one version, by a named clinician."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    digest = models.CharField(max_length=64)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    reviewer_name = models.CharField(max_length=150)
    reviewer_role = models.CharField(max_length=150)
    reviewer_registration = models.CharField(max_length=150, blank=True)
    on = models.DateField("reviewed on")
    next_due = models.DateField("next review due")
    note = models.TextField(blank=True)
    at = models.DateTimeField("recorded at", null=True)

    class Meta:
        ordering = ("on", "pk")
        indexes = [
            models.Index(fields=["version", "digest", "on", "next_due"], name="reviews_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_due__gt=models.F("on")), name="next_review_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_name}, {self.on}"

    @classmethod
    def of(cls, version: Version) -> "Review | None":
        """The review that holds for a version fetched `with_review`; the rest of it if asked."""
        said = version.signed
        if said is None:
            return None
        days = [date.fromisoformat(said[name]) for name in ("on", "next_due")]
        names = ("id", "version_id", "reviewer_name", "reviewer_role", "on", "next_due")
        told = [said[name] for name in ("review", "version", "reviewer_name", "reviewer_role")]
        found = cls.from_db(None, names, [*told, *days])
        found.version = Version.from_db(None, ("id", "number"), (said["version"], said["number"]))
        return found

    def is_overdue(self, on: date) -> bool:
        """Whether the next review should have happened before that day."""
        return self.next_due < on


class Approval(models.Model):
    """Who let a version be shown, when, and for exactly which text."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    whole_page_checked = models.BooleanField()
    overridden = models.TextField("checks overridden, and why", blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by_name}, {self.at}"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def without_a_page(self) -> Self:
        """Those of procedures that have no published version, in order of their versions."""
        published = {"version__procedure__versions__status": Status.PUBLISHED}
        return self.exclude(**published).order_by("version__number")


class Withdrawal(models.Model):
    """A version taken away from patients, and what they are told.

    `by` is None where the register file said so and nobody here had acted.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    reason = models.TextField("reason, for patients")
    note = models.TextField("internal note", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.version_id}, {self.at}"


class Redaction(models.Model):
    """The tombstone of a text that had to be removed. Its version keeps number and digest."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="redaction")
    at = models.DateTimeField()
    removed = models.TextField("what was removed")
    reason = models.TextField("reason, for patients")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.version_id}, {self.at}"


class RegisterEntry(models.Model):
    """A row of a register file that did not take effect by itself and is shown to staff.

    Somebody here had acted on the procedure when the row arrived, so a person decides.
    """

    class Kind(models.TextChoices):
        WITHDRAWAL = "withdrawal", "Withdrawal"
        REDACTION = "redaction", "Redaction"

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="register_entries"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    removed = models.TextField(blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ("procedure", "number", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "kind", "number"], name="one_register_entry_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.number}"
