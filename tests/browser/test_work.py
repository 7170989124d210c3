"""A day's work in a real browser, point by point, as each role does it."""

import re

import pytest

from tests.browser.test_staff import enter, sign_in  # noqa: F401

#: Who works here, and the pages they work on.
STAFF = """
from django.contrib.auth.models import Group
from tests.clinic import make_clinician, make_draft, make_person, make_published, make_submitted
people = {
    "eve.editor": (make_person(), "editor"),
    "nia.nurse": (make_clinician(), "reviewer"),
    "sam.steward": (make_person("sam.steward", "Sam", "Steward"), "site_manager"),
}
for person, role in people.values():
    person.set_password("correct horse battery")
    person.save()
    person.groups.set(Group.objects.filter(name=role))
for slug in ("lips", "veins", "brows", "moles"):
    make_published(slug=slug, title=slug.title())
    make_published(slug=slug, title=slug.title(), words={"pros": "- You heal fast."})
for slug in ("scars", "hands"):
    print(make_submitted(make_draft(slug=slug, title=slug.title())).pk)
"""


@pytest.fixture(scope="module")
def desk(site_of, browser):
    """The numbers of two texts in review."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return [int(one) for one in done.stdout.split()]


@pytest.fixture
def eve(enter):  # noqa: F811
    """The browser of an editor."""
    return enter("eve.editor", "/admin/")


@pytest.fixture
def nia(enter):  # noqa: F811
    """The browser of a reviewer."""
    return enter("nia.nurse", "/admin/")


@pytest.fixture
def sam(enter):  # noqa: F811
    """The browser of a site manager."""
    return enter("sam.steward", "/admin/")


def press(page, name, role="button"):
    page.get_by_role(role, name=name).first.click()


def told(page, words):
    page.locator(".message", has_text=words).first.wait_for()


def tab_to(page, selector):
    """Go from field to field with the Tab key, as far as that one."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key never comes to {selector}")


def test_an_editor_begins_a_procedure_from_nothing_and_puts_the_draft_aside_and_back(eve):
    press(eve, "New procedure", "link")
    eve.get_by_label("Title").fill("Skin booster")
    eve.get_by_label("Address").fill("skin-booster")
    press(eve, "Begin the first draft")
    eve.locator("#id-pros").fill("- It is quick.")

    press(eve, "Discard this draft")
    told(eve, "Discarded")
    press(eve, "Bring back")
    told(eve, "Brought back")

    press(eve, "Skin booster", "link")
    assert eve.locator("#id-title").input_value() == "Skin booster"


def test_a_site_manager_says_that_the_clinic_does_not_offer_a_procedure(sam, visit):
    press(sam, "Lips", "link")
    press(sam, "We do not offer this here")
    told(sam, "Not offered here")

    visit("/procedures/lips/").get_by_text("We do not offer").first.wait_for()
    press(sam, "We offer this here")


def test_the_keyboard_alone_approves_and_publishes(nia, desk, visit):
    nia.goto(f"/admin/texts/{desk[0]}/review/")

    tab_to(nia, "[name=whole_page]")
    nia.keyboard.press("Space")
    tab_to(nia, "[name=job_title]")
    nia.keyboard.press("Control+a")
    nia.keyboard.type("Nurse prescriber")
    if nia.locator("[name=override]").count():
        tab_to(nia, "[name=override]")
        nia.keyboard.type("The texts of tests are short.")
    tab_to(nia, "main button")
    nia.keyboard.press("Enter")
    told(nia, "Approved")
    tab_to(nia, "[name=due]")
    tab_to(nia, "main button")
    nia.keyboard.press("Enter")

    told(nia, "Published")
    assert visit("/procedures/scars/").locator("h1").inner_text() == "Scars"


def test_a_reviewer_sends_a_text_back_and_its_editor_reads_why(nia, eve, desk):
    nia.goto(f"/admin/texts/{desk[1]}/review/")
    nia.get_by_label("What to mend").fill("Say how long the hands are red.")
    press(nia, "Send back")
    told(nia, "Sent back")

    eve.goto("/admin/procedures/hands/history/")

    eve.get_by_text("Say how long the hands are red.").wait_for()


