"""A real server and a real browser, each started once for the tests of this folder."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import databases
from tests.browser.programs import CHROMIUM, SHELL, launch, need
from tests.browser.serving import served
from tests.clinic import Folder
from tests.databases import ROOT
from tests.editorial.test_folder import put_photo, webp

#: Pages in states the starter catalogue has none of.
STATES = """
from datetime import timedelta
from procedures.editorial import lifecycle
from tests.clinic import NOW, TODAY, make_published, make_review, make_withdrawn
from procedures.vocabulary import Change
make_withdrawn(slug="filler", title="Filler")
bare = make_withdrawn(slug="threads", title="Thread lift").version
lifecycle.redact(bare, at=NOW, removed="A name", reason="It named a person.")
late = make_published(slug="laser", title="Laser resurfacing")
make_review(late, on=TODAY - timedelta(days=365), next_due=TODAY - timedelta(days=1))
first = make_published(slug="peel", title="Chemical peel")
make_published(slug="peel", title="Chemical peel", change=Change.SAFETY, reviewed=True)
first.refresh_from_db()
lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")
table = "| Time | What to expect of it |\\n| --- | --- |\\n| Now | Red skin |"
make_published(slug="facial", title="Radiofrequency microneedling",
               words={"about": table, "when-to-get-help": None}, reviewed=True)
"""

#: Days for the pages that reckon from today.
TOMORROW, IN_TWO_YEARS = (datetime.now(UTC).date() + timedelta(days=one) for one in (1, 730))

#: What a kind of page is called → an address of that kind.
KINDS = {
    "catalogue": "/",
    "about": "/about/",
    "page nobody reviewed": "/procedures/microneedling/",
    "reviewed page": "/procedures/peel/",
    "overdue page": "/procedures/laser/",
    "page with a table": "/procedures/facial/",
    "page with a photo": "/procedures/needles/",
    "planner": "/procedures/microneedling/recovery/",
    "planner with days": (
        f"/procedures/microneedling/recovery/?from={TOMORROW}&event={IN_TWO_YEARS}"
    ),
    "planner without a number": f"/procedures/laser/recovery/?event={IN_TWO_YEARS}",
    "planner refusing": "/procedures/microneedling/recovery/?from=x&event=x",
    "withdrawn page": "/procedures/filler/",
    "withdrawn page without its words": "/procedures/threads/",
    "versions": "/procedures/microneedling/versions/",
    "version replaced": "/procedures/microneedling/versions/1/",
    "version withdrawn": "/procedures/filler/versions/1/",
    "version redacted": "/procedures/peel/versions/1/",
    "day before the record": "/procedures/microneedling/on/2022-01-01/",
    "day": "/procedures/peel/on/2026-11-22/",
    "day of a withdrawal": "/procedures/filler/on/2026-11-22/",
    "day to come": "/procedures/peel/on/2999-01-01/",
    "changes": "/procedures/microneedling/changes/1..2/",
    "changes of removed words": "/procedures/peel/changes/1..2/",
    "search": "/search/?q=brown+skin",
    "comparison": "/compare/?p=peel&p=laser",
    "comparison with a withdrawn page": "/compare/?p=peel&p=filler&p=laser",
    "glossary": "/glossary/",
    "what changed since": "/procedures/peel/?since=1",
    "page with frequencies": "/procedures/cryolipolysis/",
    "missing page": "/procedures/none/",
    "styleguide": "/styleguide/",
}


#: Notes in `violations` whatever the content security policy forbids.
WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", one => violations.push(one.violatedDirective));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def site_of(template_database, tmp_path_factory):
    """A site with the real content, and a page in every other state."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(ROOT / "content", folder / "content")
    put_photo(Folder(folder / "content"), webp(size=(1600, 1200)), slug="needles")
    with databases.copied(template_database, folder, f"browser_{os.getpid()}") as site:
        for done in (site.manage("loadcontent"), site.script(STATES)):
            assert done.returncode == 0, done.stderr
        yield site


@pytest.fixture(scope="package")
def address(site_of):
    """Where that site is served."""
    with served(site_of.env, site_of.folder) as address:
        yield address


# Playwright's loop stays open in this thread while the fixture lives, and Django refuses its
# database to a thread with a loop: so no browser must outlive this folder's tests.
@pytest.fixture(scope="package")
def playwright():
    """What drives browsers."""
    missing = f"no browser at {CHROMIUM}: sudo apt-get install chromium, or set CHROMIUM"
    need(missing, there=os.access(CHROMIUM, os.X_OK))
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright):
    """Chromium, the quicker one where there is one."""
    with launch(playwright, SHELL if os.access(SHELL, os.X_OK) else CHROMIUM) as browser:
        yield browser


@pytest.fixture(scope="package")
def sessions(address):
    """Who has signed in to that site → what their browser keeps of it."""
    return {}


class Watched:
    """A page of one kind, opened once, and everything the browser saw meanwhile."""

    def __init__(self, browser, address):
        self.context = browser.new_context(color_scheme="light")
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.asked, self.said, self.failed = [], [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message))
        self.page.on("pageerror", lambda error: self.failed.append(str(error)))
        self.answer = self.page.goto(address)


@pytest.fixture(scope="package")
def watched(browser, address):
    """Gives the page of a kind."""
    pages = {}

    def of(kind):
        if kind not in pages:
            pages[kind] = Watched(browser, address + KINDS[kind])
        return pages[kind]

    yield of
    for one in pages.values():
        one.context.close()


@pytest.fixture
def visit(browser, address):
    """Opens an address in a browser without history; keywords are those of a new context."""
    contexts = []

    def open_(path, **options):
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
