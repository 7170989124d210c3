"""Staff at work in a real browser: they lose no word, whoever writes at the same time."""

import re

import pytest

from tests.browser.test_accessibility import RULES, RUN, SCREENS, axe  # noqa: F401

#: Two editors and a reviewer, drafts, and a text in review.
STAFF = """
from django.contrib.auth.models import Group
from tests.clinic import make_clinician, make_draft, make_person, make_published, make_submitted
people = {
    "eve.editor": (make_person(), "editor"),
    "ida.editor": (make_person("ida.editor", "Ida", "Ibsen"), "editor"),
    "nia.nurse": (make_clinician(), "reviewer"),
}
for person, role in people.values():
    person.set_password("correct horse battery")
    person.save()
    person.groups.set(Group.objects.filter(name=role))
make_published(slug="tattoo", title="Tattoo removal")
print(make_submitted(make_draft(slug="tattoo", words={"pros": "- You heal late."})).pk)
for slug in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh"):
    print(make_draft(slug=slug, title=slug.title()).pk)
"""


@pytest.fixture(scope="module")
def desk(site_of, browser):
    """The numbers of a text in review and of seven drafts."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return [int(one) for one in done.stdout.split()]


@pytest.fixture
def enter(visit, desk):
    """Opens a page as somebody who has signed in."""

    def open_(name, address, **options):
        page = visit(f"/admin/sign-in/?next={address}", **options)
        sign_in(page, name)
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
    "comparison": ("nia.nurse", "/admin/procedures/tattoo/compare/"),
    "history": ("nia.nurse", "/admin/procedures/tattoo/history/"),
    "not for the role": ("nia.nurse", "/admin/new/"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_no_fault_in_a_page_of_staff(enter, axe, desk, kind):  # noqa: F811
    name, address = PAGES[kind]
    page = enter(name, address.format(*desk))
    page.evaluate(axe)

    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(RUN, RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_no_fault_where_staff_sign_in(visit, axe):  # noqa: F811
    page = visit("/admin/sign-in/")
    page.evaluate(axe)

    assert page.evaluate(RUN, RULES) == []
