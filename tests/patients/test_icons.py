"""The signs that stand beside words."""

import re

import pytest
from django.utils.text import slugify

from procedures.vocabulary import PARTS, GlanceKey, SectionKind
from tests.databases import ROOT

FOLDER = ROOT / "templates" / "components" / "icons"
ICONS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}


def test_every_fact_and_every_level_of_help_has_its_icon_and_there_is_no_other():
    beside = [*GlanceKey.values, *PARTS[SectionKind.HELP]]

    assert set(ICONS) == {slugify(words) for words in beside}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_one_small_path_that_takes_its_looks_from_the_page_and_is_not_read_aloud(name):
    assert re.fullmatch(
        r'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        r'<path d="[MmLlHhVvCcSsQqTtAaZz0-9 .-]+"/></svg>\n',
        ICONS[name],
    )
    assert len(ICONS[name].encode()) <= 220
