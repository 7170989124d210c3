"""What a day's work costs staff: clicks, requests, queries and bytes, counted in Chromium.

A request is one to this site, its previews, styles and scripts among them; bytes are those that
came over the wire, with headers. The site is served by Django's own threaded server. “Most” is
the most queries that any one request took.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.reading import run
from tests.browser.programs import CHROMIUM, launch
from tests.browser.serving import served

PASSWORD = "correct horse battery"
#: A clinic whose pages were reviewed a year ago, one with 200 versions, one with 2,000 words.
CLINIC = """
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from procedures.editorial import drafting, lifecycle
from procedures.models import Version
from procedures.vocabulary import Change
from tests.clinic import make_clinician, make_draft, make_person, make_published, make_review
for person, role in ((make_person(), "editor"), (make_clinician(), "reviewer")):
    person.set_password({password!r})
    person.save()
    person.groups.set(Group.objects.filter(name=role))
today = timezone.localdate()
for number in range({pages}):
    page = make_published(slug=f"page-{{number}}", title=f"Page {{number}}", reviewed=True)
for number in range({versions} - 1):
    make_published(slug="page-0", title="Page 0", change=Change.WORDING)
long = " ".join(f"Sentence {{n}} of it says plain words." for n in range(330))
for words in (long, long.replace("plain", "other")):
    make_published(slug="page-1", title="Page 1", words={{"about": words}}, change=Change.WORDING)
"""


class Tally:
    """Somebody at work in a browser of their own, and what that costs."""

    def __init__(self, browser, address, name):
        self.page = browser.new_context(base_url=address).new_page()
        self.page.goto("/admin/sign-in/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("button", name="Sign out").wait_for()
        self.clear()
        self.page.on("response", self._answered)
        tools = self.page.context.new_cdp_session(self.page)
        tools.on("Network.loadingFinished", self._came)
        tools.send("Network.enable")

    def clear(self):
        self.clicks = self.requests = self.posts = self.queries = self.most = self.bytes = 0

    def _answered(self, response):
        queries = int(response.headers.get("x-queries", 0))
        self.requests += 1
        self.posts += response.request.method == "POST"
        self.queries += queries
        self.most = max(self.most, queries)

    def _came(self, one):
        self.bytes += one["encodedDataLength"]

    def click(self, role, name, **options):
        self.clicks += 1
        self.page.get_by_role(role, name=name, **options).first.click()
        self.page.wait_for_load_state("networkidle")

    def open(self, address):
        self.page.goto(address, wait_until="networkidle")

    def row(self, what, aim, per=1):
        figures = [self.clicks, self.requests, self.posts, self.queries]
        each = " | ".join(f"{figure / per:.3g}" for figure in figures)
        return f"| {what} | {each} | {self.most} | {self.bytes / per / 1000:.1f} | {aim} |"


def table():
    """A row for each piece of work; those of a queue are for each of its pages."""
    if not os.access(CHROMIUM, os.X_OK):
        yield "Not measured: Chromium is missing."
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        env = {
            **os.environ,
            "SECOND_STEP_ROLES": "",  # how a code is typed is nothing to measure
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.counting",
        }
        run(env, "manage.py", "migrate", "--verbosity", "0")
        run(env, "manage.py", "loadcontent")
        run(env, "-c", CLINIC.format(password=PASSWORD, pages=30, versions=200))
        with served(env, folder) as address:
            browser = launch(playwright)
            eve, nia = (Tally(browser, address, who) for who in ("eve.editor", "nia.nurse"))
            yield "| | clicks | requests | POSTs | queries | most | kB | aim |"
            yield "|---|---:|---:|---:|---:|---:|---:|---|"
            for work in (redate, queue, edit, compare, history, editor):
                eve.clear()
                nia.clear()
                yield from work(eve, nia)
            browser.close()


def redate(eve, nia):
    nia.open("/admin/")
    nia.clear()
    nia.click("link", "Still correct? Page 5")
    nia.page.get_by_label("Your job title").fill("Nurse prescriber")
    nia.click("button", "Reviewed, still correct")
    yield nia.row("re-date one, from the start page", "≤ 3 clicks, 1 POST, ≤ 20 queries")


def queue(eve, nia):
    pages = 30
    nia.open("/admin/reviews/")
    nia.click("button", "Read them one after the other")
    nia.clear()
    nia.page.get_by_label("Your job title").fill("Nurse prescriber")
    for _ in range(pages):
        nia.click("button", "Reviewed, still correct")
    yield nia.row("a queue of 30, each", "≤ 2 clicks, ≤ 12 queries", per=pages)


def edit(eve, nia):
    eve.open("/admin/")
    eve.clear()
    eve.click("link", "Microneedling", exact=True)
    eve.click("button", "Edit: begin a draft")
    eve.page.locator("#id-pros").press_sequentially(" Truly.")
    eve.page.locator("#id-change").select_option("wording")
    eve.page.locator("#id-change_notes").fill("A word.")
    eve.click("button", "Save and send for review")
    yield eve.row("edit one word and send it", "")
    nia.open("/admin/")
    nia.clear()
    nia.click("link", "Microneedling", exact=True)
    nia.page.get_by_label("Yes, all of it").check()
    nia.clicks += 1
    nia.click("button", "Approve")
    nia.click("button", "Publish", exact=True)
    yield nia.row("check it, approve and publish it", "")


def compare(eve, nia):
    nia.open("/admin/procedures/page-1/compare/")
    newest = nia.page.locator("#to option")
    two = [newest.nth(place).get_attribute("value") for place in (1, 2)]
    nia.clear()
    nia.open(f"/admin/procedures/page-1/compare/?from={two[0]}&to={two[1]}")
    yield nia.row("compare two versions of 2,000 words", "≤ 8 queries")


def history(eve, nia):
    for slug, many in (("page-7", "2 versions"), ("page-0", "200 versions")):
        nia.clear()
        nia.open(f"/admin/procedures/{slug}/history/")
        yield nia.row(f"history of {many}", "≤ 8 queries, flat")


def editor(eve, nia):
    eve.open("/admin/procedures/microneedling/")
    eve.page.get_by_role("button", name="Edit: begin a draft").click()
    eve.page.wait_for_load_state("networkidle")
    address = eve.page.url
    fresh = Tally(eve.page.context.browser, address, "eve.editor")
    fresh.open(address)
    yield fresh.row("the editor of a page, all of it, its preview too", "≤ 150 kB")
