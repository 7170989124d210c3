"""Pages of every kind: nothing from elsewhere, nothing left behind, readable on any screen."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import KINDS, Watched

#: The lowest contrast between words and what is behind them, and the words.
CONTRAST = """() => {
    const channel = value => {
        value /= 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([red, green, blue]) =>
        0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    const behind = one => {
        for (; one; one = one.parentElement) {
            const colour = numbers(getComputedStyle(one).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const one of document.querySelectorAll("body, body *")) {
        const words = [...one.childNodes].filter(node => node.nodeType === 3)
            .map(node => node.data.trim()).join(" ").trim();
        if (!words || one.tagName === "SCRIPT" || !one.checkVisibility()) continue;
        const [a, b] = [light(numbers(getComputedStyle(one).color)), light(behind(one))];
        found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), words.slice(0, 60)]);
    }
    return found.sort((a, b) => a[0] - b[0])[0];
}"""

#: How much a page has kept in the browser.
STORED = "localStorage.length + sessionStorage.length + document.cookie.length"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_only_this_site_and_leaves_nothing_behind(watched, address, kind):
    seen = watched(kind)

    assert {urlsplit(url).netloc for url in seen.asked} == {urlsplit(address).netloc}
    assert len(seen.asked) >= 2  # the page and its stylesheet
    # Chromium itself reports that the page asked for is missing or gone.
    said = [one for one in seen.said if one.location["url"] != seen.answer.url or seen.answer.ok]
    assert [one.text for one in said] == seen.failed == seen.page.evaluate("violations") == []
    assert seen.context.cookies() == []
    assert seen.page.evaluate(STORED) == 0


def test_what_breaks_the_policy_is_seen_by_the_test_above(browser, address):
    seen = Watched(browser, address)

    seen.page.evaluate(
        """() => { const image = new Image(); image.src = "http://127.0.0.2/a.png";
        document.body.append(image); return new Promise(done => setTimeout(done, 200)); }"""
    )

    assert seen.page.evaluate("violations") == ["img-src"]
    assert any("Content Security Policy" in one.text for one in seen.said)
    seen.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_a_small_screen(watched, kind):
    page = watched(kind).page
    page.set_viewport_size({"width": 320, "height": 640})

    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(one => one.getBoundingClientRect().right > 320.5)
            .map(one => one.tagName + " " + one.className)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert wide == []


@pytest.mark.parametrize("kind", KINDS)
def test_words_stand_out_from_what_is_behind_them_by_day_and_by_night(watched, kind):
    page = watched(kind).page
    page.emulate_media(color_scheme="light")
    by_day = page.evaluate(CONTRAST)

    page.emulate_media(color_scheme="dark")

    by_night = page.evaluate(CONTRAST)
    assert by_day != by_night
    for contrast, words in (by_day, by_night):
        assert contrast >= 7, words


@pytest.fixture
def elsewhere(address):
    """The address of another site, whose only page frames one of ours."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{address}/procedures/peel/"></iframe>'.encode())

        def log_message(self, *of):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_no_other_site_can_frame_a_page(visit, address, elsewhere):
    page = visit("/")

    framed = f"{address}/procedures/peel/"
    with page.expect_event("requestfailed", lambda request: request.url == framed) as refused:
        page.goto(elsewhere)

    assert refused.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"
    assert "Chemical peel" not in page.frames[1].content()
