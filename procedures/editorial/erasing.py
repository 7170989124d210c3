"""Taking the words of a text out of everything that repeats them."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from procedures.editorial.index import indexing, searching
from procedures.models import Checkup, Manuscript, Version
from procedures.models.statements import NOTES
from procedures.models.version import REDACTED


def leaflets() -> Path:
    """Where the leaflets that were made are kept."""
    return Path(settings.MEDIA_ROOT) / "leaflets"


def erase(version: Version) -> None:
    """Remove what repeats the words of a version, now that they are gone themselves.

    Its index, what was typed of it, the notes that people wrote beside it, what the checks
    quote, and the words that only it had in search. In a transaction of the caller's, after
    which every leaflet and every last good page goes too: they are made again.
    """
    indexing.erase(version)
    searching.remove(version)
    searching.forget()
    Manuscript.objects.filter(version=version).delete()
    Checkup.objects.filter(version=version).delete()
    for model, note in NOTES.items():
        found = model._default_manager.filter(version=version).exclude(**{note: ""})
        found.update(**{note: ""})
    transaction.on_commit(_forget_copies)


@transaction.atomic
def empty(draft: Version) -> None:
    """Remove the words of a text that never got a number; that there was one stays on record."""
    Version.objects.filter(pk=draft.pk, number=None).update(**REDACTED)
    erase(draft)


def _forget_copies() -> None:
    pages = Path(settings.LAST_GOOD).glob("*.page") if settings.LAST_GOOD else ()
    for one in (*leaflets().glob("*.pdf"), *pages):
        one.unlink(missing_ok=True)
