"""Publishing at a moment to come."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from procedures.editorial import journal
from procedures.editorial.holding import end_schedules, held, name
from procedures.editorial.lifecycle import publish, refuse_stale
from procedures.editorial.refusals import StepRefused
from procedures.models import Approval, Schedule, Version
from procedures.vocabulary import Status, StepKind


@transaction.atomic
def schedule(
    version: Version, *, approval: Approval, due: datetime, by: User, at: datetime
) -> Schedule:
    """Have an approved text published at a moment to come."""
    version = held(version)
    if version.status != Status.IN_REVIEW:
        raise StepRefused(f"{name(version)} is not in review, so it cannot be scheduled.")
    if approval.version_id != version.pk or approval.digest != version.digest:
        raise StepRefused("The text has changed since it was approved. Ask for a new approval.")
    refuse_stale(version)
    if due <= at:
        raise StepRefused("Choose a moment to come, or publish it now.")
    if version.schedules.waiting().exists():
        raise StepRefused("This text is scheduled already. Cancel that first.")
    made = Schedule.objects.create(
        version=version, approval=approval, due=due, by=by, by_name=journal.person(by), made_at=at
    )
    note = f"For {timezone.localtime(due):%-d %B %Y, %H:%M}"
    journal.record(StepKind.SCHEDULED, version=version, by=by, at=at, note=note)
    return made


@transaction.atomic
def cancel(made: Schedule, *, by: User, at: datetime) -> Version:
    """Leave an approved text unpublished until somebody says otherwise."""
    version = held(made.version)
    if not version.schedules.waiting().filter(pk=made.pk).exists():
        raise StepRefused("This schedule has ended already.")
    end_schedules(version.schedules.all(), at=at, outcome=f"Cancelled by {journal.person(by)}")
    journal.record(StepKind.UNSCHEDULED, version=version, by=by, at=at)
    return version


def publish_due(now: datetime) -> Iterator[Schedule]:
    """Publish whatever was due by now, also what an outage left behind, one by one.

    What must not be published is stopped for good, and the reason is kept for staff.
    """
    for waiting in Schedule.objects.due(now).values_list("pk", flat=True):
        yield _run(waiting, now)


@transaction.atomic
def _run(pk: int, now: datetime) -> Schedule:
    made = Schedule.objects.select_related("version__procedure", "approval", "by").get(pk=pk)
    version = held(made.version)
    if made.version.schedules.waiting().filter(pk=pk).exists():
        try:
            publish(version, approval=made.approval, by=made.by, at=now)
        except StepRefused as refusal:
            outcome = f"Stopped: {refusal}"
            end_schedules(version.schedules.all(), at=now, outcome=outcome)
            journal.record(
                StepKind.STOPPED,
                version=version,
                by=None,
                at=now,
                note=str(refusal),
            )
    made.refresh_from_db()
    return made
