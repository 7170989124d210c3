"""What is written down is called by what it is about, in logs and at a prompt."""

from datetime import timedelta

import pytest

from procedures.editorial import lifecycle, scheduling
from procedures.models import Conflict, Posting, Profile, RegisterEntry, Slip, Word
from tests.clinic import (
    NOW,
    make_approved,
    make_clinician,
    make_person,
    make_published,
    make_submitted,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


def test_a_draft_its_conflicts_steps_and_schedules_have_names():
    version = make_submitted()
    made = scheduling.schedule(
        version,
        approval=make_approved(version),
        due=NOW + timedelta(days=1),
        by=make_clinician(),
        at=NOW,
    )
    conflict = Conflict(field="pros", by=make_person(), by_name="Eve Editor")

    assert str(version.manuscript) == f"{version.pk}, save 1"
    assert str(conflict) == "pros, Eve Editor"
    assert str(version.steps.first()) == f"begun, Eve Editor, {NOW}"
    assert str(made) == f"{version.pk}, {made.due}"
    assert str(Profile(user=make_clinician(), job_title="Nurse")).endswith(", Nurse")


def test_what_search_looks_in_has_names():
    version = make_published()
    word = Word.objects.get(stem="collagen")

    assert str(word) == "collagen"
    assert str(Slip.objects.get(word=word, left="collage")) == f"{word.pk} collage"
    assert str(Posting.objects.get(word=word)) == f"{version.pk} {word.pk}"


def test_what_was_taken_away_has_a_name():
    withdrawal = make_withdrawn()
    redaction = lifecycle.redact(
        withdrawal.version, at=NOW, removed="A name", reason="It named a person."
    )

    assert str(withdrawal) == f"{withdrawal.version_id}, {withdrawal.at}"
    assert str(redaction) == f"{redaction.version_id}, {redaction.at}"
    entry = RegisterEntry(kind=RegisterEntry.Kind.WITHDRAWAL, number=3)
    assert str(entry) == f"{RegisterEntry.Kind.WITHDRAWAL} of 3"
