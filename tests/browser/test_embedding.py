"""Our pages on homepages of other origins. The numbers are those of the cases they try."""

import pytest

from tests.browser.embedded import ANY, HEIGHT, KEY, SANDBOX, STATE, Embeds
from tests.browser.homepages import homepages
from tests.browser.test_accessibility import RULES as AXE_RULES
from tests.browser.test_accessibility import RUN, axe
from tests.browser.test_talking import printed

__all__ = ["axe"]  # a fixture

SITES = """
from procedures.models import EmbedSite
make = EmbedSite.objects.create
make(name="Clinic", key="k3y8abc2", origins=["{clinic}"])
make(name="Both", key="both0000", origins=["{clinic}", "{stranger}"])
make(name="Any", key="any0site", any_site=True, reason="Previews have no origin.")
make(name="Dark", key="dark0000", origins=["{clinic}"], theme="dark", accent="ffff00")
make(name="Auto", key="auto0000", origins=["{clinic}"], theme="auto")
make(name="Gone", key="gone0000", origins=["{clinic}"])
"""


@pytest.fixture(scope="module")
def clinic():
    """The homepage that is registered."""
    with homepages() as server:
        yield server


@pytest.fixture(scope="module")
def stranger():
    """Another origin, which nobody registered alone."""
    with homepages() as server:
        yield server


@pytest.fixture(scope="module")
def embeds(site_of, address, clinic, stranger):
    """The frames of this site, which those two may show."""
    done = site_of.script(SITES.format(clinic=clinic.origin, stranger=stranger.origin))
    assert done.returncode == 0, done.stderr
    return Embeds(address)


@pytest.fixture
def homepage(browser, clinic):
    """Opens a homepage with this HTML; keywords are those of the browser's context."""
    contexts = []

    def open_(html, *, on=clinic, headers=None, path="/", ready=True, clock=False, **options):
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.said, page.failed = [], []
        page.on("console", lambda one: page.said.append(one.text))
        page.on("pageerror", lambda one: page.failed.append(str(one)))
        if clock:
            page.clock.install()
        page.goto(on.put(html, headers=headers, path=path))
        if ready:
            page.wait_for_function(f"() => {STATE} === 'ready'")
        return page

    yield open_
    for context in contexts:
        context.close()


def inside(page, place=1):
    """The document in a frame of a page."""
    return page.frames[place]


def words(frame):
    """The heading in a frame; empty where the browser refused to show our page."""
    if frame.url.startswith("chrome-error:"):
        return ""
    return frame.evaluate("document.querySelector('h1')?.textContent ?? ''")


def tall(page):
    """The height of the first frame, and of the words in it."""
    root = "Math.ceil(document.documentElement.getBoundingClientRect().height)"
    return page.evaluate(HEIGHT), inside(page).evaluate(root)


# Framing and headers.


@pytest.mark.parametrize("path", ["/procedures/peel/", "/admin/sign-in/", "/", "/embed/v1.js"])
@pytest.mark.parametrize("tag", ["iframe", "embed", "object"])
def test_1_what_is_no_frame_is_framed_by_nobody(homepage, embeds, path, tag):
    name = "data" if tag == "object" else "src"
    page = homepage(f'<{tag} {name}="{embeds.site}{path}"></{tag}>', ready=False)
    page.wait_for_timeout(200)

    for frame in page.frames[1:]:
        assert not frame.url.startswith(embeds.site) or words(frame) == ""


def test_2_a_registered_homepage_shows_it_and_a_stranger_keeps_the_link(homepage, embeds, stranger):
    assert words(inside(homepage(embeds.snippet()))) == "Chemical peel"

    page = homepage(embeds.snippet(), on=stranger, ready=False, clock=True)
    page.wait_for_load_state("load")
    page.clock.run_for(7_000)
    page.wait_for_function(f"() => {STATE} === 'silent'")
    assert page.evaluate(HEIGHT) == 0
    page.get_by_role("link", name="full information").click()
    assert page.url == f"{embeds.site}/procedures/peel/"


