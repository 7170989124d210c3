"""Say which pages are to be read again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.editorial.journal import ran
from procedures.staff.reviews import reminding


class Command(BaseCommand):
    help = "Mail everybody whose pages are due for review. Run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent, and send nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        on, now = timezone.localdate(), timezone.now()
        failed = 0
        for mail in reminding.mails(on) if dry_run else reminding.remind(on, now):
            to = mail.to.email if mail.to else "nobody"
            titles = ", ".join(one.version.title for one in mail.pages)
            self.stdout.write(f"{to}: {titles}{f' ({mail.outcome})' if mail.outcome else ''}")
            failed += mail.failed
        if failed:
            raise CommandError("Not everybody could be told; the next run tries again.")
        if not dry_run:
            ran("remindreviews", now)
