"""What being signed in is worth, and what is kept of those who no longer are."""

import re

import pytest
from django.test import Client

from procedures.models import Step
from procedures.staff.access.permissions import Action
from procedures.vocabulary import Role
from tests.clinic import make_draft, make_person, make_published
from tests.staff.conftest import with_role
from tests.staff.test_editor import form, send, words

pytestmark = pytest.mark.django_db


def test_a_form_for_the_whole_site_is_written_down_without_a_procedure(nia):
    assert nia.post("/admin/new/", {"title": "A"}).status_code == 403

    step = Step.objects.get()
    assert (step.procedure, step.note) == (None, Action.WRITE.label)


def test_an_expired_sign_in_loses_nothing_that_was_typed(eve):
    version = make_draft()
    sent = form(eve, version, pros="- Typed\n- for an hour")
    eve.logout()

    answer = send(eve, version, sent)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nothing you typed is lost" in page
    kept = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page))
    assert kept["pros"] == "- Typed\n- for an hour"
    eve.force_login(make_person())
    send(eve, version, kept)
    assert words(version, "pros") == "- Typed\n- for an hour"
    again = Client().post(
        f"/admin/drafts/{version.pk}/", sent, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert again.content.decode() == "You are no longer signed in."


def test_a_form_older_than_the_sign_in_is_given_back(eve):
    version = make_draft()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person())

    answer = send(browser, version, {"pros": "- Typed", "csrfmiddlewaretoken": "old"})

    assert answer.status_code == 403
    assert "older than your sign-in" in answer.content.decode()
    assert 'name="pros" value="- Typed"' in answer.content.decode()
    assert answer.content.decode().count("csrfmiddlewaretoken") == 2


def test_somebody_signs_in_with_a_password_and_out_again(client):
    person = with_role(make_person(), Role.EDITOR)
    person.set_password("correct horse battery")
    person.save()
    assert client.get("/admin/sign-in/").status_code == 200
    wrong = client.post("/admin/sign-in/", {"username": "eve.editor", "password": "x"})
    assert "do not go together" in wrong.content.decode()

    asked = {"username": "eve.editor", "password": "correct horse battery", "next": "/admin/new/"}
    assert client.post("/admin/sign-in/", asked).headers["Location"] == "/admin/new/"

    assert "Eve Editor" in client.get("/admin/").content.decode()
    client.post("/admin/sign-out/")
    assert client.get("/admin/").status_code == 302


def test_an_answer_to_staff_is_compressed_as_the_browser_takes_it(eve):
    for coding in ("br", "gzip"):
        answer = eve.get("/admin/", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in eve.get("/admin/").headers


def test_patients_pages_neither_know_nor_say_who_is_signed_in(eve, client):
    make_published()

    signed_in_, anybody = (one.get("/procedures/microneedling/") for one in (eve, client))

    assert signed_in_.content == anybody.content
    assert not signed_in_.cookies
    assert "Cookie" not in signed_in_.headers.get("Vary", "")


def test_the_styles_of_staff_are_not_sent_to_patients(eve):
    page = eve.get("/admin/").content.decode()

    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert ".rows" in eve.get(address).content.decode()


def test_who_is_signed_in_has_no_session_on_patients_pages(eve):
    make_published()

    at_work = eve.get("/admin/").wsgi_request
    reading = eve.get("/procedures/microneedling/").wsgi_request

    for name in ("session", "user", "_messages"):
        assert hasattr(at_work, name), name
        assert not hasattr(reading, name), name
