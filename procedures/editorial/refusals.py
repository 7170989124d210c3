"""Why a verb did not do what was asked, in words for the person who asked."""

from collections.abc import Iterable

from procedures.text.writing.manuscript import FieldFault


class StepRefused(Exception):
    """The step must not happen; the message says why, and what to do next."""


class NotAllowed(StepRefused):
    """This person must not take the step, whatever their role; another one may."""


class NotSound(StepRefused):
    """The words cannot be shown as they are. `faults` holds every reason, field by field."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        what = "is one thing" if count == 1 else f"are {count} things"
        first = self.faults[0]
        super().__init__(
            f"There {what} to mend before anybody can review this. "
            f"The first: {first.what}; {first.mend}."
        )


class Overtaken(StepRefused):
    """The draft can no longer be saved as one; what was typed waits beside it."""
