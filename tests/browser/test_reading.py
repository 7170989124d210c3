"""What a reader has before them: the first screen, lines to read, and the contents at hand."""

import pytest

from tests.browser.conftest import KINDS

PAGE = KINDS["page nobody reviewed"]
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}

#: Each line of words on the page, however long, of the blocks that can be seen.
LINES = """() => {
    const blocks = "p, li, dd, dt, h1, h2, h3, h4, figcaption, td", lines = [];
    for (const block of document.querySelectorAll(blocks)) {
        if (!block.checkVisibility()) continue;
        const found = new Map(), words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (words.nextNode()) {
            const node = words.currentNode;
            if (!node.parentElement.checkVisibility()) continue;
            // The small numbers of sources stand above the line and are not read with it.
            if (node.parentElement.closest(blocks + ", sup, .unseen") !== block) continue;
            // An address without a space is broken wherever the line ends.
            for (const {0: word, index} of node.data.matchAll(/(?<!\\S)\\S{1,40}(?:\\s|$)/g)) {
                const range = document.createRange();
                range.setStart(node, index);
                range.setEnd(node, index + word.length);
                const line = Math.round(range.getClientRects()[0].bottom / 6);
                found.set(line, (found.get(line) ?? "") + word);
            }
        }
        lines.push(...found.values());
    }
    return lines;
}"""

#: What WCAG 1.4.12 lets a reader set; adopted, because the policy refuses a style element.
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""

#: Words that are cut off, or that stand over other words.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter(one => one.checkVisibility() && !one.closest(".unseen, svg, input")
        && !["visible", "auto"].includes(getComputedStyle(one).overflowX)
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
    .map(one => one.outerHTML.slice(0, 80))"""


#: The words before each number of a source that stands left of them, on the next line.
ALONE = """() => [...document.querySelectorAll("main sup")]
    .filter(one => {
        if (!one.checkVisibility()) return false;
        const before = document.createRange();
        before.setStart(one.parentNode, 0);
        before.setEndBefore(one);
        const words = [...before.getClientRects()].filter(rect => rect.width > 0).at(-1);
        return one.firstElementChild.getBoundingClientRect().left < words.right - 1;
    })
    .map(one => one.parentNode.textContent.slice(0, 80))"""


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("kind", ["page nobody reviewed", "reviewed page"])
def test_title_summary_and_the_first_facts_are_on_the_first_screen(visit, kind, size):
    page = visit(KINDS[kind], viewport=size)

    for place in ("h1", ".lead", "#at-a-glance h2", "#at-a-glance dd"):
        box = page.locator(place).first.bounding_box()
        assert box["y"] + box["height"] <= size["height"], place


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_longer_than_75_letters(watched, kind, width):
    page = watched(kind).page
    page.set_viewport_size({"width": width, "height": 900})

    lines = page.evaluate(LINES)

    assert len(lines) > 3
    assert [line for line in lines if len(line.strip()) > 75] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_line_begins_with_the_number_of_a_source(watched, width):
    page = watched("page nobody reviewed").page
    page.set_viewport_size({"width": width, "height": 900})

    assert page.locator("main sup").count() > 200
    assert page.evaluate(ALONE) == []


def test_words_are_at_least_16_pixels_high_and_those_of_the_text_18(visit):
    page = visit(PAGE, viewport=PHONE)

    sizes = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(one => one.checkVisibility() && !one.closest("sup, svg, .unseen")
                && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .map(one => [parseFloat(getComputedStyle(one).fontSize), one.tagName])"""
    )
    assert min(size for size, tag in sizes if tag != "CODE") >= 16
    text = page.locator("#side-effects li").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(text) >= 18
    assert max(text) <= 20


def test_on_a_laptop_the_contents_stay_at_hand_and_say_where_one_is(visit):
    page = visit(PAGE, viewport=LAPTOP)
    contents = page.get_by_role("navigation", name="On this page")
    link = contents.get_by_role("link", name="Side effects")

    link.click()

    assert page.locator("#side-effects h2").bounding_box()["y"] < 200
    for one in contents.get_by_role("link").all():
        box = one.bounding_box()
        assert 0 <= box["y"] < LAPTOP["height"]
    page.mouse.wheel(0, 900)
    weight = "all => all.filter(one => getComputedStyle(one).fontWeight > 500).length"
    page.wait_for_function(f"({weight})([...document.querySelectorAll('.contents a')]) === 1")
    assert link.evaluate("one => getComputedStyle(one).fontWeight > 500")


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_may_widen_the_spaces_of_the_text(visit, kind):
    page = visit(KINDS[kind], viewport={"width": 320, "height": 640})

    page.evaluate(SPACING)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT_OFF) == []


def test_a_page_at_four_times_the_size_needs_no_sideways_scrolling(visit):
    # 1280 pixels at 400 % are 320 wide and 225 high.
    page = visit(PAGE, viewport={"width": 320, "height": 225}, device_scale_factor=4)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Pros").click()
    assert page.locator("#pros h2").bounding_box()["y"] < 225


def test_the_stages_of_recovery_stand_along_one_line_that_tells_how_fast_time_passes(visit):
    page = visit(f"{PAGE}#recovery", viewport=LAPTOP)

    lines = page.locator(".timeline > li").evaluate_all(
        """all => all.map(one => [one.querySelector("h3").textContent,
            getComputedStyle(one, "::after").borderInlineStartStyle])"""
    )
    assert lines == [
        ["Treatment day", "solid"],
        ["Days 1 to 3", "solid"],
        ["Days 4 to 7", "solid"],
        ["Weeks 2 to 6", "dashed"],
        ["Months 3 to 6", "dotted"],
        ["Any time", "none"],
    ]
    left = page.locator(".timeline > li").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().left)"
    )
    assert set(left) == {left[0]}


def test_forced_colours_keep_every_sign_that_is_not_words(visit):
    page = visit(PAGE, viewport=PHONE, forced_colors="active")

    borders = page.evaluate(
        """() => Object.fromEntries([".help", ".advice", ".notice", ".timeline > li"].map(place =>
            [place, getComputedStyle(document.querySelector(place),
                place.endsWith("li") ? "::before" : null).borderTopStyle]))"""
    )
    assert set(borders.values()) == {"solid"}
    icon = page.locator(".help svg").first
    assert icon.evaluate("one => getComputedStyle(one).forcedColorAdjust") in (
        "auto",
        "preserve-parent-color",
    )
