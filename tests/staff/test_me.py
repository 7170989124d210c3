"""What somebody says of themselves is what patients read under a review."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from procedures.models import Profile, Step
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/me/"
SAID = {
    "first_name": "Nia",
    "last_name": "Nurse-Jones",
    "job_title": "Nurse prescriber",
    "registration": "NMC 00A0000E",
    "email": "nia@clinic.example",
}


def test_details_are_kept_and_what_they_were_is_written_down(nia):
    assert 'value="Nurse"' in nia.get(ADDRESS).content.decode()

    assert told(nia.post(ADDRESS, SAID, follow=True)) == ["Kept."]
    assert told(nia.post(ADDRESS, SAID, follow=True)) == ["Nothing had changed."]

    who = User.objects.get()
    assert (who.last_name, who.email) == ("Nurse-Jones", "nia@clinic.example")
    assert Profile.objects.get().job_title == "Nurse prescriber"
    note = Step.objects.get().note
    assert "Last name: Nurse → Nurse-Jones" in note
    assert "Job title: (empty) → Nurse prescriber" in note


def test_details_that_lack_something_say_what(nia):
    answer = nia.post(ADDRESS, SAID | {"last_name": ""})

    assert answer.status_code == 400
    assert "This field is required." in answer.content.decode()
    assert User.objects.get().last_name == "Nurse"


def test_another_password_ends_what_is_open_elsewhere(nia):
    who = User.objects.get()
    who.set_password("correct horse battery")
    who.save()
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sent = {"username": who.username, "password": "correct horse battery"}
        assert browser.post("/admin/sign-in/", sent).headers["Location"] == "/admin/"
    typed = dict.fromkeys(("new_password1", "new_password2"), "staple battery horse")

    wrong = here.post(f"{ADDRESS}password/", {**typed, "old_password": "no"})
    assert wrong.status_code == 400
    assert 'class="errorlist"' in wrong.content.decode()
    asked = {**typed, "old_password": "correct horse battery"}
    answer = here.post(f"{ADDRESS}password/", asked, follow=True)

    assert told(answer) == ["Your password is changed. You are signed out everywhere else."]
    assert elsewhere.get(ADDRESS).status_code == 302
    assert Step.objects.get().note == "Password changed"
