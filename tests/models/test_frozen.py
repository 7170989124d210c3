"""A numbered version never changes and is never deleted, whatever is tried."""

import unicodedata

import pytest
from django.db.models import ProtectedError

from procedures.editorial import holding
from procedures.models import Procedure, Version
from procedures.vocabulary import Status
from tests.clinic import NOW, make_clinician, make_draft, make_published
from tests.models import rows
from tests.models.attacks import (
    CHANGES,
    DELETIONS,
    another,
    applies,
    named,
    queryset_update,
    refused,
    run,
    sql_delete,
    sql_update,
    stored,
)

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

every_status = pytest.mark.parametrize("make", rows.VERSIONS, ids=named)

FROZEN = "a numbered version never changes; publish the next one"
KEPT = "a numbered version is never deleted; withdraw it"
#: What begins as an insert may be refused as one.
AS_INSERT = (
    "a numbered version is never replaced|a version is shown by publishing it|check constraint"
)
#: The columns that move along the arrows have reasons of their own.
REASONS = {
    "status": "this status may not follow that one",
    "published_at": "a version is shown from the moment it is published",
    "ended_at": "a version is shown until it is replaced or withdrawn",
}


def other_value(version, field):
    if field.name == "status":
        return next(one for one in Status if not may_be(version, one))
    return another(field, field.value_from_object(version))


def may_be(version, status):
    return status == version.status or status in holding.NEXT[Status(version.status)]


@every_status
@pytest.mark.parametrize("change", CHANGES, ids=named)
def test_no_column_of_a_numbered_version_changes(make, change, folder, subtests):
    version = make(folder)

    for field in Version._meta.concrete_fields:
        if not applies(change, field):
            continue
        version = Version.objects.get(pk=version.pk)
        reason = REASONS.get(field.name, FROZEN)
        if change.__name__.startswith(("insert_or_replace", "upsert")):
            reason = f"{reason}|{AS_INSERT}"
        with subtests.test(column=field.column), refused(version, reason):
            change(version, field, other_value(version, field))


@every_status
@pytest.mark.parametrize("deletion", DELETIONS, ids=named)
def test_a_numbered_version_is_not_deleted(make, deletion, folder):
    version = make(folder)

    # Django looks for the version's approvals, reviews … first, and PostgreSQL at other tables.
    reason = rf"{KEPT}|versions are kept|protected foreign keys|a \w+ is written once"
    with refused(version, reason):
        deletion(version)


@every_status
def test_a_numbered_version_outlives_its_procedure(make, folder):
    version = make(folder)

    with refused(version, "protected foreign keys: 'Version.procedure'"):
        version.procedure.delete()
    with refused(version, "protected foreign keys: 'Version.procedure'"):
        Procedure.objects.all().delete()


@every_status
def test_a_number_is_not_taken_back_to_change_the_words(make, folder):
    version = make(folder)

    with refused(version, FROZEN):
        run("UPDATE procedures_version SET number = NULL WHERE id = %s", [version.pk])
    with refused(version, "|".join([FROZEN, *REASONS.values()])):
        Version.objects.filter(pk=version.pk).update(
            number=None, status=Status.DRAFT, published_at=None, ended_at=None, text="Other words"
        )


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (rows.waiting, Status.PUBLISHED),
        (rows.waiting, Status.DECLINED),
        (rows.published, Status.SUPERSEDED),
        (rows.published, Status.WITHDRAWN),
    ],
)
def test_moving_the_status_first_frees_nothing(make, status, folder):
    version = make(folder)
    moved = {
        Status.PUBLISHED: {"published_at": NOW},
        Status.DECLINED: {},
    }.get(status, {"ended_at": NOW})

    with refused(version, FROZEN):
        Version.objects.filter(pk=version.pk).update(status=status, text="Other words", **moved)
    Version.objects.filter(pk=version.pk).update(status=status, **moved)
    with refused(version, FROZEN):
        queryset_update(version, Version._meta.get_field("text"), "Other words")
    with refused(version, KEPT):
        sql_delete(version)


def test_a_waiting_number_does_not_become_a_draft_again(folder):
    version = rows.waiting(folder)

    with refused(version, "a_draft_has_no_number"):
        Version.objects.filter(pk=version.pk).update(status=Status.DRAFT)


SMALLEST = {
    "a letter's case": lambda text: text.replace("Fine", "fine"),
    "a space at the end": lambda text: text + " ",
    "no last line break": lambda text: text.removesuffix("\n"),
    "a line break as on Windows": lambda text: text.replace("\n", "\r\n"),
    "an accent written as two": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize("change", SMALLEST.values(), ids=SMALLEST)
def test_the_smallest_change_of_the_words_is_one(change):
    version = make_published(summary="Fine needles prick the skin for a smoother décolleté.")
    text = change(version.text)

    assert text != version.text
    with refused(version, FROZEN):
        sql_update(version, Version._meta.get_field("text"), text)


def test_saving_a_numbered_version_as_it_is_changes_nothing():
    version = make_published()
    before = stored(version)

    version.save()

    assert stored(version) == before


def test_who_wrote_a_numbered_version_may_still_be_noted():
    version = make_published()

    version.authors.add(make_clinician())

    assert version.authors.count() == 2


def test_a_draft_changes_as_staff_like_and_is_never_deleted():
    draft = make_draft()

    for field in Version._meta.concrete_fields:
        if field.name in {"title", "text", "digest", "summary", "change_notes"}:
            sql_update(draft, field, other_value(draft, field))
    with pytest.raises(ProtectedError):
        draft.delete()

    assert Version.objects.get() == draft
