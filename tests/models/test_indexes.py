"""What lists and reviews ask for stands in indexes, so that no text is read past to reach it."""

import pytest
from django.db.models import F

from procedures.models import Manuscript, Step, Version
from procedures.vocabulary import Status


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "table", "index"),
    [
        (
            Version.objects.published().order_by("title").values("pk", "title"),
            "procedures_version",
            "COVERING INDEX versions_for_lists",
        ),
        (
            Version.objects.published().with_due().order_by(F("due").asc(nulls_first=True)),
            "V0",
            "COVERING INDEX versions_for_reviews",
        ),
        (Version.objects.published().with_review(), "U0", "COVERING INDEX versions_for_reviews"),
        (Version.objects.published().with_due(), "V2", "COVERING INDEX reviews_newest"),
        (
            Version.objects.filter(status__in=[Status.DRAFT, Status.IN_REVIEW]),
            "procedures_version",
            "INDEX versions_for_lists",
        ),
        (Manuscript.objects.in_hand(), "procedures_version", "COVERING INDEX versions_for_lists"),
        (Step.objects.to_mend().order_by(), "procedures_step", "INDEX steps_by_kind"),
    ],
)
def test_it_is_found_in_an_index(asked, table, index):
    plan = asked.explain()

    assert [line for line in plan.splitlines() if f" {table} USING {index} " in line], plan
