"""From draft to published and on: the steps a version takes, and who may take them.

Every verb is one transaction, is given the moment it happens, and returns the fresh row. The
database refuses what must never be (`models.triggers`); these refuse first, with a reason.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from procedures.editorial import erasing, journal
from procedures.editorial.holding import end_schedules, held, move, name
from procedures.editorial.index import searching
from procedures.editorial.journal import person
from procedures.editorial.refusals import StepRefused
from procedures.editorial.signing import SignOff, refuse_author, refuse_redacted, review
from procedures.models import (
    Approval,
    Procedure,
    Redaction,
    Review,
    Schedule,
    Version,
    Withdrawal,
)
from procedures.models.version import REDACTED
from procedures.text.checks.findings import Finding, Level
from procedures.text.checks.reading import Clinic, read
from procedures.text.checks.rules import judge
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.text.format.succession import succession_fault
from procedures.vocabulary import KEEPS_REVIEW, Change, Status, StepKind


def has_acted(procedure: Procedure) -> bool:
    """Whether a person here has approved, reviewed or withdrawn a version of the procedure."""
    return (
        Approval.objects.filter(version__procedure=procedure).exists()
        or Review.objects.filter(version__procedure=procedure).exists()
        or Withdrawal.objects.filter(version__procedure=procedure, by__isnull=False).exists()
    )


@transaction.atomic
def approve(
    version: Version,
    *,
    digest: str,
    by: User,
    at: datetime,
    whole_page: SignOff | None,
    clinic: Clinic,
    override: str = "",
) -> Approval:
    """Let exactly the text with this digest be shown.

    `whole_page` is the answer to "did you check the whole page?": yes is a sign-off, and adds
    a review; no is None, and is not enough for a change of safety or facts. Where the checks
    find errors, `override` must say why the text is right all the same.
    """
    version = held(version)
    refuse_author(version, by)
    refuse_redacted(version)
    if version.status != Status.IN_REVIEW:
        raise StepRefused(f"{name(version)} is not in review. Submit it first.")
    if version.digest != digest:
        raise StepRefused("The text has changed since you read it. Read it again, then approve.")
    if version.change not in KEEPS_REVIEW and whole_page is None:
        raise StepRefused("This change touches safety or facts. Check the whole page first.")
    errors = check_errors(version, reread(version.text, str(version)), clinic)
    if errors and not override.strip():
        raise StepRefused(
            f"The checks found {len(errors)} error{'s' if len(errors) > 1 else ''}, the first: "
            f"{errors[0].words}. Send the text back, or say why it is right all the same."
        )
    if whole_page is not None:
        review(version, by=by, at=at, sign_off=whole_page)
    found = "\n".join(f"{one.rule}: {one.words}" for one in errors)
    return Approval.objects.create(
        version=version,
        digest=digest,
        by=by,
        by_name=person(by),
        at=at,
        whole_page_checked=whole_page is not None,
        overridden=f"{override.strip()}\n{found}" if errors else "",
    )


def check_errors(version: Version, document: Document, clinic: Clinic) -> list[Finding]:
    """What the checks hold so much against a text, parsed, that it must not be shown."""
    found = judge(read(version.text, document, clinic), str(version))
    return [finding for finding in found if finding.level is Level.ERROR]


@transaction.atomic
def publish(version: Version, *, approval: Approval, by: User, at: datetime) -> Version:
    """Show the approved text in place of the one before, without changing a byte.

    `by` is who had it published, now or at a date.
    """
    version = held(version)
    if approval.version_id != version.pk or approval.digest != version.digest:
        raise StepRefused("The text has changed since it was approved. Ask for a new approval.")
    version = show(version, at=at)
    journal.record(
        StepKind.PUBLISHED,
        version=version,
        by=by,
        at=version.published_at or at,
        note="\n".join(version.change_notes),
    )
    return version


@transaction.atomic
def show(version: Version, *, at: datetime) -> Version:
    """Put a text that is in review before patients, numbered after all others.

    The earlier text is superseded, not kept in reserve, so withdrawing this one later never
    brings old advice back.
    """
    version = held(version)
    refuse_redacted(version)
    at = _in_order(version.procedure, at)
    refuse_stale(version)
    columns: dict[str, Any] = {"published_at": at}
    shown = version.procedure.versions.filter(published_at__isnull=False)
    if version.number and shown.filter(number__gt=version.number).exists():
        raise StepRefused(f"{name(version)} is older than what patients have read since.")
    if version.number is None:
        columns["number"] = _next_number(version)
    for earlier in version.procedure.versions.published():
        move(earlier, Status.SUPERSEDED, ended_at=at)
        searching.remove(earlier)
    end_schedules(version.schedules.all(), at=at, outcome="Published")
    version = move(version, Status.PUBLISHED, **columns)
    searching.enter(version)
    return version


@transaction.atomic
def withdraw(
    version: Version,
    *,
    by: User | None,
    at: datetime,
    said_at: datetime | None = None,
    reason: str,
    note: str = "",
) -> Withdrawal:
    """Take the page away from patients, who are told why. Brings no older text back.

    `by` is None where the register file said so, and `said_at` the moment it gives. That
    moment is stored in whole seconds, as the register writes it.
    """
    version = held(version)
    if not reason.strip():
        raise StepRefused("Say in a sentence why, for the patients who look for the page.")
    at = _in_order(version.procedure, at)
    move(version, Status.WITHDRAWN, ended_at=at)
    searching.remove(version)
    waiting = Schedule.objects.filter(version__procedure=version.procedure)
    end_schedules(waiting, at=at, outcome="Stopped: the page was withdrawn")
    return Withdrawal.objects.create(
        version=version,
        by=by,
        at=(said_at or at).replace(microsecond=0),
        reason=reason,
        note=note,
    )


@transaction.atomic
def decline(
    version: Version, *, by: User | None = None, at: datetime | None = None, note: str = ""
) -> Version:
    """Keep a text that waits from ever being shown; its number stays taken.

    `by` and `at` are None where the register file said so.
    """
    version = move(held(version), Status.DECLINED)
    if at is not None:
        end_schedules(version.schedules.all(), at=at, outcome="Cancelled: the text was declined")
        journal.record(
            StepKind.DECLINED,
            version=version,
            by=by,
            at=at,
            note=note,
        )
    return version


@transaction.atomic
def redact(version: Version, *, at: datetime, removed: str, reason: str) -> Redaction:
    """Remove the words of a version for ever; number, digest and dates stay as a tombstone.

    `removed` says what kind of thing was removed, never the thing itself. A page that patients
    are reading must be withdrawn or replaced first. What repeats the words goes with them.
    """
    version = held(version)
    if version.is_redacted:
        raise StepRefused(f"The words of {name(version)} were removed already.")
    if version.status == Status.PUBLISHED:
        raise StepRefused("Patients are reading this version. Withdraw or replace it first.")
    redaction = Redaction.objects.create(
        version=version, at=at.replace(microsecond=0), removed=removed, reason=reason
    )
    Version.objects.filter(pk=version.pk).update(**REDACTED)
    erasing.erase(version)
    return redaction


def _in_order(procedure: Procedure, at: datetime) -> datetime:
    """The moment, or the last one on record where the server's clock has been set back."""
    last = procedure.versions.aggregate(shown=Max("published_at"), ended=Max("ended_at"))
    moments: list[datetime] = [at, *filter(None, last.values())]
    return max(moments)


def _next_number(version: Version) -> int:
    """The number after the last, if the text may follow it."""
    last = version.procedure.versions.numbered().order_by("-number").first()
    number = last.number + 1 if last and last.number else 1
    before = last.updated if last else None
    fault = succession_fault(number, Change(version.change), version.updated, before)
    if fault:
        _, what, mend = fault
        raise StepRefused(f"{what[0].upper()}{what[1:]}: {mend}.")
    return number


def refuse_stale(version: Version) -> None:
    """A draft changes what its writers had before them, so nothing else may be replaced by it."""
    if version.number is not None:
        return
    current = version.procedure.versions.published().first()
    if version.base_id != (current.pk if current else None):
        raise StepRefused(
            "What patients read has changed since this draft was begun. Bring the draft up to "
            "date and have it checked again."
        )
