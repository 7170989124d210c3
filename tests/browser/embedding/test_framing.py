"""Who may frame what, and what stands on a homepage where a page cannot."""

from tests.browser.embedded import (
    ALL_READY,
    ANY,
    BOTH,
    ENDED,
    HEIGHT,
    KEY,
    READY,
    SETTLED,
    STATE,
    inside,
    tall,
    words,
)


def test_1_what_is_no_frame_is_framed_by_nobody(homepage, embeds):
    paths = ("/procedures/peel/", "/admin/sign-in/", "/", "/embed/v1.js", "/embed/")
    tags = {"iframe": "src", "embed": "src", "object": "data"}
    page = homepage(
        "".join(
            f'<{tag} {name}="{embeds.site}{path}"></{tag}>'
            for path in paths
            for tag, name in tags.items()
        ),
        ready=False,
    )

    assert len(page.main_frame.child_frames) >= len(paths)
    for frame in page.main_frame.child_frames:
        assert not frame.url.startswith(embeds.site) or words(frame) == ""


def test_2_a_registered_homepage_shows_it_and_a_stranger_keeps_the_link(homepage, embeds, stranger):
    assert words(inside(homepage(embeds.snippet()))) == "Chemical peel"

    page = homepage(embeds.snippet(), on=stranger, ready=False, clock=True)
    page.clock.run_for(7_000)
    page.wait_for_function(f"() => {STATE} === 'silent'")
    assert page.evaluate(HEIGHT) == 0
    page.get_by_role("link", name="full information").click()
    assert page.url == f"{embeds.site}/procedures/peel/"


def wrapped(page):
    """The heading in the frame inside each frame of a page."""
    return [words(inner) for one in page.main_frame.child_frames for inner in one.child_frames]


def test_3_a_wrapper_has_to_be_registered_too(homepage, embeds, stranger):
    wrappers = [
        stranger.put(embeds.snippet(key=key), path=f"/wrapper-{key}") for key in (KEY, BOTH)
    ]
    page = homepage("".join(f'<iframe src="{one}"></iframe>' for one in wrappers), ready=False)

    assert wrapped(page) == ["", "Chemical peel"]


def test_4_a_wrapper_without_an_origin_is_let_in_by_any_site_alone(homepage, embeds, stranger):
    wrappers = [
        stranger.put(embeds.snippet(key=key), path=f"/wrapper-{key}") for key in (BOTH, ANY)
    ]
    page = homepage(
        "".join(f'<iframe sandbox="allow-scripts" src="{one}"></iframe>' for one in wrappers),
        ready=False,
    )

    assert wrapped(page) == ["", "Chemical peel"]


def test_5_the_second_visit_shows_it_as_the_first(homepage, embeds):
    page = homepage(embeds.snippet())

    page.reload()
    page.wait_for_function(READY)

    assert [one.url for one in page.asked].count(embeds.address()) == 2
    assert words(inside(page)) == "Chemical peel"


def test_6_a_site_that_was_ended_shows_it_no_more(homepage, embeds, site_of):
    page = homepage(embeds.snippet(key=ENDED))
    done = site_of.script(
        "from procedures.models import EmbedSite\n"
        f"EmbedSite.objects.filter(key='{ENDED}').update(origins=['https://else.example'])"
    )
    assert done.returncode == 0, done.stderr

    page.reload()

    assert words(inside(page)) == ""


def test_7_in_place_of_a_page_there_are_words_and_no_grey_box(homepage, embeds):
    said = {"none": "Not shown here", "filler": "Filler", "microneedling": "Not shown here"}
    page = homepage("".join(map(embeds.frame, said)) + embeds.script, ready=False)
    page.wait_for_function(ALL_READY, arg=len(said))

    for frame, heading in zip(page.main_frame.child_frames, said.values(), strict=True):
        assert words(frame) == heading
        assert frame.locator("a[target=_blank]").count() >= 1


def test_7_troubles_on_the_way_are_words_too(homepage, apart):
    said = {429: "Wait half a minute", 500: "This is our fault", 503: "cannot be shown"}
    frames = [apart.frame().replace('/peel/"', f'/peel/?trouble={status}"') for status in said]
    page = homepage("".join(frames) + apart.script, ready=False)
    page.wait_for_function(ALL_READY, arg=len(said))

    for frame, why in zip(page.main_frame.child_frames, said.values(), strict=True):
        assert words(frame) == "Not shown here"
        assert why in frame.locator("main").inner_text()
        links = frame.locator("a[target=_blank]")
        assert links.first.get_attribute("href") == f"{apart.site}/"


def test_13_a_homepage_that_isolates_itself_shows_it(homepage, embeds):
    for isolation in ("require-corp", "credentialless"):
        headers = {
            "Cross-Origin-Embedder-Policy": isolation,
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        page = homepage(embeds.snippet(), headers=headers)

        assert page.evaluate("crossOriginIsolated")
        assert inside(page).evaluate("document.styleSheets.length") == 2


def test_14_a_homepage_that_forbids_our_script_shows_a_frame_that_scrolls(homepage, embeds):
    policy = {"Content-Security-Policy": "script-src 'self'"}
    page = homepage(embeds.snippet(height=600), headers=policy, ready=False)

    assert words(inside(page)) == "Chemical peel"
    assert page.evaluate(SETTLED) == 600
    assert inside(page).evaluate("getComputedStyle(document.documentElement).overflow") == "visible"


def test_14_a_homepage_that_forbids_frames_keeps_the_link(homepage, embeds):
    policy = {"Content-Security-Policy": "frame-src 'self'"}
    page = homepage(embeds.snippet(), headers=policy, ready=False)

    assert words(inside(page)) == ""
    assert page.get_by_role("link", name="full information").is_visible()


def test_14_a_homepage_that_forbids_style_attributes_has_the_right_height(homepage, embeds):
    policy = {"Content-Security-Policy": "style-src 'self'"}
    page = homepage(embeds.snippet(), headers=policy)

    held, needed = tall(page)
    assert held == needed
