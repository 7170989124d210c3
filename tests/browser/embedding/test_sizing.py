"""A frame is as tall as its words, whatever the homepage does with it."""

import pytest

from tests.browser.embedded import (
    ALL_READY,
    COUNT,
    HEIGHT,
    READY,
    SANDBOX,
    SETTLED,
    STATE,
    inside,
    needed,
    tall,
    words,
)
from tests.browser.programs import CHROMIUM, OPTIONS

#: Whether the words of a frame that is too short for them scroll in it.
SCROLLS = """() => !document.documentElement.classList.contains("is-managed")
    && document.documentElement.scrollHeight > innerHeight"""


def heights(page):
    """The height of every frame of a page, and of the words in each."""
    held = page.evaluate(
        "[...document.querySelectorAll('iframe')].map(one => one.getBoundingClientRect().height)"
    )
    return held, [needed(one) for one in page.main_frame.child_frames]


def test_23_the_frame_grows_and_shrinks_with_its_words(homepage, embeds):
    page = homepage(embeds.snippet())
    wide = page.evaluate(HEIGHT)
    page.set_viewport_size({"width": 360, "height": 700})
    page.wait_for_function(f"before => {HEIGHT} > before", arg=wide)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_function(f"before => {HEIGHT} === before", arg=wide)

    inside(page).evaluate("document.querySelector('#sources').hidden = true")
    page.wait_for_function(f"before => {HEIGHT} < before - 100", arg=wide)
    inside(page).evaluate("document.querySelector('#sources').hidden = false")
    page.wait_for_function(f"before => {HEIGHT} === before", arg=wide)


def test_24_words_that_grow_with_the_frame_come_to_an_end(homepage, embeds):
    page = homepage(embeds.snippet())
    for share in ("100vh", "120vh"):
        inside(page).evaluate(
            """share => { const one = document.createElement("div"); one.style.height = share;
            document.body.append(one); }""",
            share,
        )
        assert page.evaluate(SETTLED) <= 60_000


def test_25_words_beyond_all_bounds_scroll_in_the_frame(homepage, embeds):
    # Our longest page is some 40,000 pixels tall on the narrowest phone.
    page = homepage(embeds.snippet())
    inside(page).evaluate("document.body.style.paddingBottom = '80000px'")
    page.wait_for_function(f"() => {HEIGHT} === 60000")

    inside(page).wait_for_function(SCROLLS)


def test_26_styles_of_the_homepage_cut_nothing_off(homepage, embeds):
    styles = {
        "a": "height: 100%",
        "b": "height: 300px !important",
        "c": "max-height: 400px",
        "d": "max-width: 100%; height: auto",
    }
    rules = "".join(f"#{name} iframe {{ {said} }}" for name, said in styles.items())
    frames = "".join(f"<div id={name}>{embeds.frame()}</div>" for name in styles)
    page = homepage(f"<style>{rules}</style>{frames}{embeds.script}", ready=False)
    page.wait_for_function(ALL_READY, arg=len(styles))

    held, wanted = heights(page)
    assert held == wanted


def test_27_a_frame_in_a_closed_tab_has_its_height_once_it_opens(homepage, embeds):
    page = homepage(f'<div id="tab" hidden>{embeds.snippet()}</div>', ready=False, clock=True)
    page.clock.run_for(7_000)
    page.evaluate("document.getElementById('tab').hidden = false")
    page.wait_for_function(READY)
    page.wait_for_function(f"() => {HEIGHT} > 1000")

    held, wanted = tall(page)
    assert held == wanted
    # A homepage that hides the frame itself is not overruled.
    page.evaluate("document.querySelector('iframe').style.display = 'none'")
    page.set_viewport_size({"width": 500, "height": 700})
    page.evaluate(COUNT)
    inside(page).evaluate("parent.postMessage({ns: 'procinfo', v: 1, type: 'height'}, '*')")
    page.wait_for_function("() => heard >= 1")
    assert page.evaluate(HEIGHT) == 0


def test_28_the_script_may_stand_before_after_or_twice_and_frames_come_later(homepage, embeds):
    later = (
        "<p id=procinfo></p><div id=box></div><script>addEventListener('load', () => {"
        f" document.getElementById('box').innerHTML = `{embeds.frame()}`; }})</script>"
    )
    page = homepage(
        embeds.script
        + '<iframe data-procinfo src="http://["></iframe>'
        + embeds.frame()
        + embeds.script
        + later,
        ready=False,
    )
    page.wait_for_function(ALL_READY, arg=2)

    held, wanted = heights(page)
    assert held[1:] == wanted[1:]


def test_28_the_script_may_come_late(homepage, embeds):
    late = (
        "<script>addEventListener('load', () => setTimeout(() => {"
        " const one = document.createElement('script');"
        f" one.src = '{embeds.host}/embed/v1.js'; document.body.append(one); }}, 500))</script>"
    )
    page = homepage(embeds.frame() + late)

    held, wanted = tall(page)
    assert held == wanted


def test_29_two_frames_of_one_page_have_each_their_height(homepage, embeds):
    page = homepage(
        embeds.frame() + embeds.frame("facial/side-effects") + embeds.frame() + embeds.script,
        ready=False,
    )
    page.wait_for_function(ALL_READY, arg=3)

    held, wanted = heights(page)
    assert held == wanted
    assert held[0] == held[2] > held[1]


def test_30_without_any_script_the_words_scroll_in_their_frame(homepage, embeds):
    page = homepage(embeds.snippet(height=600), ready=False, java_script_enabled=False)
    frame = page.frame_locator("iframe")

    assert frame.get_by_role("heading", level=1).inner_text() == "Chemical peel"
    last = frame.get_by_role("link", name="The file they are made from")
    last.scroll_into_view_if_needed()
    assert last.is_visible()


