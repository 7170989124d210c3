"""What can never be stored, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction

from procedures.models import (
    FormerSlug,
    Group,
    Photo,
    Procedure,
    RegisterEntry,
    Review,
    Section,
    Source,
    Version,
)
from procedures.vocabulary import SectionKind, Status
from tests.clinic import (
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_published,
    make_review,
    make_submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    return Procedure.objects.create(slug="microneedling")


def store(procedure, **columns):
    columns = {"text": "Words", "digest": "0" * 64, "updated": TODAY, **columns}
    return Version.objects.create(procedure=procedure, **columns)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("known_status", {"status": "archived", "number": 1}),
        ("known_status", {"status": ""}),
        ("numbers_begin_at_1", {"status": Status.IN_REVIEW, "number": 0}),
        ("number", {"status": Status.IN_REVIEW, "number": -1}),
        ("shown_means_numbered", {"status": Status.SUPERSEDED}),
        ("shown_means_numbered", {"status": Status.WITHDRAWN}),
        ("a_draft_has_no_number", {"status": Status.DRAFT, "number": 1}),
        ("numbered_means_dated", {"status": Status.IN_REVIEW, "number": 1, "updated": None}),
        ("shown_from_and_until_follow_status", {"status": Status.PUBLISHED, "number": 1}),
        (
            "shown_from_and_until_follow_status",
            {"status": Status.SUPERSEDED, "number": 1, "ended_at": NOW},
        ),
        ("shown_from_and_until_follow_status", {"status": Status.DRAFT, "ended_at": NOW}),
        ("shown_from_and_until_follow_status", {"status": Status.IN_REVIEW, "ended_at": NOW}),
        ("shown_from_and_until_follow_status", {"status": Status.DECLINED, "ended_at": NOW}),
    ],
)
def test_a_version_that_cannot_be(procedure, constraint, columns):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        store(procedure, **columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"status": Status.DRAFT},
        {"status": Status.DRAFT, "updated": None},
        {"status": Status.IN_REVIEW},
        {"status": Status.IN_REVIEW, "number": 1},
        {"status": Status.DECLINED},
        {"status": Status.DECLINED, "number": 1},
        {"status": Status.SUPERSEDED, "number": 1},
        {"status": Status.WITHDRAWN, "number": 1},
        {"status": Status.SUPERSEDED, "number": 1, "text": "", "updated": None},
    ],
)
def test_a_version_that_can_be(procedure, columns):
    assert store(procedure, **columns) == Version.objects.get()


def test_a_number_is_given_once(procedure):
    store(procedure, status=Status.SUPERSEDED, number=1)

    with pytest.raises(IntegrityError, match=r"one_version_a_number|never replaced"):
        store(procedure, status=Status.IN_REVIEW, number=1)


def test_drafts_share_having_no_number(procedure):
    store(procedure)

    store(procedure)

    assert procedure.versions.count() == 2


@pytest.mark.parametrize("next_due", [TODAY, TODAY.replace(year=2025)])
def test_the_next_review_is_later(next_due):
    review = make_review(make_published())
    columns = {name: value for name, value in vars(review).items() if name not in ("_state", "id")}

    with pytest.raises(IntegrityError, match="next_review_is_later"):
        Review.objects.create(**{**columns, "next_due": next_due})


def test_a_section_stands_in_the_index_once():
    version = make_submitted()

    with pytest.raises(IntegrityError, match=r"one_section_a_kind|version_id, .*kind"):
        Section.objects.create(version=version, kind=SectionKind.ABOUT, words="Other words")


def test_a_source_stands_in_the_index_once():
    version = make_submitted()

    with pytest.raises(IntegrityError, match=r"one_source_a_number|version_id, .*number"):
        Source.objects.create(version=version, number=1, words="Another book")


def test_a_register_row_waits_for_staff_once(procedure):
    row = {"procedure": procedure, "number": 1, "digest": "0" * 64, "at": NOW, "reason": "Recall"}
    RegisterEntry.objects.create(kind=RegisterEntry.Kind.WITHDRAWAL, **row)
    RegisterEntry.objects.create(kind=RegisterEntry.Kind.REDACTION, **row)

    with pytest.raises(IntegrityError, match=r"one_register_entry_a_number|is written once"):
        RegisterEntry.objects.create(kind=RegisterEntry.Kind.REDACTION, **row)


def test_an_account_whose_words_are_on_record_is_not_deleted():
    make_published(reviewed=True)

    with pytest.raises(IntegrityError, match="protected foreign keys"):
        make_clinician().delete()


def test_rows_say_what_they_are():
    version = make_published(reviewed=True)

    assert str(version) == f"{version.procedure_id} 1"
    assert str(make_draft()) == f"{version.procedure_id} draft"
    assert str(version.procedure) == "microneedling"
    assert str(version.reviews.get()) == "Nia Nurse, 2026-11-22"
    assert str(version.approvals.get()) == "Nia Nurse, 2026-11-22 09:30:00+00:00"
    assert str(version.facts.first()) == f"{version.pk} Session"
    assert str(version.sections.first()) == f"{version.pk} at-a-glance"
    assert str(version.sources.first()) == f"{version.pk} [1]"
    assert str(Group(name="Needles")) == "Needles"
    assert str(FormerSlug(slug="skin-needling")) == "skin-needling"
    assert str(Photo(digest="0" * 64)) == "0" * 64
    assert version.short_digest == version.digest[:12]
