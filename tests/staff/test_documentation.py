"""What the guide for staff promises is what the table of permissions says."""

from procedures.staff.permissions import ALLOWED
from procedures.vocabulary import Role
from tests.databases import ROOT


def test_the_guide_prints_the_table_of_permissions_as_it_is():
    guide = (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")

    for action, allowed in ALLOWED.items():
        cells = "".join(" yes |" if role in allowed else " |" for role in Role)
        assert f"| {action.label} |{cells}\n" in guide
