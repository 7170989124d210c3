"""Removing the words of a version by law, from everything of this site that holds them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from procedures.editorial.erasing import empty
from procedures.editorial.lifecycle import decline, redact
from procedures.editorial.pictures import photos
from procedures.editorial.refusals import StepRefused
from procedures.models import Backup, Conflict, FormerSlug, Photo, Version
from procedures.text.format.parse import reread
from procedures.text.said import pictures
from procedures.vocabulary import Status

_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Plan:
    """What goes with the words of a version, and what only a person can remove.

    `drafts` repeat words that no other numbered version of the procedure has, named beside
    each. `photos` are those that no other text names. `files` lie in the content folder.
    """

    version: Version
    drafts: list[tuple[Version, list[str]]]
    photos: list[Photo]
    files: list[Path]
    backups: list[Backup]


def plan(slug: str, number: int, *, drafts: bool) -> Plan:
    """What removing a version, and with `drafts` what repeats it, would mean.

    Raises `StepRefused` where that must not be, or is done.
    """
    version = (
        Version.objects.numbered()
        .select_related("procedure")
        .filter(procedure__slug=slug, number=number)
        .first()
    )
    if version is None:
        raise StepRefused(f"There is no version {number} of {slug} here.")
    if version.is_redacted:
        raise StepRefused(f"The words of version {number} were removed already.")
    if version.status == Status.PUBLISHED:
        raise StepRefused(
            "Patients are reading this version. Withdraw it at /admin/, or publish the next one "
            "without the words; then run this again."
        )
    found = list(_drafts(version))
    named = pictures.photos(reread(version.text, str(version)))
    gone = [version.pk, *(draft.pk for draft, _ in found if drafts)]
    alone = [
        photo
        for photo in Photo.objects.filter(digest__in=named)
        if not photos.named_in(photo.digest).exclude(pk__in=gone).exists()
    ]
    return Plan(version, found, alone, list(_files(version, alone)), list(Backup.objects.all()))


def _drafts(version: Version) -> Iterable[tuple[Version, list[str]]]:
    """Each text without a number that repeats words which only this version has."""
    own = _words(version.text)
    others = version.procedure.versions.exclude(pk=version.pk)
    for text in others.numbered().values_list("text", flat=True):
        own -= _words(text)
    for draft in others.filter(number=None).exclude(text="").order_by("pk"):
        beside = Conflict.objects.filter(manuscript__version=draft)
        held = [draft.text, *(f"{one.base}\n{one.words}" for one in beside)]
        repeated = own & _words("\n".join(held))
        if repeated:
            yield draft, sorted(repeated)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _files(version: Version, alone: list[Photo]) -> Iterable[Path]:
    former = FormerSlug.objects.filter(procedure=version.procedure).values_list("slug", flat=True)
    for slug in (version.procedure.slug, *former):
        folder = Path(settings.CONTENT_ROOT) / slug
        images = [folder / "images" / f"{photo.digest}.webp" for photo in alone]
        for file in (folder / f"{version.number}.md", *images):
            if file.exists():
                yield file


@transaction.atomic
def carry_out(
    plan: Plan, *, removed: str, reason: str, at: datetime, drafts: bool, photos_too: bool
) -> None:
    """Remove the words; with `drafts` those that repeat them, with `photos_too` the photos."""
    if not (removed.strip() and reason.strip()):
        raise StepRefused("Say what was removed, in general words, and why, for patients.")
    version = plan.version
    if version.status == Status.IN_REVIEW:
        decline(version, at=at)
    redact(version, at=at, removed=removed.strip(), reason=reason.strip())
    for draft, _ in plan.drafts if drafts else []:
        if draft.status == Status.IN_REVIEW:
            decline(draft, at=at)
        empty(draft)
    for photo in plan.photos if photos_too else []:
        photos.delete(photo, by=None, at=at)


def wipe() -> None:
    """Have the database write over the room that removed words took. Nobody may write meanwhile."""
    tables = [model._meta.db_table for model in apps.get_app_config("procedures").get_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
        else:
            cursor.execute(f"VACUUM (FULL) {', '.join(tables)}")
