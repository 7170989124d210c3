"""The page by keyboard, in the dark, on paper, and for a consent form."""

import hashlib

import pytest

from tests.browser.conftest import KINDS
from tests.databases import ROOT

PAGE = KINDS["page nobody reviewed"]
DIGEST = hashlib.sha256((ROOT / "content/microneedling/2.md").read_bytes()).hexdigest()

#: What the focused element is, and whether a person can see that it is focused.
FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    // A link that runs over lines has no middle: its first line has.
    const line = one.getClientRects()[0];
    const seen = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
    return {
        words: one.textContent || one.ariaLabel || one.labels?.[0].textContent,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        on_screen: seen !== null && (one.contains(seen) || seen.contains(one)),
    };
}"""


def test_the_first_tab_reaches_a_link_past_the_navigation(visit):
    page = visit(PAGE)

    page.keyboard.press("Tab")

    assert page.evaluate(FOCUSED) == {
        "words": "Skip to the text",
        "outlined": True,
        "on_screen": True,
    }
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.url.endswith("#main")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["page nobody reviewed", "catalogue", "changes", "about"])
def test_the_tab_key_reaches_everything_and_it_is_seen_and_then_leaves(visit, kind, width):
    page = visit(KINDS[kind], viewport={"width": width, "height": 640})
    reached = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button:enabled, input, textarea")]
            .filter(one => one.checkVisibility()).length"""
    )

    for _ in range(reached):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["words"]
        assert focused["outlined"], focused
        assert focused["on_screen"], focused

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body")


#: The words that stand on more than one line, of all that could stand on one.
BROKEN = """() => [...document.querySelectorAll("td, th")].flatMap(cell => {
    const broken = [];
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (range.getClientRects().length > 1) broken.push(word[0]);
        }
    }
    return broken;
})"""


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_a_table_breaks_no_word(visit, width):
    page = visit("/procedures/chemical-peel/", viewport={"width": width, "height": 640})

    assert page.locator("td").count() == 20
    assert page.evaluate(BROKEN) == []


def test_one_click_marks_the_line_for_the_consent_form(visit):
    page = visit(PAGE)
    line = f"Microneedling, version 2, 23 November 2026, digest {DIGEST[:12]}"

    page.get_by_text(line, exact=True).last.click()

    assert page.evaluate("getSelection().toString()").strip() == line


def test_the_dark_scheme_is_dark(visit):
    page = visit(PAGE, color_scheme="dark")

    background = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert max(int(one) for one in background[4:-1].split(",")) < 64


def test_paper_carries_the_version_and_digest_and_nothing_to_press(visit):
    page = visit(PAGE)
    stamp = page.get_by_text(f"digest {DIGEST[:12]}")
    on_screen = sum(one.is_visible() for one in stamp.all())

    page.emulate_media(media="print")

    assert sum(one.is_visible() for one in stamp.all()) > on_screen
    assert page.get_by_text("Version 2, 23 November 2026").first.is_visible()
    for hidden in ("nav", ".skip-link", ".sources-back", "footer ul"):
        assert not page.locator(hidden).first.is_visible()
    for shown in ("h1", "#side-effects", "#sources", "text=Nobody clinical has checked this page"):
        assert page.locator(shown).first.is_visible()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("version replaced", "Replaced: do not use for decisions"),
        ("version withdrawn", "Withdrawn on 22 November 2026: do not use for decisions"),
        ("withdrawn page", "This page was withdrawn on 22 November 2026"),
    ],
)
def test_paper_says_that_words_are_not_to_be_used(visit, kind, words):
    page = visit(KINDS[kind])

    page.emulate_media(media="print")

    assert page.locator(".notice").get_by_text(words).is_visible()


def test_what_changed_is_marked_by_line_and_sign_and_not_by_colour_alone(visit):
    page = visit(KINDS["changes"])

    marks = page.evaluate(
        """() => ["ins", "del"].map(tag => {
            const one = document.querySelector(`section ${tag}`);
            return [getComputedStyle(one).textDecorationLine,
                    getComputedStyle(one, "::before").content[1]];
        })"""
    )
    assert marks == [["underline", "+"], ["line-through", "−"]]
