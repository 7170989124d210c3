"""What is wrong here, the worst first."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import Error

from procedures.operating.examining import configured, permitted, running, stored
from procedures.operating.troubles import Level, Trouble
from procedures.patients.answers import readiness


def examine(now: datetime, on: date) -> list[Trouble]:
    """Everything that is wrong, with its mend; empty where nothing is."""
    found = list(_ready())
    try:
        found += _stored(now, on)
    except Error as error:
        found.append(
            Trouble(
                Level.NOW,
                f"what is stored cannot be examined ({type(error).__name__})",
                "Mend the database first, then run this again",
            )
        )
    found += [*configured.examine(), *permitted.examine(), *running.mail(), *running.disks()]
    return sorted(found, key=lambda one: one.level)


def _ready() -> Iterator[Trouble]:
    for line in (*readiness.wrong(), *readiness.weak()):
        what, _, mend = line.partition(": ")
        yield Trouble(Level.NOW, what, f"{mend[:1].upper()}{mend[1:]}" or "See that it runs")


def _stored(now: datetime, on: date) -> Iterator[Trouble]:
    yield from stored.words()
    yield from stored.photos()
    yield from stored.pages(on)
    yield from stored.files(now)
    yield from running.timers(now)
    yield from running.backups()
    yield from permitted.backups()
