"""What a file must be, given the files and versions beside it."""

import pytest

from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import Change
from tests.clinic import NOW, make_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("numbers", "fault"), [((1, 3), "version 3, but no version 2"), ((2,), "but no version 1")]
)
def test_a_gap_in_the_numbers_is_a_fault(folder, numbers, fault):
    for number in numbers:
        folder.version(number)

    with pytest.raises(ContentRefused, match=fault):
        folder.load()


def test_a_number_the_database_has_is_no_gap(folder):
    make_published(reviewed=True)
    folder.version(2)

    assert folder.load().waiting == [("microneedling", 2)]


@pytest.mark.parametrize(
    ("number", "change", "fault"),
    [
        (1, Change.WORDING, "version 1 has the kind of change “wording”"),
        (2, Change.FIRST, "version 2 has the kind of change “first”"),
    ],
)
def test_only_the_first_version_is_the_first(folder, number, change, fault):
    if number == 2:
        folder.version(1)
    folder.version(number, change=change)

    with pytest.raises(ContentRefused, match=fault):
        folder.load()


def test_a_date_goes_back_only_to_be_corrected(folder):
    folder.version(1, updated=NOW.date())
    file = folder.version(2, updated=NOW.date().replace(day=1))

    with pytest.raises(ContentRefused) as refused:
        folder.load()
    [fault] = refused.value.faults
    assert file.read_text().split("\n")[fault.line - 1].startswith("updated: ")
    assert "only “change: redate” may go back" in fault.mend

    folder.version(2, updated=NOW.date().replace(day=1), change=Change.REDATE)
    assert folder.load().shown == [("microneedling", 2)]


def test_a_date_may_not_go_back_before_a_version_only_the_database_has(folder):
    make_published(updated=NOW.date())
    folder.version(2, updated=NOW.date().replace(day=1))

    with pytest.raises(ContentRefused, match="before the version before it, 2026-11-22"):
        folder.load()


def test_a_link_to_a_procedure_nobody_knows_is_a_fault(folder):
    folder.version(1, summary="Or have a [peel](procedure:chemical-peal).")
    folder.version(1, slug="chemical-peel")

    with pytest.raises(ContentRefused, match="no procedure “chemical-peal”"):
        folder.load()


def test_a_link_to_a_procedure_of_the_same_folder_is_sound(folder):
    folder.version(1, summary="Or have a [peel](procedure:chemical-peel).")
    folder.version(1, slug="chemical-peel")

    assert len(folder.load().shown) == 2
