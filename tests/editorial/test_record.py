"""One byte of what is on record, altered with the triggers lifted, is found."""

from datetime import timedelta

import pytest
from django.db import connection

from procedures.editorial import lifecycle
from procedures.models import (
    Approval,
    Redaction,
    Review,
    Step,
    Version,
    Withdrawal,
    triggers,
)
from procedures.text.lists import register
from procedures.text.lists.register import Register, Row
from procedures.vocabulary import Status, StepKind
from tests.clinic import NOW, make_clinician, make_published
from tests.editorial.test_verifying import findings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record():
    """Peel 1, replaced and redacted, then 2, replaced, 3, withdrawn, and 4, read by patients."""
    for number in (1, 2, 3):
        version = make_published(
            at=NOW + timedelta(days=number), slug="peel", reviewed=True, summary=f"Text {number}."
        )
    lifecycle.withdraw(
        version, by=make_clinician(), at=NOW + timedelta(days=4), reason="The device was recalled."
    )
    make_published(at=NOW + timedelta(days=5), slug="peel", reviewed=True)
    lifecycle.redact(
        Version.objects.get(number=1), at=NOW, removed="A name", reason="It named a person."
    )


def alter(rows, **columns):
    """What somebody with the keys to the server could do: lift the triggers, change, restore."""
    triggers.remove(connection)
    rows.update(**columns)
    triggers.install(connection)


def version(number):
    return Version.objects.filter(number=number)


def test_every_publication_says_who_when_what_and_why():
    for shown in Version.objects.filter(published_at__isnull=False, number__gt=1):
        step = Step.objects.get(version=shown, kind=StepKind.PUBLISHED)
        assert (step.by_name, step.at) == ("Nia Nurse", shown.published_at)
        assert step.note == "\n".join(shown.change_notes) != ""
        assert shown.approvals.get().digest == shown.digest
        assert "## Side effects" in shown.text
    assert findings() == []


MOMENT = NOW + timedelta(days=2, seconds=1)


@pytest.mark.parametrize(
    ("rows", "columns", "found"),
    [
        (
            lambda: version(4),
            {"published_at": MOMENT},
            "peel 4: it is shown from another moment than the step that published it says",
        ),
        (
            lambda: version(2),
            {"ended_at": NOW + timedelta(days=3, microseconds=1)},
            "peel 2: it is shown until a moment at which no other was published",
        ),
        (
            lambda: version(3),
            {"ended_at": NOW + timedelta(days=4, seconds=1)},
            "peel 3: it is shown until another moment than its withdrawal says",
        ),
        (
            lambda: Withdrawal.objects,
            {"at": MOMENT},
            "peel 3: it is shown until another moment than its withdrawal says",
        ),
        (
            lambda: version(3),
            {"status": Status.SUPERSEDED},
            "peel 3: somebody withdrew it, and it is not withdrawn",
        ),
        (
            lambda: Step.objects.filter(version__number=4, kind=StepKind.PUBLISHED),
            {"at": MOMENT},
            "peel 4: it is shown from another moment than the step that published it says",
        ),
        (
            lambda: Step.objects.filter(version__number=4, kind=StepKind.PUBLISHED),
            {"note": "Somebody asked for it."},
            "peel 4: the step that published it gives other reasons than the text",
        ),
        (
            lambda: Approval.objects.filter(version__number=4),
            {"digest": "0" * 64},
            "peel 4: an approval of another text, 000000000000",
        ),
        (
            lambda: Approval.objects.filter(version__number=4),
            {"by_name": "Nia Nurses"},
            "peel 4: an approval says that Nia Nurses checked the whole page, and no review does",
        ),
        (
            lambda: Review.objects.filter(version__number=4),
            {"reviewer_name": "Nia Nurses"},
            "peel 4: an approval says that Nia Nurse checked the whole page, and no review does",
        ),
        (
            lambda: Redaction.objects,
            {"version": lambda: version(2).get()},
            "peel 2: a redaction says that its words are gone, and they are there",
        ),
    ],
)
def test_one_altered_record_is_found_by_the_others(rows, columns, found):
    alter(rows(), **{name: one() if callable(one) else one for name, one in columns.items()})

    assert found in findings()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (lambda: Withdrawal.objects, "peel 3: it is withdrawn, and no withdrawal says why"),
        (
            lambda: Approval.objects.filter(version__number=4),
            "peel 4: somebody published it, and nobody approved it",
        ),
        (lambda: Redaction.objects, "peel 1: its words are gone, and no redaction says why"),
    ],
)
def test_one_record_that_is_gone_is_missed_by_the_others(rows, found):
    triggers.remove(connection)
    rows().all().delete()
    triggers.install(connection)

    assert findings() == [found]


def test_what_a_register_told_of_another_place_is_no_contradiction(folder):
    folder.version(1, slug="filler")
    folder.load()
    version = Version.objects.get(procedure__slug="filler")
    row = Row(1, version.digest, NOW - timedelta(days=9), "The maker has recalled the product.")
    folder.write("filler/register.yaml", register.write(Register(withdrawals=(row,))))

    folder.load(now=NOW + timedelta(days=1))

    assert Withdrawal.objects.get(version=version).at == row.at
    assert findings() == []
