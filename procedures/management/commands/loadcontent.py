"""Files → database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.editorial.content.loading import Report, load
from procedures.management.progress import Progress
from procedures.text.grammar.faults import ContentRefused


class Command(BaseCommand):
    help = "Store what a content folder has and the database has not. Never overwrites."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.CONTENT_ROOT,
            help="the folder that holds catalogue.yaml (default: content/)",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            report = load(
                _near(folder),
                now=timezone.now(),
                today=timezone.localdate(),
                publish=settings.PUBLISH_LOADED,
                progress=Progress(self.stderr),
            )
        except ContentRefused as refused:
            for fault in refused.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Nothing was loaded. {_faults(len(refused.faults))}") from refused
        self.tell(report)
        if report.refused:
            raise CommandError("Everything else was loaded.")

    def tell(self, report: Report) -> None:
        """Say what happened, the most important last."""
        if report.skipped:
            self.stdout.write(f"Already here: {_versions(report.skipped)}")
        for slug, number in report.kept:
            self.stdout.write(f"Kept as an earlier version: {slug} {number}")
        for slug, number in report.waiting:
            self.stdout.write(f"Waiting for staff to approve: {slug} {number}")
        for slug, number in report.shown:
            self.stdout.write(f"Published: {slug} {number}")
        for notice in report.notices:
            self.stdout.write(notice)
        for refusal in report.refused:
            self.stderr.write(refusal)


def _near(folder: Path) -> Path:
    """The folder as seen from here, so that faults name files the short way."""
    absolute = folder.absolute()
    here = Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else folder


def _versions(count: int) -> str:
    return f"{count:,} version{'' if count == 1 else 's'}"


def _faults(count: int) -> str:
    return "Mend the fault above." if count == 1 else f"Mend the {count} faults above."
