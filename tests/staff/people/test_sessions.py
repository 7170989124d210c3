"""How long somebody stays signed in."""

import pytest

from tests.staff.people.conftest import CODE, SIGN_IN, is_in, password, shown
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db


def test_after_half_an_hour_without_doing_anything_one_is_signed_out(client, eve, clock):
    password(client, eve)
    for _ in range(3):
        clock.on(minutes=29)
        assert is_in(client)
    clock.on(minutes=30)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [(f"{SIGN_IN}?next=/admin/", 302)]
    assert told(answer)[0].startswith("You were signed out, because nothing was done")


def test_after_eight_hours_one_is_signed_out_whatever_one_did(client, eve, clock):
    password(client, eve)
    for _ in range(19):
        clock.on(minutes=25)
        assert is_in(client)
    clock.on(minutes=5)
    assert not is_in(client)


def test_what_was_typed_when_the_time_was_over_is_given_back(client, eve, clock):
    password(client, eve)
    clock.on(minutes=31)
    answer = client.post("/admin/new/", {"title": "Chemical peel", "slug": "peel"})
    assert answer.status_code == 403
    assert 'value="Chemical peel"' in answer.content.decode()


def test_a_page_that_asks_how_long_is_left_changes_nothing_and_a_press_does(client, eve, clock):
    password(client, eve)
    clock.on(minutes=28)
    left = client.get("/admin/stay/left/").json()
    assert left == {"left": 120, "longest": 27_120}
    clock.on(minutes=1)
    assert client.get("/admin/stay/left/").json()["left"] == 60

    assert client.post("/admin/stay/").json()["left"] == 1800

    clock.on(minutes=29)
    assert is_in(client)


def test_once_it_is_over_a_page_that_asks_is_told(client, eve, clock):
    password(client, eve)
    clock.on(minutes=31)
    headers = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get("/admin/stay/left/", headers=headers).status_code == 403


def test_signing_in_makes_a_new_session_at_each_step(client, nia, phone):
    seen = []
    client.get(SIGN_IN)
    for act in (lambda: password(client, nia), lambda: client.post(CODE, {"code": shown(nia)})):
        act()
        seen.append(client.session.session_key)
    assert len(set(seen)) == 2
