"""The calendar file: what RFC 5545 asks for, and what a diary makes of it."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.days import diary
from procedures.text.days.calendar import Calendar, Entry, write
from procedures.text.grammar.characters import is_unseen
from procedures.vocabulary import SectionKind
from tests.text.documents import make_document
from tests.text.test_starter_texts import SLUGS, document

MADE = datetime(2026, 11, 20, tzinfo=UTC)
START = date(2026, 12, 1)


def entry(**changes):
    usual = {
        "uid": "1@pages.example",
        "first": START,
        "last": START,
        "summary": "Skin care, day 1",
        "description": "Words.",
    }
    return Entry(**usual | changes)


def file(*entries):
    return write(Calendar("Skin care", MADE, 2, entries))


def read(raw):
    """What another program reads in a file."""
    return icalendar.Calendar.from_ical(raw)


def entries(words=None, *, start=START, whose="microneedling", **changes):
    given = {} if words is None else {SectionKind.RECOVERY: words}
    return diary.entries(
        make_document(words=given, **changes), start, whose=whose, host="x.example", advice="Call."
    )


def test_a_file_says_what_it_is_and_ends_every_line_as_it_must():
    raw = file(entry())

    assert raw.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Procedure Pages//Recovery//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Skin care",
        "BEGIN:VEVENT",
        "UID:1@pages.example",
        "DTSTAMP:20261120T000000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261202",
        "SUMMARY:Skin care\\, day 1",
        "DESCRIPTION:Words.",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_another_program_reads_every_entry_as_it_was_meant():
    raw = file(entry(), entry(uid="2@pages.example", last=date(2026, 12, 31)))

    first, second = read(raw).walk("VEVENT")
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (START, date(2026, 12, 2))
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (START, date(2027, 1, 1))
    assert not isinstance(first["DTSTART"].dt, datetime)
    assert first["DTSTAMP"].dt == MADE
    assert (first["TRANSP"], first["CLASS"], second["UID"]) == (
        "TRANSPARENT", "PRIVATE", "2@pages.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("a\nb", "a\\nb"),
        ("a\r\nb\rc", "a\\nb\\nc"),
        ("a\\nb", "a\\\\nb"),
        ("a\x00\x07\u202eb", "ab"),
        ("a: “b”", "a: “b”"),
    ],
)
def test_what_has_a_meaning_in_the_file_is_escaped(words, written):
    assert f"\r\nDESCRIPTION:{written}\r\n" in file(entry(description=words)).decode()


@pytest.mark.parametrize("mark", ["a", "é", "’", "中", "💉"])
@pytest.mark.parametrize("before", range(4))
def test_no_line_is_too_long_and_none_ends_inside_a_character(mark, before):
    words = "x" * before + mark * 300

    raw = file(entry(description=words))

    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert read(raw).walk("VEVENT")[0]["DESCRIPTION"] == words


def test_a_line_of_75_octets_is_left_whole_and_one_more_is_not():
    room = 75 - len("DESCRIPTION:")

    assert b"\r\n " not in file(entry(description="x" * room))
    assert b"x\r\n x\r\n" in file(entry(description="x" * (room + 1)))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_come_back_but_for_what_nobody_can_see(summary, description):
    raw = file(entry(summary=summary, description=description))

    (found,) = read(raw).walk("VEVENT")
    for name, words in (("SUMMARY", summary), ("DESCRIPTION", description)):
        lines = words.replace("\r\n", "\n").replace("\r", "\n")
        assert found[name] == "".join(one for one in lines if not is_unseen(one))


def test_a_stage_becomes_an_entry_with_its_words_and_whom_to_call():
    (first, second) = entries()

    assert (first.first, first.last) == (START, START)
    assert first.summary == "Skin care, treatment day"
    assert first.description == (
        "What to expect:\nYour skin may be red.\n\nDo not:\n- Do not swim.\n\nCall."
    )
    assert second.summary == "Skin care, days 2 to 3"
    assert (second.first, second.last) == (date(2026, 12, 3), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("heading", "title", "days"),
    [
        ("Treatment day", "Skin care, treatment day", 1),
        ("Day 3", "Skin care, day 3", 1),
        ("Days 1 to 3", "Skin care, days 1 to 3", 3),
        ("Week 2", "Skin care, week 2", 7),
        ("Weeks 2 to 6", "Skin care, weeks 2 to 6", 35),
        ("Month 3", "Skin care, month 3", 30),
        ("Months 3 to 6", "Skin care, months 3 to 6", 120),
    ],
)
def test_a_title_says_which_days_and_a_long_stage_is_one_entry(heading, title, days):
    (one,) = entries({heading: "Words."})

    assert one.summary == title
    assert (one.last - one.first).days + 1 == days


@pytest.mark.parametrize("words", ["Words.", {"Any time": "Words.", "Later on": "Words."}])
def test_words_without_days_make_no_entry(words):
    assert entries(words) == []


def test_lists_below_a_sentence_and_in_an_item_keep_their_lines():
    body = (
        "You may notice:\n\n- a thing\n- another\n\nThen:\n\n1. One.\n\nMore.\n\n- Wash:\n  - hands"
    )
    (one,) = entries({"Day 1": body})

    assert one.description == (
        "What to expect:\nYou may notice:\n- a thing\n- another\nThen:\n- One.\nMore."
        "\n\nDo:\n- Wash:\n  - hands\n\nCall."
    )


def test_a_stage_with_nothing_to_expect_begins_with_what_to_do():
    (one,) = entries({"Day 1": "- Rest."})

    assert one.description == "Do:\n- Rest.\n\nCall."


def test_an_entry_keeps_its_name_when_words_and_stages_change():
    (before,) = entries({"Day 1": "Old words."})
    _, after = entries({"Treatment day": "More.", "Day 1": "New words."}, title="Another title")

    assert before.uid == after.uid
    assert before.description != after.description


def test_no_two_stages_days_or_procedures_share_a_name():
    names = [one.uid for one in (*entries(), *entries(start=date(2026, 12, 2)))]
    names += [one.uid for one in entries(whose="peel")]

    assert len(set(names)) == 6
    assert not any("needling" in name or "peel" in name for name in names)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_starter_page_makes_a_file_that_does_not_tell_which_it_is_by_its_titles(slug):
    text = document(slug)
    found = diary.entries(text, START, whose=slug, host="x.example", advice="Call.")

    raw = write(Calendar(diary.NAME, MADE, 1, tuple(found)))

    events = read(raw).walk("VEVENT")
    assert len(events) == len(found) > 3
    assert [event["DTSTART"].dt for event in events] == [one.first for one in found]
    assert [event["DTEND"].dt - timedelta(days=1) for event in events] == [o.last for o in found]
    assert slug not in raw.decode().partition("DESCRIPTION")[0]
    for event in events:
        assert text.title.lower() not in f"{event['SUMMARY']} {event['UID']}".lower()
