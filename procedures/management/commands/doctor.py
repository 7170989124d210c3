"""What is wrong here, in plain words."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.operating.doctor import examine


class Command(BaseCommand):
    help = "Say what is wrong here and how to mend it, the worst first. Changes nothing."
    requires_system_checks = []  # it tells them itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine(timezone.now(), timezone.localdate())
        if options["json"]:
            told = [
                {"level": one.level.name.lower(), "what": one.what, "mend": one.mend}
                for one in found
            ]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self.stdout.write(str(one))
        if found:
            raise CommandError(f"{len(found)} thing{'' if len(found) == 1 else 's'} to mend.")
        if not options["json"]:
            self.stdout.write("Nothing is wrong here.")