def test_30_without_the_script_of_the_homepage_they_do_too(homepage, embeds):
    page = homepage(embeds.frame(height=600) + embeds.link(), ready=False)

    inside(page).wait_for_function(SCROLLS)
    assert page.evaluate(SETTLED) == 600


def test_30_without_the_script_of_the_frame_the_link_stays(homepage, embeds, browser):
    context = browser.new_context()
    context.route("**/embed/scripts/*", lambda route: route.abort())
    page = context.new_page()
    page.clock.install()
    page.goto(homepage(embeds.snippet(), ready=False).url)
    page.clock.run_for(7_000)

    page.wait_for_function(f"() => {STATE} === 'silent'")
    assert page.get_by_role("link", name="full information").is_visible()
    context.close()


def test_31_the_words_are_there_in_every_sandbox(homepage, embeds):
    held = ["allow-scripts", SANDBOX, None, ""]
    frames = "".join(embeds.frame(sandbox=one) for one in held)
    page = homepage(frames + embeds.script, ready=False, clock=True)
    page.clock.run_for(7_000)
    page.wait_for_function(ALL_READY, arg=3)

    for frame in page.main_frame.child_frames:
        assert words(frame) == "Chemical peel"
        fonts = "getComputedStyle(document.querySelector('h1')).fontFamily"
        assert "Charter" in frame.evaluate(fonts)  # our styles are there too
    held, wanted = heights(page)
    assert held[:3] == wanted[:3]
    assert held[3] == 900  # nothing can be said from there, so it stays and scrolls


SHIFTS = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, one) => sum + one.value, 0)
)).observe({type: "layout-shift", buffered: true}) ?? setTimeout(() => done(0), 300))"""


@pytest.mark.parametrize(
    ("width", "reserve", "jumps"), [(360, 1180, False), (1280, 1180, False), (1280, 150, True)]
)
def test_32_the_homepage_jumps_only_where_no_room_is_kept(homepage, embeds, width, reserve, jumps):
    below = "<h2 style='height: 700px'>Come and see us.</h2>"
    html = f"<h1>Clinic</h1><p>Welcome</p>{embeds.snippet(height=reserve)}{below}"
    page = homepage(html, viewport={"width": width, "height": 800})
    page.evaluate(SETTLED)

    assert (page.evaluate(SHIFTS) > 0.1) is jumps


def test_33_a_frame_far_below_is_asked_for_when_it_is_near(homepage, embeds):
    page = homepage(
        f"<div style='height: 9000px'></div>{embeds.snippet(more='loading=lazy')}", ready=False
    )
    page.wait_for_function("() => window.procinfo === 1")
    assert embeds.address() not in [one.url for one in page.asked]

    page.evaluate("scrollTo(0, 8500)")
    page.wait_for_function(READY)
    held, wanted = tall(page)
    assert held == wanted
    assert page.evaluate("scrollY") == 8_500


#: Whether a page came back as it was left, and not by being loaded anew.
BACK = "<script>addEventListener('pageshow', one => { window.back = one.persisted; });</script>"


def test_34_going_back_finds_the_frame_as_it_was(browser, embeds, clinic):
    # Playwright switches off what browsers keep of pages that one leaves.
    keeping = browser.browser_type.launch(
        executable_path=str(CHROMIUM),
        args=OPTIONS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = keeping.new_page()
    page.goto(clinic.put(BACK + embeds.snippet(), path="/left"))
    page.wait_for_function(READY)
    held, wanted = tall(page)
    page.goto(clinic.put("<h1>Elsewhere</h1>", path="/elsewhere"))

    page.evaluate("history.back()")

    page.wait_for_function("() => window.back")
    assert page.locator("iframe").count() == 1
    assert page.evaluate(HEIGHT) == held == wanted
    page.set_viewport_size({"width": 500, "height": 700})
    page.wait_for_function(f"before => {HEIGHT} > before", arg=held)
    keeping.close()


#: What WCAG 1.4.12 lets readers set, and words twice as large.
SPACED = """const styles = new CSSStyleSheet();
styles.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    + " word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
    + " html { font-size: 200% }");
document.adoptedStyleSheets = [styles];"""
#: The elements whose words go beyond their own edge, where they cannot be had by scrolling.
CUT = """[...document.querySelectorAll("body *")].filter(one => {
    const {overflowX, overflowY, position} = getComputedStyle(one);
    return position !== "absolute" && !one.closest("svg")
        && ((overflowX === "hidden" || overflowX === "clip") && one.scrollWidth > one.clientWidth
            || (overflowY === "hidden" || overflowY === "clip")
            && one.scrollHeight > one.clientHeight);
}).map(one => one.outerHTML.slice(0, 80))"""


def test_35_larger_letters_and_more_space_cut_nothing_off(homepage, embeds):
    # A window of 1280 pixels at 200 % is one of 640, each of them twice as large.
    page = homepage(
        embeds.snippet("facial"), viewport={"width": 640, "height": 400}, device_scale_factor=2
    )
    before = page.evaluate(HEIGHT)
    inside(page).evaluate(SPACED)
    page.wait_for_function(f"before => {HEIGHT} > before * 1.5", arg=before)
    page.evaluate(SETTLED)

    held, wanted = tall(page)
    assert held == wanted
    for document in (page, inside(page)):
        wide, room = document.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room
    assert inside(page).evaluate(CUT) == []
