"""No row takes the place of a numbered version: not its key, its number or its page.

`REPLACE`, in all its spellings on SQLite, deletes what is in the way without a word.
"""

import pytest

from procedures.models import Procedure, Version
from procedures.vocabulary import Status
from tests.clinic import (
    NOW,
    make_draft,
    make_published,
    make_submitted,
)
from tests.models import rows
from tests.models.attacks import SQLITE, named, refused, run, stored

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

every_status = pytest.mark.parametrize("make", rows.VERSIONS, ids=named)

REFUSAL = "never replaced|never changes|duplicate key value"
INSERTS = [
    "INSERT INTO {}",
    "INSERT INTO {} ON CONFLICT (id) DO UPDATE SET text = excluded.text",
    "INSERT INTO {} ON CONFLICT (procedure_id, number) DO UPDATE SET text = excluded.text",
]
UPDATES = ["UPDATE"]
if SQLITE:
    INSERTS += ["INSERT OR REPLACE INTO {}", "REPLACE INTO {}"]
    UPDATES += ["UPDATE OR REPLACE"]


@pytest.fixture(autouse=True, params=["on", "off"] if SQLITE else ["-"])
def recursive_triggers(request, db):
    """A connection of ours, and one that forgot the setting, such as the `sqlite3` shell."""
    if SQLITE:
        run(f"PRAGMA recursive_triggers = {request.param}")
    yield
    if SQLITE:
        run("PRAGMA recursive_triggers = on")


def insert(how, **columns):
    columns = {
        "status": Status.IN_REVIEW,
        "text": "Other words",
        "digest": "0" * 64,
        "title": "Other words",
        "summary": "Other words",
        "updated": NOW.date(),
        "change": "wording",
        "change_notes": "[]",
        **columns,
    }
    marks = ", ".join(["%s"] * len(columns))
    row = f"procedures_version ({', '.join(columns)}) VALUES ({marks})"
    run(how.format(row), columns.values())


@every_status
@pytest.mark.parametrize("how", INSERTS)
def test_a_new_row_does_not_take_its_key(make, how, folder):
    version = make(folder)
    other = Procedure.objects.create(slug="chemical-peel")

    with refused(version, REFUSAL):
        insert(how, id=version.pk, procedure_id=other.pk)


@every_status
@pytest.mark.parametrize("how", INSERTS)
def test_a_new_row_does_not_take_its_number(make, how, folder):
    version = make(folder)

    with refused(version, REFUSAL):
        insert(how, procedure_id=version.procedure_id, number=version.number)


@pytest.mark.parametrize("how", INSERTS)
def test_a_new_row_does_not_take_its_page(how):
    version = make_published()

    with refused(version, f"{REFUSAL}|a version is shown by publishing it"):
        insert(
            how,
            procedure_id=version.procedure_id,
            number=2,
            status=Status.PUBLISHED,
            published_at=NOW,
        )


@every_status
@pytest.mark.parametrize("how", UPDATES)
def test_a_draft_does_not_take_its_key(make, how, folder):
    version = make(folder)
    draft = make_draft(slug="chemical-peel")

    with refused(version, REFUSAL):
        run(f"{how} procedures_version SET id = %s WHERE id = %s", [version.pk, draft.pk])


@every_status
@pytest.mark.parametrize("how", UPDATES)
def test_a_draft_does_not_take_its_number(make, how, folder):
    version = make(folder)
    draft = make_submitted(make_draft())

    with refused(version, REFUSAL):
        run(
            f"{how} procedures_version SET number = %s WHERE id = %s",
            [version.number, draft.pk],
        )


@pytest.mark.parametrize("how", UPDATES)
def test_a_text_in_review_does_not_take_its_page(how):
    version = make_published()
    draft = make_submitted(make_draft())

    with refused(version, REFUSAL):
        run(
            f"{how} procedures_version SET status = 'published', number = 2, published_at = %s "
            "WHERE id = %s",
            [NOW, draft.pk],
        )


@pytest.mark.parametrize(
    ("key", "columns"),
    [(["id"], ["text"]), (["procedure", "number"], ["text", "digest"])],
    ids=["key", "number"],
)
def test_django_does_not_write_over_it_either(key, columns):
    version = make_published()
    other = Version(
        pk=version.pk if key == ["id"] else None,
        procedure=version.procedure,
        number=version.number,
        status=Status.IN_REVIEW,
        text="Other words",
        digest="0" * 64,
        updated=NOW.date(),
    )

    with refused(version, REFUSAL):
        Version.objects.bulk_create(
            [other], update_conflicts=True, unique_fields=key, update_fields=columns
        )
    with refused(version, REFUSAL):
        Version.objects.bulk_create([other])


def test_numbers_and_pages_of_other_procedures_are_free():
    first = make_published()
    before = stored(first)

    second = make_published(slug="chemical-peel")

    assert (second.number, second.status) == (first.number, first.status)
    assert stored(first) == before
