"""Pages of every kind break no rule that axe can check: WCAG 2.2 AA, and best practice."""

import re

import pytest

from tests.browser.conftest import KINDS
from tests.browser.programs import AXE, ROOT, need

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Each width and each scheme once: no colour depends on both, which a test below holds.
SCREENS = [(320, "dark"), (1280, "light")]

#: One line for each element that breaks a rule: which rule, which element, and why.
RUN = """async rules => {
    // What is laid out later has no place yet, or one that something else has too.
    for (const one of document.querySelectorAll("section")) {
        one.style.contentVisibility = "visible";
        one.style.animation = "none";
    }
    const {violations} = await axe.run({runOnly: rules, resultTypes: ["violations"]});
    return violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.target}: ${node.failureSummary.replace(/\\s+/g, " ")}`));
}"""


@pytest.fixture(scope="module")
def axe():
    """The source of axe. A page's policy forbids no code that the browser's owner brings."""
    need(f"no {AXE}: `make test` installs it, given npm", there=AXE.is_file())
    return AXE.read_text(encoding="utf-8")


def faults(page, axe):
    """What axe finds in a page on any screen, by day or by night; and where words run out of it."""
    page.evaluate(axe)
    found = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {line}" for line in page.evaluate(RUN, RULES)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{width} px, {scheme}: wider than the screen")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_fault_in_a_page_on_any_screen_by_day_or_by_night(visit, axe, kind):
    found = faults(visit(KINDS[kind]), axe)

    assert not found, "\n".join(found)


def test_no_colour_depends_on_how_wide_the_screen_is():
    query = re.compile(r"@(?:media|container)[^{]*(?:width|inline-size)[^{]*{((?:[^{}]|{[^}]*})*)}")
    styles = [one.read_text(encoding="utf-8") for one in (ROOT / "static").rglob("*.css")]

    found = [rules for text in styles for rules in query.findall(text)]

    assert len(found) > 10
    assert not [one for one in found if re.search(r"colou?r|background|fill|opacity", one)]


def test_a_fault_would_be_found_by_the_test_above(visit, axe):
    page = visit(KINDS["catalogue"])
    page.evaluate(axe)

    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    (line,) = page.evaluate(RUN, RULES)
    assert line.startswith("image-alt: img: Fix any of the following:")
