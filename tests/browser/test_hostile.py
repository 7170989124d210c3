"""Words that try to become a script, on every page and with the browser's own guard taken away."""

import os
import shutil
from urllib.parse import quote, urlsplit

import pytest

from tests import databases
from tests.browser.serving import served
from tests.browser.test_staff import sign_in
from tests.hostile.filling import KEY, WORDS
from tests.hostile.payloads import payloads

FILL = """
from pathlib import Path
from tests.clinic import Folder
from tests.hostile.filling import fill
fill(Folder(Path({!r})))
"""
#: Every element and attribute of the page, in templates too, that no page of ours has.
LOOK = """() => {
  const schemes = /^(https?|mailto|tel|webcal):/i;
  const tags = new Set(`html head meta title link script body header nav main footer aside article
    section div span p a ul ol li dl dt dd h1 h2 h3 h4 strong em b i small mark sup sub ins del code
    pre blockquote abbr time figure figcaption img picture source table caption thead tbody tfoot tr
    th td form fieldset legend label input select option textarea button output progress details
    summary dialog hr br iframe template search canvas svg g path circle rect line ellipse polyline
    polygon text tspan defs use title desc clippath mask pattern lineargradient radialgradient stop
    symbol marker `.split(/\\s+/));
  const ours = ["href", "src", "action", "formaction", "data", "poster", "xlink:href", "ping"];
  const found = [];
  const walk = root => {
    for (const one of root.querySelectorAll("*")) {
      const tag = one.localName.toLowerCase();
      if (!tags.has(tag)) found.push(`<${tag}>`);
      const isData = one.type === "application/ld+json";
      if (tag === "script" && !one.src && !isData) found.push("a script");
      for (const { name, value } of one.attributes) {
        const address = value.replace(/[\\u0000-\\u0020]/g, "");
        const grown = name === "style" && one.matches(".markdownx-preview, .markdownx-editor");
        if (/^(on.*|srcdoc|style|http-equiv|ping)$/i.test(name) && !grown) found.push(name);
        if (!ours.includes(name.toLowerCase())) continue;
        if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !schemes.test(address)) found.push(address);
        if (/^\\/\\//.test(address)) found.push(address);
      }
      if (one.content instanceof DocumentFragment) walk(one.content);
    }
  };
  walk(document);
  if (window.hacked !== undefined) found.push("a script ran");
  if (document.documentElement.outerHTML.includes("31338")) found.push("a template ran");
  return found;
}"""
#: What a person does on a page: everything is hovered over, focused, opened and clicked.
TOUCH = """() => {
  for (const one of document.querySelectorAll("details, dialog")) one.open = true;
  for (const one of document.querySelectorAll("*"))
    for (const type of ["mouseover", "focus", "toggle", "animationstart", "pointerover"])
      one.dispatchEvent(new Event(type));
}"""


@pytest.fixture(scope="module")
def hostile(template_database, tmp_path_factory):
    """The address of a site full of it, how many words it took on how many pages, and two texts."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "content").mkdir()
    with databases.copied(template_database, folder, f"hostile_{os.getpid()}") as site:
        filled = site.script(FILL.format(str(folder / "content")))
        assert filled.returncode == 0, filled.stderr
        with served(site.env, folder) as address:
            yield address, *map(int, filled.stdout.split()[-4:])
    shutil.rmtree(folder / "content")


class Unguarded:
    """A page in a browser that obeys no policy of ours, and what it did."""

    def __init__(self, browser, address):
        self.context = browser.new_context(base_url=address, bypass_csp=True)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.dialogs, self.elsewhere = [], []
        self.page.on("dialog", lambda one: (self.dialogs.append(one.message), one.dismiss()))
        host = urlsplit(address).netloc
        self.page.on(
            "request",
            lambda one: urlsplit(one.url).netloc != host and self.elsewhere.append(one.url),
        )

    def faults(self, path):
        """What is wrong with a page after everything on it was touched."""
        self.page.goto(path)
        self.page.evaluate(TOUCH)
        found = [one for frame in self.page.frames for one in frame.evaluate(LOOK)]
        found += self.dialogs + self.elsewhere
        self.dialogs.clear()
        self.elsewhere.clear()
        return found


@pytest.fixture(scope="module")
def unguarded(browser, hostile):
    one = Unguarded(browser, hostile[0])
    yield one
    one.context.close()


def test_there_are_thousands_of_them_and_many_are_let_in(hostile):
    assert len(payloads()) >= 3_000
    assert hostile[1] >= 1_500


def test_no_page_of_patients_runs_or_holds_any(unguarded, hostile):
    asked = quote(WORDS)
    addresses = [
        *(f"/procedures/words-{number}/" for number in range(hostile[2])),
        "/",
        "/?group=x",
        "/procedures/peel/",
        "/procedures/peel/?since=1",
        "/procedures/peel/recovery/",
        "/procedures/peel/versions/",
        "/procedures/peel/versions/1/",
        "/procedures/peel/changes/1..2/",
        "/procedures/filler/",
        "/procedures/filler/versions/1/",
        "/procedures/threads/versions/1/",
        "/search/?q=jowls",
        f"/search/?q={asked}",
        "/search/?q=hacked+onerror+img",
        f"/compare/?p=peel&p=words-0&p={asked}",
        f"/none/{asked}/?q={asked}",
        "/about/",
        f"/embed/{KEY}/peel/",
        f"/embed/{KEY}/",
    ]

    wrong = {path: unguarded.faults(path) for path in addresses}

    assert {path: found for path, found in wrong.items() if found} == {}


def test_no_page_of_staff_runs_or_holds_any(unguarded, hostile):
    *_, draft, waiting = hostile
    unguarded.page.goto(f"/admin/sign-in/?next=/admin/%3Fq={quote(WORDS)}")
    sign_in(unguarded.page, "eve.editor")
    addresses = [
        "/admin/",
        "/admin/procedures/peel/",
        "/admin/procedures/words-0/",
        "/admin/procedures/peel/history/",
        "/admin/procedures/peel/compare/",
        "/admin/procedures/filler/",
        f"/admin/drafts/{draft}/",
        f"/admin/texts/{draft}/preview/",
        f"/admin/texts/{waiting}/review/",
        f"/admin/texts/{waiting}/preview/",
        "/admin/reviews/",
        "/admin/people/",
        "/admin/me/",
        "/admin/homepages/",
        "/admin/homepages/1/",
        "/admin/photos/",
    ]

    wrong = {path: unguarded.faults(path) for path in addresses}

    assert {path: found for path, found in wrong.items() if found} == {}
    # What was typed is given back as words where the sign-in has ended.
    unguarded.page.goto(f"/admin/drafts/{draft}/")
    unguarded.context.clear_cookies()
    with unguarded.page.expect_navigation():
        unguarded.page.evaluate("document.querySelector('#editor').submit()")
    assert unguarded.page.locator("h1").inner_text() == "Nothing you typed is lost"
    assert unguarded.page.evaluate(LOOK) == unguarded.dialogs == unguarded.elsewhere == []


def test_what_runs_is_seen_by_the_tests_above(browser, hostile):
    one = Unguarded(browser, hostile[0])
    one.page.goto("/healthz/")
    for markup in (
        "<img src=x onerror=hacked=1>",
        "<a href=javascript:hacked=1>a</a>",
        "<svg><set></svg>",
        "<template><b onclick=a></b></template>",
        "<img src=//evil.example>",
        "<script>hacked=1</script>",
    ):
        one.page.set_content(markup)
        one.page.evaluate(TOUCH)
        assert one.page.evaluate(LOOK) or one.elsewhere, markup
    one.context.close()
