"""The websites that may show our pages in a frame."""

import re
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core import checks
from django.core.validators import RegexValidator
from django.db import connections, models
from django.db.models import Q

from procedures.models.procedure import Procedure

KEY = "[a-z0-9]{8,12}"
_ORIGIN = re.compile(r"https://(?:\*\.)?[a-z0-9.-]+\.[a-z0-9-]+(?::[0-9]{1,5})?")
#: A homepage under development, on the reader's own machine.
_OWN_MACHINE = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")


def may_frame(origin: object) -> bool:
    """Whether a policy may name this: one website over HTTPS, or in development one's own."""
    return isinstance(origin, str) and bool(
        _ORIGIN.fullmatch(origin) or (settings.EMBED_LOOPBACK and _OWN_MACHINE.fullmatch(origin))
    )


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

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """Django's own, and with --database whether each origin is a website over HTTPS."""
        errors = super().check(**kwargs)
        for database in kwargs.get("databases") or ():
            if cls._meta.db_table in connections[database].introspection.table_names():
                errors += _check_origins(cls.objects.using(database).active())
        return errors


def _check_origins(sites: Iterable[EmbedSite]) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"“{origin}” may not frame pages, so {site.name} shows none there.",
            hint=f"Open /admin/homepages/{site.pk}/ and write an address with https://.",
            id="procedures.E001",
        )
        for site in sites
        for origin in site.origins
        if not may_frame(origin)
    ]
