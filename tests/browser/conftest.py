"""A real server and a real browser, each started once for the tests of this folder."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import databases
from tests.databases import ROOT

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

#: Pages in states the starter catalogue has none of.
STATES = """
from procedures.editorial import lifecycle
from tests.clinic import NOW, make_published, make_withdrawn
from procedures.vocabulary import Change
make_withdrawn(slug="filler", title="Filler")
first = make_published(slug="peel", title="Chemical peel")
make_published(slug="peel", title="Chemical peel", change=Change.SAFETY, reviewed=True)
first.refresh_from_db()
lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")
table = "| Time | What to expect of it |\\n| --- | --- |\\n| Now | Red skin |"
make_published(slug="facial", title="Radiofrequency microneedling",
               words={"about": table, "when-to-get-help": None}, reviewed=True)
"""

#: What a kind of page is called → an address of that kind.
KINDS = {
    "catalogue": "/",
    "page nobody reviewed": "/procedures/microneedling/",
    "reviewed page": "/procedures/peel/",
    "page with a table": "/procedures/facial/",
    "withdrawn page": "/procedures/filler/",
    "versions": "/procedures/microneedling/versions/",
    "version replaced": "/procedures/microneedling/versions/1/",
    "version withdrawn": "/procedures/filler/versions/1/",
    "version redacted": "/procedures/peel/versions/1/",
    "day before the record": "/procedures/microneedling/on/2022-01-01/",
    "day": "/procedures/peel/on/2026-11-22/",
    "changes": "/procedures/microneedling/changes/1..2/",
    "missing page": "/procedures/none/",
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


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def _served(site, folder):
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            site.command("runserver", f"127.0.0.1:{port}", "--noreload"),
            cwd=ROOT,
            env={**site.env, "PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{address}/readyz/", server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
        log.seek(0)
        assert "Traceback" not in log.read()


def _wait_for(address, server):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server did not start"
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="package")
def address(template_database, tmp_path_factory):
    """Where the site is served: the real content, and a page in every other state."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copytree(ROOT / "content", folder / "content")
    with databases.copied(template_database, folder, f"browser_{os.getpid()}") as site:
        for done in (site.manage("loadcontent"), site.script(STATES)):
            assert done.returncode == 0, done.stderr
        with _served(site, folder) as address:
            yield address


# Playwright's loop stays open in this thread while the fixture lives, and Django refuses its
# database to a thread with a loop: so the browser must not outlive this folder's tests.
@pytest.fixture(scope="package")
def browser():
    """Chromium, as on the machine."""
    if not os.access(CHROMIUM, os.X_OK):
        missing = f"no browser at {CHROMIUM}: sudo apt-get install chromium, or set CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        yield browser
        browser.close()


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
