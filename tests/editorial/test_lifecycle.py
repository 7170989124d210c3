"""The steps a version takes, and who may take them."""

from datetime import date, timedelta

import pytest

from procedures.editorial import holding, lifecycle
from procedures.editorial.refusals import StepRefused
from procedures.models import Version
from procedures.models.statements import ARROWS
from procedures.text.format.parse import reread
from procedures.vocabulary import Change, Status
from tests.clinic import (
    CLINIC,
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
    make_submitted,
    make_withdrawn,
    sign_off,
)

pytestmark = pytest.mark.django_db


def approve(version, *, by=None, whole_page=True, digest=None):
    return lifecycle.approve(
        version,
        digest=digest or version.digest,
        by=by or make_clinician(),
        at=NOW,
        whole_page=sign_off() if whole_page else None,
        clinic=CLINIC,
        override="The texts of tests are short.",
    )


def test_every_status_says_what_may_follow_it():
    assert set(holding.NEXT) == set(Status)
    assert {(a, b) for a, after in holding.NEXT.items() for b in after} == set(ARROWS)


def test_publishing_numbers_the_text_and_changes_no_byte():
    draft = make_draft()

    published = make_published()

    assert (published.number, published.status) == (1, Status.PUBLISHED)
    assert (published.text, published.digest) == (draft.text, draft.digest)
    assert published.published_at == NOW


def test_publishing_replaces_the_text_before():
    first = make_published()

    second = make_published(at=NOW + timedelta(hours=1))

    first.refresh_from_db()
    assert (first.status, first.ended_at) == (Status.SUPERSEDED, second.published_at)
    assert list(Version.objects.published()) == [second]


def test_withdrawing_a_page_does_not_bring_back_old_advice():
    make_published()

    make_withdrawn()

    assert not Version.objects.published().exists()


def test_publishing_again_after_a_withdrawal_takes_the_next_number():
    make_withdrawn()

    assert make_published().number == 2


def test_a_clock_set_back_does_not_put_the_record_out_of_order():
    first = make_published(at=NOW)

    second = make_published(at=NOW - timedelta(hours=3))

    first.refresh_from_db()
    assert first.published_at == first.ended_at == second.published_at == NOW


def test_a_withdrawal_needs_words_for_patients():
    version = make_published()

    with pytest.raises(StepRefused, match="Say in a sentence why"):
        lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason=" ")


def test_a_page_cannot_be_withdrawn_twice():
    version = make_withdrawn().version

    with pytest.raises(StepRefused, match="is withdrawn and cannot become withdrawn"):
        lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason="Again")


def test_nobody_approves_their_own_words():
    editor = make_person()
    version = make_submitted(make_draft(by=editor))

    with pytest.raises(StepRefused, match="Your own words are in this text"):
        approve(version, by=editor)


def test_nobody_reviews_their_own_words():
    editor = make_person()
    version = make_published(by=editor)

    with pytest.raises(StepRefused, match="Ask a colleague"):
        make_review(version, by=editor)


def test_only_a_text_in_review_is_approved():
    with pytest.raises(StepRefused, match="is not in review"):
        approve(make_draft())


def test_an_approval_of_other_words_is_refused():
    version = make_submitted(make_draft())

    with pytest.raises(StepRefused, match="has changed since you read it"):
        approve(version, digest="0" * 64)


def test_an_approval_lets_no_other_text_out():
    approval = approve(make_submitted(make_draft()))
    other = make_submitted(make_draft(slug="chemical-peel"))

    with pytest.raises(StepRefused, match="Ask for a new approval"):
        lifecycle.publish(other, approval=approval, by=make_clinician(), at=NOW)


@pytest.mark.parametrize("change", [Change.SAFETY, Change.FACTS])
def test_a_change_of_safety_or_facts_needs_the_whole_page_checked(change):
    make_published()
    version = make_submitted(make_draft(change=change))

    with pytest.raises(StepRefused, match="Check the whole page first"):
        approve(version, whole_page=False)


