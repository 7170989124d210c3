"""Content files → what patients might not understand, or should not be told like that."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.editorial.content.checking import Report, check
from procedures.editorial.files.around import clinic
from procedures.text.checks import telling
from procedures.text.checks.findings import Level


class Command(BaseCommand):
    help = "Judge the pages patients see. Needs no database, changes nothing, fails on errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="path",
            help="a content folder, a procedure's folder or a file (default: content/)",
        )
        parser.add_argument(
            "--format",
            choices=("text", "json", "github"),
            default="text",
            help="for people, for programs, or beside the lines on GitHub (default: text)",
        )
        parser.add_argument(
            "--scores",
            action="store_true",
            help="also say how hard each page and section is to read, and what JAMA, IPDAS, "
            "DISCERN and PEMAT ask of it",
        )

    def handle(
        self, *args: Any, paths: list[Path], format: str, scores: bool, **options: Any
    ) -> None:
        if scores and format == "github":
            raise CommandError("Scores stand beside no line; ask for them as text or json.")
        report = check(
            [_near(path) for path in paths or [settings.CONTENT_ROOT]],
            today=timezone.localdate(),
            clinic=clinic(),
        )
        if format == "text":
            self.tell(report, scores=scores)
        elif format == "json":
            self.stdout.write(_json(report, scores=scores))
        else:
            for finding in report.findings:
                self.stdout.write(telling.annotation(finding))
        errors = sum(finding.level is Level.ERROR for finding in report.findings)
        if errors:
            raise CommandError(f"Mend the {'error' if errors == 1 else f'{errors} errors'} above.")

    def tell(self, report: Report, *, scores: bool) -> None:
        """Scores, then findings, the most important last."""
        if scores:
            for path, reading in report.pages.items():
                for line in telling.score_lines(path, reading):
                    self.stdout.write(line)
        for line in telling.lines(report.findings):
            self.stdout.write(line)
        pages = len(report.pages)
        self.stdout.write(
            f"{pages} page{'' if pages == 1 else 's'} checked: "
            f"{telling.counted(report.findings)}; {report.allowed} allowed by checks.yaml"
        )


def _json(report: Report, *, scores: bool) -> str:
    told: dict[str, object] = {
        "pages": sorted(report.pages),
        "allowed": report.allowed,
        "findings": [telling.as_json(finding) for finding in report.findings],
    }
    if scores:
        told["scores"] = [
            telling.scores_as_json(path, reading) for path, reading in report.pages.items()
        ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _near(path: Path) -> Path:
    """The path as seen from here, so that findings name files the short way."""
    absolute = path.absolute()
    here = Path.cwd()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else path
