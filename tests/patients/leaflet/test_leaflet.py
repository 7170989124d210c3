"""A patient takes the page home on paper, and the paper says what it is."""

import io
import re
import shutil
import subprocess
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from procedures.editorial import lifecycle
from procedures.patients.paper import printing
from procedures.vocabulary import Change
from tests.browser.programs import need
from tests.clinic import NOW, TODAY, make_published, make_review, make_withdrawn
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

LEAFLET = "/procedures/microneedling/leaflet.pdf"


@pytest.fixture(autouse=True)
def tools():
    """What makes leaflets, and what reads them."""
    need("no Pango: bash .ci/prepare leaflets", there=printing.available())
    for tool in ("qpdf", "pdftotext", "pdftoppm", "pdffonts"):
        need(f"no {tool}: bash .ci/prepare sheets", there=shutil.which(tool))


def leaflet(client, address=LEAFLET):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def told(tool, pdf, *options):
    """What a program says of a leaflet that is handed to it."""
    done = subprocess.run(
        [tool, *options, "-"], input=pdf, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode(errors="replace")


def sheets(pdf):
    """The words on each sheet."""
    text = told("pdftotext", pdf, "-layout", "-")
    return [" ".join(sheet.split()) for sheet in text.split("\f")[:-1]]


def sized(pdf):
    """Every size of letters in it, in points."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:

        def visit(text, user, matrix, font, size):
            if text.strip():
                found.add(round(abs(size * matrix[3] * user[3]), 1))

        page.extract_text(visitor_text=visit)
    return found


def test_it_is_a_sound_file_that_a_screen_reader_can_read(client, tmp_path):
    make_published()
    pdf = leaflet(client)

    file = tmp_path / "leaflet.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Microneedling, version 1"
    assert re.search(rb'pdfuaid:part(>|=")1', root["/Metadata"].get_data())


def headings(outline):
    for one in outline:
        if isinstance(one, list):
            yield from headings(one)
        else:
            yield one.title


def test_bookmarks_lead_to_every_section(client):
    make_published()

    found = list(headings(PdfReader(io.BytesIO(leaflet(client))).outline))

    for heading in ("Microneedling", "Recovery", "Side effects", "Rare but serious", "Sources"):
        assert heading in found


def test_its_square_leads_to_exactly_these_words(client, settings):
    settings.SITE_URL = "https://pages.example"
    make_published()

    pdf = leaflet(client)

    last = len(PdfReader(io.BytesIO(pdf)).pages)
    done = subprocess.run(
        ["pdftoppm", "-r", "150", "-f", str(last), "-l", str(last), "-png", "-"],
        input=pdf,
        capture_output=True,
        check=True,
        timeout=60,
    )
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(done.stdout)))
    assert code.text == "https://pages.example/procedures/microneedling/versions/1/"
    assert code.text in sheets(pdf)[-1].replace(" ", "")


def test_letters_are_large_enough_and_our_own(client):
    make_published()

    usual, large = leaflet(client), leaflet(client, f"{LEAFLET}?print=large")

    assert min(sized(usual)) >= 11
    assert min(sized(large)) >= 18
    fonts = told("pdffonts", usual).split("\n")[2:]
    assert {line.split()[0].split("+")[1] for line in fonts if line} <= {
        "Atkinson",
        "Atkinson-Bold",
        "Atkinson-Italic",
    }


@pytest.mark.parametrize(
    ("paper", "size"), [("", (595, 842)), ("?paper=a4", (595, 842)), ("?paper=letter", (612, 792))]
)
def test_it_comes_on_the_paper_one_has(client, paper, size):
    make_published()

    page = PdfReader(io.BytesIO(leaflet(client, LEAFLET + paper))).pages[0]

    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("query", ["?paper=a3", "?print=small", "?paper=", "?print=large&paper=x"])
def test_other_papers_and_sizes_are_not_there(visitor, query):
    make_published()

    assert visitor.get(LEAFLET + query).status_code == 404


def test_every_sheet_says_what_it_is_and_how_many_there_are(client):
    version = make_published(reviewed=True)

    found = sheets(leaflet(client))

    for number, sheet in enumerate(found, start=1):
        assert f"Microneedling, version 1, 20 November 2026, digest {version.short_digest}" in sheet
        assert "Example Clinic, 020 7946 0000" in sheet
        assert f"Sheet {number} of {len(found)}" in sheet
        assert "Nobody clinical" not in sheet
    assert version.digest in found[-1].replace(" ", "")
    assert "Whole page last reviewed 22 November 2026 by Nia Nurse, Nurse prescriber" in found[-1]


def unreviewed():
    make_published()


def overdue():
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=365), next_due=TODAY - timedelta(days=1))


def replaced():
    make_published()
    make_published(change=Change.WORDING)


def withdrawn():
    make_withdrawn()


def withdrawn_and_followed():
    make_withdrawn()
    make_published()


def replaced_and_withdrawn():
    make_published(at=NOW - timedelta(hours=2))
    make_withdrawn()


OLD = "/procedures/microneedling/versions/1/leaflet.pdf"


@pytest.mark.parametrize(
    ("made", "address", "said"),
    [
        (unreviewed, LEAFLET, "Nobody clinical has checked these words."),
        (overdue, LEAFLET, "Due to be checked again since 21 November 2026."),
        (replaced, OLD, "Replaced: do not use for decisions."),
        (withdrawn, OLD, "Withdrawn on 22 November 2026: do not use for decisions. The maker has"),
        (withdrawn_and_followed, OLD, "Withdrawn on 22 November 2026: do not use for decisions."),
        (replaced_and_withdrawn, OLD, "Withdrawn on 22 November 2026: do not use for decisions."),
        (replaced_and_withdrawn, OLD, "Replaced: do not use for decisions."),
    ],
)
def test_what_one_should_not_rely_on_says_so_on_every_sheet(client, made, address, said):
    made()

    found = sheets(leaflet(client, address))

    assert len(found) > 1
    assert all(said in sheet for sheet in found)


def test_the_leaflet_of_a_withdrawn_page_is_gone_with_the_reason(visitor):
    make_withdrawn()

    page = opened(visitor, LEAFLET, status=410)

    assert "The maker has recalled the device." in page.words()


def test_what_was_never_published_or_was_removed_has_no_leaflet(visitor):
    first = make_published()
    make_published()
    first.refresh_from_db()
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")

    for address in (
        "/procedures/none/leaflet.pdf",
        "/procedures/microneedling/versions/1/leaflet.pdf",
        "/procedures/microneedling/versions/3/leaflet.pdf",
    ):
        assert visitor.get(address).status_code == 404


def test_search_engines_list_only_the_leaflet_of_a_reviewed_page(client):
    make_published(reviewed=True)

    assert "X-Robots-Tag" not in client.get(LEAFLET).headers
    version = client.get("/procedures/microneedling/versions/1/leaflet.pdf")
    assert version.headers["X-Robots-Tag"] == "noindex"
    assert version.headers["Content-Disposition"] == (
        'inline; filename="microneedling-version-1.pdf"'
    )
