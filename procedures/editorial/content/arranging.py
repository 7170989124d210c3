"""`catalogue.yaml` ⇄ database: groups, order, search words, slugs. Nobody's words."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from procedures.editorial import journal
from procedures.editorial.content.reading import Names
from procedures.editorial.holding import lock
from procedures.editorial.index import searching
from procedures.editorial.refusals import StepRefused
from procedures.models import FormerSlug, Group, Procedure
from procedures.models.procedure import LONGEST_SLUG, slug_validator
from procedures.text.grammar.faults import Fault
from procedures.text.lists.catalogue import Catalogue, Entry, GroupEntry
from procedures.vocabulary import StepKind


def unknown(
    catalogue: Catalogue, path: Path, folders: frozenset[str], names: Names
) -> Iterator[Fault]:
    """Entries and alternatives of procedures that are neither in the folder nor stored."""
    for entry in catalogue.entries():
        spelled = {entry.slug, *entry.former_slugs}
        if not spelled & folders and names.procedure(entry.slug) is None:
            yield _fault(path, entry.slug)
        for alternative in entry.alternatives:
            if alternative not in folders and names.procedure(alternative) is None:
                yield _fault(path, alternative)


def _fault(path: Path, slug: str) -> Fault:
    file = path / "catalogue.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    named = re.compile(rf"(?<![a-z0-9-]){slug}(?![a-z0-9-])")
    line = next(number for number, line in enumerate(lines, 1) if named.search(line))
    return Fault(str(file), line, f"no procedure “{slug}”", "add its folder, or take it out")


def arrange(catalogue: Catalogue, names: Names) -> list[str]:
    """Put every procedure where the catalogue has it, but for those staff arranged here.

    Runs in a transaction of the caller's. Says in words what was left as staff have it.
    """
    notices = []
    for place, group_entry in enumerate(catalogue.groups):
        group, _ = Group.objects.update_or_create(
            name=group_entry.name, defaults={"position": place}
        )
        for position, entry in enumerate(group_entry.entries):
            procedure = names.stored(entry.slug)
            columns = {
                "group": group,
                "position": position,
                "offered_here": entry.offered_here,
                "search_words": list(entry.search_words),
                "alternatives": list(entry.alternatives),
            }
            changed = [name for name, value in columns.items() if getattr(procedure, name) != value]
            if procedure.arranged_by_staff:
                if changed:
                    notices.append(f"{procedure.slug}: left in the catalogue as staff put it")
                continue
            for name in changed:
                setattr(procedure, name, columns[name])
            if changed:
                procedure.save(update_fields=changed)
            if "search_words" in changed:
                for version in procedure.versions.published():
                    searching.enter(version)
            _rename(procedure, entry)
    return notices


def _rename(procedure: Procedure, entry: Entry) -> None:
    """Follow the catalogue to a new slug, and let every former one lead there."""
    if procedure.slug in entry.former_slugs:
        procedure.slug = entry.slug
        procedure.save(update_fields=["slug"])
    for former in entry.former_slugs:
        FormerSlug.objects.get_or_create(slug=former, defaults={"procedure": procedure})


def arranged() -> Catalogue:
    """The catalogue as the database has it."""
    groups = []
    procedures = Procedure.objects.prefetch_related("former_slugs").order_by("position", "slug")
    for group in Group.objects.all():
        entries = tuple(
            Entry(
                slug=one.slug,
                offered_here=one.offered_here,
                search_words=tuple(one.search_words),
                alternatives=tuple(one.alternatives),
                former_slugs=tuple(former.slug for former in one.former_slugs.all()),
            )
            for one in procedures
            if one.group_id == group.pk
        )
        groups.append(GroupEntry(group.name, entries))
    return Catalogue(tuple(groups))


@transaction.atomic
def offer(procedure: Procedure, offered: bool, *, by: User, at: datetime) -> Procedure:
    """Say whether the clinic offers the procedure. What staff say wins over the catalogue file."""
    procedure = lock(procedure)
    if procedure.offered_here != offered:
        note = "Not offered here → offered here" if offered else "Offered here → not offered here"
        journal.record(StepKind.ARRANGED, procedure=procedure, by=by, at=at, note=note)
        procedure.offered_here = offered
        procedure.arranged_by_staff = True
        procedure.save(update_fields=["offered_here", "arranged_by_staff"])
    return procedure


@transaction.atomic
def rename(procedure: Procedure, slug: str, *, by: User, at: datetime) -> Procedure:
    """Give the procedure another address; every one it had leads there, in one step."""
    procedure = lock(procedure)
    before = procedure.slug
    if slug == before:
        raise StepRefused("That is its address already.")
    try:
        slug_validator(slug)
    except ValidationError as fault:
        raise StepRefused(f"{fault.message} Such as chemical-peel.") from None
    if len(slug) > LONGEST_SLUG:
        raise StepRefused(f"An address has at most {LONGEST_SLUG} characters. Shorten it.")
    FormerSlug.objects.filter(slug=slug, procedure=procedure).delete()
    if (
        Procedure.objects.filter(slug=slug).exists()
        or FormerSlug.objects.filter(slug=slug).exists()
    ):
        raise StepRefused("Another procedure has this address, or had it once. Choose another.")
    FormerSlug.objects.create(slug=before, procedure=procedure)
    procedure.slug, procedure.arranged_by_staff = slug, True
    procedure.save(update_fields=["slug", "arranged_by_staff"])
    note = f"Address: {before} → {slug}"
    journal.record(StepKind.ARRANGED, procedure=procedure, by=by, at=at, note=note)
    return procedure


@transaction.atomic
def assign(procedure: Procedure, reviewer: User | None, *, by: User, at: datetime) -> Procedure:
    """Choose who is asked to check the page when it is due; None asks nobody."""
    procedure = lock(procedure)
    if procedure.reviewer != reviewer:
        before, after = (journal.person(one) or "nobody" for one in (procedure.reviewer, reviewer))
        note = f"{before} → {after}"
        journal.record(StepKind.ASSIGNED, procedure=procedure, by=by, at=at, note=note)
        procedure.reviewer = reviewer
        procedure.save(update_fields=["reviewer"])
    return procedure
