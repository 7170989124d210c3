"""The websites that may show our pages in a frame."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from procedures.models.procedure import Procedure

KEY = "[a-z0-9]{8,12}"


class Theme(models.TextChoices):
    """Light unless a homepage is dark itself: an embed darker than its page is a slab."""

    LIGHT = "light", "Light"
    DARK = "dark", "Dark"
    AUTO = "auto", "As the reader’s device is set"


class EmbedSiteQuerySet(models.QuerySet["EmbedSite"]):
    def active(self) -> Self:
        """Those that may frame our pages now."""
        return self.filter(active=True)

    def oembed(self) -> Self:
        """The one whose key pasted addresses are shown with, while that is switched on."""
        return self.active().filter(oembed=True)

    def showing(self, procedure: Procedure) -> Self:
        """Those that may show the page of that procedure now."""
        every = Q(procedures=None)
        return self.active().filter(every | Q(procedures=procedure)).distinct()


class EmbedSite(models.Model):
    """A website allowed to frame our pages.

    `key` stands in the addresses it frames, and is no secret. `origins` are those that may
    frame, each as `https://host` or `https://host:port`; `any_site` lets everybody, and says
    why. `accent` is six hexadecimal digits, or empty. Without `procedures` it may show all.
    """

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=12, unique=True, validators=[RegexValidator(rf"\A{KEY}\Z")])
    origins = models.JSONField(default=list, blank=True)
    any_site = models.BooleanField(default=False)
    reason = models.TextField("why any site may", blank=True)
    oembed = models.BooleanField("for pasted addresses", default=False)
    procedures = models.ManyToManyField(Procedure, blank=True, related_name="embed_sites")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.LIGHT)
    accent = models.CharField(max_length=6, blank=True)
    contact = models.EmailField(blank=True)
    notes = models.TextField(blank=True)
    active = models.BooleanField(default=True)

    objects = EmbedSiteQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["oembed"], condition=Q(oembed=True), name="one_oembed_key"
            ),
            models.CheckConstraint(
                condition=Q(any_site=False) | ~Q(reason=""), name="any_site_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(oembed=False) | Q(any_site=True), name="pasted_addresses_are_anywhere"
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="known_theme"),
        ]

    def __str__(self) -> str:
        return self.name
