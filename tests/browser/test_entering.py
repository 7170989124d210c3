"""Signing in with a phone, without it, and being signed out, in a real browser."""

import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP

from tests.browser.serving import served
from tests.browser.test_accessibility import axe, faults  # noqa: F401

PASSWORD = "correct horse battery"
STAFF = """
from django.contrib.auth.models import Group
from tests.clinic import make_draft, make_person
people = [("rea", "Rea", "Ross", "reviewer"), ("leo", "Leo", "Lamb", "reviewer"),
          ("max", "Max", "Moor", "site_manager"), ("tia", "Tia", "Todd", "editor")]
for name, first, last, role in people:
    person = make_person(name, first, last)
    person.set_password("correct horse battery")
    person.save()
    person.groups.set(Group.objects.filter(name=role))
print(make_draft(slug="knees", title="Knees").pk)
"""
#: What a session would be like had nothing been done for 28 minutes and a half.
IDLE = """
from django.contrib.sessions.models import Session
for one in Session.objects.all():
    kept = one.get_decoded()
    if kept.get("_auth_user_id"):
        kept["seen"] = kept["seen"] - {seconds}
        Session.objects.filter(pk=one.pk).update(
            session_data=Session.objects.encode(kept))
"""


@pytest.fixture(scope="module")
def draft(site_of, browser):
    """The number of a draft."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.fixture(scope="module")
def front(site_of, draft):
    """Where the site is served as a clinic runs it: some roles need a phone."""
    env = {**site_of.env, "SECOND_STEP_ROLES": "reviewer,site_manager"}
    with served(env, site_of.folder) as address:
        yield address


@pytest.fixture
def visit(browser, front):
    """A browser of somebody who was never here."""
    contexts = []

    def open_(path="/admin/"):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.goto(front + path)
        return page

    yield open_
    for one in contexts:
        one.close()


class Phone:
    """An app for codes."""

    def __init__(self, key):
        self.app = TOTP(b32decode(key.replace(" ", "")))

    def code(self):
        self.app.time = time.time()
        return f"{self.app.token():06}"


def password(page, name):
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def set_up(page):
    """The phone that was set up, and the recovery codes."""
    page.get_by_text("No camera?").click()
    phone = Phone(page.locator(".key").inner_text())
    page.get_by_label("Code").fill(phone.code())
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    return phone, page.locator(".codes code").all_inner_texts()


def come_in(page):
    page.get_by_role("link", name="I have them on paper").click()
    page.get_by_role("heading", name="What waits for you").wait_for()


@pytest.fixture
def checked(axe):  # noqa: F811
    """Looks at a page with axe, in light and dark, narrow and wide."""

    def check(page):
        assert faults(page, axe) == []

    return check


def test_a_reviewer_sets_up_a_phone_and_loses_it(visit, checked):
    rea = visit()
    password(rea, "rea")
    rea.get_by_role("heading", name="Set up your phone").wait_for()
    checked(rea)
    _, codes = set_up(rea)
    checked(rea)
    come_in(rea)
    rea.get_by_role("button", name="Sign out").click()

    password(rea, "rea")
    rea.get_by_role("heading", name="Your code").wait_for()
    checked(rea)
    rea.get_by_role("link", name="I do not have my phone").click()
    checked(rea)
    rea.get_by_label("Recovery code").fill(codes[0])
    rea.keyboard.press("Enter")
    rea.get_by_text("9 recovery codes are left. If your phone is lost").wait_for()
    checked(rea)

    rea.get_by_text("Set up another phone").first.click()
    rea.locator("#password-set-up").fill(PASSWORD)
    rea.keyboard.press("Enter")
    _, new = set_up(rea)
    assert not {*codes} & {*new}
    rea.get_by_role("link", name="I have them on paper").click()
    rea.get_by_text("10 recovery codes are left").wait_for()


def test_a_site_manager_helps_whoever_has_neither_phone_nor_codes_and_lets_one_go(visit):
    leo = visit()
    password(leo, "leo")
    set_up(leo)
    come_in(leo)
    sam = visit()
    password(sam, "max")
    set_up(sam)
    come_in(sam)

    sam.get_by_role("link", name="People").click()
    sam.get_by_text("Change Leo").click()
    sam.get_by_text("Has Leo lost the phone").click()
    sam.get_by_role("button", name="Phone lost").locator("visible=true").click()
    sam.get_by_text("codes are no longer taken").first.wait_for()
    leo.reload()
    leo.get_by_text("the codes of your phone have changed").wait_for()
    password(leo, "leo")
    set_up(leo)
    come_in(leo)

    sam.get_by_text("Change Leo").click()
    sam.get_by_role("link", name="Leo leaves").click()
    sam.get_by_role("heading", name="Leo Lamb leaves").wait_for()
    sam.get_by_role("button", name="End access now").click()
    sam.get_by_text("Access ended. Whatever they had open is closed.").wait_for()
    leo.reload()
    leo.get_by_role("heading", name="Sign in").wait_for()
    password(leo, "leo")
    leo.get_by_text("do not go together").wait_for()


def test_before_one_is_signed_out_a_page_says_so_and_nothing_is_lost(visit, site_of, draft):
    tia = visit()
    password(tia, "tia")
    tia.get_by_role("button", name="Sign out").wait_for()
    tia.clock.install()
    tia.goto(tia.url + f"drafts/{draft}/")
    warning = tia.locator("#leaving")
    assert not warning.is_visible()

    site_of.script(IDLE.format(seconds=1710))
    tia.clock.fast_forward("28:01")
    warning.get_by_text("You will be signed out in 2 minutes").wait_for()
    warning.get_by_role("button", name="Stay signed in").click()
    warning.wait_for(state="hidden")

    site_of.script(IDLE.format(seconds=1790))
    tia.clock.fast_forward("28:01")
    warning.get_by_text("You will be signed out in a minute").wait_for()
    site_of.script(IDLE.format(seconds=60))
    tia.clock.fast_forward("00:40")
    warning.get_by_text("You are signed out. What you typed is still here").wait_for()

    tia.locator("#id-pros").fill("- Typed after the time was over.")
    tia.clock.fast_forward("00:02")
    with tia.context.expect_page() as opened:
        warning.get_by_role("link", name="Sign in, in a new tab").click()
    password(opened.value, "tia")
    opened.value.get_by_role("button", name="Sign out").wait_for()
    tia.clock.fast_forward("00:11")
    warning.wait_for(state="hidden")
    tia.evaluate("dispatchEvent(new Event('focus'))")
    tia.locator("#saved", has_text="Saved at").wait_for()
    tia.reload()
    assert tia.locator("#id-pros").input_value() == "- Typed after the time was over."


def test_too_many_wrong_passwords_are_answered_with_what_to_do(visit, checked):
    page = visit()
    for _ in range(5):
        page.fill("[name=username]", "nobody")
        page.fill("[name=password]", "wrong")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_role("heading", name="Wait a while").wait_for()
    checked(page)
