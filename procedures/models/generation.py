"""How often what patients see has changed."""

from django.db import models


class Generation(models.Model):
    """Counts of changes; their sum moves with every commit that changes what patients see.

    The database counts by itself (`triggers`). On PostgreSQL each session has a row of its own,
    numbered as its process, so that none waits for another; on SQLite there is one, numbered 0.
    """

    number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.number}"
