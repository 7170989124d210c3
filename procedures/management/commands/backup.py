"""One file that holds all that must not be lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.management.progress import Progress
from procedures.operating.backups import back_up
from procedures.operating.refusals import BackupRefused


class Command(BaseCommand):
    help = "Copy database and photos into one file, and prove it. Run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the file to make, or a folder: then its name is the moment"
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            metavar="N",
            help="in a folder: keep the newest N of these, and delete those before (all)",
        )

    def handle(self, *args: Any, file: Path, keep: int, **options: Any) -> None:
        if keep < 0:
            raise CommandError("Keep at least one, or leave --keep out to keep all.")
        try:
            made = back_up(file, now=timezone.now(), keep=keep, progress=Progress(self.stderr))
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for digest in made.manifest.missing:
            self.stderr.write(
                f"Photo {digest[:12]} is missing or damaged here, so it is not in the backup."
            )
        for old in made.dropped:
            self.stdout.write(f"Deleted: {old}")
        if not made.noted:
            self.stderr.write("The database is not up to date, so it takes no note of this backup.")
        rows, files = sum(made.manifest.rows.values()), len(made.manifest.files) - 1
        self.stdout.write(
            f"Made and proved: {made.file} ({made.bytes / 1e6:,.1f} MB: {rows:,} rows, "
            f"{files:,} photo{'' if files == 1 else 's'}). Keep a copy on another machine."
        )
