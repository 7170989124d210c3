"""What a version may be, given the one before it."""

from datetime import date

from procedures.vocabulary import Change


def succession_fault(
    number: int, change: Change, updated: date | None, before: date | None
) -> tuple[str, str, str] | None:
    """Why this cannot be version `number`: the front-matter key, the fault and the mend.

    `before` is the day the version before it is dated, or None where nobody knows.
    """
    if number == 1 and change is not Change.FIRST:
        return (
            "change",
            f"version 1 has the kind of change “{change}”",
            "write “change: first”",
        )
    if number > 1 and change is Change.FIRST:
        return (
            "change",
            f"version {number} has the kind of change “first”",
            "say what changed: safety, facts, wording or redate",
        )
    if updated and before and updated < before and change is not Change.REDATE:
        return (
            "updated",
            f"“updated” is {updated}, before the version before it, {before}",
            "give the day the words changed; only “change: redate” may go back",
        )
    return None
