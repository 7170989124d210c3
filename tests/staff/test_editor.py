"""Writing a page: what is typed is kept, whoever else types and whatever happens meanwhile."""

import re

import pytest

from procedures.editorial import drafting, lifecycle
from procedures.models import Conflict, Manuscript, Procedure, Version
from procedures.vocabulary import Status
from tests.clinic import NOW, TODAY, make_draft, make_person, make_published, make_submitted

pytestmark = pytest.mark.django_db

XHR = {"X-Requested-With": "XMLHttpRequest"}


def form(browser, version, **typed):
    """What the form of a draft sends, with some fields typed in."""
    page = browser.get(f"/admin/drafts/{version.pk}/").context
    sent = {"editor": page["editor"]}
    for field in page["fields"]:
        sent[f"base-{field.shown.name}"] = field.base
        sent[field.shown.name] = field.words.replace("\n", "\r\n")
    return sent | typed


def send(browser, version, sent, **options):
    return browser.post(f"/admin/drafts/{version.pk}/", sent, **options)


def told(answer):
    """What the page says at its top, after every redirect."""
    words = answer.content.decode()
    return re.findall(r'<p class="message"[^>]*>\s*([^<]*?)\s*<', words)


def words(version, name):
    return Manuscript.objects.get(version=version).fields[name]


def test_a_page_from_nothing_to_a_draft(eve):
    answer = eve.post("/admin/new/", {"title": "Chemical peel", "slug": "chemical-peel"})

    version = Version.objects.get()
    assert answer.headers["Location"] == f"/admin/drafts/{version.pk}/"
    assert words(version, "title") == "Chemical peel"
    assert "Chemical peel" in eve.get("/admin/").content.decode()
    assert eve.get("/admin/new/").status_code == 200


@pytest.mark.parametrize(
    ("slug", "said"),
    [("Chemical Peel", "small letters"), ("", "small letters"), ("microneedling", "already")],
)
def test_an_address_that_cannot_be_is_refused_and_the_title_kept(eve, slug, said):
    make_published()

    answer = eve.post("/admin/new/", {"title": "Chemical peel", "slug": slug})

    assert answer.status_code == 400
    assert said in told(answer)[0]
    assert 'value="Chemical peel"' in answer.content.decode()
    assert Procedure.objects.count() == 1


def test_editing_a_published_page_opens_a_draft_copied_from_it(eve):
    page = make_published()

    answer = eve.post("/admin/procedures/microneedling/begin/", {"from": page.pk}, follow=True)

    assert "Microneedling pricks the skin" in answer.content.decode()
    assert answer.context["version"].base == page


def test_a_page_of_nothing_begins_empty_and_removed_words_are_not_copied(eve):
    make_draft()
    eve.post("/admin/procedures/microneedling/begin/")
    assert words(Version.objects.latest("pk"), "summary") == ""
    page = make_published(slug="peel")
    lifecycle.withdraw(page, by=make_person(), at=NOW, reason="Recall")
    lifecycle.redact(page, at=NOW, removed="A name", reason="It named a person.")

    answer = eve.post("/admin/procedures/peel/begin/", {"from": page.pk}, follow=True)

    assert "Nothing is left to copy" in told(answer)[0]


def test_what_is_typed_is_saved_and_a_save_of_nothing_says_so(eve):
    version = make_draft()

    answer = send(eve, version, form(eve, version, pros="- It\r\n- heals"), follow=True)
    assert told(answer) == ["Saved."]
    assert words(version, "pros") == "- It\n- heals"

    answer = send(eve, version, form(eve, version), follow=True)
    assert told(answer) == ["Nothing had changed."]


def test_a_fault_is_told_beside_its_field(eve):
    version = make_draft()

    answer = send(eve, version, form(eve, version, recovery="### Day 1\n\nRed [9]."), follow=True)

    page = answer.content.decode()
    assert re.search(r'id="faults-recovery">\s*<li>Line 3: citation \[9\] has no source', page)
    preview = eve.get(f"/admin/texts/{version.pk}/preview/").content.decode()
    assert "Not ready to show" in preview
    assert f"/admin/drafts/{version.pk}/#field-recovery" in preview


def test_two_editors_of_two_sections_both_find_their_words(eve, ida):
    version = make_draft()
    mine, hers = form(eve, version, pros="- Eve"), form(ida, version, cons="- Ida")

    send(eve, version, mine)
    answer = send(ida, version, hers, follow=True)

    assert told(answer) == ["Saved."]
    assert (words(version, "pros"), words(version, "cons")) == ("- Eve", "- Ida")


