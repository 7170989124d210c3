"""A patient named by slip: the words go, from everywhere, and a tombstone says so."""

import io
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from procedures.editorial import drafting, lifecycle, scheduling
from procedures.editorial.pictures import photos
from procedures.editorial.upkeep.checkups import check_up
from procedures.models import (
    Approval,
    Checkup,
    Consent,
    Manuscript,
    Photo,
    Redaction,
    Review,
    Step,
    Version,
    Word,
)
from procedures.models.statements import NOTES
from procedures.operating import redacting
from procedures.vocabulary import Change, Status
from tests.clinic import (
    CLINIC,
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
)
from tests.databases import is_postgresql
from tests.models.attacks import refused
from tests.operating.places import make_photo, said

NAME = "Quillfeather"
NAMED = {"about": f"Fine needles prick the skin. Mrs {NAME} was red for a week."}
CLEAN = {"about": "Fine needles prick the skin. It was red for a week."}
ASKED = ["--removed", "A patient’s name", "--reason", "It named a person."]


def make_named(**words):
    """Version 1 names a patient, and version 2 does not: version 1 as patients read it before."""
    note = f"Mrs {NAME} is told of."
    first = make_published(words=NAMED, change_notes=(note,), reviewed=True, **words)
    list(check_up(CLINIC, NOW))
    Checkup.objects.update(errors=[f"Pros: “Mrs {NAME}”"])
    return first


def replace(slug="microneedling"):
    make_published(slug=slug, words=CLEAN, change=Change.FACTS)


def dumped():
    """Every byte that somebody who holds the database could read in it."""
    if not is_postgresql():
        return Path(connection.settings_dict["NAME"]).read_bytes()
    settings = connection.settings_dict
    words = ["pg_dump", "-h", settings["HOST"], "-U", settings["USER"], settings["NAME"]]
    env = {"PGPASSWORD": settings["PASSWORD"], "PATH": "/usr/bin:/bin"}
    return subprocess.run(words, env=env, capture_output=True, check=True).stdout


def test_a_name_is_gone_from_every_byte_of_database_and_media(place, folder, settings, tmp_path):
    first = make_named()
    two = drafting.begin(first.procedure, by=make_person(), at=NOW, today=TODAY, source=first)
    clash(two)
    sent = make_submitted(words=NAMED, change=Change.WORDING)
    make_approved(sent, whole_page=False)
    replace()
    (place.media / "leaflets").mkdir(parents=True)
    (place.media / "leaflets" / "kept.pdf").write_bytes(f"Mrs {NAME}".encode())
    settings.LAST_GOOD = tmp_path / "last-good"
    settings.LAST_GOOD.mkdir()
    (settings.LAST_GOOD / "1.page").write_bytes(f"Mrs {NAME}".encode())
    (settings.LAST_GOOD / "newest").write_bytes(b"17")
    folder.write("microneedling/1.md", first.text)
    settings.CONTENT_ROOT = folder.path
    said("backup", tmp_path / "old.tar.gz")
    said("backup", tmp_path / "moved.tar.gz")
    (tmp_path / "moved.tar.gz").unlink()
    assert NAME.encode() in dumped()
    assert Word.objects.filter(stem__startswith="quillf").exists()

    told = said("redact", "microneedling", 1, "--yes", "--drafts", *ASKED)

    assert NAME.lower().encode() not in dumped().lower()
    assert not [one for one in place.files() if NAME.encode() in one.read_bytes()]
    assert [one.name for one in settings.LAST_GOOD.iterdir()] == ["newest"]
    assert f"A draft, {two.pk}, repeats words only this version had, and is emptied" in told
    assert "Removed: the words of microneedling 1, and the room they took was written over." in told
    assert f"- delete {folder.path}/microneedling/1.md, and from the history" in told
    assert f"- delete the backup {tmp_path}/old.tar.gz\n" in told
    assert f"{tmp_path}/moved.tar.gz, which is no longer there: delete its copies" in told
    first.refresh_from_db()
    assert (first.text, first.redaction.removed) == ("", "A patient’s name")
    assert first.digest
    sent.refresh_from_db()
    assert (sent.status, sent.text) == (Status.DECLINED, "")
    assert said("verifyversions") == "2 versions are exactly as they were shown.\n"
    said("dumpcontent", tmp_path / "out")
    assert "It named a person." in (tmp_path / "out/microneedling/register.yaml").read_text()


def clash(draft):
    """Somebody else’s words for the same field wait beside the draft."""
    base = dict(draft.manuscript.fields)
    for words, editor in ((f"Mrs {NAME} again.", "one"), (f"And Mrs {NAME} too.", "two")):
        drafting.save(
            draft,
            base=base,
            mine={**base, "about": words},
            by=make_person(),
            at=NOW,
            today=TODAY,
            editor=editor,
        )
    assert draft.manuscript.conflicts.exists()


def test_words_go_only_where_the_version_is_named_again(place, monkeypatch):
    make_named()
    draft = make_draft(words=NAMED, change=Change.WORDING)
    replace()
    make_draft(words=CLEAN, change=Change.WORDING)
    for typed in ("", "microneedling 2\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(CommandError, match=r"That is not .* Nothing was removed\."):
            said("redact", "microneedling", 1, *ASKED)
    assert not Redaction.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("microneedling 1\n"))

    told = said("redact", "microneedling", 1, *ASKED)

    assert Redaction.objects.exists()
    assert f"A draft, {draft.pk}, repeats words only this version had, and is kept" in told
    assert "  mrs, quillfeather\n" in told
    assert f"- take the words out of the draft at /admin/drafts/{draft.pk}/" in told
    assert NAME in Manuscript.objects.get(version=draft).fields["about"]
    with pytest.raises(CommandError, match="were removed already"):
        said("redact", "microneedling", 1, "--yes", *ASKED)


