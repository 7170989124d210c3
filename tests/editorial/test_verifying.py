"""`verifyversions` finds one altered byte, one altered index row and one missing trigger."""

import hashlib

import pytest
from django.db import connection

from procedures.editorial import lifecycle
from procedures.editorial.pictures.photos import stored_at
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Redaction, Section, Source, Version, triggers
from tests.clinic import NOW, make_draft, make_published, make_review, make_withdrawn
from tests.editorial.test_folder import put_photo, webp

pytestmark = pytest.mark.django_db


def findings():
    return list(verify(progress=lambda *of: None))


def tamper(**columns):
    """What somebody with the keys to the server could do: lift the triggers, change, restore."""
    triggers_off()
    Version.objects.update(**columns)
    triggers.install(connection)


def triggers_off():
    with connection.cursor() as cursor:
        for trigger in triggers.expected(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {trigger.name}")
            else:
                cursor.execute(f"DROP TRIGGER {trigger.name} ON {trigger.table}")


def test_an_untouched_record_is_whole(folder):
    make_published(reviewed=True)
    make_published()
    make_draft()
    lifecycle.redact(
        make_withdrawn(slug="peel").version, at=NOW, removed="A name", reason="It named a person."
    )
    put_photo(folder, webp(), slug="hair")
    folder.load()

    assert findings() == []


def test_one_altered_byte_is_found():
    version = make_published()
    tamper(text=version.text.replace("DermNet, 2022", "DermNet, 2023"))

    assert f"microneedling 1: the text is not the one with digest {version.short_digest}" in (
        findings()
    )


def test_one_altered_byte_is_found_under_a_forged_digest():
    version = make_published(reviewed=True)
    text = version.text.replace("Fine needles", "Tiny needles")
    tamper(text=text, digest=hashlib.sha256(text.encode()).hexdigest())

    assert findings() == [
        "microneedling 1: the index of its sections is not what the text says",
        "microneedling 1: what search knows of it is not what the text says",
        f"microneedling 1: an approval of another text, {version.digest[:12]}",
        f"microneedling 1: a review of another text, {version.digest[:12]}",
    ]


def test_another_fact_at_a_glance_in_a_text_is_found():
    version = make_published()
    tamper(text=version.text.replace("20 to 45 minutes", "5 minutes"))

    assert (
        "microneedling 1: the index of its facts at a glance is not what the text says"
        in findings()
    )


def test_a_text_that_cannot_be_read_any_more_is_found():
    make_published()
    tamper(text="Gone.")

    assert any("the text cannot be read" in finding for finding in findings())


@pytest.mark.parametrize(
    ("column", "value"), [("title", "Peel"), ("summary", "Painless."), ("change_notes", [])]
)
def test_a_column_that_misquotes_the_text_is_found(column, value):
    make_published()
    tamper(**{column: value})

    assert findings() == [f"microneedling 1: {column} is not what the text says"]


@pytest.mark.parametrize("index", [Section, Source])
def test_one_altered_index_row_is_found(index):
    make_published()
    row = index.objects.first()
    row.words = "Nothing can go wrong."
    row.save()

    name = index._meta.verbose_name_plural
    assert findings() == [f"microneedling 1: the index of its {name} is not what the text says"]


def test_one_missing_trigger_is_found():
    make_published()
    name = "procedures_version_frozen"
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON procedures_version"
        cursor.execute(f"DROP TRIGGER {name}{table}")

    assert findings() == [f"trigger {name} is missing or altered: run `manage.py migrate`"]


@pytest.mark.parametrize(("number", "missing"), [(1, 1), (2, 2)])
def test_a_version_that_is_gone_is_found(number, missing):
    for _ in range(3):
        make_published()
    triggers_off()
    version = Version.objects.get(number=number)
    version.approvals.all().delete()
    version.steps.all().delete()
    Version.objects.filter(base=version).update(base=None)
    version.delete()
    triggers.install(connection)

    assert findings() == [f"microneedling {number + 1}: version {missing} is missing"]


def test_words_that_are_gone_without_a_redaction_are_found():
    make_published()
    make_published()
    triggers_off()
    Version.objects.filter(number=1).update(text="")
    triggers.install(connection)

    assert "microneedling 1: its words are gone, and no redaction says why" in findings()
    assert not Redaction.objects.exists()


def test_a_review_of_another_text_is_found():
    review = make_review(make_published())
    triggers_off()
    type(review).objects.update(digest="0" * 64)
    triggers.install(connection)

    assert findings() == ["microneedling 1: a review of another text, 000000000000"]


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_harmed_photo_is_found(folder, harm):
    digest = put_photo(folder, webp())
    folder.load()
    if harm == "missing":
        stored_at(digest).unlink()
    else:
        stored_at(digest).write_bytes(b"altered")

    [finding] = findings()
    assert finding.startswith(f"photo {digest[:12]}")
    assert "is missing or altered; restore it from a backup" in finding
