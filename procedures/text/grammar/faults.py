"""What is wrong with a file, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

#: The most characters of a fault or mend that are shown.
MAX_SHOWN = 500


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong at one line (1 is the first) of one file."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.mend}"


class ContentRefused(ValueError):
    """The text cannot be accepted. `faults` holds every reason, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class FaultList:
    """Collects the faults of one file, so that one run can report them all."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def add(self, line: int, what: str, mend: str) -> None:
        self.faults.append(Fault(self.path, line, _shown(what), _shown(mend)))

    def __bool__(self) -> bool:
        return bool(self.faults)


def _shown(words: str) -> str:
    """The words on one line that is safe to print: some are quoted from the file."""
    if len(words) > MAX_SHOWN:
        words = f"{words[:MAX_SHOWN]}…"
    return "".join(character if character.isprintable() else " " for character in words)
