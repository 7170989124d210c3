"""One thing that is wrong, and the mend."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How long it may wait. Patients are turned away, something may be lost, something waits."""

    NOW = 1
    SOON = 2
    LATER = 3


@dataclass(frozen=True)
class Trouble:
    level: Level
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.level.name.capitalize()}: {self.what}. {self.mend}."
