"""A page on paper: a leaflet one would keep."""

import io
import re

import pytest
from pypdf import PdfReader

from tests.browser.conftest import KINDS
from tests.browser.test_display import DIGEST

PAGE = KINDS["page nobody reviewed"]


def sheets(page):
    """The words on each sheet of A4."""
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    texts = (sheet.extract_text(extraction_mode="layout") for sheet in pdf.pages)
    return [re.sub(r"\s+", " ", text) for text in texts]


@pytest.fixture(scope="module")
def leaflet(browser, address):
    """The sheets of the page, and its headings."""
    page = browser.new_page(base_url=address)
    page.goto(PAGE)
    headings = page.locator("main :is(h2, h3, h4)").all_text_contents()
    yield sheets(page), headings
    page.close()


def test_every_sheet_names_the_words_on_it(leaflet):
    for sheet in leaflet[0]:
        assert f"Microneedling, version 2, 23 November 2026, digest {DIGEST[:12]}" in sheet
        assert "Example Clinic, 020 7946 0000" in sheet
        assert "/procedures/microneedling/versions/2/" in sheet


def test_every_sheet_says_which_of_how_many_it_is(leaflet):
    count = len(leaflet[0])
    for number, sheet in enumerate(leaflet[0], start=1):
        assert f"Sheet {number} of {count}" in sheet


def test_no_heading_stands_alone_at_the_foot_of_a_sheet(leaflet):
    found, headings = leaflet
    assert len(headings) > 40
    for sheet in found:
        words = sheet.partition("Microneedling, version 2, 22")[0].rstrip()
        assert not words.endswith(tuple(headings)), words[-60:]


def test_paper_has_no_navigation_and_says_where_links_lead(leaflet):
    words = " ".join(leaflet[0])

    for link in ("On this page", "All procedures", "Back to the text", "Feed of changes"):
        assert link not in words
    addresses = words.replace(" ", "")
    assert "<https://dermnetnz.org/topics/skin-needling/>" in addresses
    assert "<https://doi.org/10.1111/iwj.13559>" in addresses


def test_what_a_word_means_stands_right_behind_it(leaflet):
    assert "makes new collagen (The protein that keeps skin firm.), the" in leaflet[0][0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("version replaced", "Replaced"), ("version withdrawn", "Withdrawn")],
)
def test_every_sheet_of_old_words_says_not_to_use_them(visit, kind, words):
    found = sheets(visit(KINDS[kind]))

    assert len(found) > 1
    for sheet in found:
        assert f"{words}: do not use for decisions" in sheet


def test_a_page_that_nobody_reviewed_says_so_on_paper(leaflet):
    assert "Nobody clinical has checked this page yet" in leaflet[0][0]
