"""Words two people wrote in one field: kept beside the draft until a person has joined them."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User

from procedures.editorial import journal
from procedures.models import Conflict, Manuscript, Version
from procedures.text.comparing.flow import HEADINGS
from procedures.text.writing.merge import Clash
from procedures.vocabulary import StepKind


def settle(found: Manuscript, settles: frozenset[int], by: User, at: datetime) -> None:
    """The words a person has joined, and those they left, are kept in the history."""
    for one in found.conflicts.filter(pk__in=settles):
        note = f"{label(one.field)}, as {one.by_name} had written it:\n{one.words}"
        version = found.version
        journal.record(StepKind.SETTLED, version=version, by=by, at=at, note=note)
        one.delete()


def keep(
    found: Manuscript, clashes: tuple[Clash, ...], by: User, at: datetime, editor: str
) -> None:
    """Put the words that are not in the draft beside it, one text a field and form."""
    _put(found, clashes, editor, {"by": by, "by_name": journal.person(by), "at": at})


def keep_of_page(
    found: Manuscript, clashes: tuple[Clash, ...], current: Version, at: datetime
) -> None:
    """Put the words of the page patients read beside the draft that changed the same fields."""
    called = f"version {current.number}"
    whose = {"by": None, "by_name": f"{called}, which patients read now", "at": at}
    _put(found, clashes, called, whose)


def _put(
    found: Manuscript, clashes: tuple[Clash, ...], editor: str, whose: Mapping[str, object]
) -> None:
    for clash in clashes:
        Conflict.objects.update_or_create(
            manuscript=found,
            field=clash.field,
            editor=editor,
            defaults={"base": clash.base, "words": clash.mine, **whose},
        )


def label(field: str) -> str:
    """What a field is called where people read of it."""
    return HEADINGS.get(field) or field.replace("_", " ").capitalize()
