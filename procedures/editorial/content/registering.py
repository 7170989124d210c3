"""The rows of `register.yaml`: withdrawals and redactions that happened elsewhere.

A row takes effect by itself only where nobody here has acted on the procedure; otherwise it
is kept as a `RegisterEntry` and staff are shown it.
"""

from datetime import datetime

from procedures.editorial.lifecycle import decline, redact, withdraw
from procedures.models import Procedure, Redaction, RegisterEntry, Version, Withdrawal
from procedures.text.lists.register import Register, Row
from procedures.vocabulary import Status


def conflicts(register: Register, stored: dict[int, str]) -> list[int]:
    """The numbers whose row speaks of other words than those stored under it."""
    return sorted(
        {row.number for row in register.rows() if stored.get(row.number, row.digest) != row.digest}
    )


def bury(procedure: Procedure, row: Row) -> Version:
    """The tombstone of a text this site never had, so that its number is no gap."""
    version = Version.objects.create(
        procedure=procedure,
        number=row.number,
        status=Status.SUPERSEDED,
        text="",
        digest=row.digest,
    )
    Redaction.objects.create(version=version, at=row.at, removed=row.removed, reason=row.reason)
    return version


def apply(procedure: Procedure, register: Register, *, acted: bool, now: datetime) -> list[str]:
    """Let each row take effect, or keep it for staff; says in words what was kept.

    Every version named must be stored. Runs in a transaction of the caller's.
    """
    if not register.rows():
        return []
    versions = {version.number: version for version in procedure.versions.numbered()}
    withdrawn = set(
        Withdrawal.objects.filter(version__procedure=procedure).values_list(
            "version__number", flat=True
        )
    )
    redacted = set(
        Redaction.objects.filter(version__procedure=procedure).values_list(
            "version__number", flat=True
        )
    )
    notices: list[str] = []
    for row in register.withdrawals:
        if row.number in withdrawn:
            continue
        if acted:
            notices += _keep(procedure, RegisterEntry.Kind.WITHDRAWAL, row)
        else:
            _withdraw(versions[row.number], row, now)
    for gone in register.redactions:
        if gone.number in redacted:
            continue
        if acted:
            notices += _keep(procedure, RegisterEntry.Kind.REDACTION, gone)
        else:
            version = Version.objects.get(pk=versions[gone.number].pk)
            if version.status == Status.PUBLISHED:
                withdraw(version, by=None, at=now, reason=gone.reason)
            elif version.status == Status.IN_REVIEW:
                decline(version)
            redact(version, at=gone.at, removed=gone.removed, reason=gone.reason)
    return notices


def _withdraw(version: Version, row: Row, now: datetime) -> None:
    if version.status == Status.PUBLISHED:
        withdraw(version, by=None, at=now, said_at=row.at, reason=row.reason)
        return
    if version.status == Status.IN_REVIEW:
        decline(version)
    Withdrawal.objects.create(version=version, at=row.at, reason=row.reason)


def _keep(procedure: Procedure, kind: RegisterEntry.Kind, row: Row) -> list[str]:
    _, created = RegisterEntry.objects.get_or_create(
        procedure=procedure,
        kind=kind,
        number=row.number,
        defaults={
            "digest": row.digest,
            "at": row.at,
            "reason": row.reason,
            "removed": row.removed,
        },
    )
    if not created:
        return []
    return [
        f"{procedure.slug}: the register says {kind.label.lower()} of version {row.number}; "
        "people here have acted on this page, so staff decide"
    ]


def union(first: Register, second: Register) -> Register:
    """All rows of both; where both speak of a number, the first one's."""
    withdrawals = {row.number: row for row in (*second.withdrawals, *first.withdrawals)}
    redactions = {row.number: row for row in (*second.redactions, *first.redactions)}
    return Register(tuple(sorted(withdrawals.values())), tuple(sorted(redactions.values())))


def stored(procedure: Procedure) -> Register:
    """Every row this database has, those that wait for staff included."""
    withdrawals = [
        Row(one.version.number or 0, one.version.digest, one.at, one.reason)
        for one in Withdrawal.objects.filter(version__procedure=procedure).select_related("version")
    ]
    redactions = [
        Row(one.version.number or 0, one.version.digest, one.at, one.reason, one.removed)
        for one in Redaction.objects.filter(version__procedure=procedure).select_related("version")
    ]
    waiting = procedure.register_entries.all()
    return union(
        Register(tuple(withdrawals), tuple(redactions)),
        Register(
            tuple(
                Row(row.number, row.digest, row.at, row.reason)
                for row in waiting.filter(kind=RegisterEntry.Kind.WITHDRAWAL)
            ),
            tuple(
                Row(row.number, row.digest, row.at, row.reason, row.removed)
                for row in waiting.filter(kind=RegisterEntry.Kind.REDACTION)
            ),
        ),
    )
