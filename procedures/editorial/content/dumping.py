"""Database → files. What is on disk under a number is never replaced by other bytes."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from procedures.editorial.content import arranging, registering
from procedures.editorial.content.reading import Progress
from procedures.editorial.files.glossary import FILE as GLOSSARY
from procedures.editorial.pictures import photos
from procedures.models import Procedure
from procedures.text.format.parse import reread
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists import catalogue, register
from procedures.text.said import pictures


@dataclass
class Report:
    """What a dump did."""

    written: list[Path] = field(default_factory=list)
    same: int = 0
    refused: list[str] = field(default_factory=list)


def dump(path: Path, *, progress: Progress) -> Report:
    """Write every numbered version, photo, register, catalogue and glossary into the folder."""
    report = Report()
    procedures = list(Procedure.objects.all())
    for done, procedure in enumerate(procedures, start=1):
        _Dump(path / procedure.slug, report).run(procedure)
        progress("Writing procedures", done, len(procedures))
    _catalogue(path / "catalogue.yaml", report)
    _glossary(path, report)
    return report


def _glossary(path: Path, report: Report) -> None:
    """Take the glossary along: the file itself is what this site reads."""
    source, file = settings.CONTENT_ROOT / GLOSSARY, path / GLOSSARY
    if not source.exists():
        return
    if file.exists():
        report.same += 1  # it explains current pages, and is edited where it lies
        return
    photos.write(file, source.read_bytes())
    report.written.append(file)


class _Dump:
    """One procedure, going into its folder."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path = path
        self.report = report

    def run(self, procedure: Procedure) -> None:
        needed: set[str] = set()
        for version in procedure.versions.numbered().order_by("number"):
            file = self.path / f"{version.number}.md"
            if version.is_redacted:
                if file.exists():
                    self.report.refused.append(
                        f"{file}: these words were redacted here; delete the file"
                    )
                continue
            self.frozen(file, version.text.encode())
            needed |= pictures.photos(reread(version.text, str(file)))
        for digest in sorted(needed):
            self.photo(digest)
        self.register(procedure)

    def frozen(self, file: Path, raw: bytes) -> None:
        """Write a file whose bytes its name stands for, unless it is there."""
        if not file.exists():
            photos.write(file, raw)
            self.report.written.append(file)
        elif file.read_bytes() == raw:
            self.report.same += 1
        else:
            self.report.refused.append(
                f"{file}: other words than the database has under this number; move the file away, "
                "dump again, and give its words the next number"
            )

    def photo(self, digest: str) -> None:
        stored = photos.stored_at(digest)
        raw = photos.sound_bytes(digest)
        if raw is not None:
            self.frozen(self.path / "images" / stored.name, raw)
        else:
            self.report.refused.append(
                f"{stored}: missing, or not the bytes its name says; restore it from a backup"
            )

    def register(self, procedure: Procedure) -> None:
        """Write the union of the rows in the file and those in the database."""
        file = self.path / "register.yaml"
        rows = registering.stored(procedure)
        before = ""
        if file.exists():
            before = file.read_text(encoding="utf-8")
            try:
                there = register.parse(before.encode(), str(file))
            except ContentRefused as refused:
                self.report.refused += map(str, refused.faults)
                return
            rows = registering.union(rows, there)
        after = register.write(rows)
        if after != before:
            photos.write(file, after.encode())
            self.report.written.append(file)


def _catalogue(file: Path, report: Report) -> None:
    """Write what staff changed; a file that says the same keeps its comments and its form."""
    arranged = arranging.arranged()
    if file.exists():
        try:
            if catalogue.parse(file.read_bytes(), str(file)) == arranged:
                report.same += 1
                return
        except ContentRefused as refused:
            report.refused += map(str, refused.faults)
            return
    photos.write(file, catalogue.write(arranged).encode())
    report.written.append(file)
