"""Staff at work in a real browser: they lose no word, whoever writes at the same time."""

import re

import pytest

from tests.browser.test_accessibility import axe, faults  # noqa: F401

#: Two editors and a reviewer, drafts, and a text in review.
STAFF = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from tests.clinic import make_clinician, make_draft, make_person, make_published, make_submitted
people = {
    "eve.editor": (make_person(), "editor"),
    "ida.editor": (make_person("ida.editor", "Ida", "Ibsen"), "editor"),
    "nia.nurse": (make_clinician(), "reviewer"),
    "sam.steward": (make_person("sam.steward", "Sam", "Steward"), "site_manager"),
}
password = make_password("correct horse battery")
for person, role in people.values():
    person.password = password
    person.save()
    person.groups.set(Group.objects.filter(name=role))
make_published(slug="tattoo", title="Tattoo removal")
print(make_submitted(make_draft(slug="tattoo", words={"pros": "- You heal late."})).pk)
for slug in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh"):
    print(make_draft(slug=slug, title=slug.title()).pk)
"""
#: A draft with words that wait and faults, a text that is late, and a page that is to be mended.
TROUBLE = """
from datetime import timedelta
from datetime import date
from procedures.editorial import drafting, scheduling, signing
from procedures.editorial.pictures import consenting, photos
from procedures.editorial.pictures.reencoding import reencode
from tests.editorial.test_reencoding import picture, saved
from tests.clinic import NOW, TODAY, make_approved, make_clinician, make_draft, make_person
from tests.clinic import make_published, make_submitted
draft = make_draft(slug="warts", title="Warts")
base = dict(draft.manuscript.fields)
for name, words in (("eve.editor", "Red [9]."), ("ida.editor", "Sore.")):
    mine = base | {"pros": words, "recovery": ""}
    by = make_person(name)
    drafting.save(draft, base=base, mine=mine, by=by, at=NOW, today=TODAY, editor=name)
page = make_published(slug="marks", title="Marks", reviewed=True)
later = NOW + timedelta(minutes=1)
signing.needs_edit("marks", by=make_clinician(), at=later, note="Say how long.")
late = make_submitted(make_draft(slug="marks", title="Marks"))
approval = make_approved(late, at=NOW)
due = NOW + timedelta(hours=1)
scheduling.schedule(late, approval=approval, due=due, by=make_clinician(), at=NOW)
other = make_draft(slug="marks", title="Marks")
drafting.discard(other, by=make_person(), at=NOW)
print(draft.pk, late.pk)
for raw, ends in ((picture(colour="olive"), 90), (picture(colour="gold"), 0)):
    photo = photos.keep(reencode(saved(raw, "PNG")), of_patient=True)
    agreed = consenting.Agreed("C-1", TODAY, date(2999, 1, 1), "a pen", 2, 30, True)
    consenting.record(photo, agreed, by=make_person(), at=NOW, today=TODAY)
    if not ends:
        consenting.end(photo, by=make_person(), at=NOW, today=TODAY, why="Asked")
    print(photo.digest)
print(make_person("ida.editor").pk)
"""


@pytest.fixture(scope="module")
def desk(site_of, browser):
    """The numbers of a text in review and of seven drafts."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return [int(one) for one in done.stdout.split()]


@pytest.fixture(scope="module")
def trouble(site_of, desk):
    """A draft with faults and words that wait, a text that is late, photos of two patients, one
    of whom agrees no more, and somebody who works here: their numbers."""
    done = site_of.script(TROUBLE)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def enter(visit, desk, sessions):
    """Opens a page as somebody who has signed in, now or for a test before."""

    def open_(name, address, **options):
        page = visit(address, storage_state=sessions.get(name), **options)
        if "/admin/sign-in/" in page.url:
            sign_in(page, name)
            sessions[name] = page.context.storage_state()
        page.wait_for_load_state()  # what the page does by itself is there too
        return page

    return open_


