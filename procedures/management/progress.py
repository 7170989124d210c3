"""A line on the screen that says how far a long piece of work has come."""

import time
from collections.abc import Callable

from django.core.management.base import OutputWrapper

#: Work shorter than this, in seconds, needs no line.
PATIENCE = 1.0


class Progress:
    """Call it with what is being done, how many are done, and of how many.

    On a terminal the line is written over; elsewhere, in a log, every tenth is a line.
    """

    def __init__(self, out: OutputWrapper, clock: Callable[[], float] = time.monotonic) -> None:
        self.out = out
        self.clock = clock
        self.began = clock()
        self.told = ("", 0)

    def __call__(self, what: str, done: int, of: int) -> None:
        """Say so, once the work has taken longer than anyone wonders about."""
        tenth = 10 * done // of
        if self.clock() - self.began < PATIENCE or self.told == (what, tenth):
            return
        self.told = (what, tenth)
        if self.out.isatty():
            bar = "█" * (2 * tenth) + "░" * (20 - 2 * tenth)
            end = "\n" if done == of else ""
            self.out.write(f"\r{what} {bar} {done:,} of {of:,}", ending=end)
            self.out.flush()
        else:
            self.out.write(f"{what}: {done:,} of {of:,}")
