"""A version in one's hand: its procedure locked, and moved only along the arrows."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from procedures.editorial.refusals import StepRefused
from procedures.models import Procedure, Schedule, Version
from procedures.models.statements import ARROWS
from procedures.vocabulary import Status

#: What may follow each status.
NEXT: dict[Status, set[Status]] = {
    status: {after for before, after in ARROWS if before == status} for status in Status
}


def lock(procedure: Procedure) -> Procedure:
    """The procedure, held until this transaction ends, so that steps on it queue up."""
    return Procedure.objects.select_for_update().get(pk=procedure.pk)


def end_schedules(schedules: QuerySet[Schedule], *, at: datetime, outcome: str) -> None:
    """Say how those that wait have ended, in a transaction of the caller's."""
    schedules.filter(ended_at__isnull=True).update(ended_at=at, outcome=outcome)


def held(version: Version) -> Version:
    """The version as it is now, its procedure locked."""
    lock(version.procedure)
    return Version.objects.select_related("procedure").get(pk=version.pk)


def held_page(slug: str) -> Version:
    """What patients read of a procedure now; it stays so until this transaction ends."""
    found = (
        Version.objects.published()
        .select_related("procedure")
        .select_for_update(of=("self", "procedure"))
        .filter(procedure__slug=slug)
        .first()
    )
    if found is None:
        raise StepRefused("Nothing is published here any more.")
    return found


def move(version: Version, status: Status, **columns: Any) -> Version:
    if status not in NEXT[Status(version.status)]:
        now = Status(version.status).label.lower()
        raise StepRefused(f"{name(version)} is {now} and cannot become {status.label.lower()}.")
    Version.objects.filter(pk=version.pk).update(status=status, **columns)
    return Version.objects.select_related("procedure").get(pk=version.pk)


def name(version: Version) -> str:
    return f"Version {version.number}" if version.number else "This draft"
