"""Pages that patients read, judged again by the checks as they are today."""

from collections.abc import Iterator
from datetime import datetime

from procedures.editorial.lifecycle import check_errors
from procedures.models import Checkup, Version
from procedures.text.checks.reading import Clinic
from procedures.text.format.parse import reread


def check_up(clinic: Clinic, at: datetime) -> Iterator[Checkup]:
    """Judge every page patients read, and keep what was found, one after the other."""
    for version in Version.objects.published().select_related("procedure").order_by("title"):
        document = reread(version.text, str(version))
        found = check_errors(version, document, clinic)
        errors = [f"{one.rule}: {one.words}" for one in found]
        kept, _ = Checkup.objects.update_or_create(
            version=version,
            defaults={"errors": errors, "evidence_to": document.evidence_to, "at": at},
        )
        yield kept
