"""The steps that no other row tells, written down as they happen."""

from datetime import datetime

from django.contrib.auth.models import User

from procedures.models import Procedure, Run, Step, Version
from procedures.vocabulary import StepKind


def person(user: User | None) -> str:
    """The name that stands in every record; empty where nobody was signed in."""
    return (user.get_full_name() or user.get_username()) if user else ""


def ran(task: str, at: datetime) -> None:
    """Write down that a task that runs by itself came to its end."""
    Run.objects.update_or_create(name=task, defaults={"at": at})


def record(
    kind: StepKind,
    *,
    procedure: Procedure | None = None,
    version: Version | None = None,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Step:
    """Write down a step, in a transaction of the caller's.

    A step of a version is one of its procedure; without either it is about the site.
    """
    return Step.objects.create(
        procedure=version.procedure if version else procedure,
        version=version,
        kind=kind,
        by=by,
        by_name=person(by),
        at=at,
        note=note,
    )
