"""The server's clock is set back or on while pages are written, signed and due."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from procedures.editorial import drafting, lifecycle, scheduling
from procedures.editorial.refusals import StepRefused
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Manuscript, Step, Version
from procedures.vocabulary import StepKind
from tests.clinic import (
    NOW,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
    make_submitted,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """The server's clock, which a test sets."""

    class Clock:
        now = NOW

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def is_whole():
    return list(verify(progress=lambda *of: None)) == []


def schedule(due):
    make_published()
    approval = make_approved(make_submitted(summary="The text that is scheduled."))
    scheduling.schedule(approval.version, approval=approval, due=due, by=make_clinician(), at=NOW)
    return approval.version


def published():
    return Step.objects.filter(kind=StepKind.PUBLISHED, version__number=2).count()


def test_what_was_due_is_published_once_however_the_clock_jumps(clock):
    version = schedule(due=NOW + HOUR)
    for now, times in ((NOW - HOUR, 0), (NOW, 0), (NOW + DAY, 1), (NOW, 1), (NOW + HOUR, 1)):
        clock.now = now
        call_command("publishdue")
        assert published() == times

    assert Version.objects.published().get() == version
    assert is_whole()


def test_no_page_is_shown_before_the_one_that_it_replaced(clock):
    """What a day ahead was published is replaced, and then taken away, by a clock that is right."""
    schedule(due=NOW + DAY)
    clock.now = NOW + DAY
    call_command("publishdue")

    third = make_published(at=NOW, summary="The third text.")
    lifecycle.withdraw(third, by=make_clinician(), at=NOW, reason="The device was recalled.")

    moments = Version.objects.order_by("number").values_list("published_at", "ended_at")
    assert [*moments] == [(NOW, NOW + DAY), (NOW + DAY, NOW + DAY), (NOW + DAY, NOW + DAY)]
    assert is_whole()


def test_a_draft_that_is_open_while_the_clock_is_set_back_keeps_every_word():
    version = make_draft(slug="peel")
    base = drafting.words(version)
    for at, words in ((NOW, "- One"), (NOW - HOUR, "- One\n- Two"), (NOW + DAY, "- Three")):
        drafting.save(
            version,
            base=base,
            mine=base | {"pros": words},
            by=make_person(),
            at=at,
            today=at.date(),
            editor="a",
        )
        base = base | {"pros": words}

    found = Manuscript.objects.get(version=version)
    assert (found.fields["pros"], found.revision) == ("- Three", 4)
    make_submitted(version, at=NOW - HOUR)
    assert is_whole()


def test_words_that_were_dated_on_a_day_to_come_are_followed_by_older_ones_only_knowingly(folder):
    folder.version(1, updated=(NOW + DAY).date())
    folder.load(now=NOW + DAY, today=(NOW + DAY).date())

    with pytest.raises(StepRefused, match="only “change: redate” may go back"):
        make_published(updated=NOW.date())


def test_a_reminder_is_sent_once_however_the_clock_jumps(clock, mailoutbox):
    nia = make_clinician()
    nia.email = "nia.nurse@clinic.example"
    nia.save()
    version = make_published()
    version.procedure.reviewer = nia
    version.procedure.save()
    make_review(version, next_due=NOW.date() + 31 * DAY)

    for days, sent in ((0, 1), (1, 2), (0, 2), (1, 2), (31, 3), (2, 3), (31, 3)):
        clock.now = NOW + days * DAY
        call_command("remindreviews")
        assert len(mailoutbox) == sent, days
