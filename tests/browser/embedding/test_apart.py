"""Frames on a host of their own, on a site that runs as a clinic's does."""

import json
import re
from urllib.request import urlopen

from tests.browser.embedded import ALL_READY, DARK, KEY, inside, tall, words
from tests.browser.embedding.platforms import pasted_into_wordpress


def test_a_host_of_its_own_frames_its_pages_and_leads_to_those_of_the_site(homepage, apart):
    page = homepage(apart.snippet(key=DARK))
    frame = inside(page)

    assert frame.url == apart.address(key=DARK)
    held, needed = tall(page)
    assert held == needed
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 23, 20)"
    for one in page.asked[1:]:
        assert one.url.startswith(apart.host)
    assert page.failed == []
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Open the full page").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{apart.site}/procedures/peel/"
    opened.value.close()


def test_photos_are_shown_there_in_every_sandbox(homepage, apart):
    with urlopen(f"{apart.site}/procedures/needles/", timeout=10) as answer:
        photo = re.search(r'src="(/photos/[^"]+)"', answer.read().decode())[1]
    frames = apart.frame() + apart.frame(sandbox="allow-scripts")
    page = homepage(frames + apart.script, ready=False)
    page.wait_for_function(ALL_READY, arg=2)

    for frame in page.main_frame.child_frames:
        shown = """address => { const one = new Image(); one.src = address;
        return one.decode().then(() => one.naturalWidth); }"""
        assert frame.evaluate(shown, photo) > 100


def test_the_element_for_developers_takes_the_host_of_its_script(homepage, apart):
    page = homepage(f'<procedure-info site="{KEY}" slug="peel"></procedure-info>{apart.script}')

    assert inside(page).url == apart.address()
    assert words(inside(page)) == "Chemical peel"


def test_an_address_pasted_into_wordpress_leads_back_to_the_site(homepage, apart):
    with urlopen(f"{apart.site}/procedures/peel/", timeout=10) as answer:
        page = answer.read().decode()
    found = re.search(r'application/json\+oembed" href="([^"]+)"', page)[1]
    with urlopen(found.replace("&amp;", "&"), timeout=10) as answer:
        html = json.load(answer)["html"]
    page = homepage(pasted_into_wordpress(html), ready=False)
    page.wait_for_function("() => !document.querySelector('.waits')")

    assert inside(page).url.startswith(apart.host)
    inside(page).get_by_role("link", name="Open the full page").click()
    page.wait_for_url(f"{apart.site}/procedures/peel/")
