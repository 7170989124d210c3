"""What the machine did by itself: reminders sent, and when each daily task last ran."""

from django.db import models

from procedures.models.records import Review


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


class Run(models.Model):
    """The last time a task that runs by itself came to its end."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}, {self.at}"