@pytest.mark.parametrize(("key", "shown"), [(KEY, ""), ("both0000", "Chemical peel")])
def test_3_a_wrapper_has_to_be_registered_too(homepage, embeds, stranger, key, shown):
    wrapper = stranger.put(embeds.snippet(key=key), path="/wrapper")
    page = homepage(f'<iframe src="{wrapper}"></iframe>', ready=False)
    page.wait_for_timeout(500)

    assert words(inside(page, 2)) == shown


@pytest.mark.parametrize(("key", "shown"), [("both0000", ""), (ANY, "Chemical peel")])
def test_4_a_wrapper_without_an_origin_is_let_in_by_any_site_alone(
    homepage, embeds, stranger, key, shown
):
    wrapper = stranger.put(embeds.snippet(key=key), path="/sandboxed")
    page = homepage(f'<iframe sandbox="allow-scripts" src="{wrapper}"></iframe>', ready=False)
    page.wait_for_timeout(500)

    assert words(inside(page, 2)) == shown


def test_5_the_second_visit_shows_it_as_the_first(homepage, embeds):
    page = homepage(embeds.snippet())
    answers = []
    page.on("response", lambda one: answers.append((one.url, one.status)))

    page.reload()
    page.wait_for_function(f"() => {STATE} === 'ready'")

    assert embeds.address() in [url for url, _ in answers]
    assert words(inside(page)) == "Chemical peel"


def test_6_a_site_that_was_ended_shows_it_no_more(homepage, embeds, site_of):
    page = homepage(embeds.snippet(key="gone0000"))
    done = site_of.script(
        "from procedures.models import EmbedSite\n"
        "EmbedSite.objects.filter(key='gone0000').update(origins=['https://else.example'])"
    )
    assert done.returncode == 0, done.stderr

    page.reload()
    page.wait_for_timeout(500)

    assert words(inside(page)) == ""


@pytest.mark.parametrize(
    ("slug", "said"), [("none", "Not shown here"), ("filler", "Filler"), ("microneedling", "Not")]
)
def test_7_in_place_of_a_page_there_are_words_and_no_grey_box(homepage, embeds, slug, said):
    page = homepage(embeds.snippet(slug))

    assert words(inside(page)).startswith(said)
    assert inside(page).locator("a[target=_blank]").count() >= 1


