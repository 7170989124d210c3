"""Database → files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from procedures.editorial.content.dumping import dump
from procedures.management.progress import Progress


class Command(BaseCommand):
    help = "Write what the database has into a content folder. Never replaces a numbered file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.CONTENT_ROOT,
            help="the folder to write into (default: content/)",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        report = dump(folder, progress=Progress(self.stderr))
        for file in report.written:
            self.stdout.write(f"Written: {file}")
        self.stdout.write(f"Already there: {report.same:,} files")
        for refusal in report.refused:
            self.stderr.write(refusal)
        if report.refused:
            raise CommandError("Everything else was written.")
