"""A picture is added while one writes: chosen, described, sent, and in its place."""

from tests.browser.test_accessibility import RULES, RUN, axe, faults  # noqa: F401
from tests.browser.test_editor import editor, value  # noqa: F401
from tests.browser.test_staff import desk, enter, saved  # noqa: F401
from tests.editorial.test_reencoding import HEIC, picture
from tests.editorial.test_reencoding import saved as encoded


def chosen(page, raw=None, name="IMG_1.jpg", colour="beige"):
    """The form of a picture, with a file in it."""
    page.locator("[data-picture=id-about]").click()
    raw = raw or encoded(picture((1200, 900), colour=colour), "JPEG")
    page.set_input_files("#id_photo", {"name": name, "mimeType": "image/jpeg", "buffer": raw})
    return page.locator("#picture")


def add(page):
    page.get_by_role("button", name="Add", exact=True).click()


def test_a_picture_is_chosen_described_and_shown_where_one_writes(editor):  # noqa: F811
    before = value(editor, "about")
    dialog = chosen(editor)
    dialog.locator("canvas").wait_for()
    dialog.get_by_label("What it shows").fill("A gloved hand")
    dialog.get_by_label("Caption").fill("How the pen is held")
    add(editor)
    dialog.wait_for(state="hidden")

    after = value(editor, "about")
    assert after.startswith(before.rstrip() + "\n\n![A gloved hand](photo:")
    assert after.rstrip().endswith('"How the pen is held.")')
    assert editor.evaluate("document.activeElement.id") == "id-about"
    saved(editor, "Saved at")
    shown = editor.frame_locator("iframe.preview").get_by_alt_text("A gloved hand")
    shown.scroll_into_view_if_needed()
    shown.evaluate("image => image.decode()")
    assert shown.evaluate("image => image.currentSrc").endswith("-480.webp")

    editor.locator("#id-about").focus()
    editor.keyboard.press("Control+z")
    assert value(editor, "about") == before


def test_what_is_wrong_is_said_beside_its_field_and_no_word_is_changed(editor):  # noqa: F811
    before = value(editor, "about")
    dialog = chosen(editor, HEIC, "IMG_2.heic")
    add(editor)

    dialog.get_by_text("This is a HEIC photo, as iPhones take them").wait_for()
    assert dialog.get_by_text("Say what it shows to somebody who cannot see it").count() == 1
    assert editor.evaluate("document.activeElement.id") == "id_photo"
    described = dialog.locator("#id_photo").get_attribute("aria-describedby")
    assert described == "id_photo_helptext id_photo-fault"
    editor.keyboard.press("Escape")
    assert value(editor, "about") == before


def test_of_a_patient_what_they_agreed_to_is_asked_and_the_keyboard_is_enough(editor):  # noqa: F811
    dialog = chosen(editor, colour="pink")
    assert not dialog.get_by_label("Reference of the signed form").is_visible()
    dialog.get_by_label("What it shows").fill("A red cheek")
    editor.keyboard.press("Tab")
    editor.keyboard.type("Day 3 after needling")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Space")
    editor.keyboard.press("Tab")
    editor.keyboard.type("C-1")
    dialog.get_by_label("Signed on").fill("2026-01-05")
    dialog.get_by_label("Ends on").fill("2999-01-05")
    dialog.get_by_label("Device or product").fill("a needling pen")
    dialog.get_by_label("Sessions so far").fill("2")
    dialog.get_by_label("Days after").fill("3")
    dialog.get_by_label("This photo is not retouched").focus()
    editor.keyboard.press("Space")
    editor.keyboard.press("Enter")
    dialog.wait_for(state="hidden")

    words = value(editor, "about")
    assert "![A red cheek](patient-photo:" in words
    assert "After 2 sessions with a needling pen, 3 days after the last. Not retouched." in words


def test_without_an_answer_the_picture_can_be_sent_again(editor):  # noqa: F811
    dialog = chosen(editor)
    dialog.get_by_label("What it shows").fill("A lamp")
    dialog.get_by_label("Caption").fill("The lamp")
    editor.route("**/photos/add/", lambda route: route.abort())
    add(editor)
    dialog.get_by_text("The site does not answer").wait_for()
    editor.unroute("**/photos/add/")
    add(editor)
    dialog.wait_for(state="hidden")
    assert "![A lamp](photo:" in value(editor, "about")


def test_a_consent_that_ends_takes_the_photo_from_the_page_patients_read(enter, desk):  # noqa: F811
    eve = enter("eve.editor", f"/admin/drafts/{desk[6]}/")
    test_of_a_patient_what_they_agreed_to_is_asked_and_the_keyboard_is_enough(eve)
    saved(eve, "Saved at")
    frame = eve.frame_locator("iframe.preview")
    frame.get_by_alt_text("A red cheek").first.wait_for()
    digest = value(eve, "about").rsplit("patient-photo:", 1)[1][:64]

    nia = enter("nia.nurse", f"/admin/photos/{digest}/")
    nia.get_by_label("Why it ends now").fill("Asked by the patient")
    nia.get_by_role("button", name="End the consent").click()
    nia.get_by_text("shown on no page any more").wait_for()
    assert nia.locator("main img").count() == 0

    eve.reload()
    frame.get_by_text("shown only while the patient agrees").first.wait_for()
    assert frame.get_by_alt_text("A red cheek").count() == 0
    assert eve.request.get(f"/photos/{digest}.webp").status == 404


def test_axe_finds_no_fault_in_the_form_of_a_picture_with_all_its_fields_and_faults(editor, axe):  # noqa: F811
    dialog = chosen(editor, HEIC)
    dialog.get_by_label("It shows a patient").check()
    add(editor)
    dialog.get_by_text("Nothing was added yet").wait_for()
    editor.evaluate("document.querySelector('#leaving').hidden = false")
    editor.evaluate("document.querySelector('#leaving p').textContent = 'Two minutes.'")
    assert faults(editor, axe) == []
    editor.keyboard.press("Escape")
    assert editor.evaluate(RUN, RULES) == []
