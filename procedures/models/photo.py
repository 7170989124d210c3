"""Photos. The file is named by its own SHA-256, so name and bytes cannot part."""

from django.db import models


class Photo(models.Model):
    """One WebP file of ours, stored exactly as named under `MEDIA_ROOT/photos/`."""

    digest = models.CharField("SHA-256 of the file", max_length=64, unique=True)
    width = models.PositiveIntegerField("width in pixels")
    height = models.PositiveIntegerField("height in pixels")

    class Meta:
        ordering = ("digest",)

    def __str__(self) -> str:
        return self.digest
