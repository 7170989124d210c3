"""Files that were written before the row that would have named them, which then never came."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from procedures.models import Photo
from procedures.text.said.pictures import NARROWER


def orphans(before: datetime) -> Iterator[Path]:
    """Every file that nothing names, and that nobody has touched since then."""
    media = Path(settings.MEDIA_ROOT)
    named = {
        f"{digest}{end}.webp"
        for digest in Photo.objects.values_list("digest", flat=True)
        for end in ("", *(f"-{width}" for width in NARROWER))
    }
    found = [one for one in (media / "photos").glob("*") if one.name not in named]
    found += (media / "leaflets").glob(".*.part")
    for one in sorted(found):
        if one.is_file() and one.stat().st_mtime < before.timestamp():
            yield one


def sweep(before: datetime) -> Iterator[Path]:
    """Delete what `orphans` finds, and name each."""
    for one in orphans(before):
        one.unlink(missing_ok=True)
        yield one
