"""What was done, by whom and when; and nothing of it can be clicked away."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from procedures.editorial import drafting, lifecycle
from procedures.models import Review, Version
from procedures.vocabulary import Change
from tests.clinic import (
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/procedures/microneedling/history/"


def happened(browser):
    return [(one.what, one.by, one.number) for one in browser.get(ADDRESS).context["happened"]]


def test_a_procedure_of_which_nothing_is_known_says_so(eve, folder):
    folder.version(1)
    folder.load(publish=False)

    assert "Nothing has been done" in eve.get(ADDRESS).content.decode()


def test_everything_stands_in_its_order_newest_first(eve):
    first = make_published(reviewed=True)
    later = NOW + timedelta(hours=1)
    version = make_submitted(make_draft(change=Change.SAFETY), at=later)
    drafting.send_back(version, by=make_clinician(), at=later, note="Say how long.")
    lifecycle.withdraw(
        first, by=make_clinician(), at=later + timedelta(hours=1), reason="Recall", note="Batch 7"
    )

    found = happened(eve)

    assert found[:3] == [
        ("Withdrawn", "Nia Nurse", 1),
        ("Sent for review", "Eve Editor", 0),
        ("Sent back", "Nia Nurse", 0),
    ]
    assert set(found[3:]) == {
        ("Published", "Nia Nurse", 1),
        ("Approved, checks overridden", "Nia Nurse", 1),
        ("Reviewed: the whole page is correct", "Nia Nurse", 1),
        ("Draft begun", "Eve Editor", 0),
        ("Draft begun", "Eve Editor", 1),
        ("Sent for review", "Eve Editor", 1),
    }
    page = eve.get(ADDRESS).content.decode()
    for words in ("Say how long.", "Recall Batch 7", "The texts of tests are short."):
        assert words in page


def test_what_a_register_said_and_what_was_redacted_is_told_too(eve):
    page = make_published()
    lifecycle.withdraw(page, by=None, at=NOW, reason="Recall")
    lifecycle.redact(page, at=NOW, removed="A name", reason="It named a person.")

    found = happened(eve)

    assert ("Withdrawn", "the register", 1) in found
    assert ("Words removed for good", "", 1) in found


def test_a_review_from_before_moments_were_recorded_stands_at_the_end_of_its_day(eve):
    page = make_published()
    Review.objects.create(
        version=page,
        digest=page.digest,
        reviewer=make_clinician(),
        reviewer_name="Nia Nurse",
        reviewer_role="Nurse",
        on=TODAY,
        next_due=TODAY + timedelta(days=365),
    )

    assert happened(eve)[0] == ("Reviewed: the whole page is correct", "Nia Nurse", 1)


@pytest.mark.parametrize("versions", [1, 12])
def test_a_long_history_needs_no_more_queries_than_a_short_one(
    eve, django_assert_num_queries, versions
):
    for _ in range(versions):
        make_published(reviewed=True, by=make_person())

    with django_assert_num_queries(7):
        eve.get(ADDRESS)


@pytest.mark.uncounted
def test_two_hundred_versions_are_told_in_pages_with_as_few_queries(eve, django_assert_num_queries):
    for number in range(200):
        at = NOW + timedelta(minutes=number)
        make_published(at=at, change=Change.FACTS if number else Change.FIRST)

    with django_assert_num_queries(7):
        answer = eve.get(ADDRESS)
    with django_assert_num_queries(7):
        older = eve.get(f"{ADDRESS}?page=6")

    assert answer.context["happened"][0].number == 200
    assert "1 to 100 of 600" in answer.content.decode()
    assert 'href="?page=2">Next</a>' in answer.content.decode()
    assert 'href="?page=5">Previous</a>' in older.content.decode()
    assert older.context["happened"][-1].what in ("Draft begun", "Sent for review", "Published")


def test_no_page_of_staff_deletes_a_version_and_the_database_refuses_it(eve, nia, sam):
    page = make_published()
    for browser in (eve, nia, sam):
        for address in ("", "history/", "compare/"):
            words = browser.get(f"/admin/procedures/microneedling/{address}").content.decode()
            assert "elete" not in words.replace("changed or deleted", "")

    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=page.pk).delete()
