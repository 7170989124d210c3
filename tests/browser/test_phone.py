"""A patient with an old phone reads a page: a narrow screen, a thumb, and no JavaScript."""

import pytest

from tests.browser.conftest import KINDS

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "java_script_enabled": False,
    "has_touch": True,
    "is_mobile": True,
}
PAGE = KINDS["page nobody reviewed"]


def on_screen(page, place):
    """Whether the top of an element is on the screen."""
    box = page.locator(place).first.bounding_box()
    return box is not None and -1 <= box["y"] < page.viewport_size["height"]


def test_a_patient_follows_the_contents_to_the_side_effects_a_citation_and_back(visit):
    page = visit(PAGE, **PHONE)
    assert not on_screen(page, "#side-effects")

    page.get_by_role("navigation").get_by_role("link", name="Side effects").tap()

    assert page.url.endswith("#side-effects")
    assert on_screen(page, "#side-effects h2")
    citation = page.locator("#side-effects sup a").first
    source = citation.get_attribute("href")

    citation.tap()

    assert page.url.endswith(source)
    assert on_screen(page, source)

    page.locator(source).get_by_role("link", name="Side effects").tap()

    assert page.url.endswith("#side-effects")
    assert on_screen(page, "#side-effects h2")


def test_somebody_in_a_hurry_lands_on_when_to_get_help_while_the_page_still_comes(visit):
    page = visit("about:blank", **PHONE)

    page.goto(PAGE, wait_until="commit")
    page.get_by_role("link", name="Worried afterwards").tap()
    page.wait_for_load_state()

    page.wait_for_timeout(500)  # by now every section has its height
    assert page.url.endswith("#when-to-get-help")
    assert 0 <= page.locator("#when-to-get-help").bounding_box()["y"] < 100


@pytest.mark.parametrize("part", ["recovery", "when-to-get-help", "source-30"])
def test_an_address_of_one_part_leads_to_it(visit, part):
    page = visit(f"{PAGE}#{part}", **PHONE)

    page.wait_for_timeout(500)

    assert 0 <= page.locator(f"#{part}").bounding_box()["y"] < 100


def test_the_browsers_own_way_back_leads_to_the_very_citation(visit):
    page = visit(PAGE, **PHONE)
    citation = page.locator("#recovery sup a").last
    citation.tap()
    assert not on_screen(page, "#recovery sup a >> nth=-1")

    page.go_back()

    page.wait_for_function(
        "one => { const { top } = one.getBoundingClientRect(); return top > 0 && top < 844; }",
        arg=citation.element_handle(),
    )


def test_every_warning_is_on_the_page_without_a_tap(visit):
    page = visit(PAGE, **PHONE)

    assert page.get_by_text("Nobody clinical has checked this page yet").is_visible()
    for section in ("who-should-not-have-it", "side-effects", "when-to-get-help"):
        words = page.locator(f"#{section} :is(li, p, h3)")
        seen = words.evaluate_all("all => all.map(one => one.checkVisibility())")
        assert len(seen) > 5
        assert all(seen)


def test_the_clinics_numbers_can_be_tapped(visit):
    help_ = visit(PAGE, **PHONE).locator("#when-to-get-help")

    assert help_.get_by_role("link", name="999").first.get_attribute("href") == "tel:999"
    assert help_.get_by_role("link", name="020 7946 0000").first.is_visible()


def test_links_that_stand_alone_are_as_tall_as_a_thumb(visit):
    page = visit(PAGE, **PHONE)

    heights = page.locator("nav a, .links a, body > header a").evaluate_all(
        "all => all.map(one => [one.innerText, one.getBoundingClientRect().height])"
    )
    assert len(heights) > 15
    assert [one for one in heights if one[1] < 43.5] == []


def test_a_withdrawn_page_says_so_on_the_first_screen_with_a_number_to_tap(visit):
    page = visit(KINDS["withdrawn page"], **PHONE)

    assert page.get_by_text("This page was withdrawn on 22 November 2026").is_visible()
    assert on_screen(page, "text=The maker has recalled the device.")
    assert on_screen(page, 'main a[href="tel:02079460000"]')
