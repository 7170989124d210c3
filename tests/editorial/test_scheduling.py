"""Published at a moment to come, made up after an outage, and stopped where it must be."""

from datetime import timedelta

import pytest

from procedures.editorial import drafting, lifecycle, scheduling
from procedures.editorial.refusals import StepRefused
from procedures.models import Schedule, Step, Version
from procedures.vocabulary import Status, StepKind
from tests.clinic import (
    NOW,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db

DUE = NOW + timedelta(days=2)


def make_schedule(version=None, *, due=DUE, approval=None):
    version = version or make_submitted()
    return scheduling.schedule(
        version,
        approval=approval or make_approved(version),
        due=due,
        by=make_clinician(),
        at=NOW,
    )


def run(now):
    return [one.outcome for one in scheduling.publish_due(now)]


def test_a_scheduled_text_is_published_when_it_is_due_and_not_before():
    made = make_schedule()

    assert run(DUE - timedelta(minutes=1)) == []
    assert run(DUE) == ["Published"]
    assert run(DUE) == []

    made.version.refresh_from_db()
    assert (made.version.status, made.version.published_at) == (Status.PUBLISHED, DUE)


def test_what_an_outage_left_behind_is_made_up_in_the_order_it_was_due():
    late = make_schedule(make_submitted(slug="peel"), due=DUE + timedelta(hours=1))
    first = make_schedule()

    assert run(DUE + timedelta(days=5)) == ["Published", "Published"]

    pages = Version.objects.published().order_by("published_at", "pk")
    assert {page.pk for page in pages} == {first.version_id, late.version_id}


def test_a_schedule_stops_where_patients_have_read_other_words_since():
    make_published()
    made = make_schedule(make_submitted(make_draft()))
    make_published()

    (outcome,) = run(DUE)

    assert outcome.startswith("Stopped: What patients read has changed")
    made.version.refresh_from_db()
    assert made.version.status == Status.IN_REVIEW
    assert Step.objects.filter(kind=StepKind.STOPPED, by=None).count() == 1
    assert run(DUE) == []


def test_a_withdrawal_stops_what_was_scheduled_for_the_page():
    page = make_published()
    make_schedule(make_submitted(make_draft()))

    lifecycle.withdraw(page, by=make_clinician(), at=NOW, reason="Recall")

    assert Schedule.objects.get().outcome == "Stopped: the page was withdrawn"
    assert run(DUE) == []


@pytest.mark.parametrize(
    "leave",
    [
        lambda one: drafting.take_back(one, by=make_person(), at=NOW),
        lambda one: lifecycle.decline(one, by=make_clinician(), at=NOW, note="No."),
    ],
    ids=["taken back", "declined"],
)
def test_a_text_that_leaves_review_is_scheduled_no_more(leave):
    made = make_schedule()

    leave(made.version)

    made.refresh_from_db()
    assert made.outcome.startswith("Cancelled")
    assert run(DUE) == []


def test_a_schedule_is_cancelled_once():
    made = make_schedule()

    scheduling.cancel(made, by=make_clinician(), at=NOW)

    made.refresh_from_db()
    assert made.outcome == "Cancelled by Nia Nurse"
    assert run(DUE) == []
    with pytest.raises(StepRefused, match="has ended already"):
        scheduling.cancel(made, by=make_clinician(), at=NOW)


def test_what_cannot_be_scheduled_says_why():
    version = make_submitted()
    other = make_submitted(slug="peel")
    with pytest.raises(StepRefused, match="Choose a moment to come"):
        make_schedule(version, due=NOW)
    with pytest.raises(StepRefused, match="Ask for a new approval"):
        make_schedule(version, approval=make_approved(other))
    made = make_schedule(version)
    with pytest.raises(StepRefused, match="is scheduled already"):
        make_schedule(version)
    lifecycle.publish(version, approval=made.approval, by=make_clinician(), at=NOW)
    with pytest.raises(StepRefused, match="is not in review"):
        scheduling.schedule(version, approval=made.approval, due=DUE, by=make_clinician(), at=NOW)


def test_a_draft_whose_page_has_changed_since_is_not_scheduled():
    version = make_submitted()
    make_published()

    with pytest.raises(StepRefused, match="has changed since this draft was begun"):
        make_schedule(version)


def test_of_two_that_publish_at_once_one_finds_the_work_done():
    made = make_schedule()
    due = scheduling.publish_due(DUE)
    lifecycle.publish(made.version, approval=made.approval, by=make_clinician(), at=NOW)

    assert [one.outcome for one in due] == []
    assert scheduling._run(made.pk, DUE).outcome == "Published"
