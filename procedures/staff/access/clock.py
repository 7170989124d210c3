"""What a wrong clock leaves behind once it is set right: locks that end on a day to come."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings


def is_to_come(moment: datetime | None, at: datetime) -> bool:
    """Whether a moment that was written down lies ahead, further than clocks of servers differ."""
    return moment is not None and moment > at + settings.AXES_COOLOFF_TIME


def forget_locks(at: datetime) -> None:
    """Wrong passwords that were counted on a day to come lock nobody out until that day."""
    AccessAttempt.objects.filter(attempt_time__gt=at + settings.AXES_COOLOFF_TIME).delete()
