"""Files → database. A union, never an overwrite; and it never acts for the clinic.

Files are read and judged first. Then everything sound is stored in one transaction, so that
a load killed at any moment has done all or nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from procedures.editorial.content import arranging, registering
from procedures.editorial.content.reading import Names, NewText, Progress, new_texts
from procedures.editorial.files import folder
from procedures.editorial.files.folder import ProcedureFolder
from procedures.editorial.holding import lock
from procedures.editorial.index import indexing
from procedures.editorial.lifecycle import has_acted, show
from procedures.editorial.pictures import photos
from procedures.models import Procedure, Version
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import Status

#: Any number will do: only loads ask for this lock.
_LOAD_LOCK = 7_291_860


@dataclass
class Report:
    """What a load did. Versions are named as (slug, number)."""

    shown: list[tuple[str, int]] = field(default_factory=list)
    waiting: list[tuple[str, int]] = field(default_factory=list)
    kept: list[tuple[str, int]] = field(default_factory=list)
    skipped: int = 0
    refused: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def load(path: Path, *, now: datetime, today: date, publish: bool, progress: Progress) -> Report:
    """Store what the folder has and the database has not.

    `publish` shows a new text at once where no person here has acted on its procedure;
    otherwise it waits in review. Raises `ContentRefused` with the faults of all files, and
    then nothing at all was stored.
    """
    content = folder.read(path)
    names = Names(content)
    new = new_texts(content, names, today, progress)
    folders = frozenset(content.procedures)
    if content.catalogue is not None:
        faults = list(arranging.unknown(content.catalogue, path, folders, names))
        if faults:
            raise ContentRefused(faults)
    report = Report()
    with transaction.atomic():
        _queue_up()
        for done, (slug, found) in enumerate(sorted(content.procedures.items()), start=1):
            store = _Store(names, found, new[slug], report)
            if store.agrees():
                store.run(now, publish=publish)
            progress("Storing procedures", done, len(content.procedures))
        if content.catalogue is not None:
            report.notices += arranging.arrange(content.catalogue, Names(content))
    return report


def _queue_up() -> None:
    """Let one load store at a time. On SQLite every transaction that writes does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOAD_LOCK])


class _Store:
    """One procedure's folder, going into the database."""

    def __init__(
        self,
        names: Names,
        found: ProcedureFolder,
        new: dict[int, NewText],
        report: Report,
    ) -> None:
        slug = names.current(found.slug)
        known = names.procedure(found.slug)
        self.procedure = known or Procedure.objects.get_or_create(slug=slug)[0]
        lock(self.procedure)
        self.found = found
        self.report = report
        rows = self.procedure.versions.numbered().values_list("number", "digest")
        self.stored = {number or 0: sha256 for number, sha256 in rows}
        self.redacted = {number or 0 for number, _ in rows.filter(text="")}
        # Another load may have stored some of these since the files were read.
        self.new = {
            number: text
            for number, text in new.items()
            if self.stored.get(number) != text.digest and number not in self.redacted
        }

    def agrees(self) -> bool:
        """Whether no number here stands for other words than those in the database."""
        clashes = {*self.new} & {*self.stored}
        clashes |= set(registering.conflicts(self.found.register, self.stored))
        for number in sorted(clashes):
            self.report.refused.append(
                f"{self.found.path}: version {number} of {self.procedure.slug} is stored here with "
                "other words, and a numbered version never changes; give the new words the next "
                f"number, {max(self.stored) + 1}, and let `dumpcontent` write {number}.md again"
            )
        return not clashes

    def run(self, now: datetime, *, publish: bool) -> None:
        self.report.skipped += len(self.found.versions) - len(self.new)
        used = {one for text in self.new.values() for one in text.photos}
        photos.store({one: photo for one, photo in self.found.photos.items() if one in used})
        photos.of_patients({one for text in self.new.values() for one in text.patient_photos})
        acted = has_acted(self.procedure)
        withdrawn = {row.number for row in self.found.register.withdrawals} if not acted else set()
        for row in self.found.register.redactions:
            if row.number not in self.stored:
                registering.bury(self.procedure, row)
        newest = max([*self.stored, *self.new], default=0)
        waiting = newest if newest in self.new and newest not in withdrawn else None
        self.insert(waiting, withdrawn)
        if waiting and publish and not acted:
            show(self.procedure.versions.get(number=waiting), at=now)
            self.report.shown.append((self.procedure.slug, waiting))
        elif waiting:
            self.report.waiting.append((self.procedure.slug, waiting))
        self.report.notices += registering.apply(
            self.procedure, self.found.register, acted=acted, now=now
        )
        self.report.notices += [
            f"{self.found.versions[number]}: these words were redacted here; delete the file"
            for number in sorted(self.redacted & {*self.found.versions})
        ]

    def insert(self, waiting: int | None, withdrawn: Iterable[int]) -> None:
        """Number and freeze the new texts; all but the one that waits are kept unshown."""
        texts = [self.new[number] for number in sorted(self.new)]
        versions = [
            Version(
                procedure=self.procedure,
                number=one.number,
                text=one.text,
                digest=one.digest,
                status=self.status(one.number, waiting, withdrawn),
                **one.index.columns,
            )
            for one in texts
        ]
        Version.objects.bulk_create(versions)
        indexing.write(zip(versions, [one.index for one in texts], strict=True))
        self.report.kept += [
            (self.procedure.slug, one.number) for one in texts if one.number != waiting
        ]

    @staticmethod
    def status(number: int, waiting: int | None, withdrawn: Iterable[int]) -> Status:
        if number == waiting:
            return Status.IN_REVIEW
        return Status.WITHDRAWN if number in withdrawn else Status.SUPERSEDED
