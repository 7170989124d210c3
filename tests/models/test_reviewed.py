"""A review holds for the words it was made of, and after a change of wording or date only."""

from datetime import timedelta

import pytest

from procedures.editorial import lifecycle
from procedures.models import Review, Version
from procedures.vocabulary import KEEPS_REVIEW, Change, Status
from tests.clinic import (
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_published,
    make_review,
    make_submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

FIRST, SAFETY, FACTS, WORDING, REDATE = Change
BREAKS_REVIEW = [SAFETY, FACTS]
YESTERDAY = TODAY - timedelta(days=1)


def counts(version):
    """Whether its words count as reviewed, however one asks."""
    found = Version.objects.with_review().get(pk=version.pk)
    assert Version.objects.reviewed().filter(pk=version.pk).exists() is bool(found.signed)
    return found.signed is not None


def review_of(version):
    review = Review.of(Version.objects.with_review().get(pk=version.pk))
    return review and review.pk


def load(folder, *changes, first=2):
    """Files that come after people here have acted: the last of them waits in review."""
    for number, change in enumerate(changes, start=first):
        folder.version(number, change=change)
    folder.load()
    return Version.objects.get(number=first + len(changes) - 1)


def test_every_change_keeps_a_review_or_breaks_it():
    assert {FIRST, *BREAKS_REVIEW} == {*Change} - KEEPS_REVIEW


def test_a_page_nobody_reviewed_does_not_count_as_reviewed():
    assert not counts(make_published())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], True),
        ([WORDING], True),
        ([REDATE], True),
        ([WORDING, REDATE, WORDING], True),
        ([SAFETY], False),
        ([FACTS], False),
        ([WORDING, FACTS], False),
        ([SAFETY, WORDING], False),
        ([WORDING, SAFETY, REDATE], False),
    ],
)
def test_a_review_holds_until_safety_or_facts_change(changes, expected):
    version = make_published(reviewed=True)
    for change in changes:
        version = make_published(change=change)

    assert counts(version) is expected


def test_a_review_after_the_change_counts():
    make_published(reviewed=True)
    make_published(change=SAFETY, reviewed=True)

    assert counts(make_published(change=WORDING))


def test_a_review_of_a_later_text_does_not_count_for_an_earlier_one():
    first = make_published()
    make_published(change=WORDING, reviewed=True)

    assert not counts(first)


def test_a_text_keeps_its_own_review_when_a_later_one_breaks_it():
    first = make_published(reviewed=True)
    make_published(change=SAFETY)

    assert counts(first)


def test_a_review_of_another_procedure_counts_for_nothing():
    make_published(slug="chemical-peel", reviewed=True)

    assert not counts(make_published(change=FIRST))


@pytest.mark.parametrize("steps", [[], [lifecycle.decline]], ids=["waiting", "declined"])
def test_a_text_nobody_let_out_breaks_the_review_because_a_later_one_may_hold_its_words(
    steps, folder
):
    make_published(reviewed=True)
    between = load(folder, SAFETY)
    for step in steps:
        step(between)

    assert not counts(make_published(change=WORDING))


@pytest.mark.parametrize("change", BREAKS_REVIEW)
@pytest.mark.parametrize("steps", [[], [lifecycle.decline]], ids=["waiting", "declined"])
def test_a_text_nobody_let_out_does_not_count_as_reviewed_itself(steps, change, folder):
    make_published(reviewed=True)
    version = load(folder, change)
    for step in steps:
        step(version)

    assert not counts(version)


def test_a_waiting_change_of_wording_counts_as_reviewed(folder):
    make_published(reviewed=True)

    assert counts(load(folder, WORDING))


def test_a_text_replaced_before_it_was_shown_breaks_the_review(folder):
    make_published(reviewed=True)
    version = load(folder, SAFETY, WORDING)

    assert Version.objects.get(number=2).status == Status.SUPERSEDED
    assert not counts(version)


def test_a_withdrawn_change_of_safety_breaks_the_review():
    make_published(reviewed=True)
    second = make_published(change=SAFETY)
    lifecycle.withdraw(second, by=make_clinician(), at=NOW, reason="The device was recalled.")

    assert not counts(make_published(change=WORDING))


def test_a_draft_does_not_count_as_reviewed():
    make_published(reviewed=True)

    assert not counts(make_draft(change=WORDING))


def test_the_newest_review_wins():
    version = make_published()
    make_review(version, on=YESTERDAY)
    newest = make_review(version, on=TODAY)

    assert review_of(version) == newest.pk


def test_the_newest_review_is_newest_by_its_day_not_by_when_it_was_written_down():
    version = make_published()
    newest = make_review(version, on=TODAY)
    make_review(version, on=YESTERDAY)

    assert review_of(version) == newest.pk


def test_of_two_reviews_on_a_day_the_second_wins():
    version = make_published()
    make_review(version)
    second = make_review(version)

    assert review_of(version) == second.pk


def test_the_newest_review_may_be_of_the_text_before():
    first = make_published()
    second = make_published(change=WORDING)
    make_review(second, on=YESTERDAY)
    newest = make_review(first, on=TODAY)

    assert review_of(second) == newest.pk


def test_a_review_of_a_draft_does_not_hold_for_words_written_after_it():
    version = make_submitted(make_draft())
    make_review(version)
    Version.objects.filter(pk=version.pk).update(text=f"{version.text}\n", digest="0" * 64)
    version.refresh_from_db()
    lifecycle.show(version, at=NOW)

    assert not counts(version)


def test_a_review_of_the_words_as_published_holds_beside_one_of_the_draft():
    version = make_submitted(make_draft())
    make_review(version, on=TODAY)
    Version.objects.filter(pk=version.pk).update(text=f"{version.text}\n", digest="0" * 64)
    version.refresh_from_db()
    version = lifecycle.show(version, at=NOW)
    holds = make_review(version, on=YESTERDAY)

    assert review_of(version) == holds.pk


def test_a_review_still_holds_after_the_words_were_redacted():
    first = make_published(reviewed=True)
    second = make_published(change=WORDING)
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")

    assert counts(second)
