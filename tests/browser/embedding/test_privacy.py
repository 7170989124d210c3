"""What is told, kept and asked: which homepage it is, and nothing else."""

from tests.browser.embedded import READY, inside


def test_52_the_site_learns_which_homepage_it_is_and_no_more(homepage, embeds, clinic, site_of):
    html = f'<meta name="referrer" content="unsafe-url">{embeds.snippet()}'
    page = homepage(html, path="/secret/path?who=me")

    (request,) = [one for one in page.asked if one.url == embeds.address()]
    assert request.all_headers()["referer"] == f"{clinic.origin}/"
    # Nor does a page that is opened from there.
    with page.context.expect_page() as opened:
        inside(page).get_by_role("link", name="Open the full page").click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("document.referrer") == f"{embeds.site}/"
    opened.value.close()
    log = (site_of.folder / "server.log").read_text(encoding="utf-8")
    assert "/embed/" in log
    assert "secret" not in log


def test_53_nothing_is_kept_and_nobody_else_is_asked(homepage, embeds, clinic):
    # In this sandbox to touch anything that a browser keeps is an error.
    page = homepage(embeds.snippet(sandbox="allow-scripts"), viewport={"width": 800, "height": 600})
    inside(page).locator(".contents a").first.click()
    page.reload()
    page.wait_for_function(READY)

    assert page.context.cookies() == []
    assert page.failed == []
    assert len(page.asked) >= 5
    for one in page.asked:
        assert one.url.startswith((embeds.site, clinic.origin))
        assert "cookie" not in one.all_headers()
