"""On every platform patients can read the words: in the frame, or behind the link that stays."""

import json
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import expect

from tests.browser.embedded import ANY, BOTH, HEIGHT, READY, SETTLED, inside, needed, tall, words
from tests.browser.embedding.platforms import (
    AUTHORS,
    framed_by_wordpress,
    homepage_of,
    in_a_box,
    kept,
    pasted_into_wordpress,
    without_scripts,
)

LAST = "The file they are made from"
WRAPPER = "allow-scripts allow-same-origin allow-popups allow-forms"


def is_read_to_its_end(frame):
    """Whether a reader can bring the last words of a frame onto the screen."""
    assert words(frame) == "Chemical peel"
    last = frame.get_by_role("link", name=LAST)
    # What comes near is laid out only then, and moves what is below it.
    frame.wait_for_function(
        """one => { one.scrollIntoView({block: "end"});
        const {bottom} = one.getBoundingClientRect();
        return bottom > 0 && bottom <= innerHeight + 1; }""",
        arg=last.element_handle(),
    )
    while frame.parent_frame:
        frame.frame_element().evaluate("one => one.scrollIntoView({block: 'end'})")
        frame = frame.parent_frame
    expect(last).to_be_in_viewport()
    return True


def document_of(embeds, **said):
    """What the site answers to whoever asks for the document of a page."""
    said = {"url": f"{embeds.site}/procedures/peel/", **said}
    with urlopen(f"{embeds.site}/oembed?{urlencode(said)}", timeout=10) as answer:
        return json.load(answer)


def test_plain_html_and_a_block_of_wordpress_keep_the_whole_snippet(homepage, embeds):
    # WordPress has frames wait until they are near, and its themes bound their width.
    snippet = embeds.snippet(more='loading="lazy"')
    styles = "<style>iframe { max-width: 100% } .procinfo > * + * { margin-top: 24px }</style>"
    for block in (embeds.snippet(), styles + snippet):
        page = homepage(homepage_of("wordpress", block))

        held, wanted = tall(page)
        assert held == wanted
        assert is_read_to_its_end(inside(page))


def test_wordpress_leaves_the_link_where_authors_may_write_no_frame(homepage, embeds):
    left = kept(embeds.snippet(), AUTHORS)
    assert "<iframe" not in left
    assert "script" not in left
    page = homepage(homepage_of("wordpress", left), ready=False)

    page.get_by_role("link", name="peel: full information").click()

    assert page.url == f"{embeds.site}/procedures/peel/"
    assert is_read_to_its_end(page.main_frame)


def test_47_wordpress_shows_a_pasted_address_in_a_frame_that_scrolls(homepage, embeds):
    html = document_of(embeds)["html"]
    page = homepage(homepage_of("wordpress", pasted_into_wordpress(html)), ready=False)
    frame = inside(page)
    page.wait_for_function("() => !document.querySelector('.waits')")

    assert page.locator("blockquote").is_hidden()
    assert page.evaluate(HEIGHT) == 1_000 < needed(frame)
    assert is_read_to_its_end(frame)
    # A part is reached inside, and a page of ours is opened in place of the homepage.
    frame.locator(".contents a", has_text="Side effects").click()
    expect(frame.locator("#side-effects h2")).to_be_in_viewport()
    frame.get_by_role("link", name="Open the full page").click()
    page.wait_for_url(f"{embeds.site}/procedures/peel/")


def test_47_a_frame_says_nothing_without_its_secret_and_is_as_low_as_its_words(homepage, embeds):
    html = document_of(embeds)["html"]
    low = html.replace("/peel/", "/none/").replace("1000", "1400")
    page = homepage(
        framed_by_wordpress(html, known="WrongWrong")
        + framed_by_wordpress(html, told="", known="NoneAtAll1")
        + framed_by_wordpress(html, told="too-short", known="too-short")
        + pasted_into_wordpress(low),
        ready=False,
    )
    page.wait_for_function("() => !document.querySelectorAll('iframe')[3].matches('.waits')")

    waits = "[...document.querySelectorAll('iframe')].map(one => one.matches('.waits'))"
    assert page.evaluate(waits) == [True, True, True, False]
    assert page.locator("blockquote:visible").count() == 3
    assert 200 <= page.evaluate("document.querySelectorAll('iframe')[3].offsetHeight") < 600
    for frame in page.main_frame.child_frames[:3]:
        frame.evaluate("parent.postMessage({message: 'height', value: 300, secret: 5}, '*')")
    assert page.failed == []


def test_a_box_of_wix_scrolls_with_an_address_or_a_snippet_in_it(homepage, embeds, stranger):
    wrapper = stranger.put(embeds.snippet(key=BOTH), path="/wix")
    boxes = in_a_box(embeds.address()) + in_a_box(wrapper, sandbox=WRAPPER)
    page = homepage(homepage_of("wix", boxes), ready=False)
    alone, held = page.main_frame.child_frames
    (inner,) = held.child_frames
    held.wait_for_function(READY)

    assert is_read_to_its_end(alone)
    assert is_read_to_its_end(inner)
    # Our script can give its own frame room, and not the box around it.
    assert held.evaluate(HEIGHT) == needed(inner)
    heights = "[...document.querySelectorAll('iframe')].map(one => one.offsetHeight)"
    assert page.evaluate(heights) == [600, 600]


def test_a_block_of_squarespace_without_scripts_scrolls(homepage, embeds):
    block = without_scripts(embeds.snippet(height=1180))
    assert "v1.js" not in block
    page = homepage(homepage_of("squarespace", block), ready=False)

    assert page.evaluate(SETTLED) == 1_180
    assert is_read_to_its_end(inside(page))
    assert page.get_by_role("link", name="full information").is_visible()


def test_a_preview_without_an_origin_shows_it_by_the_key_for_any_site(homepage, embeds, stranger):
    # As those of Webflow and Notion: everything in such a frame has no origin either.
    wrapper = stranger.put(embeds.snippet(key=ANY), path="/preview")
    page = homepage(in_a_box(wrapper, sandbox="allow-scripts allow-popups"), ready=False)
    (inner,) = inside(page).child_frames
    inside(page).wait_for_function(READY)

    assert inside(page).evaluate(HEIGHT) == needed(inner)
    assert is_read_to_its_end(inner)
