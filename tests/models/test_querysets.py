"""Which versions are public, which were shown when, and which a reader may compare."""

import hashlib
from datetime import datetime, timedelta

import pytest

from procedures.editorial import lifecycle
from procedures.models import Version
from procedures.text.lists import register
from procedures.text.lists.register import Register, Row
from procedures.vocabulary import Status
from tests.clinic import (
    NOW,
    make_approved,
    make_clinician,
    make_draft,
    make_published,
    make_submitted,
    make_withdrawn,
)
from tests.models import rows

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

MOMENT = timedelta(microseconds=1)


def numbers(versions):
    return list(versions.order_by("number").values_list("number", flat=True))


def load_two(folder):
    """Two files nobody here was shown: 1 is replaced already, 2 waits in review."""
    folder.version(1)
    folder.version(2)
    folder.load(publish=False)
    return Version.objects.get(number=1), Version.objects.get(number=2)


def let_out(version):
    return lifecycle.publish(version, approval=make_approved(version), by=make_clinician(), at=NOW)


def test_patients_see_one_text_of_each_procedure():
    make_published()
    second = make_published()
    peel = make_published(slug="chemical-peel")
    make_withdrawn(slug="laser-resurfacing")
    make_draft(slug="dermal-filler")

    assert set(Version.objects.published()) == {second, peel}


def test_numbered_is_every_frozen_text(folder):
    load_two(folder)
    make_draft()

    assert numbers(Version.objects.numbered()) == [1, 2]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (rows.waiting, False),
        (rows.published, True),
        (rows.replaced, True),
        (rows.never_shown, False),
        (rows.withdrawn, True),
        (rows.declined, False),
        (rows.redacted, True),
    ],
)
def test_what_somebody_here_let_out_is_public(make, expected, folder):
    version = make(folder)

    assert Version.objects.public().filter(pk=version.pk).exists() is expected


@pytest.mark.parametrize("steps", [[], [make_submitted], [make_submitted, lifecycle.decline]])
def test_what_has_no_number_is_not_public(steps):
    make_published()
    version = make_draft()
    for step in steps:
        version = step(version)

    assert version not in Version.objects.public()


def test_a_text_replaced_before_it_was_shown_is_public_once_a_later_one_is_shown(folder):
    _, second = load_two(folder)

    let_out(second)

    assert numbers(Version.objects.public()) == [1, 2]


def test_a_text_replaced_before_it_was_shown_stays_hidden_when_the_later_is_declined(folder):
    _, second = load_two(folder)

    lifecycle.decline(second)

    assert not Version.objects.public().exists()


def test_a_text_replaced_before_it_was_shown_is_public_once_a_later_one_is_withdrawn(folder):
    folder.version(1)
    file = folder.version(2)
    row = Row(2, hashlib.sha256(file.read_bytes()).hexdigest(), NOW, "The device was recalled.")
    folder.write("microneedling/register.yaml", register.write(Register(withdrawals=(row,))))
    folder.load(publish=False)

    assert Version.objects.get(number=2).published_at is None
    assert numbers(Version.objects.public()) == [1, 2]


def test_what_an_earlier_text_or_another_procedure_was_shown_as_counts_for_nothing(folder):
    make_published(reviewed=True)
    make_published(slug="chemical-peel")
    make_published(slug="chemical-peel")
    make_published(slug="chemical-peel")
    folder.version(2)
    folder.version(3)
    folder.load()

    assert dict(
        Version.objects.filter(procedure__slug="microneedling").values_list("number", "status")
    ) == {1: Status.PUBLISHED, 2: Status.SUPERSEDED, 3: Status.IN_REVIEW}
    assert numbers(Version.objects.public().filter(procedure__slug="microneedling")) == [1]


TEN = datetime.fromisoformat("2026-11-22T10:00:00Z")
NINE, ELEVEN, NOON = (TEN + timedelta(hours=hours) for hours in (-1, 1, 2))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (NINE, TEN, False),
        (NINE, TEN + MOMENT, True),
        (NINE, NOON, True),
        (TEN, ELEVEN, True),
        (TEN + MOMENT, TEN + 2 * MOMENT, True),
        (ELEVEN - MOMENT, NOON, True),
        (ELEVEN, NOON, False),
    ],
)
def test_a_text_is_shown_from_its_first_moment_up_to_not_including_its_last(start, end, expected):
    first = make_published(at=TEN)
    make_published(at=ELEVEN)

    assert (first in Version.objects.shown_between(start, end)) is expected


def test_a_text_that_was_not_replaced_is_still_shown():
    version = make_published(at=TEN)

    years_later = TEN + timedelta(days=999)

    assert version in Version.objects.shown_between(years_later, years_later + MOMENT)


def test_what_was_shown_is_told_in_the_order_it_was(folder):
    load_two(folder)
    make_published(at=TEN, slug="chemical-peel")
    make_published(at=NINE, slug="laser-resurfacing")

    shown = Version.objects.shown_between(NINE, NOON)

    assert [version.procedure.slug for version in shown] == ["laser-resurfacing", "chemical-peel"]


def test_a_reader_compares_with_the_public_text_before():
    make_published()
    make_published()
    make_withdrawn()
    make_published()
    make_published(slug="chemical-peel")

    found = Version.objects.with_previous().filter(procedure__slug="microneedling")

    assert list(found.values_list("number", "previous_number")) == [
        (1, None),
        (2, 1),
        (3, 2),
        (4, 3),
    ]


@pytest.mark.parametrize("steps", [[], [lifecycle.decline]], ids=["waiting", "declined"])
def test_a_text_patients_may_not_read_is_not_compared_with(steps, folder):
    make_published(reviewed=True)
    folder.version(2)
    folder.load()
    for step in steps:
        step(Version.objects.get(number=2))

    make_published()

    assert Version.objects.with_previous().get(number=3).previous_number == 1


def test_a_draft_has_nothing_before_it():
    make_published()
    draft = make_draft()

    assert Version.objects.with_previous().get(pk=draft.pk).previous_number is None
