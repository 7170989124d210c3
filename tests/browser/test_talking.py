"""What happens on the patient's own device: nothing is kept before they ask, nothing is sent."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from tests.browser.conftest import KINDS
from tests.browser.test_accessibility import axe, faults
from tests.browser.test_aloud import HERE, VOICES, aloud
from tests.browser.test_deciding import LAPTOP
from tests.browser.test_phone import PHONE

__all__ = ["axe"]  # a fixture

SCRIPTED = PHONE | {"java_script_enabled": True}
DEVICES = pytest.mark.parametrize("device", [SCRIPTED, LAPTOP], ids=["phone", "laptop"])
PAGE = KINDS["page nobody reviewed"]
STORED = "Object.fromEntries(Object.entries(localStorage))"


def sheet(page):
    return page.get_by_role("region", name="Talk about this")


def tick(page, section, words):
    box = page.locator(f"#{section}").get_by_role("checkbox", name=words).first
    box.check()


def printed(page):
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    words = " ".join(" ".join(one.extract_text().split()) for one in pdf.pages)
    return unicodedata.normalize("NFKC", words)  # "ff" may be one letter


@DEVICES
def test_what_is_ticked_asked_and_written_becomes_a_sheet(visit, device):
    page = visit(PAGE, **device)

    tick(page, "who-should-not-have-it", "You are pregnant or breastfeeding")
    tick(page, "side-effects", "Redness and swelling")
    tick(page, "questions-to-ask", "")
    sheet(page).get_by_label("In my own words").fill("I faint at needles.")

    words = sheet(page).inner_text()
    assert "Microneedling, version 2, 23 November 2026, digest" in words
    assert "May apply to me\nYou are pregnant or breastfeeding." in words
    assert "Side effects I want to talk about\nRedness and swelling" in words
    assert "Questions I want to ask" in words
    assert "It feels hot and puffy" not in words
    assert "Tell us before you decide: 020 7946 0000" in words
    assert page.evaluate(STORED) == {}


def test_a_warning_goes_when_its_tick_goes(visit):
    page = visit(PAGE, **LAPTOP)
    tick(page, "who-should-not-have-it", "You are pregnant or breastfeeding")
    assert page.get_by_text("You ticked something under").is_visible()

    page.get_by_role("checkbox", checked=True).uncheck()

    assert not page.get_by_text("You ticked something under").is_visible()
    assert sheet(page).get_by_role("button", name="Copy it").is_disabled()


def test_the_sheet_is_copied_as_plain_words(visit):
    page = visit(PAGE, **LAPTOP, permissions=["clipboard-read", "clipboard-write"])
    tick(page, "side-effects", "Bruises")
    sheet(page).get_by_label("In my own words").fill("Two\nlines.")

    sheet(page).get_by_role("button", name="Copy it").click()

    sheet(page).get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Microneedling, version 2, 23 November 2026, digest ")
    assert "Side effects I want to talk about\n- Bruises" in copied
    assert copied.endswith("In my own words\nTwo\nlines.")


def test_the_sheet_alone_is_printed(visit):
    page = visit(PAGE, **LAPTOP)
    tick(page, "side-effects", "Bruises")
    page.evaluate("window.print = () => { window.printing = document.body.dataset.print; }")
    sheet(page).get_by_role("button", name="Print this sheet").click()
    assert page.evaluate("window.printing") == "talk"
    assert page.evaluate("document.body.dataset.print") is None

    page.evaluate("document.body.dataset.print = 'talk'")
    words = printed(page)

    assert "Side effects I want to talk about" in words
    assert "Before your appointment" not in words
    assert "Nobody clinical" not in words
    assert "digest" in words


@DEVICES
def test_nothing_is_kept_before_somebody_asks_and_one_press_forgets(visit, device):
    page = visit(PAGE, **device)
    tick(page, "side-effects", "Bruises")
    assert page.evaluate(STORED) == {}

    sheet(page).get_by_role("button", name="Keep it on this device").click()
    assert "Kept on this device only" in sheet(page).get_by_role("status").text_content()
    sheet(page).get_by_label("In my own words").fill("Later words.")
    page.reload()

    assert "This is what you kept" in sheet(page).get_by_role("status").text_content()
    assert page.get_by_role("checkbox", checked=True).count() == 1
    assert sheet(page).get_by_label("In my own words").input_value() == "Later words."
    sheet(page).get_by_role("button", name="Clear").click()
    assert page.evaluate(STORED) == {}
    page.reload()
    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_what_was_kept_of_words_that_changed_is_still_told(visit):
    page = visit(PAGE, **LAPTOP)
    page.evaluate(
        "localStorage.setItem('talk:microneedling', JSON.stringify("
        "{version: '1', words: ['Bruises', 'A line that is gone.'], own: ''}))"
    )
    page.reload()

    told = sheet(page).get_by_role("status").text_content()

    assert "from version 1" in told
    assert "A line that is gone." in told
    assert page.get_by_role("checkbox", checked=True).count() == 1


@pytest.mark.parametrize("odd", ["{", "null", "7", '{"words": 3}'])
def test_what_something_else_stored_there_stops_nothing(visit, odd):
    page = visit(PAGE, **LAPTOP)
    page.evaluate(
        "odd => ['talk', 'read'].forEach(k => localStorage.setItem(`${k}:microneedling`, odd))", odd
    )
    failed = []
    page.on("pageerror", lambda error: failed.append(error))

    page.reload()

    assert sheet(page).is_visible()
    assert failed == []


def test_without_a_script_paper_has_boxes_to_tick_and_lines_to_write_on(visit):
    page = visit(PAGE, **PHONE)
    assert page.get_by_role("checkbox").count() == 0
    assert not page.get_by_text("Talk about this").first.is_visible()

    words = printed(page)

    assert words.count("☐") > 30
    assert "In my own words" in words


def test_with_a_script_paper_has_the_boxes_that_were_ticked(visit):
    page = visit(PAGE, **LAPTOP)
    tick(page, "side-effects", "Bruises")

    words = printed(page)

    assert words.count("☑") == 1
    assert "☑ Bruises" in words


@DEVICES
def test_a_device_remembers_what_was_read_only_when_asked_and_forgets_it(visit, device):
    page = visit(PAGE, **device)
    assert page.evaluate(STORED) == {}

    page.get_by_role("button", name="Remember that I read this version").click()

    assert "remembers that you read version 2 on" in page.locator("[data-read]").inner_text()
    assert list(page.evaluate(STORED)) == ["read:microneedling"]
    page.get_by_role("button", name="Forget it").click()
    assert page.evaluate(STORED) == {}


@DEVICES
def test_who_comes_back_to_a_changed_page_is_told_so_and_led_to_what_changed(visit, device):
    page = visit(PAGE, **device)
    page.evaluate(
        'localStorage.setItem(\'read:microneedling\', \'{"version": 1, "day": "2026-03-03"}\')'
    )
    page.reload()

    notice = page.locator("[data-changed]")
    assert "This page has changed for safety since you read it" in notice.inner_text()
    assert "You read version 1 on 3 March 2026. This is version 2." in notice.inner_text()
    notice.get_by_role("link").click()
    page.wait_for_url("**/?since=1")
    assert page.get_by_text("What changed since version 1").is_visible()


def test_nothing_is_sent_whatever_is_pressed(browser, address):
    context = browser.new_context(base_url=address, **LAPTOP)
    page = context.new_page()
    page.add_init_script(VOICES % HERE)
    page.goto(PAGE, wait_until="networkidle")
    # The browser fetches the icon of its tab when it likes, also after the network was quiet.
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url != icon else None)

    tick(page, "side-effects", "Bruises")
    for name in ("Keep it on this device", "Copy it", "Remember that I read", "Read this page"):
        page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Stop").click()
    page.wait_for_timeout(300)

    assert asked == []
    assert context.cookies() == []
    context.close()


def test_axe_finds_no_fault_in_what_scripts_show(visit, axe):
    page = aloud(visit)
    tick(page, "who-should-not-have-it", "You are pregnant or breastfeeding")
    tick(page, "side-effects", "Bruises")
    page.get_by_role("button", name="Remember that I read this version").click()
    page.get_by_role("button", name="Read this page aloud").click()
    page.get_by_role("button", name="Pause").click()

    found = faults(page, axe)

    assert not found, "\n".join(found)


def test_text_grows_with_the_size_chosen_in_the_browser(visit):
    page = visit(PAGE, **LAPTOP)
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    before = page.locator("#about p").first.evaluate(size)

    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}}
    )

    page.wait_for_timeout(200)
    assert page.locator("#about p").first.evaluate(size) >= 1.7 * before
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
