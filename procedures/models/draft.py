"""What staff have typed of a draft, and what two of them typed at once."""

from typing import Self

from django.conf import settings
from django.db import models

from procedures.models.version import Version
from procedures.vocabulary import Status


class ManuscriptQuerySet(models.QuerySet["Manuscript"]):
    def in_hand(self) -> Self:
        """The drafts that somebody may go on writing."""
        return self.filter(discarded_at__isnull=True, version__status=Status.DRAFT)

    def discarded(self) -> Self:
        """The drafts that were put aside, and can be brought back."""
        return self.filter(discarded_at__isnull=False)


class Manuscript(models.Model):
    """The words of a draft as they are typed, field by field, sound or not.

    `fields` are those of `text.manuscript`, and the draft's text is written from them at every
    save. `revision` counts the saves that changed something. Nobody can delete a draft: it is
    discarded, and can be brought back.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="manuscript")
    fields = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="manuscripts"
    )
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True)

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        ordering = ("-saved_at", "pk")

    def __str__(self) -> str:
        return f"{self.version_id}, save {self.revision}"


class Conflict(models.Model):
    """One person's words for a field that somebody else changed meanwhile.

    Nothing typed is lost: the other words are in the draft and these wait here, with the
    words that both began from, until a person joins them.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=30)
    base = models.TextField(blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    editor = models.CharField("the opened form it was typed in", max_length=40)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "field", "editor"], name="one_conflict_a_field_and_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}, {self.by_name}"


class Profile(models.Model):
    """What a person's sign-off says of them besides their name."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile"
    )
    job_title = models.CharField(max_length=150, blank=True)
    registration = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}, {self.job_title}"
