"""Long work says how far it has come."""

import io

from django.core.management.base import OutputWrapper

from procedures.management.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(file, *, seconds):
    """What a person sees of 20 steps that take this long each."""
    clock = iter(range(0, 10_000, 1))
    progress = Progress(OutputWrapper(file), clock=lambda: next(clock) * seconds)
    for done in range(1, 21):
        progress("Reading files", done, 20)
    return file.getvalue()


def test_short_work_says_nothing():
    assert told(io.StringIO(), seconds=0.01) == ""


def test_a_log_gets_a_line_for_every_tenth():
    lines = told(io.StringIO(), seconds=10).splitlines()

    assert lines[0] == "Reading files: 1 of 20"
    assert lines[-1] == "Reading files: 20 of 20"
    assert len(lines) == 11


def test_a_terminal_gets_one_line_that_fills():
    lines = told(Terminal(), seconds=10).split("\r")

    assert lines[1] == "Reading files ░░░░░░░░░░░░░░░░░░░░ 1 of 20"
    assert lines[-1] == "Reading files ████████████████████ 20 of 20\n"
