"""The one way out: words that must be gone by law."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from procedures.editorial.refusals import StepRefused
from procedures.operating.redacting import Plan, carry_out, plan, wipe


class Command(BaseCommand):
    help = "Remove the words of a version for ever; a tombstone says what, when and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="as in the address of the page")
        parser.add_argument("number", type=int, help="of the version")
        parser.add_argument(
            "--removed",
            required=True,
            help="what was removed, in general words: “A patient’s name”",
        )
        parser.add_argument("--reason", required=True, help="why, for patients")
        parser.add_argument(
            "--photos", action="store_true", help="also delete photos that no other text names"
        )
        parser.add_argument(
            "--drafts", action="store_true", help="also empty drafts that repeat its words"
        )
        parser.add_argument("--yes", action="store_true", help="ask nothing, for scripts")

    def handle(
        self,
        *args: Any,
        slug: str,
        number: int,
        removed: str,
        reason: str,
        photos: bool,
        drafts: bool,
        **options: Any,
    ) -> None:
        try:
            found = plan(slug, number, drafts=drafts)
            for line in _would(found, photos=photos, drafts=drafts):
                self.stdout.write(line)
            if not options["yes"]:
                _ask(f"{slug} {number}")
            carry_out(
                found,
                removed=removed,
                reason=reason,
                at=timezone.now(),
                drafts=drafts,
                photos_too=photos,
            )
        except StepRefused as refusal:
            raise CommandError(f"{refusal} Nothing was removed.") from refusal
        try:
            wipe()
        except Error as error:
            raise CommandError(
                f"The words are removed, but the room they took in the database was not written "
                f"over ({error}). Run `VACUUM` in it, on PostgreSQL `VACUUM (FULL)`, when nobody "
                "writes."
            ) from error
        self.stdout.write(
            f"Removed: the words of {slug} {number}, and the room they took was written over."
        )
        for line in _left(found, photos=photos, drafts=drafts):
            self.stdout.write(line)


def _would(found: Plan, *, photos: bool, drafts: bool) -> Iterator[str]:
    """What would go."""
    version = found.version
    yield f"This removes, for ever, every word of {version.title}, version {version.number},"
    yield f"  {version.get_status_display().lower()}, digest {version.digest}."
    yield "With them go its words in search, staff notes about it, and kept leaflets and pages."
    for draft, words in found.drafts:
        what = "is emptied" if drafts else "is kept; --drafts empties it"
        yield f"A draft, {draft.pk}, repeats words only this version had, and {what}:"
        yield f"  {', '.join(words[:12])}"
    for photo in found.photos:
        what = "is deleted" if photos else "is kept; --photos deletes it"
        yield f"Photo {photo.digest[:12]} is named by no other text, and {what}."


def _ask(name: str) -> None:
    try:
        typed = input(f"Type “{name}” to go on: ")
    except EOFError:
        typed = ""
    if typed.strip().strip("“”") != name:
        raise StepRefused(f"That is not “{name}”.")


def _left(found: Plan, *, photos: bool, drafts: bool) -> Iterator[str]:
    """What only a person can do."""
    yield "Left to do by hand:"
    for file in found.files:
        yield f"- delete {file}, and from the history of the repository that holds it"
    for backup in found.backups:
        there = (
            "" if Path(backup.path).exists() else ", which is no longer there: delete its copies"
        )
        yield f"- delete the backup {backup.path}{there}"
    for draft, _ in found.drafts if not drafts else []:
        yield f"- take the words out of the draft at {reverse('staff:draft', args=[draft.pk])}"
    for photo in found.photos if not photos else []:
        yield f"- see whether photo {photo.digest[:12]} may stay"
    yield "- read the other versions and drafts of this procedure for the same words"
    yield "- make a new backup, and run `manage.py dumpcontent` so that the register says so too"
