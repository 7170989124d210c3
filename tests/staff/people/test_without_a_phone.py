"""What is done where a phone is lost, and for somebody who leaves."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.models import Procedure, Step
from procedures.vocabulary import Role, StepKind
from tests.clinic import make_draft, make_person
from tests.staff.conftest import signed_in, with_role
from tests.staff.people.conftest import (
    CODE,
    PASSWORD,
    RECOVER,
    SET_UP,
    is_in,
    password,
    shown,
)
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db


def test_without_the_phone_a_code_on_paper_lets_one_in_once(client, nia, phone):
    for count, typed in enumerate((phone[0].upper(), phone[1].replace("-", " ")), start=1):
        browser = Client()
        password(browser, nia)
        assert "No codes either?" in browser.get(RECOVER).content.decode()
        answer = browser.post(RECOVER, {"code": typed}, follow=True)
        assert answer.redirect_chain[-1][0] == "/admin/me/"
        left = f"{10 - count} recovery codes are left."
        assert told(answer)[0].startswith(left)
        assert is_in(browser)
    password(client, nia)
    assert client.post(RECOVER, {"code": phone[0]}).status_code == 400


def test_the_last_code_on_paper_is_told_as_one(client, nia, phone):
    StaticToken.objects.exclude(token__in=[one.replace("-", "") for one in phone[:2]]).delete()
    password(client, nia)
    answer = client.post(RECOVER, {"code": phone[0]}, follow=True)
    assert told(answer)[0].startswith("1 recovery code is left.")


def test_new_codes_end_those_before(client, nia, phone):
    password(client, nia)
    client.post(CODE, {"code": shown(nia)})
    page = client.post("/admin/me/second-step/codes/", {"password": PASSWORD}).content.decode()
    new = re.findall(r"<code>(\w{4}-\w{4})</code>", page)
    other = Client()
    password(other, nia)
    assert other.post(RECOVER, {"code": phone[3]}).status_code == 400
    StaticToken.objects.get(token=new[0].replace("-", ""))


def test_codes_on_paper_come_with_a_phone_and_are_nothing_without(client, eve, nia, phone):
    password(client, eve)
    answer = client.post("/admin/me/second-step/codes/", {"password": PASSWORD}, follow=True)
    assert told(answer) == ["Set up your phone first; codes come with it."]
    other = Client()
    password(other, nia)
    TOTPDevice.objects.all().delete()
    assert other.post(RECOVER, {"code": phone[0]}).url == SET_UP
    assert other.get(RECOVER).url == SET_UP


def test_a_phone_that_is_forgotten_between_password_and_code_is_told(client, nia, phone):
    password(client, nia)
    code = shown(nia)
    TOTPDevice.objects.all().delete()
    page = client.post(CODE, {"code": code}).content.decode()
    assert "No app is set up any more. Sign in again." in page


def test_whoever_has_no_codes_is_sent_to_a_site_manager(client, nia, phone):
    StaticToken.objects.all().delete()
    nia.staticdevice_set.all().delete()
    password(client, nia)
    page = client.post(RECOVER, {"code": "abcd-efgh"}).content.decode()
    assert "There are no recovery codes of yours. Ask a site manager." in page


def test_a_lost_phone_is_taken_no_more_and_another_is_set_up(client, nia, phone, settings):
    settings.SECOND_STEP_ROLES = ["reviewer"]
    open_still = Client()
    password(open_still, nia)
    open_still.post(CODE, {"code": shown(nia)})
    assert is_in(open_still)
    nia.email = "nia@clinic.example"
    nia.save()
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))

    answer = sam.post(f"/admin/people/{nia.pk}/forget/", follow=True)

    assert told(answer) == ["Their app and recovery codes are no longer taken."]
    assert not is_in(open_still), "who found the phone is out at once"
    (sent,) = mail.outbox
    assert sent.to == ["nia@clinic.example"]
    assert "set up your new phone" in sent.body
    assert password(client, nia).url == SET_UP
    note = Step.objects.filter(kind=StepKind.SECOND_STEP_CHANGED).last()
    assert (note.by_name, note.note) == (
        "Sam Steward",
        "Nia Nurse: app and recovery codes are no longer taken",
    )


def test_a_site_manager_does_not_forget_their_own(settings):
    settings.SECOND_STEP_ROLES = []
    me = with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER)
    answer = signed_in(me).post(f"/admin/people/{me.pk}/forget/", follow=True)
    assert told(answer) == ["Use a recovery code for your own, or ask another site manager."]


def test_a_new_link_does_not_get_round_the_phone(client, nia, phone, settings):
    settings.SECOND_STEP_ROLES = ["reviewer"]
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))
    page = sam.post(f"/admin/people/{nia.pk}/link/").content.decode()
    join = re.search('value="http://127.0.0.1:8000(/admin/join/[^"]+)"', page)[1]
    chosen = client.get(join).url
    new = {"new_password1": "four odd words here", "new_password2": "four odd words here"}
    client.post(chosen, new)
    assert password(client, nia, "four odd words here").url == CODE


def test_whoever_leaves_hands_over_first(eve, nia, settings):
    settings.SECOND_STEP_ROLES = []
    make_draft(by=nia, title="Chemical peel")
    Procedure.objects.update(reviewer=nia)
    una = with_role(make_person("una", "Una", "Usher"), Role.REVIEWER)
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))
    address = f"/admin/people/{nia.pk}/leaving/"
    page = sam.get(address).content.decode()
    assert "Nia Nurse leaves" in page
    assert "microneedling" in page
    assert "Chemical peel" in page

    sent = {"leaving": nia.pk, "page": "microneedling", "reviewer": una.pk}
    answer = sam.post("/admin/reviews/assign/", sent)

    assert answer.url == address
    assert Procedure.objects.get().reviewer == una
    sam.post(f"/admin/people/{nia.pk}/end/")
    assert not User.objects.get(pk=nia.pk).is_active
