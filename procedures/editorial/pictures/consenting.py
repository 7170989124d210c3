"""What a patient agreed to: that a photo of them is shown, and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from procedures.editorial import journal
from procedures.editorial.pictures import photos
from procedures.editorial.refusals import StepRefused
from procedures.models import Consent, Photo
from procedures.vocabulary import StepKind


@dataclass(frozen=True)
class Agreed:
    """What the signed form of a patient says. `sessions` is 0 before the treatment."""

    reference: str
    given_on: date
    ends_on: date
    device: str
    sessions: int
    days_after: int
    unretouched: bool


@transaction.atomic
def record(photo: Photo, agreed: Agreed, *, by: User, at: datetime, today: date) -> Consent:
    """Let a photo of a patient be shown for as long as they agreed to."""
    refuse_dates(agreed, today)
    if not agreed.unretouched:
        raise StepRefused("Only photos that are not retouched may be shown.")
    photos.of_patients([photo.digest])
    made = Consent.objects.create(
        photo=photo, by=by, by_name=journal.person(by), at=at, **vars(agreed)
    )
    note = f"{photos.name(photo)}: {agreed.reference}, until {agreed.ends_on:%-d %B %Y}"
    journal.record(StepKind.CONSENT_GIVEN, by=by, at=at, note=note)
    return made


def refuse_dates(agreed: Agreed, today: date) -> None:
    """Consent is given once it is signed, and ends on a day to come."""
    if agreed.given_on > today:
        raise StepRefused("Consent cannot have been given on a day to come.")
    if agreed.ends_on <= today:
        raise StepRefused("This consent has ended already. Ask the patient again.")


@transaction.atomic
def end(photo: Photo, *, by: User, at: datetime, today: date, why: str) -> None:
    """Show a photo no more, on any page, from this moment."""
    if not why.strip():
        raise StepRefused("Say in a few words why, such as “asked by the patient”.")
    live = Consent.objects.live(today).filter(photo=photo)
    if not live.update(ends_on=today):
        raise StepRefused("This photo is not shown any more: its consent has ended.")
    note = f"{photos.name(photo)}: {why.strip()}"
    journal.record(StepKind.CONSENT_ENDED, by=by, at=at, note=note)


def words(agreed: Agreed) -> str:
    """What patients are to know of such a photo, for its caption."""
    if not agreed.sessions:
        when = "Before treatment"
    else:
        sessions = "1 session" if agreed.sessions == 1 else f"{agreed.sessions} sessions"
        days = "1 day" if agreed.days_after == 1 else f"{agreed.days_after} days"
        after = f"{days} after the last" if agreed.days_after else "on the treatment day"
        when = f"After {sessions} with {agreed.device}, {after}"
    return f"{when}. Not retouched."
