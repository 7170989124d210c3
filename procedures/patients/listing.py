"""Where every procedure stands for patients: one published version, or one withdrawal."""

from procedures.models import Version, Withdrawal
from procedures.models.version import VersionQuerySet


def published() -> VersionQuerySet:
    """What patients may read now, without the texts themselves."""
    return Version.objects.published().with_review().select_related("procedure").defer("text")


def withdrawals() -> list[Withdrawal]:
    """The newest withdrawal of each procedure that has no page because of it."""
    rows = (
        Withdrawal.objects.without_a_page()
        .select_related("version__procedure")
        .defer("version__text")
    )
    return list({row.version.procedure_id: row for row in rows}.values())
