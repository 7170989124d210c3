"""Going about in a frame, by hand and by ear, on screens of all kinds and on paper."""

from tests.browser.embedded import (
    ALL_READY,
    AUTO,
    DARK,
    HEIGHT,
    KEY,
    SANDBOX,
    SETTLED,
    inside,
    words,
)
from tests.browser.test_accessibility import RULES, RUN, axe
from tests.browser.test_talking import printed

__all__ = ["axe"]  # a fixture


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


def test_37_loading_moves_neither_the_homepage_nor_the_focus(homepage, embeds):
    page = homepage(f"<div style='height: 2000px'></div>{embeds.snippet()}")
    page.evaluate(SETTLED)

    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.evaluate("scrollY") == 0


def test_37_an_address_with_a_part_in_it_takes_no_focus(homepage, embeds):
    # Browsers scroll a homepage to such a part themselves: the guide says to add none.
    page = homepage(embeds.snippet().replace('/peel/" height', '/peel/#side-effects" height'))
    page.evaluate(SETTLED)

    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_38_forms_of_the_page_that_a_link_opens_can_be_sent(homepage, embeds):
    page = homepage(embeds.snippet())

    with page.context.expect_page() as opened:
        inside(page).get_by_role("link", name="Open the full page").click()
    full = opened.value
    full.wait_for_load_state()
    assert full.url == f"{embeds.site}/procedures/peel/"
    full.goto(f"{embeds.site}/search/")
    full.get_by_role("searchbox").fill("peel")
    full.keyboard.press("Enter")
    full.wait_for_url("**/search/?q=peel")
    full.close()


def test_38_a_number_is_called(homepage, embeds):
    blocked = {}
    for sandbox in (SANDBOX, "allow-scripts allow-same-origin"):
        page = homepage(embeds.snippet(sandbox=sandbox))
        with page.expect_request("tel:**") as called:
            inside(page).locator("a[href^='tel:']").first.click()
        page.evaluate(SETTLED)
        assert called.value.url.startswith("tel:")
        blocked[sandbox] = [one for one in page.said if "blocked by sandbox" in one]

    assert [bool(one) for one in blocked.values()] == [False, True]


def test_39_a_frame_leads_the_homepage_away_only_when_it_is_asked_to(homepage, embeds, stranger):
    away = stranger.put("<h1>Away</h1>", path="/away")
    tried = stranger.put(
        f'<a href="{away}" target="_top">Go</a>'
        f"<script>setTimeout(() => {{ try {{ top.location = '{away}'; }}"
        " catch (why) { document.title = why.name; } });</script>",
        path="/tried",
    )
    page = homepage(f'<iframe src="{tried}" sandbox="{SANDBOX}"></iframe>', ready=False)
    inside(page).wait_for_function("() => document.title === 'SecurityError'")
    assert words(page.main_frame) == ""

    inside(page).get_by_role("link", name="Go").click()
    page.wait_for_url(away)


def test_40_the_tab_key_goes_in_and_out_and_the_page_down_key_scrolls(homepage, embeds):
    frame = embeds.frame("peel/recovery", height=300)
    page = homepage(f'<a href="#a">Before</a>{frame}<a href="#b">After</a>', ready=False)
    inside(page).wait_for_function("() => document.querySelector('h1')")
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
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_41_nothing_is_wider_than_a_small_screen(homepage, embeds):
    page = homepage(embeds.snippet("facial"))
    frame = inside(page)
    frame.evaluate(
        """() => { const word = document.createElement("p");
        word.textContent = "Phototherapiebehandlungs".repeat(9);
        const wide = document.createElement("figure"), photo = document.createElement("img");
        photo.width = 900; wide.append(photo);
        document.querySelector("main").append(word, wide);
        for (const row of document.querySelectorAll("tr"))
            for (let more = 0; more < 6; more++) row.append(row.lastElementChild.cloneNode(true));
        }"""
    )
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(SETTLED)

    for document in (page, frame):
        wide, room = document.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room


def test_42_axe_finds_no_fault_in_frames_or_around_them(homepage, embeds, axe):
    slugs = ("peel", "facial/side-effects", "filler", "none")
    html = "".join(map(embeds.snippet, slugs))
    page = homepage(f"<main><h1>Clinic</h1>{html}</main>", ready=False, bypass_csp=True)
    page.wait_for_function(ALL_READY, arg=len(slugs))

    for document in page.main_frame.child_frames:
        document.evaluate(axe)
        assert document.evaluate(RUN, RULES) == []
    page.evaluate(axe)
    assert page.evaluate(RUN, RULES) == []
    for slug in slugs:
        assert page.get_by_title(f"{slug}: patient information").count() == 1


def test_43_frames_are_light_unless_the_homepage_says_otherwise(homepage, embeds, axe):
    light, dark = "rgb(252, 249, 243)", "rgb(25, 23, 20)"
    frames = "".join(embeds.frame(key=key) for key in (KEY, DARK, AUTO))
    page = homepage(frames + embeds.script, ready=False, bypass_csp=True)
    page.wait_for_function(ALL_READY, arg=3)
    for frame in page.main_frame.child_frames:
        frame.evaluate(axe)

    for device, around in (("light", "light"), ("dark", "light"), ("dark", "dark")):
        page.emulate_media(color_scheme=device)
        page.evaluate(f"document.documentElement.style.colorScheme = '{around}'")
        grounds = [
            frame.evaluate("getComputedStyle(document.body).backgroundColor")
            for frame in page.main_frame.child_frames
        ]
        assert grounds == [light, dark, dark if device == "dark" else light]
        for frame in page.main_frame.child_frames:
            assert frame.evaluate(RUN, ["color-contrast"]) == []


def test_45_a_printed_homepage_holds_every_word(homepage, embeds):
    page = homepage(f"<h1>Clinic</h1>{embeds.snippet()}<p>Come and see us.</p>")
    frame = inside(page)
    headings = frame.locator(".section h2").all_text_contents()

    words_printed = printed(page)
    for said in ("Last reviewed", "The file they are made from", "Come and see us", *headings):
        assert said.strip() in words_printed
    assert page.evaluate(HEIGHT) > 1_000


def test_the_element_for_developers_is_a_whole_snippet(homepage, embeds):
    html = (
        f'<procedure-info site="{KEY}" slug="peel" section="recovery" label="Peel: recovery">'
        f'<a href="{embeds.site}/procedures/peel/">Peel</a></procedure-info>{embeds.script}'
    )
    page = homepage(html)

    assert words(inside(page)) == "Chemical peel: recovery"
    assert page.locator("iframe").get_attribute("title") == "Peel: recovery"
    assert page.get_by_role("link", name="Peel").is_visible()
