"""Every case of frames on other websites is tried by a test that is named for it."""

import re

from tests.databases import ROOT

CASES = set(range(1, 56))
#: Why a case is tried by no test.
NOT_TRIED = {
    46: "The site is in English only, so no address has a language in it.",
}
#: The cases of what staff see while they put a snippet together.
STAFF = {12}
ROOMS = ("tests/embedding", "tests/browser", "tests/staff")
_NAMED = re.compile(r"^def test_(\d+)_", re.MULTILINE)


def tried(*files):
    """The numbers of the cases that tests in these files are named for."""
    return {int(one) for file in files for one in _NAMED.findall(file.read_text(encoding="utf-8"))}


def test_every_case_is_tried_or_it_is_said_why_not():
    files = [file for room in ROOMS for file in (ROOT / room).rglob("test_*.py")]

    assert tried(*files) - STAFF == CASES - STAFF - set(NOT_TRIED)


def test_the_cases_of_staff_are_tried_where_their_pages_are():
    pages = ROOT / "tests" / "browser" / "test_homepages.py"

    assert not pages.exists() or tried(pages) >= STAFF
