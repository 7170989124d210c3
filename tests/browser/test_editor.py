"""The editor of a section in a real browser: what django-markdownx does there, and what it no
longer does."""

import pytest

from tests.browser.test_staff import desk, enter, saved  # noqa: F401

#: What the browser asked while the page was open.
ASKED = """() => performance.getEntriesByType("resource").map(one => new URL(one.name).pathname)
.filter(path => path.includes("/sections/"))"""
#: A drop or a paste of a file, as a person makes it; whether the browser was left to do its own.
HAND_OVER = """([selector, type, kind]) => {
  const data = new DataTransfer();
  if (kind === "file") data.items.add(new File(["x"], "red.png", { type: "image/png" }));
  else data.setData("text/plain", "words");
  const options = { bubbles: true, cancelable: true };
  const event = type === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: data })
    : new DragEvent(type, { ...options, dataTransfer: data });
  return document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def editor(enter, desk):  # noqa: F811
    """The form of a draft."""
    page = enter("eve.editor", f"/admin/drafts/{desk[6]}/")
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.accept()))
    return page


def look(page, name):
    """How a section looks, once its reader has opened that."""
    page.locator(f"#look-{name}").click()
    shown = page.locator(f"#field-{name} .markdownx-preview")
    shown.locator("[data-of]").wait_for()
    return shown


def value(page, name):
    return page.locator(f"#id-{name}").input_value()


def test_nothing_is_asked_before_somebody_looks_and_then_only_of_that_section(editor):
    editor.focus("#id-pros")
    editor.wait_for_timeout(700)
    assert editor.evaluate(ASKED) == []

    shown = look(editor, "pros")

    assert [path.split("/")[-2] for path in editor.evaluate(ASKED)] == ["pros"]
    assert shown.locator("li").count() > 0


def test_typing_forty_characters_asks_once(editor):
    look(editor, "cons")
    before = len(editor.evaluate(ASKED))

    editor.locator("#id-cons").press_sequentially("\n- " + "forty characters " * 2, delay=20)
    editor.locator("#field-cons .markdownx-preview", has_text="forty characters forty").wait_for()

    assert len(editor.evaluate(ASKED)) == before + 1


def test_every_key_does_what_it_does_in_other_boxes(editor):
    look(editor, "about")
    before = value(editor, "about")
    box = editor.locator("#id-about")

    box.focus()
    for key in ("Control+d", "Control+[", "Control+]", "Meta+d"):
        editor.keyboard.press(key)
    editor.keyboard.press("Tab")

    assert value(editor, "about") == before
    assert editor.evaluate("document.activeElement.id") == "look-about"
    editor.keyboard.press("Shift+Tab")
    assert editor.evaluate("document.activeElement.id") == "id-about"


def test_one_key_undoes_what_a_button_put_there(editor):
    before = value(editor, "sources")
    look(editor, "sources")

    editor.get_by_role("button", name="Add a source").click()
    assert value(editor, "sources").endswith("<https://>")

    editor.keyboard.press("Control+z")
    assert value(editor, "sources") == before


def test_a_late_answer_does_not_replace_a_newer_one(editor):
    shown = look(editor, "pros")
    held = []

    def hold(route):
        held.append(route)
        if (
            "words early" in (route.request.post_data or "")
            and "late" not in route.request.post_data
        ):
            return
        route.continue_()

    editor.route("**/sections/pros/**", hold)
    editor.locator("#id-pros").fill("- words early")
    editor.wait_for_timeout(900)
    editor.locator("#id-pros").fill("- words early and late")
    shown.get_by_text("words early and late").wait_for()
    (first, *_) = held
    with editor.expect_response("**/sections/pros/**"):
        first.continue_()
    editor.wait_for_timeout(300)

    assert shown.inner_text().strip().endswith("words early and late")


def test_markup_that_is_typed_stays_words(editor):
    shown = look(editor, "questions-to-ask")
    editor.locator("#id-questions-to-ask").fill("- Why <img src=x onerror=alert(1)>?")
    shown.get_by_text("This could not be shown yet").wait_for()

    assert shown.locator("img").count() == 0
    assert editor.dialogs == []


@pytest.mark.parametrize("act", ["drop", "paste"])
def test_a_file_opens_the_form_of_a_picture_and_words_are_taken(editor, act):
    before = value(editor, "about")

    assert not editor.evaluate(HAND_OVER, ["#id-about", act, "file"])
    assert editor.locator("#picture").is_visible()
    assert editor.evaluate("document.querySelector('#id_photo').files[0].name") == "red.png"
    editor.get_by_role("button", name="Cancel").click()

    editor.locator("#picture").wait_for(state="hidden")
    editor.locator("#id-about:focus").wait_for()
    assert value(editor, "about") == before
    assert editor.evaluate(HAND_OVER, ["#id-about", act, "words"])


def test_a_file_where_no_picture_can_stand_is_refused_in_a_sentence(editor):
    before = value(editor, "at-a-glance")
    assert not editor.evaluate(HAND_OVER, ["#id-at-a-glance", "drop", "file"])
    saved(editor, "Pictures cannot stand in “At a glance”")
    assert value(editor, "at-a-glance") == before


def test_a_file_may_be_dropped_where_a_form_asks_for_one(editor):
    look(editor, "about")
    editor.evaluate(
        "document.querySelector('#editor').insertAdjacentHTML('beforeend', "
        "'<input type=file id=file>')"
    )

    assert editor.evaluate(HAND_OVER, ["#file", "drop", "file"])


def test_an_editor_that_comes_later_shows_its_words_too(editor):
    look(editor, "pros")
    editor.evaluate("""() => {
      const copy = document.querySelector("#field-pros").cloneNode(true);
      copy.id = "later";
      copy.querySelector(".markdownx-preview").replaceChildren();
      copy.querySelector("details").open = false;
      document.querySelector("#editor").append(copy);
    }""")

    editor.locator("#later .section-editor summary").click()

    editor.locator("#later .markdownx-preview li").first.wait_for()


def test_who_is_signed_out_reads_a_sentence_and_not_a_page(editor):
    shown = look(editor, "pros")
    editor.context.clear_cookies()

    editor.locator("#id-pros").press("End")
    editor.locator("#id-pros").press_sequentially(" Words.")

    shown.get_by_text("This form is older than your sign-in.").wait_for()
    assert shown.locator("form").count() == 0


def test_buttons_put_well_formed_lines_where_they_belong(editor):
    facts = editor.locator("#field-at-a-glance")
    facts.get_by_label("Fact to add").select_option("Device")
    facts.get_by_role("button", name="Add this fact").click()
    editor.keyboard.type("a pen")
    assert value(editor, "at-a-glance").endswith("- Device: a pen")

    editor.locator("#id-recovery").fill("### Day 1\n\nRest.\n\n### Month 1\n\nWait.")
    stage = editor.locator("#field-recovery")
    stage.get_by_label("Stage to add").select_option("Week")
    stage.get_by_label("First day").fill("1")
    stage.get_by_label("Last day").fill("2")
    stage.get_by_role("button", name="Add this stage").click()
    editor.keyboard.type("Walk.")
    wanted = "### Day 1\n\nRest.\n\n### Weeks 1 to 2\n\nWalk.\n\n### Month 1\n\nWait."
    assert value(editor, "recovery") == wanted
    stage.get_by_role("button", name="Add this stage").click()
    assert value(editor, "recovery") == wanted, "a stage that is there is not added twice"

    editor.locator("#id-side-effects").fill("### Common\n\nRed skin")
    editor.get_by_role("button", name="Rare but serious").click()
    editor.get_by_role("button", name="Less common").click()
    order = ["### Common", "### Less common", "### Rare but serious"]
    found = [line for line in value(editor, "side-effects").split("\n") if line.startswith("#")]
    assert found == order

    editor.locator("#id-pros").fill("- Quick")
    editor.locator("#field-pros").get_by_role("button", name="Cite").click()
    assert value(editor, "pros") == "- Quick [1]"
    saved(editor)


def test_what_is_wrong_is_told_beside_the_field_and_the_page_stays_as_it_was(enter, desk):  # noqa: F811
    editor = enter("eve.editor", f"/admin/drafts/{desk[7]}/")
    frame = editor.frame_locator("iframe.preview")
    frame.locator("h1").wait_for()
    before = value(editor, "recovery")
    editor.locator("#id-recovery").fill("### Day 1")

    saved(editor, "mend: Recovery")
    assert "nothing under" in editor.locator("#faults-recovery").inner_text()
    assert editor.locator("#unshown").is_visible()
    assert "Not ready" not in frame.locator("h1").inner_text()

    editor.locator("#id-recovery").fill(before)
    editor.locator("#faults-recovery").wait_for(state="hidden")
    editor.locator("#unshown").wait_for(state="hidden")


def test_the_page_is_seen_at_the_width_of_a_phone_or_of_a_laptop(editor):
    width = "frame => frame.contentWindow.innerWidth"
    frame = editor.locator("iframe.preview")
    editor.set_viewport_size({"width": 1440, "height": 900})
    assert 300 <= frame.evaluate(width) <= 430

    editor.get_by_role("button", name="Laptop").click()

    assert frame.evaluate(width) == 1280
    assert editor.get_by_role("button", name="Laptop").get_attribute("aria-pressed") == "true"
    assert frame.bounding_box()["width"] < 1000
    editor.get_by_role("button", name="Phone").click()
    assert frame.evaluate(width) <= 430


def test_what_is_typed_while_the_words_before_are_saved_is_saved_too(editor):
    held = []
    editor.route(
        "**/admin/drafts/*/",
        lambda route: (held.append(route), len(held) > 1 and route.continue_()),
    )
    box = editor.locator("#id-what-is-not-known")
    box.fill("Nobody knows")
    saved(editor, "Saving…")
    box.press_sequentially(" how long it lasts.")
    editor.wait_for_timeout(1_200)
    held[0].continue_()

    for _ in range(50):
        if editor.locator("[name=base-what-is-not-known]").input_value() == box.input_value():
            break
        editor.wait_for_timeout(100)
    assert box.input_value() == "Nobody knows how long it lasts."
    assert len(held) == 2
    editor.reload()
    assert box.input_value() == "Nobody knows how long it lasts."


def test_a_save_that_found_no_answer_is_tried_again_by_itself(editor):
    editor.context.set_offline(True)
    editor.locator("#id-other-options").fill("- Doing nothing.")
    saved(editor, "does not answer")
    editor.context.set_offline(False)

    saved(editor, "Saved at")


def test_the_checks_and_the_grades_are_told_as_one_types(editor):
    advice = editor.locator("#field-cons .checks")
    editor.locator("#id-cons").fill(
        "- Considerable discomfort invariably accompanies it.\n- Your skin may show erythema."
    )

    advice.get_by_text("to look at").wait_for()
    advice.locator("summary").click()
    advice.get_by_text("“erythema”").wait_for()
    assert "line 2" in advice.inner_text()
    assert "Reads at grade" in advice.locator("summary").inner_text()

    editor.locator("#id-cons").fill("- It may hurt.\n- Your skin may be red.")
    advice.get_by_text("“erythema”").wait_for(state="detached")
    assert advice.evaluate("box => box.open"), "what one has opened stays open"
