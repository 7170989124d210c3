"""Wrong passwords, so many and no more, and which may be chosen."""

import pytest
from django.test import Client

from procedures.patients.answers.visitors import client_address
from procedures.vocabulary import Role
from tests.clinic import make_person
from tests.staff.conftest import with_role
from tests.staff.people.conftest import PASSWORD, SIGN_IN, password

pytestmark = pytest.mark.django_db


def test_the_fifth_wrong_password_locks_the_name_from_that_address_for_a_while(client, eve, clock):
    answers = [password(client, eve, "wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]

    answer = password(client, eve)

    assert answer.status_code == 429
    assert "tried again in 15 minutes" in answer.content.decode()
    assert answer.headers["Retry-After"] == "900"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert password(elsewhere, eve).status_code == 302
    assert password(client, with_role(make_person("ida"), Role.EDITOR)).status_code == 200
    clock.on(minutes=16)
    assert password(client, eve).status_code == 302


def test_a_right_password_begins_the_count_anew(client, eve):
    for _ in range(3):
        assert [password(client, eve, "wrong").status_code for _ in range(4)] == [200] * 4
        assert password(client, eve).status_code == 302
        client.post("/admin/sign-out/")


def test_at_an_open_screen_passwords_are_not_guessed_either(client, eve):
    password(client, eve)
    for _ in range(5):
        answer = client.post("/admin/me/second-step/codes/", {"password": "wrong"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        ([], "192.0.2.1", "", "192.0.2.1"),
        ([], "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (["10.0.0.1"], "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.1"], "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "rubbish", "10.0.0.1"),
        (["10.0.0.1"], "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (["10.0.0.1"], "", "203.0.113.9", None),
        (["::1"], "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_what_a_request_says_of_its_way_is_believed_of_our_proxies_alone(
    rf, settings, trusted, remote, forwarded, found
):
    settings.TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = rf.get("/", REMOTE_ADDR=remote, headers=headers)
    assert client_address(request) == found


def test_no_client_gets_round_the_lock_by_naming_other_addresses(client, eve):
    for number in range(5):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = client.post(
            SIGN_IN, {"username": eve.username, "password": "wrong"}, headers=headers
        )
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("short words", "at least 12 characters"),
        ("password12345", "too common"),
        ("eve.editor.12", "too similar"),
        ("all small letters here", ""),
        ("x" * 60 + " and more words than anybody types by hand", ""),
        ("пароль из слов, каких мало", ""),
    ],
)
def test_passwords_are_long_and_rare_and_nothing_else(client, eve, typed, said):
    password(client, eve)
    sent = {"old_password": PASSWORD, "new_password1": typed, "new_password2": typed}
    answer = client.post("/admin/me/password/", sent)
    assert answer.status_code == (400 if said else 302)
    assert said in answer.content.decode()
    eve.refresh_from_db()
    assert eve.check_password(PASSWORD if said else typed)