def sign_in(page, name):
    page.fill("[name=username]", name)
    page.fill("[name=password]", "correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()


def write(page, field, words):
    page.locator(f"#id-{field}").press_sequentially(words)


def saved(page, words="Saved at"):
    page.locator("#saved", has_text=words).wait_for()


def stored(page, field):
    page.reload()
    return page.locator(f"#id-{field}").input_value()


def test_what_is_typed_is_saved_by_itself_and_seen_as_patients_would(enter, desk):
    page = enter("eve.editor", f"/admin/drafts/{desk[1]}/")
    page.locator("#id-pros").fill("- It heals in a day or two.")

    saved(page)

    preview = page.frame_locator("iframe.preview")
    preview.get_by_text("It heals in a day or two.").wait_for()
    assert stored(page, "pros") == "- It heals in a day or two."


@pytest.mark.parametrize(("draft", "wait"), [(2, 0), (3, 500), (4, 3_000), (5, 12_000)])
def test_two_people_in_one_form_lose_no_word(enter, desk, draft, wait):
    address = f"/admin/drafts/{desk[draft]}/"
    eve, ida = enter("eve.editor", address), enter("ida.editor", address)

    write(eve, "pros", "\n- From Eve")
    write(eve, "about", " Eve’s word.")
    eve.wait_for_timeout(wait)
    write(ida, "pros", "\n- From Ida")
    write(ida, "cons", "\n- Ida’s con")
    saved(eve, re.compile("Saved at|Somebody else"))
    saved(ida, re.compile("Saved at|Somebody else"))
    eve.wait_for_timeout(1_500)

    eve.reload()
    words = eve.locator("#editor").inner_text() + "".join(
        eve.locator(f"#id-{name}").input_value() for name in ("pros", "cons", "about")
    )
    for word in ("From Eve", "From Ida", "Eve’s word.", "Ida’s con"):
        assert word in words


def test_of_two_texts_one_is_taken_and_the_other_kept_in_the_history(enter, desk):
    address = f"/admin/drafts/{desk[1]}/"
    eve, ida = enter("eve.editor", address), enter("ida.editor", address)
    eve.locator("#id-cons").fill("- The words of Eve.")
    saved(eve)
    ida.locator("#id-cons").fill("- The words of Ida.")
    saved(ida, "Somebody else changed")

    ida.get_by_role("button", name="Save", exact=True).click()
    ida.get_by_text("Ida Ibsen changed the same words.").wait_for()
    assert ida.locator("#id-cons").input_value() == "- The words of Eve."
    ida.get_by_role("button", name="Take these words instead").click()
    ida.get_by_role("button", name="Save", exact=True).click()
    ida.get_by_text("Saved.").wait_for()

    assert ida.locator(".conflict").count() == 0
    assert stored(eve, "cons") == "- The words of Ida."


def test_an_expired_sign_in_loses_nothing_that_was_typed(enter, desk):
    page = enter("eve.editor", f"/admin/drafts/{desk[6]}/")
    page.context.clear_cookies()
    page.locator("#id-cons").fill("- Typed while signed out")
    saved(page, "You are signed out")

    with page.context.expect_page() as opened:
        page.locator("#saved a").click()
    sign_in(opened.value, "eve.editor")
    page.locator("#id-cons").press("End")
    page.locator("#id-cons").press_sequentially(".")

    saved(page)
    assert stored(page, "cons") == "- Typed while signed out."


def test_leaving_with_words_that_are_not_saved_warns(enter, desk):
    page = enter("eve.editor", f"/admin/drafts/{desk[6]}/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.context.set_offline(True)
    write(page, "title", "x")
    saved(page, "does not answer")
    page.context.set_offline(False)

    page.locator("#id-title").evaluate("box => { box.value += 'y'; }")
    page.goto("/admin/")

    assert asked == ["beforeunload"]


def test_the_keyboard_alone_writes_saves_and_sends_for_review(enter, desk):
    page = enter("eve.editor", f"/admin/drafts/{desk[1]}/")
    page.focus("#id-about")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "look-about"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "id-about"

    page.get_by_role("button", name="Save and send for review").focus()
    page.keyboard.press("Enter")

    page.get_by_text("Sent for review.").wait_for()


PAGES = {
    "start": ("eve.editor", "/admin/"),
    "procedure": ("eve.editor", "/admin/procedures/tattoo/"),
    "new procedure": ("eve.editor", "/admin/new/"),
    "draft": ("eve.editor", "/admin/drafts/{1}/"),
    "review": ("nia.nurse", "/admin/texts/{0}/review/"),
    "withdraw": ("nia.nurse", "/admin/procedures/tattoo/withdraw/"),
    "still correct": ("nia.nurse", "/admin/procedures/tattoo/redate/"),
    "signed": ("nia.nurse", "/admin/procedures/tattoo/signed/"),
    "comparison": ("nia.nurse", "/admin/procedures/tattoo/compare/"),
    "history": ("nia.nurse", "/admin/procedures/tattoo/history/"),
    "not for the role": ("nia.nurse", "/admin/new/"),
    "reviews": ("nia.nurse", "/admin/reviews/"),
    "people": ("sam.steward", "/admin/people/"),
    "my details": ("nia.nurse", "/admin/me/"),
    "draft in trouble": ("eve.editor", "/admin/drafts/{trouble[0]}/"),
    "not ready to show": ("eve.editor", "/admin/texts/{trouble[0]}/preview/"),
    "late text": ("nia.nurse", "/admin/texts/{trouble[1]}/review/"),
    "procedure in trouble": ("sam.steward", "/admin/procedures/marks/"),
    "photos": ("eve.editor", "/admin/photos/"),
    "photo of a patient": ("nia.nurse", "/admin/photos/{trouble[2]}/"),
    "photo that is shown no more": ("sam.steward", "/admin/photos/{trouble[3]}/"),
    "somebody leaves": ("sam.steward", "/admin/people/{trouble[4]}/leaving/"),
    "two texts compared": ("nia.nurse", "/admin/procedures/tattoo/compare/?from={0}&to={0}"),
}
#: What is closed when a page opens is looked at too.
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_no_fault_in_a_page_of_staff(enter, axe, desk, trouble, kind):  # noqa: F811
    name, address = PAGES[kind]
    page = enter(name, "/admin/")
    said, failed = [], []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: failed.append(str(one)))
    page.goto(address.format(*desk, trouble=trouble))
    page.evaluate(OPEN_ALL)
    page.wait_for_load_state("networkidle")

    assert faults(page, axe) == []
    assert [one for one in said if "Security Policy" in one] == failed == []


def test_axe_finds_no_fault_where_what_was_typed_is_given_back(enter, axe, desk):  # noqa: F811
    page = enter("eve.editor", f"/admin/drafts/{desk[6]}/")
    page.context.clear_cookies()
    with page.expect_navigation():
        page.evaluate("document.querySelector('#editor').submit()")
    page.get_by_role("heading", name="Nothing you typed is lost").wait_for()

    assert faults(page, axe) == []


def test_axe_finds_no_fault_where_staff_sign_in_or_join(visit, axe, site_of):  # noqa: F811
    done = site_of.manage("invite", "ova.osler", "Ova", "Osler", "editor")
    link = done.stdout.split()[-1]
    for address in ("/admin/sign-in/", link[link.index("/admin/") :], "/admin/join/a/b/"):
        assert faults(visit(address), axe) == [], address
