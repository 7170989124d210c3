"""See whether the links of pages still lead somewhere."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.editorial.journal import ran
from procedures.editorial.upkeep.linking import check_links


class Command(BaseCommand):
    help = "Visit the links of every published page, a few at a time. Run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--minutes",
            type=float,
            default=10,
            help="stop after so many; the next run goes on from there (10)",
        )

    def handle(self, *args: Any, minutes: float, **options: Any) -> None:
        now = timezone.now()
        visited = 0
        for link in check_links(now, clock=time.monotonic, sleep=time.sleep, seconds=minutes * 60):
            visited += 1
            if link.trouble:
                self.stdout.write(f"{link.url} {link.trouble}")
        self.stdout.write(f"{visited} link{'' if visited == 1 else 's'} visited")
        ran("checklinks", now)
