"""The device reads a page aloud, and copies a line of it."""

import pytest

from tests.browser.conftest import KINDS
from tests.browser.test_deciding import LAPTOP
from tests.browser.test_phone import PHONE

PAGE = KINDS["page nobody reviewed"]

#: Stands for the voices of a device, which a browser without a screen has none of. It says every
#: word at once, and writes down what it says with which voice.
VOICES = """
window.said = [];
const voices = %s.map(([name, lang, localService]) => ({name, lang, localService}));
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speech = {
  paused: false,
  getVoices: () => voices,
  speak(one) {
    said.push([one.voice.name, one.text]);
    setTimeout(() => speech.paused || one.onend(), 1);
  },
  cancel() { speech.paused = false; },
  pause() { speech.paused = true; },
  resume() { speech.paused = false; },
  addEventListener() {},
};
Object.defineProperty(window, "speechSynthesis", {value: speech});
"""
HERE = '[["Far", "en-GB", false], ["Anna", "de-DE", true], ["Near", "en-GB", true]]'


def aloud(visit, voices=HERE):
    page = visit("about:blank", **PHONE | {"java_script_enabled": True})
    page.add_init_script(VOICES % voices)
    page.goto(PAGE)
    return page


def test_the_page_is_read_aloud_by_a_voice_of_the_device_and_sources_are_left_out(visit):
    page = aloud(visit)

    page.get_by_role("button", name="Read this page aloud").click()
    page.wait_for_function("() => said.length > 20")
    page.get_by_role("button", name="Stop").click()

    said = page.evaluate("said")
    assert {voice for voice, _ in said} == {"Near"}
    assert said[0][1] == "Microneedling"
    assert said[1][1].startswith("Microneedling pricks your skin with many tiny needles.")
    assert not any("[1]" in words for _, words in said)
    assert page.locator(".being-read").count() == 0
    assert not page.get_by_role("button", name="Pause").is_visible()


def test_the_voice_pauses_goes_on_skips_a_part_and_stops_at_escape(visit):
    page = aloud(visit)
    page.get_by_role("button", name="Read this page aloud").click()
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(50)
    count = page.evaluate("said.length")
    page.wait_for_timeout(50)
    assert page.evaluate("said.length") == count
    assert page.locator(".being-read").count() == 1
    assert page.get_by_role("button", name="Go on").is_visible()

    page.get_by_role("button", name="Next part").click()
    page.wait_for_function("() => said.some(one => one[1] === 'At a glance')")
    page.keyboard.press("Escape")

    assert not page.get_by_role("button", name="Stop").is_visible()


@pytest.mark.parametrize("voices", ["[]", '[["Far", "en-GB", false], ["Anna", "de-DE", true]]'])
def test_no_button_is_shown_where_no_voice_runs_on_the_device(visit, voices):
    page = aloud(visit, voices)

    assert not page.get_by_role("button", name="Read this page aloud").is_visible()


def test_the_line_for_the_consent_form_and_the_link_are_copied_with_one_press_each(visit, address):
    page = visit(PAGE, **LAPTOP, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy this line").click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert (
        page.evaluate("navigator.clipboard.readText()") == page.locator("p.stamp").last.inner_text()
    )

    page.get_by_role("button", name="Copy the link to exactly these words").click()
    page.get_by_text("Copied", exact=True).nth(1).wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}/procedures/microneedling/versions/2/"


def test_where_copying_is_forbidden_the_line_is_shown(visit):
    page = visit(PAGE, **LAPTOP)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")

    page.get_by_role("button", name="Copy this line").click()

    page.get_by_text("Your browser does not let us. The line is: Microneedling").wait_for()
