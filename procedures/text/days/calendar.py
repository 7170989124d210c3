"""Whole days of a diary as an iCalendar file (RFC 5545)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from procedures.text.grammar.characters import is_unseen

#: RFC 5545, 3.1: no line is longer, its end not counted.
_MAX_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Entry:
    """Something that takes whole days, the last one included.

    An entry with the same `uid` takes the place of the one imported before.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str


@dataclass(frozen=True)
class Calendar:
    """Entries made at one moment; `revision` grows with every change of their words."""

    name: str
    made: datetime
    revision: int
    entries: tuple[Entry, ...]


def write(calendar: Calendar) -> bytes:
    """The calendar as a file; equal calendars are equal byte for byte."""
    return b"".join(_folded(line) for line in _lines(calendar))


def _lines(calendar: Calendar) -> Iterator[str]:
    made = calendar.made.astimezone(UTC)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Procedure Pages//Recovery//EN"
    yield "CALSCALE:GREGORIAN"
    # No METHOD: with one this would be a message that needs an organiser (RFC 5546, 3.2.1).
    yield f"X-WR-CALNAME:{_text(calendar.name)}"
    for entry in calendar.entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(entry.uid)}"
        yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
        yield f"SEQUENCE:{calendar.revision}"
        # Dates without a time: they stay the same days wherever the clocks are.
        yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
        yield f"DTEND;VALUE=DATE:{_day(entry.last + timedelta(days=1))}"  # the day after
        yield f"SUMMARY:{_text(entry.summary)}"
        yield f"DESCRIPTION:{_text(entry.description)}"
        yield "CLASS:PRIVATE"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime does not fill up years before 1000


def _text(words: str) -> str:
    """A TEXT value: what has a meaning is escaped, what cannot be seen is left out."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if not is_unseen(one)).translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """The line in pieces that are not too long, none of which ends inside a character."""
    pieces = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _MAX_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"".join(one + b"\r\n" for one in (*pieces, piece))
