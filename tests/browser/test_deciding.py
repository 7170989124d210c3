"""A patient decides: searches, compares, looks up a word, and takes the page home on paper.

Each is done on a phone without JavaScript, as on a laptop with it.
"""

import io

import pytest
from pypdf import PdfReader

from procedures.patients.paper import printing
from tests.browser.conftest import KINDS
from tests.browser.programs import need
from tests.browser.test_phone import PHONE, on_screen

LAPTOP = {"viewport": {"width": 1280, "height": 800}}
DEVICES = pytest.mark.parametrize("device", [PHONE, LAPTOP], ids=["phone", "laptop"])
PAGE = KINDS["page nobody reviewed"]


@DEVICES
def test_somebody_types_a_worry_with_a_slip_and_lands_on_the_part_that_speaks_of_it(visit, device):
    page = visit("/", **device)

    page.get_by_label("Search these pages").fill("spider vains brown marks")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    first = page.locator("main li").first
    assert first.get_by_role("heading").inner_text() == "Sclerotherapy"
    assert first.locator("mark").count() > 0
    first.locator(".links a").click()
    page.wait_for_load_state()

    assert page.url.partition("#")[0].endswith("/procedures/sclerotherapy/")
    assert on_screen(page, f"#{page.url.partition('#')[2]}")


@DEVICES
def test_somebody_who_finds_nothing_is_told_what_to_do(visit, device):
    page = visit("/search/", **device)

    page.get_by_label("Search these pages").fill("xylophone")
    page.get_by_role("button", name="Search").click()
    page.wait_for_load_state()

    assert page.get_by_text("No page here speaks of that.").is_visible()
    assert page.get_by_label("Search these pages").input_value() == "xylophone"


@DEVICES
def test_one_press_compares_a_page_with_its_alternatives_and_a_few_more_with_others(visit, device):
    page = visit(PAGE, **device)

    page.get_by_role("link", name="Compare this with other treatments").click()
    page.wait_for_url("**/compare/**")
    names = page.locator(".sides section").first.get_by_role("heading", level=3)
    assert names.all_inner_texts()[0] == "Microneedling"
    assert names.all_inner_texts()[-1] == "No treatment"
    assert names.count() == 4

    while (chosen := page.get_by_role("checkbox", checked=True)).count():
        chosen.first.uncheck()
    page.get_by_label("Laser hair removal").check()
    page.get_by_label("Dermal fillers").check()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_load_state()
    assert names.all_inner_texts() == ["Dermal fillers", "Laser hair removal", "No treatment"]


def test_columns_are_of_one_width_on_a_laptop_and_stand_below_one_another_on_a_phone(visit):
    page = visit(KINDS["comparison"], **LAPTOP)
    cells = page.locator(".sides-row").nth(3).locator("> div")

    boxes = [one.bounding_box() for one in cells.all()]
    assert len({round(box["width"]) for box in boxes}) == 1
    assert len({round(box["y"]) for box in boxes}) == 1

    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [one.bounding_box() for one in cells.all()]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})


def test_a_comparison_is_printed_on_a4_without_the_form(visit):
    page = visit(KINDS["comparison"], **LAPTOP)

    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    words = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert "No treatment" in words
    assert "Compare others" not in words


@DEVICES
def test_a_word_opens_its_meaning_in_place_and_closes_again(visit, device):
    page = visit(PAGE, **device)
    word = page.locator("#about .term", has_text="elastin")
    meaning = page.get_by_text("The protein that lets skin stretch.")
    word.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert not meaning.is_visible()

    word.click()

    assert meaning.is_visible()
    assert page.evaluate("scrollY") == place
    near = abs(meaning.bounding_box()["y"] - word.bounding_box()["y"])
    assert near < 120
    word.click()
    assert not meaning.is_visible()


def test_a_meaning_is_reached_by_keyboard_and_told_to_a_screen_reader(visit):
    page = visit(PAGE, **LAPTOP)
    word = page.locator("#about .term", has_text="elastin")
    meaning = page.get_by_text("The protein that lets skin stretch.")
    word.focus()

    page.keyboard.press("Enter")

    assert meaning.is_visible()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = {
        node["name"]["value"]: {one["name"]: one["value"]["value"] for one in node["properties"]}
        for node in tree
        if node["role"]["value"] == "button"
    }
    assert told["elastin"]["expanded"] is True
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    assert word.evaluate("one => one === document.activeElement")


def test_meanings_are_printed_once_where_the_word_comes_first(visit):
    page = visit(PAGE, **LAPTOP)

    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))

    words = " ".join(" ".join(sheet.extract_text().split()) for sheet in pdf.pages)
    assert words.count("(The protein that lets skin stretch.)") == 1


def test_a_frequency_is_drawn_with_as_many_signs_as_it_is_counted_in(visit):
    page = visit("/procedures/cryolipolysis/", **PHONE)
    picture = page.locator("#side-effects .often svg").first

    picture.scroll_into_view_if_needed()

    box = picture.bounding_box()
    assert box["x"] + box["width"] <= 390
    counted, among = picture.evaluate(
        "one => [1, 0].map(n => [...one.children[n].getAttribute('d').matchAll(/h(\\d+)/g)]"
        ".reduce((sum, line) => sum + Number(line[1]) + 1, 0))"
    )
    assert (counted, among) == (500, 1000)


@DEVICES
def test_somebody_downloads_the_leaflet_and_reads_it_again(visit, device):
    need("no Pango: bash .ci/prepare leaflets", there=printing.available())
    page = visit(PAGE, **device)

    address = page.get_by_role("link", name="In large print").get_attribute("href")
    answer = page.request.get(address, timeout=60_000)

    assert answer.ok
    pdf = PdfReader(io.BytesIO(answer.body()))
    assert pdf.metadata.title == "Microneedling, version 2"
    assert "Nobody clinical has checked these words." in pdf.pages[0].extract_text()


@pytest.mark.parametrize("kind", ["search", "comparison", "glossary", "page nobody reviewed"])
def test_nobody_else_is_called_and_no_cookie_is_set(watched, address, kind):
    seen = watched(kind)

    assert all(one.startswith(address) for one in seen.asked)
    assert seen.context.cookies() == []
