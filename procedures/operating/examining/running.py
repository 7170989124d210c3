"""What runs beside the site: timers, mail, backups, and room on the disks."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.console import EmailBackend as Printed
from django.db import connection
from django.utils import timezone

from procedures.models import Backup
from procedures.operating import archive
from procedures.operating.refusals import BackupRefused
from procedures.operating.tasks import tasks
from procedures.operating.troubles import Level, Trouble

#: A mail server that does not answer so soon, in seconds, is no help to anybody.
_PATIENCE = 5
#: A disk has too little room below this many bytes, unless it is a small one.
_LEAST = 2_000_000_000
_SMALL = 20


def timers(now: datetime) -> Iterator[Trouble]:
    """What should run by itself and does not."""
    for name, at, late in tasks(now):
        if at is None or late:
            when = f"last ran on {timezone.localtime(at):%-d %B %Y at %H:%M}" if at else "never ran"
            yield Trouble(
                Level.SOON,
                f"`manage.py {name}` {when}",
                "Have a timer run it, and look there why it did not",
            )


def backups() -> Iterator[Trouble]:
    """Whether the newest backup that lies here could be used."""
    newest = next((one for one in Backup.objects.reverse() if Path(one.path).exists()), None)
    if newest is None:
        return
    try:
        archive.described(Path(newest.path))
        sound = Path(newest.path).stat().st_size == newest.bytes
    except (BackupRefused, OSError):
        sound = False
    if not sound:
        yield Trouble(
            Level.SOON,
            f"the newest backup, {newest.path}, is not the file that was made",
            "Make another with `manage.py backup`, and look after that disk",
        )


def mail() -> Iterator[Trouble]:
    """Whether reminders and invitations can leave."""
    try:
        server = get_connection(timeout=_PATIENCE)
        if isinstance(server, Printed):
            if not settings.DEBUG:
                yield Trouble(
                    Level.SOON,
                    "there is no mail server, so reminders are printed and reach nobody",
                    "Name it with EMAIL_URL, such as smtp+tls://name:password@mail.example:587",
                )
            return
        server.open()
        server.close()
    except OSError as error:
        yield Trouble(
            Level.SOON,
            f"the mail server does not take our mail ({error})",
            "See whether it is up, and whether EMAIL_URL names it rightly",
        )


def disks(least: int = _LEAST) -> Iterator[Trouble]:
    """Which disks have too little room for what is to come."""
    folders = [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    told = set()
    for folder in folders:
        there = next(one for one in (folder, *folder.resolve().parents) if one.exists())
        disk, room = there.stat().st_dev, shutil.disk_usage(there)
        if disk not in told and room.free < min(least, room.total // _SMALL):
            told.add(disk)
            yield Trouble(
                Level.NOW,
                f"the disk of {there} is nearly full: {room.free / 1e6:,.0f} MB are left",
                "Delete what is not needed, or give it more room",
            )