def remove(slug="microneedling", number=1, *, drafts=False, photos_too=False):
    """What the command does between its question and writing over what was freed."""
    found = redacting.plan(slug, number, drafts=drafts)
    redacting.carry_out(
        found,
        removed="A patient’s name",
        reason="It named a person.",
        at=NOW,
        drafts=drafts,
        photos_too=photos_too,
    )
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["microneedling", 2, *ASKED], r"Patients are reading this version\. Withdraw it at"),
        (["microneedling", 3, *ASKED], r"no version 3 of microneedling here"),
        (["a-peel", 1, *ASKED], r"no version 1 of a-peel here"),
        (["microneedling", 1, "--removed", " ", "--reason", "Law."], r"Say what was removed"),
    ],
)
def test_what_must_not_be_removed_is_refused(asked, why):
    make_named()
    replace()

    with pytest.raises(CommandError, match=rf"{why}.* Nothing was removed\."):
        said("redact", *asked, "--yes")

    assert not Redaction.objects.exists()


@pytest.mark.django_db
def test_words_are_removed_once():
    first = make_named()
    replace()
    remove()

    with pytest.raises(lifecycle.StepRefused, match="were removed already"):
        lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_over_is_told():
    make_named()
    replace()

    # Inside the transaction of a test it cannot.
    with pytest.raises(CommandError, match=r"words are removed, but the room they took .*VACUUM"):
        said("redact", "microneedling", 1, "--yes", *ASKED)


@pytest.mark.django_db
def test_a_text_that_waits_is_declined_first(folder):
    folder.version(1)
    folder.load(publish=False)

    remove()

    version = Version.objects.get()
    assert (version.status, version.text) == (Status.DECLINED, "")


def test_a_photo_goes_with_the_words_where_nothing_else_shows_it(place, folder, settings):
    settings.CONTENT_ROOT = folder.path
    alone, shared = make_photo("tan", of_patient=True), make_photo("pink", of_patient=True)
    agree(alone)
    photos.narrower(alone, 480)
    both = "\n\n".join(f'![A cheek]({one.source} "Day 3")' for one in (alone, shared))
    make_published(words={"about": f"Words.\n\n{both}"})
    folder.write(f"microneedling/images/{alone.digest}.webp", b"")
    line = f'![A cheek]({shared.source} "Day 3")'
    make_published(words={"about": f"Words.\n\n{line}"})

    kept = said("redact", "microneedling", 1, "--yes", *ASKED)

    assert f"Photo {alone.digest[:12]} is named by no other text, and is kept; --photos" in kept
    assert f"- see whether photo {alone.digest[:12]} may stay" in kept
    assert f"- delete {folder.path}/microneedling/images/{alone.digest}.webp" in kept
    assert shared.digest[:12] not in kept


@pytest.mark.django_db
def test_the_bytes_of_a_photo_go_where_that_is_asked(media, django_capture_on_commit_callbacks):
    photo = make_photo("tan", of_patient=True)
    agree(photo)
    photos.narrower(photo, 480)
    make_published(words={"about": f'Words.\n\n![A cheek]({photo.source} "Day 3")'})
    make_published()

    with django_capture_on_commit_callbacks(execute=True):
        remove(photos_too=True)

    assert list((media / "photos").iterdir()) == []
    assert not Photo.objects.exists()
    assert not Consent.objects.exists()


def agree(photo):
    Consent.objects.create(
        photo=photo,
        reference="C-17",
        given_on=TODAY,
        ends_on=TODAY + timedelta(days=300),
        sessions=1,
        days_after=3,
        unretouched=True,
        by=make_clinician(),
        by_name="Nia Nurse",
        at=NOW,
    )


@pytest.mark.django_db
def test_notes_about_words_that_are_there_are_not_emptied():
    version = make_named()
    replace()
    for model, note in NOTES.items():
        for record in model.objects.filter(version=version).exclude(**{note: ""})[:1]:
            with refused(record, "is written once"):
                model.objects.filter(pk=record.pk).update(**{note: ""})
    assert {Step, Approval} <= NOTES.keys()


@pytest.mark.django_db
def test_of_notes_about_words_that_are_gone_nothing_but_the_note_changes():
    version = make_named()
    replace()
    remove()

    assert not Approval.objects.filter(version=version).exclude(overridden="").exists()
    assert not Step.objects.filter(version=version).exclude(note="").exists()
    assert Review.objects.get(version=version).reviewer_name == "Nia Nurse"
    step = Step.objects.filter(version=version).last()
    with refused(step, "is written once"):
        Step.objects.filter(pk=step.pk).update(note="", by_name="Somebody else")
    with refused(step, "is written once"):
        Step.objects.filter(pk=step.pk).update(note="Other words")


@pytest.mark.django_db
def test_an_emptied_draft_is_not_written_any_more():
    make_named()
    draft = make_draft(words=NAMED, change=Change.WORDING)
    replace()
    remove(drafts=True)
    draft.refresh_from_db()

    with pytest.raises(lifecycle.StepRefused, match="were removed"):
        drafting.submit(draft, by=make_person(), at=NOW, today=TODAY)


@pytest.mark.django_db
def test_a_text_that_was_to_be_published_is_not():
    make_named()
    sent = make_submitted(words=NAMED, change=Change.WORDING)
    made = scheduling.schedule(
        sent,
        approval=make_approved(sent, whole_page=False),
        due=NOW + timedelta(days=1),
        by=make_clinician(),
        at=NOW,
    )
    lifecycle.withdraw(
        Version.objects.published().get(), by=make_clinician(), at=NOW, reason="It names a person."
    )

    remove(drafts=True)

    made.refresh_from_db()
    assert made.ended_at
