"""Procedures, and where the catalogue puts them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

LONGEST_SLUG = 80
slug_validator = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Use small letters, digits and single hyphens."
)


class Group(models.Model):
    """A heading of the catalogue."""

    name = models.CharField(max_length=120, unique=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """A treatment the clinic explains. Its words are its versions.

    Group, position, search words, alternatives and `offered_here` are nobody's words:
    `content/catalogue.yaml` sets them until staff change them here (`arranged_by_staff`).
    """

    slug = models.CharField(max_length=LONGEST_SLUG, unique=True, validators=[slug_validator])
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="procedures"
    )
    position = models.PositiveIntegerField(default=0)
    offered_here = models.BooleanField(default=True)
    search_words = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    arranged_by_staff = models.BooleanField(default=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="procedures_to_review",
        help_text="Who is asked to check the page when it is due.",
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class FormerSlug(models.Model):
    """A slug a procedure had before; its old address leads to the new one."""

    slug = models.CharField(max_length=LONGEST_SLUG, unique=True, validators=[slug_validator])
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="former_slugs")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug
