"""The register of homepages: each change is written down with who made it."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from procedures.editorial import journal
from procedures.models import EmbedSite, Procedure
from procedures.vocabulary import StepKind

#: Without signs that are mistaken for one another when somebody reads a key out.
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 10


def _new_key() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


@transaction.atomic
def keep(site: EmbedSite, procedures: Iterable[Procedure], *, by: User, at: datetime) -> EmbedSite:
    """Store a homepage, with a key if it has none, and the pages it may show; none means all."""
    site.key = site.key or _new_key()
    site.save()
    site.procedures.set(procedures)
    who = "any website" if site.any_site else ", ".join(site.origins) or "nobody"
    _record(site, f"shown by {who}", by, at)
    return site


@transaction.atomic
def change_key(site: EmbedSite, *, by: User, at: datetime) -> None:
    """Give it another key: what was put into homepages with the old one is shown no more."""
    site.key = _new_key()
    site.save(update_fields=["key"])
    _record(site, "another key", by, at)


@transaction.atomic
def switch(site: EmbedSite, *, active: bool, by: User, at: datetime) -> None:
    """End what a homepage may show, or let it show that again."""
    site.active = active
    site.save(update_fields=["active"])
    _record(site, "may show pages again" if active else "may show no page any more", by, at)


def _record(site: EmbedSite, what: str, by: User, at: datetime) -> None:
    note = f"{site.name} ({site.key}): {what}"
    journal.record(StepKind.HOMEPAGE_CHANGED, by=by, at=at, note=note)