@pytest.mark.parametrize("isolation", ["require-corp", "credentialless"])
def test_13_a_homepage_that_isolates_itself_shows_it(homepage, embeds, isolation):
    headers = {
        "Cross-Origin-Embedder-Policy": isolation,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    page = homepage(embeds.snippet(), headers=headers)

    assert page.evaluate("crossOriginIsolated")
    assert inside(page).evaluate("document.styleSheets.length") == 2


def test_14_a_homepage_that_forbids_our_script_shows_a_frame_that_scrolls(homepage, embeds):
    page = homepage(
        embeds.snippet(height=600),
        headers={"Content-Security-Policy": "script-src 'self'"},
        ready=False,
    )
    inside(page).locator("h1").wait_for()

    assert page.evaluate(HEIGHT) == 600
    assert inside(page).evaluate("getComputedStyle(document.documentElement).overflow") == "visible"


def test_14_a_homepage_that_forbids_frames_keeps_the_link(homepage, embeds):
    page = homepage(
        embeds.snippet(), headers={"Content-Security-Policy": "frame-src 'self'"}, ready=False
    )

    assert page.get_by_role("link", name="full information").is_visible()


def test_14_a_homepage_that_forbids_style_attributes_has_the_right_height(homepage, embeds):
    page = homepage(embeds.snippet(), headers={"Content-Security-Policy": "style-src 'self'"})

    held, needed = tall(page)
    assert held == needed


# Messages.

FORGE = """<script>
const send = (message) => { for (const one of parent.frames) one.postMessage(message, "*");
    parent.postMessage({ns: "procinfo", v: 1, ...message}, "*"); };
setInterval(() => { send({type: "height", height: 99}); send({type: "reveal", top: 900}); }, 20);
</script>"""


def test_15_a_frame_beside_ours_changes_nothing(homepage, embeds, stranger):
    forger = stranger.put(FORGE, path="/forger")
    page = homepage(f'{embeds.snippet()}<iframe src="{forger}"></iframe>')
    held, needed = tall(page)
    page.wait_for_timeout(300)

    assert held == needed == page.evaluate(HEIGHT) != 99
    assert page.evaluate("scrollY") == 0


def test_16_a_frame_of_others_that_carries_our_name_is_left_alone(homepage, embeds, stranger):
    forger = stranger.put(FORGE, path="/forger")
    theirs = f'<iframe data-procinfo src="{forger}" height="200" frameborder="0"></iframe>'
    page = homepage(theirs + embeds.script, ready=False)
    page.wait_for_timeout(400)

    assert page.evaluate(STATE) is None
    assert page.evaluate(HEIGHT) == 200


def test_17_our_frame_led_elsewhere_is_believed_no_more(homepage, embeds, stranger):
    page = homepage(embeds.snippet())
    held, _ = tall(page)
    page.evaluate(
        "url => { document.querySelector('iframe').src = url; }",
        stranger.put(FORGE, path="/forger"),
    )
    page.wait_for_timeout(400)

    assert page.evaluate(HEIGHT) == held


@pytest.mark.parametrize(
    ("height", "becomes"),
    [("1e9", 60_000), ("-5", 80), ("NaN", 0), ("null", 0), ("({})", 0), ("'1e9'", 0), ("'<b>'", 0)],
)
def test_18_a_height_is_a_number_within_bounds(homepage, embeds, height, becomes):
    page = homepage(embeds.snippet())
    held, _ = tall(page)
    inside(page).evaluate(
        f"parent.postMessage({{ns: 'procinfo', v: 1, type: 'height', height: {height}}}, '*')"
    )
    page.wait_for_timeout(100)

    assert page.evaluate(HEIGHT) == (becomes or held)
    assert page.failed == []


def test_19_the_homepage_scrolls_only_for_who_reads_in_the_frame(homepage, embeds):
    page = homepage(embeds.snippet())
    inside(page).evaluate(
        "parent.postMessage({ns: 'procinfo', v: 1, type: 'reveal', top: 500}, '*')"
    )
    page.wait_for_timeout(100)

    assert page.evaluate("scrollY") == 0


def test_20_whatever_else_is_said_is_passed_over(homepage, embeds):
    page = homepage(embeds.snippet())
    for junk in ("null", "5", "'x'", "'[iFrameSizer]a:1'", "{ns: 'procinfo', v: 2}", "{ns: 1}"):
        page.evaluate(f"postMessage({junk}, '*')")
        page.evaluate(f"frames[0].postMessage({junk}, '*')")
    page.wait_for_timeout(100)

    assert page.failed == []
    assert not [one for one in page.said if "rror" in one]


def test_22_the_frame_answers_nobody_but_its_homepage(homepage, embeds, stranger):
    page = homepage(embeds.snippet(), on=stranger, ready=False)
    lone = page.context.new_page()
    lone.goto(embeds.address())
    page.evaluate("url => { window.opened = open(url); }", embeds.address())

    assert lone.evaluate("document.documentElement.className") == ""


# Sizing.


def test_23_the_frame_grows_and_shrinks_with_its_words(homepage, embeds):
    page = homepage(embeds.snippet())
    wide = page.evaluate(HEIGHT)
    page.set_viewport_size({"width": 360, "height": 700})
    page.wait_for_function(f"before => {HEIGHT} > before", arg=wide)
    page.set_viewport_size({"width": 1280, "height": 700})

    page.wait_for_function(f"before => {HEIGHT} === before", arg=wide)


@pytest.mark.parametrize("content", ["100vh", "120vh"])
def test_24_words_that_grow_with_the_frame_come_to_an_end(homepage, embeds, content):
    page = homepage(embeds.snippet())
    inside(page).evaluate(
        "height => { const one = document.createElement('div'); one.style.height = height;"
        " document.body.append(one); }",
        content,
    )
    page.wait_for_timeout(1_000)

    assert page.evaluate(HEIGHT) <= 60_000


def test_25_words_beyond_all_bounds_scroll_in_the_frame(homepage, embeds):
    page = homepage(embeds.snippet())
    inside(page).evaluate("document.body.style.paddingBottom = '80000px'")
    page.wait_for_function(f"() => {HEIGHT} === 60000")
    page.wait_for_timeout(100)

    assert inside(page).evaluate("document.documentElement.className") == ""


@pytest.mark.parametrize(
    "styles",
    [
        "height: 100%",
        "height: 300px !important",
        "max-height: 400px",
        "max-width: 100%; height: auto",
    ],
)
def test_26_styles_of_the_homepage_cut_nothing_off(homepage, embeds, styles):
    page = homepage(f"<style>iframe {{ {styles} }}</style>{embeds.snippet()}")

    held, needed = tall(page)
    assert held == needed


def test_27_a_frame_in_a_closed_tab_has_its_height_once_it_opens(homepage, embeds):
    page = homepage(f'<div id="tab" hidden>{embeds.snippet()}</div>', ready=False, clock=True)
    page.wait_for_load_state("load")
    page.clock.run_for(7_000)
    page.evaluate("document.getElementById('tab').hidden = false")
    page.wait_for_function(f"() => {STATE} === 'ready'")
    page.wait_for_function(f"() => {HEIGHT} > 1000")

    held, needed = tall(page)
    assert held == needed
    page.evaluate("document.querySelector('iframe').style.display = 'none'")
    page.set_viewport_size({"width": 500, "height": 700})
    page.wait_for_timeout(200)
    assert page.evaluate(HEIGHT) == 0


def orders(embeds):
    late = (
        "<script>setTimeout(() => { const one = document.createElement('script');"
        f" one.src = '{embeds.site}/embed/v1.js'; document.body.append(one); }}, 900)</script>"
    )
    later = (
        f"{embeds.script}<div id=box></div><script>setTimeout(() => {{"
        f" document.getElementById('box').innerHTML = `{embeds.frame()}`; }}, 300)</script>"
    )
    return {
        "before": embeds.script + embeds.frame(),
        "twice": embeds.script + embeds.frame() + embeds.script,
        "late": embeds.frame() + late,
        "inserted later": later,
    }


@pytest.mark.parametrize("order", ["before", "twice", "late", "inserted later"])
def test_28_the_script_may_stand_anywhere(homepage, embeds, order):
    page = homepage(orders(embeds)[order], ready=False)
    page.wait_for_function(f"() => document.querySelector('iframe') && {STATE} === 'ready'")

    held, needed = tall(page)
    assert held == needed


def test_29_two_frames_of_one_page_have_each_their_height(homepage, embeds):
    page = homepage(
        embeds.frame() + embeds.frame("facial/side-effects") + embeds.frame() + embeds.script
    )
    ready = "[...document.querySelectorAll('[data-procinfo-state=ready]')]"
    page.wait_for_function(f"() => {ready}.length === 3")

    heights = page.evaluate(f"{ready}.map(one => one.offsetHeight)")
    assert heights[0] == heights[2] > heights[1]


@pytest.mark.parametrize("sandbox", ["", "allow-scripts", SANDBOX, None])
def test_31_the_words_are_there_in_every_sandbox(homepage, embeds, sandbox):
    page = homepage(embeds.snippet(sandbox=sandbox), ready=sandbox != "")
    inside(page).locator("h1").wait_for()

    assert inside(page).locator("h1").inner_text() == "Chemical peel"
    colour = "el => getComputedStyle(el).fontFamily"
    assert "Charter" in inside(page).locator("h1").evaluate(colour)  # our styles are there too
    if sandbox != "":
        held, needed = tall(page)
        assert held == needed


def test_30_without_any_script_the_words_scroll_in_their_frame(homepage, embeds):
    page = homepage(embeds.snippet(height=600), ready=False, java_script_enabled=False)
    frame = page.frame_locator("iframe")

    assert frame.get_by_role("heading", level=1).inner_text() == "Chemical peel"
    last = frame.get_by_role("link", name="The file they are made from")
    last.scroll_into_view_if_needed()
    assert last.is_visible()


SHIFTS = """new PerformanceObserver(list => {
    for (const one of list.getEntries()) window.shift = (window.shift ?? 0) + one.value;
}).observe({type: "layout-shift", buffered: true})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_32_the_homepage_does_not_jump(homepage, embeds, width):
    html = f"<h1>Clinic</h1><p>Welcome</p>{embeds.snippet(height=1180)}<p>Come and see us.</p>"
    page = homepage(html, viewport={"width": width, "height": 800})
    page.evaluate(SHIFTS)
    page.wait_for_timeout(300)

    assert page.evaluate("window.shift ?? 0") <= 0.1


def test_33_a_frame_far_below_is_asked_for_when_it_is_near(homepage, embeds):
    asked = []
    page = homepage(
        f"<div style='height: 9000px'></div>{embeds.snippet(more='loading=lazy')}", ready=False
    )
    page.on("request", lambda one: asked.append(one.url))
    page.wait_for_timeout(300)
    assert embeds.address() not in asked

    page.evaluate("scrollTo(0, 8500)")
    page.wait_for_function(f"() => {STATE} === 'ready'")
    held, needed = tall(page)
    assert held == needed
    assert page.evaluate("scrollY") == 8_500


# Navigation, keyboard, reading.


def test_36_a_link_to_a_part_scrolls_the_homepage_and_leaves_no_history(homepage, embeds):
    page = homepage(f"<div style='height: 400px'></div>{embeds.snippet()}")
    before = page.evaluate("history.length")
    inside(page).locator(".contents a", has_text="Side effects").click()
    page.wait_for_function("() => scrollY > 500")

    frame = inside(page)
    assert frame.evaluate("document.activeElement.textContent") == "Side effects"
    top = page.evaluate("document.querySelector('iframe').getBoundingClientRect().top")
    heading = frame.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 <= top + heading <= 200
    assert page.evaluate("history.length") == before


@pytest.mark.parametrize("more", ["", "#side-effects"])
def test_37_loading_moves_neither_the_homepage_nor_the_focus(homepage, embeds, more):
    html = f"<div style='height: 2000px'></div>{embeds.snippet()}".replace(
        '/peel/" height', f'/peel/{more}" height'
    )
    page = homepage(html)
    page.wait_for_timeout(300)

    assert page.evaluate("document.activeElement.tagName") == "BODY"
    if not more:
        assert page.evaluate("scrollY") == 0


def test_38_links_lead_out_in_a_tab_that_works_and_knows_nothing_of_us(homepage, embeds):
    page = homepage(embeds.snippet())

    with page.context.expect_page() as opened:
        inside(page).get_by_role("link", name="Open the full page").click()
    full = opened.value
    full.wait_for_load_state()
    assert full.url == f"{embeds.site}/procedures/peel/"
    assert full.evaluate("opener") is None
    full.goto(f"{embeds.site}/search/")
    full.get_by_role("searchbox").fill("peel")
    full.keyboard.press("Enter")
    full.wait_for_url("**/search/?q=peel")
    assert inside(page).locator("a[href^='tel:']").count() >= 2


def test_40_the_tab_key_goes_in_and_out_and_the_page_down_key_scrolls(homepage, embeds):
    html = (
        f'<a href="#a">Before</a>{embeds.frame("peel/recovery", height=300)}<a href="#b">After</a>'
    )
    page = homepage(html, ready=False)
    inside(page).locator("h1").wait_for()
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.textContent || document.activeElement.tagName")
        )
        if seen[-1] == "After":
            break
        if len(seen) == 2:
            inner = inside(page).evaluate("document.activeElement.textContent")
            assert inner == "Open the full page"
            page.keyboard.press("PageDown")
            inside(page).wait_for_function("() => scrollY > 0")

    assert seen[0] == "Before"
    assert seen[-1] == "After"
    assert seen.count("IFRAME") == len(seen) - 2 >= 3


def test_41_nothing_is_wider_than_a_small_screen(homepage, embeds):
    page = homepage(embeds.snippet("facial"), viewport={"width": 320, "height": 640})
    frame = inside(page)
    frame.evaluate(
        """() => { const one = document.createElement("p");
        one.textContent = "Phototherapiebehandlungs".repeat(9); document.body.append(one); }"""
    )

    for document in (page, frame):
        sizes = "[document.documentElement.scrollWidth, innerWidth]"
        wide, room = document.evaluate(sizes)
        assert wide <= room


@pytest.mark.parametrize("slug", ["peel", "facial/side-effects", "filler", "none"])
def test_42_axe_finds_no_fault_in_the_frame_or_around_it(homepage, embeds, axe, slug):
    page = homepage(f"<main><h1>Clinic</h1>{embeds.snippet(slug)}</main>", bypass_csp=True)

    for document in (page, inside(page)):
        document.evaluate(axe)
    assert inside(page).evaluate(RUN, AXE_RULES) == []
    assert page.evaluate(RUN, AXE_RULES) == []


@pytest.mark.parametrize("device", ["light", "dark"])
@pytest.mark.parametrize(("key", "dark"), [(KEY, None), ("dark0000", True), ("auto0000", "device")])
def test_43_frames_are_light_unless_the_homepage_says_otherwise(
    homepage, embeds, axe, device, key, dark
):
    page = homepage(embeds.snippet(key=key), color_scheme=device, bypass_csp=True)
    frame = inside(page)

    ground = frame.evaluate("getComputedStyle(document.body).backgroundColor")
    is_dark = device == "dark" if dark == "device" else bool(dark)
    assert ground == ("rgb(25, 23, 20)" if is_dark else "rgb(252, 249, 243)")
    frame.evaluate(axe)
    assert frame.evaluate(RUN, ["wcag2aa"]) == []


def test_45_a_printed_homepage_holds_every_word(homepage, embeds):
    page = homepage(embeds.snippet())

    words_printed = printed(page)
    assert "Last reviewed" in words_printed
    assert "The file they are made from" in words_printed


# Privacy.


def test_52_the_site_learns_which_homepage_it_is_and_no_more(homepage, embeds):
    asked = []
    html = f'<meta name="referrer" content="unsafe-url">{embeds.snippet()}'
    page = homepage(html, ready=False, path="/secret/path?who=me")
    page.on("request", lambda one: asked.append(one))
    page.reload()
    page.wait_for_function(f"() => {STATE} === 'ready'")

    (request,) = [one for one in asked if one.url == embeds.address()]
    assert "secret" not in request.all_headers().get("referer", "")


def test_53_nothing_is_kept_and_nobody_else_is_asked(homepage, embeds, clinic):
    asked = []
    page = homepage(embeds.snippet(), ready=False)
    page.on("request", lambda one: asked.append(one.url))
    page.reload()
    page.wait_for_function(f"() => {STATE} === 'ready'")

    assert page.context.cookies() == []
    assert inside(page).evaluate("document.cookie") == ""
    assert page.failed == []  # to touch what a browser keeps is an error here
    for url in asked:
        assert url.startswith((embeds.site, clinic.origin))


def test_the_element_for_developers_is_a_whole_snippet(homepage, embeds):
    html = (
        f'<procedure-info site="{KEY}" slug="peel" section="recovery" label="Peel: recovery">'
        f'<a href="{embeds.site}/procedures/peel/">Peel</a></procedure-info>{embeds.script}'
    )
    page = homepage(html)

    assert words(inside(page)) == "Chemical peel: recovery"
    assert page.locator("iframe").get_attribute("title") == "Peel: recovery"
    assert page.get_by_role("link", name="Peel").is_visible()
