"""A status moves along the arrows, and the moments a text was shown are written once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from procedures.editorial import lifecycle
from procedures.models import Version, triggers
from procedures.models.statements import ARROWS
from procedures.vocabulary import Status
from tests.clinic import (
    NOW,
    make_draft,
    make_published,
    make_submitted,
)
from tests.models import rows
from tests.models.attacks import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

LATER = NOW + timedelta(days=1)
NO_ARROW = "this status may not follow that one"
SHOWN_FROM = "a version is shown from the moment it is published"
SHOWN_UNTIL = "a version is shown until it is replaced or withdrawn"
FOLLOW = "shown_from_and_until_follow_status"

#: A version in each status; those that can be without a number are.
MAKE = {
    Status.DRAFT: lambda folder: make_draft(),
    Status.IN_REVIEW: lambda folder: make_submitted(make_draft()),
    Status.PUBLISHED: rows.published,
    Status.SUPERSEDED: rows.replaced,
    Status.WITHDRAWN: rows.withdrawn,
    Status.DECLINED: lambda folder: lifecycle.decline(make_submitted()),
}
#: What must be written with a status, besides it.
WITH = {
    Status.PUBLISHED: {"published_at": LATER, "number": 1},
    Status.SUPERSEDED: {"ended_at": LATER},
    Status.WITHDRAWN: {"ended_at": LATER},
}
PAIRS = [(before, after) for before in Status for after in Status if before != after]


def move(version, **columns):
    """By plain SQL, so that nothing but the database decides."""
    names = ", ".join(f"{name} = %s" for name in columns)
    values = [value.value if isinstance(value, Status) else value for value in columns.values()]
    run(f"UPDATE procedures_version SET {names} WHERE id = %s", [*values, version.pk])


@pytest.mark.parametrize(("before", "after"), ARROWS)
def test_a_status_moves_along_each_arrow(before, after, folder):
    version = MAKE[before](folder)

    move(version, status=after, **WITH.get(after, {}))

    assert Version.objects.get(pk=version.pk).status == after


@pytest.mark.parametrize(("before", "after"), sorted({*PAIRS} - {*ARROWS}))
def test_a_status_moves_no_other_way(before, after, folder):
    version = MAKE[before](folder)

    with refused(version, f"{NO_ARROW}|a numbered version is never replaced"):
        move(version, status=after)
    with refused(version, f"{NO_ARROW}|{SHOWN_FROM}|{SHOWN_UNTIL}|never changes|never replaced"):
        move(version, status=after, **WITH.get(after, {}))


@pytest.mark.parametrize("status", Status)
def test_a_status_may_be_written_again(status, folder):
    version = MAKE[status](folder)

    move(version, status=status)

    assert Version.objects.get(pk=version.pk).status == status


def test_a_status_nobody_knows_is_refused():
    draft = make_draft()

    with refused(draft, NO_ARROW):
        move(draft, status="archived")
    with pytest.raises(IntegrityError, match="known_status"), transaction.atomic():
        Version.objects.create(procedure=draft.procedure, text="Words", status="archived")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"number": 1}, FOLLOW),
        ({"published_at": NOW}, "shown_means_numbered"),
        ({"published_at": NOW, "number": 1, "ended_at": LATER}, f"{SHOWN_UNTIL}|{FOLLOW}"),
    ],
    ids=["no moment", "no number", "an end already"],
)
def test_what_is_published_has_a_number_and_a_moment_and_no_end(columns, reason, folder):
    version = MAKE[Status.IN_REVIEW](folder)

    with refused(version, reason):
        move(version, status=Status.PUBLISHED, **columns)


@pytest.mark.parametrize("status", [Status.SUPERSEDED, Status.WITHDRAWN])
@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({}, FOLLOW),
        ({"ended_at": NOW - timedelta(microseconds=1)}, FOLLOW),
        ({"ended_at": LATER, "published_at": NOW - timedelta(days=9)}, SHOWN_FROM),
        ({"ended_at": LATER, "published_at": None}, f"{SHOWN_FROM}|{FOLLOW}"),
    ],
    ids=["no end", "an end before the beginning", "another beginning", "no beginning"],
)
def test_what_is_taken_away_ends_after_it_began(status, columns, reason):
    version = make_published(at=NOW)

    with refused(version, reason):
        move(version, status=status, **columns)


def test_a_text_may_end_the_moment_it_began():
    version = make_published(at=NOW)

    move(version, status=Status.SUPERSEDED, ended_at=NOW)

    assert not Version.objects.published().exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.DECLINED])
@pytest.mark.parametrize(
    ("column", "reason"), [("published_at", SHOWN_FROM), ("ended_at", SHOWN_UNTIL)]
)
def test_what_was_never_published_was_never_shown(status, column, reason, folder):
    version = MAKE[status](folder)

    with refused(version, reason):
        move(version, **{column: NOW})


@pytest.mark.parametrize(
    ("after", "column", "reason"),
    [
        (Status.DRAFT, "published_at", SHOWN_FROM),
        (Status.DECLINED, "published_at", SHOWN_FROM),
        (Status.DECLINED, "ended_at", SHOWN_UNTIL),
    ],
)
def test_a_step_that_shows_nothing_writes_no_moment(after, column, reason, folder):
    version = MAKE[Status.IN_REVIEW](folder)

    with refused(version, reason):
        move(version, status=after, **{column: NOW})


@pytest.mark.parametrize(
    "columns",
    [
        {"status": Status.PUBLISHED, "published_at": NOW},
        {"status": Status.SUPERSEDED, "published_at": NOW, "ended_at": LATER},
        {"status": Status.WITHDRAWN, "published_at": NOW, "ended_at": LATER},
        {"status": Status.IN_REVIEW, "published_at": NOW},
    ],
    ids=lambda columns: columns["status"],
)
@pytest.mark.parametrize("bulk", [False, True], ids=["create", "bulk_create"])
def test_nothing_arrives_as_shown_already(columns, bulk):
    procedure = make_draft().procedure
    version = Version(procedure=procedure, number=1, updated=NOW.date(), text="Words", **columns)

    with (
        pytest.raises(IntegrityError, match="a version is shown by publishing it"),
        transaction.atomic(),
    ):
        Version.objects.bulk_create([version]) if bulk else version.save()


def test_a_procedure_has_one_published_version():
    first = make_published()
    second = make_submitted(make_draft())

    with refused(first, "one_published_version|never replaced"):
        move(second, status=Status.PUBLISHED, number=2, published_at=NOW)
    move(first, status=Status.SUPERSEDED, ended_at=NOW)
    move(second, status=Status.PUBLISHED, number=2, published_at=NOW)

    assert Version.objects.published().get() == second


def test_a_procedure_has_one_published_version_while_the_triggers_are_away_too():
    make_published()
    second = make_submitted(make_draft())
    triggers.remove(connection)

    with refused(second, r"one_published_version|UNIQUE constraint failed: \S+procedure_id$"):
        move(second, status=Status.PUBLISHED, number=2, published_at=NOW)
