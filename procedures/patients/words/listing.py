"""Where every procedure stands for patients: one published version, or one withdrawal."""

from datetime import date

from django.db.models import Exists, OuterRef

from procedures.models import Version, Withdrawal
from procedures.models.version import VersionQuerySet
from procedures.vocabulary import Change


def published() -> VersionQuerySet:
    """What patients may read now, without the texts themselves."""
    return Version.objects.published().with_review().select_related("procedure").defer("text")


def changed_for_safety(since: date) -> list[Version]:
    """The newest change for safety since that day of each page patients may read now."""
    published = Version.objects.published().filter(procedure=OuterRef("procedure"))
    rows = (
        Version.objects.public()
        .with_previous()
        .filter(Exists(published), change=Change.SAFETY, updated__gte=since)
        .select_related("procedure")
        .defer("text")
        .order_by("-updated", "procedure__slug", "-number")
    )
    newest: dict[int, Version] = {}
    for version in rows:
        newest.setdefault(version.procedure_id, version)
    return list(newest.values())


def withdrawals() -> list[Withdrawal]:
    """The newest withdrawal of each procedure that has no page because of it."""
    rows = (
        Withdrawal.objects.without_a_page()
        .select_related("version__procedure")
        .defer("version__text")
    )
    return list({row.version.procedure_id: row for row in rows}.values())
