"""Which kind of change, and which day, may follow which."""

from datetime import date

import pytest

from procedures.text.format.succession import succession_fault
from procedures.vocabulary import Change

MONDAY = date(2026, 11, 16)
TUESDAY = date(2026, 11, 17)
LATER = [change for change in Change if change is not Change.FIRST]


def test_the_first_version_is_a_first_version():
    assert succession_fault(1, Change.FIRST, MONDAY, None) is None


@pytest.mark.parametrize("change", LATER)
def test_the_first_version_changes_nothing(change):
    assert succession_fault(1, change, MONDAY, None) == (
        "change",
        f"version 1 has the kind of change “{change.value}”",
        "write “change: first”",
    )


@pytest.mark.parametrize("number", [2, 3, 40])
def test_no_other_version_is_a_first_one(number):
    assert succession_fault(number, Change.FIRST, TUESDAY, MONDAY) == (
        "change",
        f"version {number} has the kind of change “first”",
        "say what changed: safety, facts, wording or redate",
    )


@pytest.mark.parametrize("change", LATER)
@pytest.mark.parametrize(
    ("updated", "before"),
    [
        (TUESDAY, MONDAY),
        (MONDAY, MONDAY),
        (MONDAY, None),  # nobody knows when the one before was dated
        (None, MONDAY),  # a draft is not dated yet
        (None, None),
    ],
)
def test_a_later_version_is_dated_on_or_after_the_one_before(change, updated, before):
    assert succession_fault(2, change, updated, before) is None


@pytest.mark.parametrize("change", [Change.SAFETY, Change.FACTS, Change.WORDING])
def test_no_version_is_dated_before_the_one_before(change):
    assert succession_fault(2, change, MONDAY, TUESDAY) == (
        "updated",
        "“updated” is 2026-11-16, before the version before it, 2026-11-17",
        "give the day the words changed; only “change: redate” may go back",
    )


def test_a_corrected_date_may_go_back():
    assert succession_fault(2, Change.REDATE, MONDAY, TUESDAY) is None


def test_the_kind_of_change_is_judged_before_the_date():
    key, *_ = succession_fault(2, Change.FIRST, MONDAY, TUESDAY)
    assert key == "change"
