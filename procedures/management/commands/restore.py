"""A backup, taken back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.management.progress import Progress
from procedures.operating.refusals import BackupRefused
from procedures.operating.restoring import restore


class Command(BaseCommand):
    help = "Put a backup into an empty database and an empty media folder. Never overwrites."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` made")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            done = restore(file, progress=Progress(self.stderr))
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Restored, as of {done.manifest.made_at}: {done.versions:,} versions, "
            f"{done.reviews:,} reviews, {done.photos:,} photos. Everybody signs in anew."
        )
        for finding in done.wrong:
            self.stderr.write(finding)
        if done.wrong:
            raise CommandError(f"{len(done.wrong)} found. Compare it with an earlier backup.")
        self.stdout.write("Every version is exactly as it was shown.")
