"""A review, an approval, a withdrawal, a redaction, a register entry: written once, for ever."""

import pytest

from procedures.models.triggers import INSERT_ONLY
from tests.clinic import make_clinician, make_published, make_review
from tests.models import rows
from tests.models.attacks import (
    CHANGES,
    DELETIONS,
    SQLITE,
    another,
    applies,
    named,
    refused,
    run,
    without_recursive_triggers,
)

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

every_record = pytest.mark.parametrize("make", rows.RECORDS, ids=named)


def once(record):
    return f"a {record._meta.verbose_name} is written once"


def test_every_kind_of_record_is_tried():
    assert {make.__name__.replace("_", " ") for make in rows.RECORDS} == {
        model._meta.verbose_name for model in INSERT_ONLY
    }


@every_record
@pytest.mark.parametrize("change", CHANGES, ids=named)
def test_no_column_of_a_record_changes(make, change, folder, subtests):
    record = make(folder)

    for field in record._meta.concrete_fields:
        if not applies(change, field):
            continue
        record = type(record).objects.get(pk=record.pk)
        value = another(field, field.value_from_object(record))
        with subtests.test(column=field.column), refused(record, once(record)):
            change(record, field, value)


@every_record
@pytest.mark.parametrize("deletion", DELETIONS, ids=named)
def test_a_record_is_not_deleted(make, deletion, folder):
    record = make(folder)

    with refused(record, f"{once(record)}|versions are kept"):
        deletion(record)


@every_record
def test_a_record_outlives_what_it_speaks_of(make, folder):
    record = make(folder)
    spoken_of = record.procedure if make is rows.register_entry else record.version

    with refused(record, "protected foreign keys"):
        spoken_of.delete()


@pytest.mark.parametrize("make", [rows.review, rows.approval, rows.withdrawal], ids=named)
def test_a_record_outlives_the_account_of_who_made_it(make, folder):
    record = make(folder)

    with refused(record, "protected foreign keys"):
        make_clinician().delete()


KEYS = [
    (rows.withdrawal, ["version"]),
    (rows.redaction, ["version"]),
    (rows.register_entry, ["procedure", "kind", "number"]),
]


@pytest.mark.parametrize(("make", "key"), KEYS)
def test_a_second_record_does_not_replace_the_first(make, key, folder):
    record = make(folder)
    second = type(record).objects.get()
    second.pk = None
    second.reason = "Other words"

    with refused(record, f"{once(record)}|duplicate key value"):
        second.save()
    with refused(record, once(record)):
        type(record).objects.bulk_create(
            [second], update_conflicts=True, unique_fields=key, update_fields=["reason"]
        )


def insert_copy(record, how):
    columns = ", ".join(f'"{one.column}"' for one in record._meta.concrete_fields[1:])
    table = record._meta.db_table
    run(f"{how} {table} ({columns}) SELECT {columns} FROM {table} WHERE id = %s", [record.pk])


INSERTS = ["INSERT INTO"]
COPIES = [insert_copy]
if SQLITE:
    INSERTS += ["INSERT OR REPLACE INTO", "REPLACE INTO"]
    COPIES += [without_recursive_triggers(insert_copy)]


@pytest.mark.parametrize("make", [make for make, _ in KEYS], ids=named)
@pytest.mark.parametrize("how", INSERTS)
@pytest.mark.parametrize("way", COPIES, ids=named)
def test_a_copy_does_not_replace_the_first(make, how, way, folder):
    record = make(folder)

    with refused(record, f"{once(record)}|duplicate key value"):
        way(record, how)


def test_a_page_is_reviewed_as_often_as_somebody_reads_it():
    version = make_published(reviewed=True)

    make_review(version)

    assert version.reviews.count() == 2
