"""The most that a line of "At a glance" names."""

import pytest

from procedures.text.said.longest import Most, most
from procedures.text.showing.page import facts
from procedures.vocabulary import GlanceKey
from tests.text.format.test_glance import fact
from tests.text.test_starter_texts import SLUGS, document

KEYS = (
    GlanceKey.NUMBER_OF_SESSIONS,
    GlanceKey.TIME_BETWEEN,
    GlanceKey.BACK_TO_NORMAL,
    GlanceKey.RESULTS_SHOW,
)

#: Page → the most of sessions, between them, until back to normal, until results show, as days
#: where it is a time; "+" where the words leave room for more, and None without a number.
STARTER = {
    "botulinum-toxin": ("1", "90+", None, "14"),
    "chemical-peel": ("6", "360+", "42+", "14+"),
    "cryolipolysis": (None, None, "2", "180"),
    "dermal-fillers": ("1+", None, "14", "0"),
    "fractional-laser-resurfacing": (None, None, "14+", None),
    "intense-pulsed-light": ("6", "28", "3+", "14+"),
    "laser-hair-removal": ("6+", "56", "2+", "28"),
    "laser-tattoo-removal": ("15+", "56+", None, None),
    "microdermabrasion": ("6+", "14", "2+", None),
    "microneedling": ("6", "42", "7", "180"),
    "prp-hair-loss": ("3+", "42+", None, None),
    "rf-microneedling": ("6", "42", "7", None),
    "sclerotherapy": ("10+", "42", "3", "60+"),
}


def test_every_starter_page_is_in_the_table():
    assert sorted(STARTER) == SLUGS


@pytest.mark.parametrize("slug", STARTER)
def test_the_longest_that_a_starter_page_names(slug):
    stated = {one.key: most(one) for one in facts(document(slug)) if one.key in KEYS}

    found = (stated[key] for key in KEYS)
    assert tuple(one and f"{one.number}{'+' * one.is_open}" for one in found) == STARTER[slug]


@pytest.mark.parametrize(
    ("line", "days", "named"),
    [
        ("2 to 3 days for swelling; mild effects may last up to 7 days", 7, "7 days"),
        ("1 to 3 days; flaky skin may take a week", 7, "1 week"),
        ("1 day; an hour for the rest", 1, "1 day"),
        ("3 days; two weeks for some", 14, "two weeks"),
        ("30 minutes to 1 hour", 1, "1 hour"),
        ("24 to 48 hours", 2, "48 hours"),
        ("25 to 49 hours", 3, "49 hours"),
        ("1 day; 2.5 weeks for scars", 18, "2.5 weeks"),
        ("1 day; 2–3 weeks for scars", 21, "3 weeks"),
        ("1 day; 6 months or 2 weeks", 180, "6 months"),
        ("4 weeks to 1 month", 30, "1 month"),
        ("1 year", 365, "1 year"),
        ("1,000 days", 1000, "1,000 days"),
        ("0 days", 0, "0 days"),
        ("6 weeks", 42, "6 weeks"),
        ("2 weeks; a 10-day rest", 14, "2 weeks"),
    ],
)
def test_the_longest_time_is_found_anywhere_in_the_line(line, days, named):
    assert most(fact(f"- Back to normal: {line}")) == Most(days, named, is_open=False)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("3 to 6 for scars; the middle number was 3", 6),
        ("1. Some need 4", 4),
        ("1; for some up to twelve", 12),
        ("3, in a trial of 15 people", 3),
        ("3, in 8 studies", 3),
        ("3, for 7 in 10", 10),
        ("3; 40% had fewer", 3),
        ("3 over 10 to 12 weeks", 3),
        ("3 since 2020", 3),
        ("3 with 0.5 mm", 3),
        ("3 at £90", 3),
        ("120", 120),
    ],
)
def test_the_most_sessions_are_found_anywhere_in_the_line(line, number):
    assert most(fact(f"- Number of sessions: {line}")).number == number


@pytest.mark.parametrize(
    "words",
    "or more|or longer|or later|at the least|on average|for some several|and a few|months for some"
    "|number not known for the rest|then ask us|nobody knows".split("|"),
)
def test_words_that_leave_room_for_more_are_noticed(words):
    assert most(fact(f"- Back to normal: 2 days, {words}")).is_open


@pytest.mark.parametrize("words", ["not known; 3 days in one trial", "ask us"])
def test_a_line_without_a_number_has_no_longest(words):
    assert most(fact(f"- Back to normal: {words}")) is None