def test_a_reviewer_withdraws_a_page_and_patients_read_why(nia, visit):
    press(nia, "Veins", "link")
    press(nia, "Withdraw the page", "link")
    nia.get_by_label("Reason, for patients").fill("The maker has recalled the device.")
    nia.get_by_label("Note, for staff only").fill("Batch 7.")
    press(nia, "Withdraw the page")
    told(nia, "Withdrawn")

    page = visit("/procedures/veins/")
    page.get_by_text("The maker has recalled the device.").first.wait_for()
    assert page.get_by_text("Batch 7.").count() == 0


def test_any_two_versions_are_compared_and_an_old_one_begun_again(eve):
    press(eve, "Brows", "link")
    press(eve, "Compare any two texts", "link")
    eve.get_by_label("From").select_option(index=0)
    eve.get_by_label("To").select_option(index=1)
    press(eve, "Compare")
    eve.get_by_role("heading", name="Word by word").wait_for()
    assert "fast" in eve.locator("#pros ins").first.inner_text()

    eve.goto("/admin/procedures/brows/")
    press(eve, "Begin a draft from version 1")

    eve.locator("#editor").wait_for()
    assert "You heal fast" not in eve.locator("#id-pros").input_value()


def test_no_page_offers_what_a_role_does_not_allow_and_a_forged_form_is_written_down(
    eve, nia, desk
):
    eve.goto("/admin/procedures/moles/")
    for name in ("Withdraw the page", "Review: still correct?"):
        assert eve.get_by_role("link", name=name).count() == 0
    assert nia.goto("/admin/procedures/moles/").ok
    assert nia.get_by_role("button", name=re.compile("Edit")).count() == 0

    status = eve.evaluate(
        """async () => {
          const form = new FormData();
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          form.append("csrfmiddlewaretoken", token);
          form.append("reason", "Forged.");
          const options = { method: "POST", body: form };
          return (await fetch("/admin/procedures/moles/withdraw/", options)).status;
        }"""
    )

    assert status == 403
    nia.goto("/admin/procedures/moles/history/")
    refused = nia.locator(".rows li", has_text="Withdraw a page")
    assert "by Eve Editor" in refused.inner_text()


def test_a_site_manager_invites_somebody_who_then_comes_in(sam, visit):
    press(sam, "People", "link")
    sam.get_by_label("First name").fill("Una")
    sam.get_by_label("Last name").fill("Usher")
    sam.get_by_label("Name to sign in with").fill("una.usher")
    sam.locator("main form").last.get_by_label("Editor").check()
    press(sam, "Make the link")
    link = sam.get_by_label("Link", exact=True).input_value()

    una = visit(link[link.index("/admin/") :])
    una.locator("[name=new_password1]").fill("correct horse battery")
    una.locator("[name=new_password2]").fill("correct horse battery")
    press(una, "Keep this password")
    sign_in(una, "una.usher")

    una.get_by_role("link", name="Una Usher").wait_for()


def test_a_reviewer_reads_page_after_page_and_signs_or_says_what_to_mend(nia, eve):
    press(nia, "Reviews, the most urgent first", "link")
    press(nia, "Read them one after the other")
    nia.get_by_text("Page 1 of").wait_for()
    first = nia.locator("h1").inner_text()
    nia.frame_locator("iframe.preview").locator("h1").wait_for()
    nia.get_by_label("Your job title").fill("Nurse prescriber")
    press(nia, "Reviewed, still correct")
    told(nia, "Signed.")
    nia.get_by_text("Page 2 of").wait_for()
    second = nia.locator("h1").inner_text()
    assert second != first
    nia.get_by_label("Or say what to mend").fill("Say how long it lasts.")
    press(nia, "It needs an edit")
    nia.get_by_text("Page 3 of").wait_for()

    eve.goto("/admin/")
    eve.locator("#mend").wait_for()
    eve.get_by_text("Say how long it lasts.").wait_for()


def test_one_person_is_asked_to_review_several_pages(sam):
    press(sam, "Reviews, the most urgent first", "link")
    sam.get_by_label("Lips").check()
    sam.get_by_label("Moles").check()
    sam.get_by_label("Ask", exact=True).select_option("Nia Nurse")
    press(sam, "to review the pages ticked")

    told(sam, "Nia Nurse is asked to review 2 pages more.")
