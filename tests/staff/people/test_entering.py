"""How somebody comes in: a password, and a code of a phone."""

import re

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.models import Step
from procedures.vocabulary import Role, StepKind
from tests.staff.conftest import with_role
from tests.staff.people.conftest import (
    CODE,
    PASSWORD,
    RECOVER,
    SET_UP,
    SIGN_IN,
    is_in,
    password,
    shown,
)
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db


def test_a_reviewer_sets_up_a_phone_before_anything_else(client, nia, clock):
    answer = password(client, nia, next="/admin/reviews/")
    assert answer.url == SET_UP
    assert client.get("/admin/").url == f"{SIGN_IN}?next=/admin/"

    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    key = re.search('<code class="key">([A-Z2-7 ]+)</code>', page)[1]
    assert len(key.replace(" ", "")) == 32
    assert client.get(SET_UP).content.decode().count(key) == 1, "the key stays the same"
    page = client.post(SET_UP, {"code": shown(nia, confirmed=False)}).content.decode()

    codes = re.findall(r"<code>(\w{4}-\w{4})</code>", page)
    assert len(set(codes)) == 10
    assert 'href="/admin/reviews/"' in page
    assert is_in(client)
    kept = Step.objects.filter(kind=StepKind.SECOND_STEP_CHANGED).values_list("note", flat=True)
    assert list(kept) == ["Nia Nurse: app set up", "Nia Nurse: new recovery codes"]


def test_with_a_phone_it_takes_the_password_and_the_code(client, nia, phone):
    assert password(client, nia).url == CODE
    assert not is_in(client)
    assert "type the six digits it shows" in client.get(CODE).content.decode()

    assert client.post(CODE, {"code": shown(nia)}).url == "/admin/"

    assert is_in(client)


def test_the_code_alone_is_worth_nothing(client, nia, phone):
    for address in (CODE, SET_UP, RECOVER):
        assert client.post(address, {"code": shown(nia)}).url == SIGN_IN
        assert client.get(address).url == SIGN_IN
    assert not is_in(client)


def test_a_code_is_taken_once(client, nia, phone):
    code = shown(nia)
    password(client, nia)
    client.post(CODE, {"code": code})
    other = Client()
    password(other, nia)

    answer = other.post(CODE, {"code": code})

    assert answer.status_code == 400
    assert "was used already" in answer.content.decode()
    assert not is_in(other)


def test_wrong_codes_are_slowed_down(client, nia, phone, clock):
    password(client, nia)
    said = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(3)]
    assert "That code is not right" in said[0]
    assert "wrong too often" in said[1]
    assert "wrong too often" in client.post(CODE, {"code": shown(nia)}).content.decode()
    clock.on(minutes=1)
    assert client.post(CODE, {"code": shown(nia)}).status_code == 302


@pytest.mark.parametrize("typed", ["", "abcdef", "12345678901234567890", "１２３４５６"])
def test_what_is_no_code_is_refused(client, nia, phone, typed):
    password(client, nia)
    assert client.post(CODE, {"code": typed}).status_code == 400
    assert not is_in(client)


def test_a_password_that_waits_ten_minutes_for_its_code_is_asked_again(client, nia, phone, clock):
    password(client, nia)
    clock.on(minutes=11)
    answer = client.post(CODE, {"code": shown(nia)}, follow=True)
    assert answer.redirect_chain[-1][0] == SIGN_IN
    assert told(answer) == ["Begin again with your name and password."]


def test_a_password_changed_meanwhile_or_an_access_ended_lets_nobody_in(client, nia, phone):
    password(client, nia)
    nia.set_password("another horse battery")
    nia.save()
    assert client.post(CODE, {"code": shown(nia)}).url == SIGN_IN
    nia.set_password(PASSWORD)
    nia.is_active = False
    nia.save()
    assert client.post(CODE, {"code": shown(nia)}).url == SIGN_IN


def test_whoever_has_a_phone_set_up_is_not_shown_a_new_key(client, nia, phone):
    password(client, nia)
    assert client.get(SET_UP).url == CODE
    assert client.post(SET_UP, {"code": "1"}).url == CODE


def test_a_wrong_code_while_setting_up_is_said_and_the_key_stays(client, nia, clock):
    password(client, nia)
    key = re.search('class="key">([^<]+)<', client.get(SET_UP).content.decode())[1]
    answer = client.post(SET_UP, {"code": "000000"})
    assert answer.status_code == 400
    assert "That code is not right" in answer.content.decode()
    assert key in answer.content.decode()
    assert not is_in(client)


def test_an_editor_needs_no_phone_and_may_have_one(client, eve, clock):
    assert password(client, eve).url == "/admin/"
    page = client.get("/admin/me/").content.decode()
    assert "You sign in with your password alone" in page
    steps = "/admin/me/second-step/"
    assert "No camera?" in client.post(f"{steps}set-up/", {"password": PASSWORD}).content.decode()
    wrong = client.post(f"{steps}set-up/", {"code": "000000"})
    assert wrong.status_code == 400
    clock.on(minutes=1)
    page = client.post(f"{steps}set-up/", {"code": shown(eve, confirmed=False)}).content.decode()
    assert page.count("<code>") == 10
    assert is_in(client)
    other = Client()
    assert password(other, eve).url == CODE

    client.post(f"{steps}off/", {"password": PASSWORD})

    assert is_in(client)
    assert password(Client(), eve).url == "/admin/"


def test_a_session_from_before_the_phone_was_set_up_ends(client, eve, clock):
    old = Client()
    password(old, eve)
    password(client, eve)
    client.post("/admin/me/second-step/set-up/", {"password": PASSWORD})
    client.post("/admin/me/second-step/set-up/", {"code": shown(eve, confirmed=False)})
    assert is_in(client)
    answer = old.get("/admin/", follow=True)
    assert told(answer) == ["Sign in again: the codes of your phone have changed."]


def test_whoever_becomes_a_reviewer_signs_in_again_with_a_phone(client, eve):
    password(client, eve)
    with_role(eve, Role.EDITOR, Role.REVIEWER)
    answer = client.get("/admin/", follow=True)
    assert told(answer) == ["Sign in again: your role asks for a code of your phone as well."]
    assert password(client, eve).url == SET_UP


@pytest.mark.parametrize("verb", ["set-up", "codes", "off"])
def test_at_an_open_screen_nothing_of_it_is_changed_without_the_password(client, eve, verb):
    password(client, eve)
    for sent in ({}, {"password": "wrong"}, {"code": "123456"}):
        answer = client.post(f"/admin/me/second-step/{verb}/", sent, follow=True)
        assert told(answer) == ["That is not your password. Nothing was changed."]
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_a_reviewer_cannot_do_without(client, nia, phone):
    password(client, nia)
    client.post(CODE, {"code": shown(nia)})
    sent = {"password": PASSWORD}
    answer = client.post("/admin/me/second-step/off/", sent, follow=True)
    assert told(answer) == ["Your role asks for a second step, so it stays on."]
    assert "10 recovery codes are left" in answer.content.decode()