@pytest.mark.parametrize("change", [Change.WORDING, Change.REDATE])
def test_a_change_of_wording_may_be_let_out_without_reading_the_whole_page(change):
    make_published()
    version = make_submitted(make_draft(change=change))

    assert not approve(version, whole_page=False).whole_page_checked
    assert not version.reviews.exists()


def test_approving_the_whole_page_adds_a_review():
    version = make_submitted(make_draft())

    assert approve(version).whole_page_checked

    review = version.reviews.get()
    assert (review.reviewer_name, review.digest, review.on) == ("Nia Nurse", version.digest, TODAY)


def test_a_text_dated_before_the_one_before_is_refused():
    make_published()
    version = make_submitted(make_draft(updated=date(2020, 1, 1)))
    approval = approve(version)

    with pytest.raises(StepRefused, match="only “change: redate” may go back"):
        lifecycle.publish(version, approval=approval, by=make_clinician(), at=NOW)


def test_a_correction_of_the_date_may_go_back():
    make_published()

    assert make_published(change=Change.REDATE, updated=date(2020, 1, 1)).number == 2


def test_a_text_older_than_what_patients_have_read_since_stays_hidden(folder):
    folder.version(1)
    folder.load(publish=False)
    waiting = Version.objects.get(number=1)
    make_published()

    with pytest.raises(StepRefused, match="older than what patients have read since"):
        lifecycle.publish(waiting, approval=approve(waiting), by=make_clinician(), at=NOW)


def test_a_review_must_be_due_again_later():
    with pytest.raises(StepRefused, match="on a day after this one"):
        make_review(make_published(), next_due=TODAY)


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 1, 6), False), (date(2026, 1, 7), True)]
)
def test_a_review_is_overdue_from_the_day_after_it_is_due(today, expected):
    review = make_review(make_published(), on=date(2025, 1, 6), next_due=date(2026, 1, 6))

    assert review.is_overdue(today) is expected


def test_a_redacted_text_leaves_number_and_digest(folder):
    first = make_published()
    make_published()

    lifecycle.redact(first, at=NOW, removed="A patient's name", reason="It named a person.")

    gone = Version.objects.get(pk=first.pk)
    assert gone.is_redacted
    assert (gone.text, gone.title, gone.summary, gone.change_notes) == ("", "", "", [])
    assert (gone.number, gone.digest, gone.updated) == (1, first.digest, first.updated)
    assert not gone.sections.exists()
    assert not gone.sources.exists()


def test_a_text_patients_are_reading_is_not_redacted():
    with pytest.raises(StepRefused, match="Withdraw or replace it first"):
        lifecycle.redact(make_published(), at=NOW, removed="A name", reason="It named a person.")


def test_a_redacted_text_cannot_be_reviewed():
    version = make_withdrawn().version
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    with pytest.raises(StepRefused, match="Nothing is left to read"):
        make_review(version)


def test_a_redacted_text_can_be_neither_approved_nor_shown(folder):
    folder.version(1)
    folder.load(publish=False)
    version = Version.objects.get()
    approval = approve(version)
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    with pytest.raises(StepRefused, match="Nothing is left to read"):
        approve(version)
    with pytest.raises(StepRefused, match="Nothing is left to read"):
        lifecycle.publish(version, approval=approval, by=make_clinician(), at=NOW)


def test_a_declined_text_is_never_shown():
    version = lifecycle.decline(make_submitted())

    with pytest.raises(StepRefused, match="is declined and cannot become published"):
        lifecycle.show(version, at=NOW)


def test_a_text_the_checks_hold_an_error_against_is_let_out_only_with_a_reason():
    version = make_submitted()
    asked = {"digest": version.digest, "by": make_clinician(), "at": NOW, "clinic": CLINIC}
    with pytest.raises(StepRefused, match=r"The checks found .* or say why it is right"):
        lifecycle.approve(version, whole_page=sign_off(), override=" ", **asked)

    approval = lifecycle.approve(version, whole_page=sign_off(), override="It is.", **asked)

    reason, *errors = approval.overridden.split("\n")
    assert reason == "It is."
    found = lifecycle.check_errors(version, reread(version.text, ""), CLINIC)
    assert len(errors) == len(found) > 0