def test_two_editors_of_one_section_join_their_words(eve, ida):
    version = make_draft()
    was = words(version, "pros")
    mine, hers = form(eve, version, pros="- Eve"), form(ida, version, pros="- Ida")
    send(eve, version, mine)

    answer = send(ida, version, hers | {"then": "submit"}, follow=True)

    assert told(answer) == ["Somebody else changed the same words. Join them below."]
    page = answer.content.decode()
    for text in (was, "- Eve", "- Ida", "Ida Ibsen changed the same words"):
        assert text in page
    conflict = Conflict.objects.get()
    send(ida, version, form(ida, version, pros="- Eve\n- Ida", settles=conflict.pk))
    assert words(version, "pros") == "- Eve\n- Ida"
    assert not Conflict.objects.exists()


def test_a_script_is_told_what_is_stored_and_what_is_in_the_way(eve, ida):
    version = make_draft()
    hers = form(ida, version, pros="- Ida")
    send(eve, version, form(eve, version, pros="- Eve"))

    answer = send(ida, version, hers | {"title": ""}, headers=XHR).json()

    assert answer["fields"]["pros"] == "- Eve"
    assert answer["revision"] == 3
    assert [one["field"] for one in answer["conflicts"]] == ["pros"]
    assert [one["field"] for one in answer["faults"]] == ["title"]


def test_a_field_that_says_not_what_it_was_based_on_changes_nothing(eve):
    version = make_draft()

    send(eve, version, {"pros": "- Forged", "settles": ["x", "9" * 30]})

    assert words(version, "pros") != "- Forged"


def test_words_sent_after_the_draft_went_for_review_wait_beside_it(eve, ida):
    version = make_draft()
    late = form(ida, version, pros="- Late")
    drafting.submit(version, by=make_person(), at=NOW, today=TODAY)

    answer = send(ida, version, late, follow=True)
    again = send(ida, version, late, headers=XHR)

    assert "was sent for review. Take it back to go on writing. What you typed" in told(answer)[0]
    assert (again.status_code, again.json()["refused"][:10]) == (409, "This draft")
    assert Conflict.objects.get().words == "- Late"
    assert "Take it back" in eve.get(f"/admin/drafts/{version.pk}/").content.decode()


def test_a_draft_is_sent_for_review_or_says_what_is_missing(eve):
    version = make_draft(slug="peel")
    answer = send(eve, version, form(eve, version, title="", then="submit"), follow=True)
    assert "There is one thing to mend" in told(answer)[0]

    sent = form(eve, version, title="Peel", then="submit")
    answer = send(eve, version, sent, follow=True)

    assert told(answer) == ["Sent for review."]
    assert Version.objects.get().status == Status.IN_REVIEW


def test_a_draft_is_discarded_and_brought_back(eve):
    version = make_draft(title="Needling")

    answer = eve.post(f"/admin/drafts/{version.pk}/discard/", follow=True)
    assert "You can bring it back" in told(answer)[0]
    assert "Bring back" in answer.content.decode()

    answer = eve.post(f"/admin/drafts/{version.pk}/bring-back/", follow=True)
    assert "every word" in told(answer)[0]

    answer = eve.post(f"/admin/drafts/{version.pk}/take-back/", follow=True)
    assert "cannot become draft" in told(answer)[0]


def test_a_text_is_taken_back_from_review(eve):
    version = make_submitted()

    answer = eve.post(f"/admin/drafts/{version.pk}/take-back/", follow=True)

    assert "Go on writing" in told(answer)[0]
    assert Version.objects.get().status == Status.DRAFT


def test_a_draft_is_joined_with_what_was_published_meanwhile(eve):
    version = make_draft()
    answer = eve.post(f"/admin/drafts/{version.pk}/update/", follow=True)
    assert "is up to date" in told(answer)[0]
    make_published()

    answer = eve.post(f"/admin/drafts/{version.pk}/update/", follow=True)

    assert told(answer)[0] == "Joined with what patients read now."


def test_what_came_by_file_has_no_form(eve, folder):
    folder.version(1)
    folder.load(publish=False)

    answer = eve.get(f"/admin/drafts/{Version.objects.get().pk}/", follow=True)

    assert "came by file" in told(answer)[0]
