"""An account for somebody who works here."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.staff.people.inviting import invite
from procedures.vocabulary import Role


class Command(BaseCommand):
    help = "Make an account, or give another link and other roles to one there is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="what the person types to sign in, as eve.editor")
        parser.add_argument("first_name", help="as patients are to read it under a review")
        parser.add_argument("last_name")
        parser.add_argument(
            "roles", nargs="+", choices=Role.values, metavar="role", help=", ".join(Role.values)
        )

    def handle(
        self,
        *args: Any,
        username: str,
        first_name: str,
        last_name: str,
        roles: list[str],
        **options: Any,
    ) -> None:
        address = invite(
            username,
            first_name=first_name,
            last_name=last_name,
            roles=[Role(one) for one in roles],
            by=None,
            at=timezone.now(),
        )
        self.stdout.write(f"Send this to {first_name} {last_name} alone. It works once:\n{address}")
