"""What a clinician puts their name to: that a whole page is correct, or what is to be mended."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from procedures.editorial import journal
from procedures.editorial.holding import held, held_page, name
from procedures.editorial.refusals import NotAllowed, Overtaken, StepRefused
from procedures.models import Review, Version
from procedures.vocabulary import StepKind


@dataclass(frozen=True)
class SignOff:
    """What a clinician puts their name to: they checked the whole page and found it correct."""

    role: str
    on: date
    next_due: date
    registration: str = ""
    note: str = ""


@transaction.atomic
def review(version: Version, *, by: User, at: datetime, sign_off: SignOff) -> Review:
    """Record that a clinician read the whole text and found it correct."""
    version = held(version)
    refuse_author(version, by)
    refuse_redacted(version)
    return _sign(version, by, at, sign_off)


@transaction.atomic
def still_correct(slug: str, *, digest: str, by: User, at: datetime, sign_off: SignOff) -> Review:
    """Record that a clinician read the page patients read, this very text, and found it correct."""
    version = held_page(slug)
    if version.digest != digest:
        raise Overtaken("The page has changed since you opened it. Read it again, then sign.")
    refuse_author(version, by)
    return _sign(version, by, at, sign_off)


def _sign(version: Version, by: User, at: datetime, sign_off: SignOff) -> Review:
    if sign_off.next_due <= sign_off.on:
        raise StepRefused("The next review must be due on a day after this one.")
    return Review.objects.create(
        version=version,
        digest=version.digest,
        reviewer=by,
        reviewer_name=journal.person(by),
        reviewer_role=sign_off.role,
        reviewer_registration=sign_off.registration,
        on=sign_off.on,
        next_due=sign_off.next_due,
        note=sign_off.note,
        at=at,
    )


@transaction.atomic
def needs_edit(slug: str, *, by: User, at: datetime, note: str) -> Version:
    """Say what is to be mended in the page patients read, for whoever writes it next."""
    version = held_page(slug)
    if not note.strip():
        raise StepRefused("Say in a sentence what to mend.")
    journal.record(
        StepKind.NEEDS_EDIT,
        version=version,
        by=by,
        at=at,
        note=note.strip(),
    )
    return version


def refuse_author(version: Version, person: User) -> None:
    """Nobody vouches for words of their own."""
    if version.authors.filter(pk=person.pk).exists():
        raise NotAllowed("Your own words are in this text. Ask a colleague to check it.")


def refuse_redacted(version: Version) -> None:
    """Nobody vouches for words that are gone."""
    if version.is_redacted:
        raise StepRefused(f"The words of {name(version)} were removed. Nothing is left to read.")


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last day of one that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
