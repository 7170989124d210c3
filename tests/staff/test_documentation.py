"""What the guide for staff promises is what the table of permissions says."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from procedures.staff.access.permissions import ALLOWED, table
from procedures.vocabulary import Role
from tests.databases import ROOT

GUIDE = ROOT / "docs" / "staff.md"


def test_the_table_has_a_row_for_every_action_and_a_column_for_every_role():
    head, _, *rows = table().split("\n")

    assert head == "| You may | Editor | Reviewer | Site manager |"
    for row, (action, allowed) in zip(rows, ALLOWED.items(), strict=True):
        cells = "".join(" yes |" if role in allowed else " |" for role in Role)
        assert row == f"| {action.label} |{cells}"


def test_the_guide_prints_the_table_as_the_command_does(capsys, tmp_path):
    call_command("permissions")
    assert capsys.readouterr().out.strip() in GUIDE.read_text(encoding="utf-8")
    copy = tmp_path / "staff.md"
    shutil.copyfile(GUIDE, copy)
    copy.write_text(copy.read_text(encoding="utf-8").replace(" yes |", " no |"), encoding="utf-8")

    call_command("permissions", into=copy)

    assert copy.read_bytes() == GUIDE.read_bytes()


@pytest.mark.parametrize("words", [None, "Nothing of it", "<!-- permissions -->\nno end"])
def test_a_file_without_a_place_for_the_table_is_left_as_it_is(tmp_path, words):
    file = tmp_path / "guide.md"
    if words is not None:
        file.write_text(words, encoding="utf-8")

    with pytest.raises(CommandError, match="does not hold <!-- permissions -->"):
        call_command("permissions", into=file)

    assert words is None or file.read_text(encoding="utf-8") == words
