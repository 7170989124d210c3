"""An editor that shows how its section looks, and does nothing else that it came with."""

import re

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import get_resolver
from markdownx import settings as shipped

from procedures.models import Version
from procedures.staff.writing import sections
from procedures.staff.writing.fields import EDITORS
from tests.clinic import make_draft, make_published, make_submitted
from tests.staff.test_editor import XHR
from tests.text.showing.test_page import Markup
from tests.text.test_hostile import ELEMENTS, ODD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


def look(browser, version, name, words=None, of=""):
    address = f"/admin/drafts/{version.pk}/sections/{name}/{of}"
    return browser.post(address, {} if words is None else {"content": words}, headers=XHR)


def section(page, name):
    """A section of a page as it stands there."""
    found = re.search(rf'<section class="[a-z ]+" id="{name}".*?</section>', page, re.DOTALL)
    return found and found[0]


def test_each_section_looks_as_on_the_page_patients_read(eve):
    version = make_draft()
    fields = version.manuscript.fields
    page = eve.get(f"/admin/texts/{version.pk}/preview/").content.decode()
    # The way on to the planner is the page's, not a word of the section.
    page = re.sub(
        r'<ul class="links">\s*<li><a href="[a-z/-]+/recovery/">.+</a></li>\s*</ul>\s*', "", page
    )

    for name in EDITORS:
        shown = look(eve, version, name, fields[name]).content.decode()
        if name == "summary":
            (words,) = re.findall(r"<p>.*</p>", shown)
            assert words in page
        elif fields[name] and name != "sources":
            assert section(page, name) in shown, name


def test_a_section_that_cannot_be_shown_says_what_is_wrong_with_it(eve):
    version = make_draft()

    shown = look(eve, version, "recovery", "### Day 1\n\n### Day 1\n\nRest.").content.decode()

    assert "Line 1: nothing under “### Day 1”" in shown
    assert "Line 3: “### Day 1” stands here a second time" in shown


def test_a_section_that_cites_sources_which_are_out_of_order_says_so(eve):
    version = make_draft()
    version.manuscript.fields["sources"] = "7. No."
    version.manuscript.save()

    assert "Mend “Sources” first" in look(eve, version, "pros", "- A").content.decode()


@pytest.mark.parametrize("words", [None, "", "  \n"])
def test_an_editor_without_words_says_that_nothing_is_written(eve, words):
    answer = look(eve, make_draft(), "pros", words)

    assert answer.status_code == 200
    assert "Nothing is written here yet." in answer.content.decode()


def test_the_answer_says_to_which_question_it_belongs(eve):
    assert 'data-of="7"' in look(eve, make_draft(), "pros", "- A", "?of=7").content.decode()


@pytest.mark.uncounted
def test_nothing_that_is_written_becomes_markup(eve, monkeypatch):
    monkeypatch.setattr(sections, "MOST_A_MINUTE", 10_000)
    version = make_draft()
    for name, before in (("about", ""), ("at-a-glance", "- Device: "), ("sources", "1. ")):
        plain = look(eve, version, name, f"{before}Plain words.")
        ours = set(Markup(plain.content.decode()).faults)
        for payload in [*ELEMENTS, *ODD]:
            answer = look(eve, version, name, f"{before}{payload}")
            assert {*Markup(answer.content.decode()).faults} <= ours, (name, payload)


def test_a_section_that_is_too_long_is_not_looked_at(eve):
    answer = look(eve, make_draft(), "pros", "a" * 20_001)

    assert answer.status_code == 413
    said = "The most that “Pros” may have is 20,000 characters, and this has 20,001. Shorten it."
    assert answer.content.decode() == said
    assert look(eve, make_draft(), "pros", "a" * 20_000).status_code == 200


def test_who_asks_more_often_than_anybody_types_is_asked_to_wait(eve, ida, monkeypatch):
    version = make_draft()
    monkeypatch.setattr(sections, "MOST_A_MINUTE", 2)

    answers = [look(eve, version, "pros", "- A").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert look(eve, version, "pros", "- A").headers["Retry-After"] == "60"
    assert look(ida, version, "pros", "- A").status_code == 200


def test_a_minute_that_ends_meanwhile_refuses_nobody(eve, monkeypatch):
    def ended(key):
        raise ValueError(f"Key {key!r} not found")

    monkeypatch.setattr(caches["default"], "incr", ended)

    assert look(eve, make_draft(), "pros", "- A").status_code == 200


def test_a_form_of_editors_may_ask_at_least_120_times_a_minute():
    assert sections.MOST_A_MINUTE >= 120


@pytest.mark.parametrize(
    ("name", "status"), [("title", 404), ("none", 404), ("pros", 200)], ids=str
)
def test_only_what_is_written_in_markdown_is_shown(eve, name, status):
    assert look(eve, make_draft(), name, "- A").status_code == status


def test_a_text_that_has_no_form_has_no_editors_either(eve, folder):
    folder.version(1)
    folder.load(publish=False)

    assert look(eve, Version.objects.get(), "pros", "- A").status_code == 404


def test_who_may_not_write_is_told_so_in_a_sentence(nia):
    version = make_submitted()

    for browser, said in (
        (nia, "Your role does not allow this."),
        (Client(), "You are no longer signed in."),
        (Client(enforce_csrf_checks=True), "This form is older than your sign-in."),
    ):
        answer = look(browser, version, "pros", "- A")
        assert answer.status_code == 403
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.content.decode() == said


def test_a_look_is_a_question_that_only_a_form_may_ask(eve):
    assert eve.get(f"/admin/drafts/{make_draft().pk}/sections/pros/").status_code == 405


def test_the_addresses_the_editor_came_with_are_not_there(eve):
    make_published()
    for path in ("/markdownx/markdownify/", "/markdownx/upload/", "/admin/markdownx/upload/"):
        answer = eve.post(path, {"content": "a"}, headers=XHR)
        assert answer.status_code in (404, 405), path
    assert shipped.MARKDOWNX_URLS_PATH == shipped.MARKDOWNX_UPLOAD_URLS_PATH == ""
    assert "markdownx.urls" not in str(get_resolver().url_patterns)
    assert not settings.MEDIA_ROOT.exists() or not [*settings.MEDIA_ROOT.rglob("markdownx")]


def test_each_section_of_a_draft_has_an_editor_and_each_asks_its_own_view(eve):
    version = make_draft()

    page = eve.get(f"/admin/drafts/{version.pk}/").content.decode()

    asked = re.findall(r'data-address="([^"]+)"', page)
    assert asked == [f"/admin/drafts/{version.pk}/sections/{name}/" for name in EDITORS]
    assert page.count('class="markdownx-editor"') == len(EDITORS)
    assert page.count('data-markdownx-upload-urls-path=""') == len(EDITORS)
    for name in EDITORS:
        assert f'role="region" aria-labelledby="look-{name} label-{name}"' in page
        assert f'id="look-{name}"' in page
        assert f'id="label-{name}"' in page
    assert 'class="markdownx"' not in page, "an editor asks before anybody looks"
