"""Any two texts are compared, and any old one is begun from again."""

import pytest

from procedures.editorial import drafting
from procedures.models import Version
from tests.clinic import make_draft, make_published

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/procedures/microneedling/compare/"


def compared(browser, old, new):
    return browser.get(ADDRESS, {"from": old.pk, "to": new.pk})


def test_two_versions_are_compared_word_by_word(nia, django_assert_max_num_queries):
    first = make_published(words={"pros": "- You heal soon."})
    second = make_published(words={"pros": "- You heal late."})

    with django_assert_max_num_queries(8):
        page = compared(nia, first, second).content.decode()

    assert "soon" in page
    assert "late" in page
    assert "Nothing that patients read differs." in compared(nia, first, first).content.decode()


def test_a_draft_is_compared_once_it_could_be_shown(nia):
    page = make_published()
    draft = make_draft(words={"pros": "- You heal late."})
    assert "late" in compared(nia, page, draft).content.decode()
    unsound = make_draft(title="")

    for texts in ((page, unsound), (unsound, page)):
        assert "cannot be compared" in compared(nia, *texts).content.decode()


def test_a_choice_of_two_comes_first(nia):
    make_published()

    assert "Word by word" not in nia.get(ADDRESS, {"from": "x"}).content.decode()


def test_any_version_is_begun_from_again_as_a_new_draft(eve):
    first = make_published(words={"pros": "- You heal soon."})
    second = make_published(words={"pros": "- You heal late."})
    page = eve.get("/admin/procedures/microneedling/").content.decode()
    assert "Begin a draft from version 1" in page
    assert "Begin a draft from version 2" not in page

    eve.post("/admin/procedures/microneedling/begin/", {"from": first.pk})

    draft = Version.objects.latest("pk")
    assert drafting.words(draft)["pros"] == "- You heal soon."
    assert draft.base == second
