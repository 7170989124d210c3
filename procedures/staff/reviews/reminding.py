"""Mails that say which pages are to be read again: one a person, each step of a review once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from procedures.editorial import journal
from procedures.models import Reminder, Review, Version
from procedures.vocabulary import Role

EVERY = 14


@dataclass(frozen=True)
class Due:
    """A page whose review has come to a step: `days` after the day it is due, or before.

    `late` are the days since then, more than those of the step where it was missed.
    """

    version: Version
    review: Review
    days: int
    late: int


@dataclass
class Mail:
    """What one person is told. `outcome` says what became of it; empty where nothing was sent."""

    to: User | None
    pages: list[Due] = field(default_factory=list)
    outcome: str = ""
    failed: bool = False


def step(days: int) -> int | None:
    """The last step that has come, `days` after the review was due; None before the first."""
    if days >= 0:
        return days // EVERY * EVERY
    return next((one for one in (-30, -90) if one <= days), None)


def due(on: date) -> Iterator[Due]:
    """Every page that has come to a step nobody was told of. A missed one is told with the next."""
    found = Version.objects.published().with_review().select_related("procedure__reviewer")
    reviewed = [(one, review) for one in found.defer("text") if (review := Review.of(one))]
    told = set(Reminder.objects.values_list("review_id", "days"))
    for version, review in reviewed:
        late = (on - review.next_due).days
        days = step(late)
        if days is not None and (review.pk, days) not in told:
            yield Due(version, review, days, late)


def mails(on: date) -> list[Mail]:
    """One mail a person: whoever is asked to review a page, or a site manager in their place."""
    fallback = (
        User.objects.filter(is_active=True, groups__name=Role.SITE_MANAGER)
        .exclude(email="")
        .order_by("pk")
        .first()
    )
    made: dict[int, Mail] = {}
    for one in due(on):
        asked = one.version.procedure.reviewer
        to = asked if asked and asked.is_active and asked.email else fallback
        made.setdefault(to.pk if to else 0, Mail(to)).pages.append(one)
    for mail in made.values():
        mail.pages.sort(key=lambda one: (one.review.next_due, one.version.title))
    return list(made.values())


def remind(on: date, at: datetime) -> Iterator[Mail]:
    """Send each mail; one that cannot be sent is not counted as told, and the others go out."""
    for mail in mails(on):
        if mail.to is None:
            mail.outcome, mail.failed = "nobody to tell has an email address", True
        else:
            _send(mail, mail.to, at)
        yield mail


def _send(mail: Mail, to: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(
                Reminder(review=one.review, days=one.days, sent_at=at) for one in mail.pages
            )
            send_mail(subject(mail), words(mail, to), None, [to.email])
    except IntegrityError:
        mail.outcome = "told by another run meanwhile"
    except (SMTPException, OSError) as fault:
        mail.outcome, mail.failed = f"not sent: {fault}", True
    else:
        mail.outcome = f"sent to {to.email}"


def subject(mail: Mail) -> str:
    """How many pages are to be read again."""
    count = len(mail.pages)
    return f"{count} page{'' if count == 1 else 's'} to review at {settings.CLINIC_NAME}"


def words(mail: Mail, to: User) -> str:
    """The mail: each page, when it is due, and where it is signed."""
    lines = [f"Hello {to.first_name or to.username},", ""]
    for one in mail.pages:
        when = f"{one.review.next_due:%-d %B %Y}"
        said = f"due on {when}" if one.late < 0 else f"due today, {when}"
        asked = one.version.procedure.reviewer
        lines.append(f"{one.version.title}: {f'overdue since {when}' if one.late > 0 else said}")
        if asked and asked != to:
            lines.append(f"(asked: {journal.person(asked)}, who cannot be reached)")
        path = reverse("staff:redate", args=[one.version.procedure.slug])
        lines += [f"{settings.SITE_URL}{path}", ""]
    lines.append("Read the page, then press “Reviewed, still correct”, or say what to mend.")
    return "\n".join(lines)
