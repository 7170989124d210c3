"""The stages of recovery, and the days their headings stand for."""

import pytest

from procedures.text.said.stages import days


@pytest.mark.parametrize(
    ("heading", "first", "last"),
    [
        ("Treatment day", 0, 0),
        ("Day 1", 1, 1),
        ("Day 10", 10, 10),
        ("Days 2 to 3", 2, 3),
        ("Days 3 to 3", 3, 3),
        ("Week 1", 1, 7),
        ("Week 2", 8, 14),
        ("Weeks 2 to 6", 8, 42),
        ("Month 1", 1, 30),
        ("Months 3 to 6", 61, 180),
        ("Day 999", 999, 999),
    ],
)
def test_a_stage_lasts_from_its_first_day_to_its_last(heading, first, last):
    assert days(heading) == (first, last)


@pytest.mark.parametrize(
    "heading",
    [
        "Any time",
        "Later",
        "treatment day",
        "Day 0",
        "Day 01",
        "Day 1000",
        "day 1",
        "Day 1 to 2",
        "Days 2",
        "Days 3 to 2",
        "Days 2-3",
        "Days 2 – 3",
        "Week 1 and 2",
        "Day 1 ",
        "Day ２",
        "Year 1",
    ],
)
def test_a_heading_that_names_no_time_has_no_days(heading):
    assert days(heading) is None
