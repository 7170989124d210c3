"""Judge again what patients read."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.editorial.files.around import clinic
from procedures.editorial.journal import ran
from procedures.editorial.upkeep.checkups import check_up
from procedures.operating.sweeping import sweep


class Command(BaseCommand):
    help = "Judge every published page by the checks as they are now. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for one in check_up(clinic(), now):
            for error in one.errors:
                self.stdout.write(f"{one.version.procedure.slug}: {error}")
        for file in sweep(now - timedelta(days=1)):
            self.stdout.write(f"Deleted, as nothing names it: {file}")
        ran("checkpages", now)
