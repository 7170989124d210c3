"""Is every stored word still the one that was shown?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.editorial.upkeep.verifying import verify
from procedures.management.progress import Progress
from procedures.models import Version


class Command(BaseCommand):
    help = "Re-hash, re-parse and compare every version, its index, and the triggers."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for finding in verify(progress=Progress(self.stderr)):
            self.stderr.write(finding)
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong} found. Keep this database, and compare it with a backup.")
        count = Version.objects.numbered().count()
        self.stdout.write(f"{count:,} versions are exactly as they were shown.")
