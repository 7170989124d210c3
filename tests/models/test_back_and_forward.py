"""A site with everything on it goes back to its first release and forward again."""

import shutil
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from procedures.editorial import scheduling
from procedures.editorial.pictures import consenting
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Checkup, EmbedSite, Link, Photo, Reminder, Version, triggers
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_published,
    make_review,
    make_submitted,
    make_withdrawn,
)
from tests.databases import ROOT
from tests.editorial.test_folder import put_photo, webp
from tests.migrations_for_tests import LATEST
from tests.models.attacks import refused, run, sql_delete

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("own_database")]

#: Of the pages that came with the project, two that link to no other.
STARTER = ("cryolipolysis", "laser-tattoo-removal")


@pytest.fixture
def full(folder):
    """Starter pages, their reviews, photos and consents, drafts, schedules and homepages."""
    for slug in STARTER:
        shutil.copytree(ROOT / "content" / slug, folder.path / slug)
    digest = put_photo(folder, webp(), slug="hair")
    folder.load(today=TODAY + timedelta(days=1))
    page = Version.objects.published().get(procedure__slug="cryolipolysis")
    review = make_review(page)
    make_withdrawn(slug="laser")
    make_published(slug="filler", reviewed=True)
    approval = make_approved(make_submitted(slug="filler"))
    due, by = NOW + timedelta(days=1), make_clinician()
    scheduling.schedule(approval.version, approval=approval, due=due, by=by, at=NOW)
    make_draft(slug="lip-filler")
    photo = Photo.objects.get(digest=digest)
    agreed = consenting.Agreed(
        reference="C-17",
        given_on=TODAY,
        ends_on=TODAY + timedelta(days=300),
        device="",
        sessions=1,
        days_after=30,
        unretouched=True,
    )
    consenting.record(photo, agreed, by=by, at=NOW, today=TODAY)
    EmbedSite.objects.create(name="Clinic", key="abcd2345", origins=["https://clinic.example"])
    Reminder.objects.create(review=review, days=-90, sent_at=NOW)
    Link.objects.create(url="https://clinic.example/")
    Checkup.objects.create(version=page, at=NOW)


def migrate(target):
    call_command("migrate", "procedures", target, verbosity=0)


def stored():
    """Table → its rows, column by column, as the database has them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("procedures_"):
                cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                columns = [column[0] for column in cursor.description]
                found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def part(rows, like):
    """Of rows, the columns that these have too."""
    columns = like[0].keys() if like else ()
    return [{name: row[name] for name in columns} for row in rows]


def assert_all_is_held():
    assert triggers.missing(connection) == []
    version = Version.objects.only("pk").filter(number=1).first()
    with refused(version, "a numbered version never changes"):
        run("UPDATE procedures_version SET text = 'Other words' WHERE id = %s", [version.pk])
    with refused(version, "a numbered version is never deleted"):
        sql_delete(version)


def test_what_a_release_knew_is_there_after_going_back_to_it_and_forward_again(full, client):
    before = stored()
    migrate("0005")
    assert_all_is_held()
    migrate("0001")
    first = stored()
    assert_all_is_held()
    for table, rows in first.items():
        assert part(before[table], rows) == rows, table

    migrate(LATEST)
    assert_all_is_held()
    after = stored()
    for table, rows in first.items():
        assert part(after[table], rows) == rows, table
    assert list(verify(progress=lambda *of: None)) == []
    for slug in (*STARTER, "hair", "filler"):
        assert client.get(f"/procedures/{slug}/").status_code == 200
