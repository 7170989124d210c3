"""What is stored: the database, the words, the photos, and what waits for a person."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import F

from procedures.editorial.index.indexing import digest
from procedures.editorial.pictures.photos import stored_at
from procedures.models import Photo, Version
from procedures.operating.sweeping import orphans
from procedures.operating.troubles import Level, Trouble


def words() -> Iterator[Trouble]:
    """Versions whose text is no longer the one that was shown. `verifyversions` looks further."""
    found = Version.objects.numbered().exclude(text="").select_related("procedure")
    for version in found.order_by("procedure__slug", "number").iterator():
        if digest(version.text) != version.digest:
            yield Trouble(
                Level.NOW,
                f"{version.procedure.slug} {version.number} no longer says what patients read",
                "Keep this database, run `manage.py verifyversions`, and compare with a backup",
            )


def photos() -> Iterator[Trouble]:
    """Photos without a file."""
    for sha256 in Photo.objects.values_list("digest", flat=True):
        if not stored_at(sha256).is_file():
            yield Trouble(
                Level.SOON,
                f"the file of photo {sha256[:12]} is missing",
                f"Take photos/{sha256}.webp out of a backup and put it into "
                f"{stored_at(sha256).parent}",
            )


def pages(on: date) -> Iterator[Trouble]:
    """Pages that wait for a reviewer."""
    published = Version.objects.published().with_due().select_related("procedure")
    unread = published.filter(**{"due": None})
    if unread.exists():
        yield Trouble(
            Level.LATER,
            f"nobody clinical has checked {_listed(unread)}: patients are told so, and search "
            "engines and homepages do not show it",
            "Have a reviewer read and sign at /admin/",
        )
    late = published.filter(**{"due__lt": on}).order_by(F("due"), "pk")
    if late.exists():
        yield Trouble(
            Level.LATER,
            f"the review of {_listed(late)} is overdue, and patients are told so",
            "Have a reviewer read and sign at /admin/",
        )


def files(now: datetime) -> Iterator[Trouble]:
    """Files that nothing names."""
    found = list(orphans(now - timedelta(days=1)))
    if found:
        yield Trouble(
            Level.LATER,
            f"{len(found):,} file{'' if len(found) == 1 else 's'} that nothing names, such as "
            f"{found[0]}",
            "`manage.py checkpages` deletes them; let it run every day",
        )


def _listed(versions: Iterable[Version]) -> str:
    names = [version.procedure.slug for version in versions]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
