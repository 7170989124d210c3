"""Database → a site of plain files."""

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.management.progress import Progress
from procedures.serving.freezing.copying import NotFrozen, freeze


class Command(BaseCommand):
    help = "Write the public site into a folder, for nginx to answer from for a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, or one of an earlier freeze")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        # That pages are gone or missing is part of what is frozen, and nothing to warn of.
        requests = logging.getLogger("django.request")
        level = requests.level
        requests.setLevel(logging.CRITICAL)
        try:
            report = freeze(folder, now=timezone.now(), progress=Progress(self.stderr))
        except NotFrozen as refused:
            raise CommandError(str(refused)) from refused
        finally:
            requests.setLevel(level)
        until = timezone.localtime(report.until)
        self.stdout.write(
            f"Frozen: {report.addresses:,} addresses in {report.release}; "
            f"{report.written:,} new files."
        )
        self.stdout.write(f"Now run `nginx -s reload`. It is shown until {until:%-d %B, %H:%M}.")
