"""Pages that patients read, judged again by the checks as they are today."""

from collections.abc import Iterator
from datetime import datetime

from procedures.models import Checkup, Version
from procedures.text.checks.findings import Level
from procedures.text.checks.reading import Clinic, read
from procedures.text.checks.rules import judge
from procedures.text.parse import reread


def check_up(clinic: Clinic, at: datetime) -> Iterator[Checkup]:
    """Judge every page patients read, and keep what was found, one after the other."""
    for version in Version.objects.published().select_related("procedure").order_by("title"):
        document = reread(version.text, str(version))
        found = judge(read(version.text, document, clinic), str(version))
        errors = [f"{one.rule}: {one.words}" for one in found if one.level is Level.ERROR]
        kept, _ = Checkup.objects.update_or_create(
            version=version,
            defaults={"errors": errors, "evidence_to": document.evidence_to, "at": at},
        )
        yield kept
