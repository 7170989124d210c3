"""Photos. The file is named by its own SHA-256, so name and bytes cannot part."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q


class PhotoQuerySet(models.QuerySet["Photo"]):
    def shown(self, on: date) -> Self:
        """Those that may be seen: of a patient only while they agree."""
        live = Consent.objects.live(on).filter(photo=OuterRef("pk"))
        return self.filter(Q(of_patient=False) | Exists(live))


class Photo(models.Model):
    """One WebP file of ours, stored exactly as named under `MEDIA_ROOT/photos/`.

    Once a photo is known to be of a patient it stays so, whatever a text calls it.
    """

    digest = models.CharField("SHA-256 of the file", max_length=64, unique=True)
    width = models.PositiveIntegerField("width in pixels")
    height = models.PositiveIntegerField("height in pixels")
    of_patient = models.BooleanField(default=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("digest",)

    def __str__(self) -> str:
        return self.digest

    @property
    def source(self) -> str:
        """What a text names to show it."""
        return f"{'patient-photo' if self.of_patient else 'photo'}:{self.digest}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self, on: date) -> Self:
        """Those that hold on that day."""
        return self.filter(given_on__lte=on, ends_on__gt=on)


class Consent(models.Model):
    """A patient's agreement that a photo of them is shown, and what it shows.

    `ends_on` is the first day on which the photo is shown no more; it is brought forward when
    the patient changes their mind. `sessions` is 0 for a photo from before the treatment.
    """

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="consents")
    reference = models.CharField(max_length=100)
    given_on = models.DateField()
    ends_on = models.DateField()
    device = models.CharField(max_length=100, blank=True)
    sessions = models.PositiveSmallIntegerField()
    days_after = models.PositiveSmallIntegerField()
    unretouched = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("ends_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("given_on")), name="consent_ends_after_it_is_given"
            ),
            models.CheckConstraint(condition=Q(unretouched=True), name="photo_is_unretouched"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, until {self.ends_on}"

    def is_live(self, on: date) -> bool:
        """Whether it holds on that day."""
        return self.given_on <= on < self.ends_on
