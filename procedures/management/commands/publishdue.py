"""Publish what was scheduled."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.editorial.journal import ran
from procedures.editorial.scheduling import publish_due


class Command(BaseCommand):
    help = "Publish every approved text whose moment has come. Run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        for made in publish_due(timezone.now()):
            self.stdout.write(f"{made.version.procedure.slug}: {made.outcome}")
        ran("publishdue", timezone.now())
