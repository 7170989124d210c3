"""Who may do what."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.staff.access.permissions import table

BEGIN, END = "<!-- permissions -->\n", "\n<!-- /permissions -->"


class Command(BaseCommand):
    help = "Print the table of permissions, or put it into a guide."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, help=f"a file that holds {BEGIN.strip()}")

    def handle(self, *args: Any, into: Path | None, **options: Any) -> None:
        if into is None:
            self.stdout.write(table())
            return
        try:
            before, rest = into.read_text(encoding="utf-8").split(BEGIN)
            _, after = rest.split(END)
        except (OSError, ValueError) as fault:
            raise CommandError(
                f"{into} does not hold {BEGIN.strip()} and {END.strip()} once each"
            ) from fault
        into.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
