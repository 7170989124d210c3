"""How somebody comes to work here."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from procedures.staff.access.permissions import roles
from procedures.vocabulary import Role

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def invited(*asked):
    out = StringIO()
    call_command("invite", "eve.editor", "Eve", "Editor", *asked, stdout=out)
    return out.getvalue().split()[-1].removeprefix("http://127.0.0.1:8000")


def choose(address, password=PASSWORD):
    browser = Client()
    form = browser.get(address, follow=True)
    if not form.redirect_chain:
        return form
    typed = {"new_password1": password, "new_password2": password}
    return browser.post(form.redirect_chain[-1][0], typed)


def test_an_invited_person_chooses_a_password_and_signs_in(client):
    address = invited("editor", "reviewer")

    assert choose(address).headers["Location"] == "/admin/sign-in/"

    sent = {"username": "eve.editor", "password": PASSWORD}
    assert client.post("/admin/sign-in/", sent).headers["Location"] == "/admin/"
    assert roles(User.objects.get()) == {Role.EDITOR, Role.REVIEWER}


def test_a_link_works_once(client):
    address = invited("editor")
    choose(address)

    assert "used already" in choose(address).content.decode()


@pytest.mark.parametrize("password", ["short", "administrator", "eve.editor12"])
def test_a_password_that_is_easily_guessed_is_refused(password):
    answer = choose(invited("editor"), password)

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()


def test_who_has_an_account_is_given_another_role_and_keeps_the_password(client):
    choose(invited("editor"))

    invited("site_manager")

    assert roles(User.objects.get()) == {Role.SITE_MANAGER}
    assert User.objects.get().check_password(PASSWORD)
