"""What runs by itself, and whether it still does."""

from datetime import datetime, timedelta

from procedures.models import Run

#: Name of the command → how long after its last run something is wrong.
TASKS = {
    "publishdue": timedelta(hours=1),
    "remindreviews": timedelta(days=2),
    "checkpages": timedelta(days=2),
    "checklinks": timedelta(days=2),
    "backup": timedelta(hours=26),  # once a day, and a night on which it took longer
}


def tasks(now: datetime) -> list[tuple[str, datetime | None, bool]]:
    """Each task that runs by itself, when it last did, and whether that is too long ago."""
    ran = dict(Run.objects.values_list("name", "at"))
    return [
        (name, ran.get(name), name in ran and now - ran[name] > longest)
        for name, longest in TASKS.items()
    ]
