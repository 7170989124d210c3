"""The server's clock is set back or on while people sign in and work."""

import pytest

from tests.staff.people.conftest import CODE, is_in, password, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", [{"hours": -1}, {"days": 1}], ids=["an hour back", "a day on"])
def test_a_clock_that_jumps_asks_to_sign_in_again_and_gives_back_what_was_typed(
    client, eve, clock, step
):
    password(client, eve)

    clock.on(**step)
    answer = client.post("/admin/new/", {"title": "Chemical peel", "slug": "peel"})

    assert answer.status_code == 403
    assert 'value="Chemical peel"' in answer.content.decode()
    password(client, eve)
    clock.on(minutes=29)
    assert is_in(client)
    clock.on(minutes=30)
    assert not is_in(client)


def test_a_session_of_a_day_to_come_is_over_once_the_clock_is_right(client, eve, clock):
    clock.on(days=1)
    password(client, eve)

    clock.on(days=-1)

    assert not is_in(client)


def test_a_clock_that_is_corrected_by_minutes_ends_no_session_and_makes_none_longer(
    client, eve, clock
):
    password(client, eve)
    clock.on(minutes=-10)
    assert is_in(client)
    clock.on(minutes=29)
    assert is_in(client)
    clock.on(minutes=30)
    assert not is_in(client)


def test_nobody_is_locked_out_until_a_day_to_come(client, eve, clock):
    clock.on(days=1)
    assert [password(client, eve, "wrong").status_code for _ in range(5)][-1] == 429

    clock.on(days=-1)

    assert password(client, eve).status_code == 302


def test_at_an_open_screen_nobody_is_locked_out_until_a_day_to_come_either(client, eve, clock):
    clock.on(days=1)
    for _ in range(5):
        password(client, eve, "wrong")
    clock.on(days=-1)
    client.force_login(eve)

    answer = client.post("/admin/me/second-step/off/", {"password": "correct horse battery"})

    assert answer.status_code == 302


def test_a_clock_that_is_corrected_by_minutes_lets_nobody_guess_on(client, eve, clock):
    for _ in range(5):
        password(client, eve, "wrong")

    clock.on(minutes=-10)
    assert password(client, eve).status_code == 429

    clock.on(minutes=26)
    assert password(client, eve).status_code == 302


def test_a_phone_is_not_refused_until_a_day_to_come(client, nia, phone, clock):
    """While the server's clock is wrong, the codes of every phone are."""
    right = shown(nia)
    clock.on(days=1)
    password(client, nia)
    assert [client.post(CODE, {"code": right}).status_code for _ in range(3)] == [400] * 3

    clock.on(days=-1)
    password(client, nia)

    assert client.post(CODE, {"code": shown(nia)}).status_code == 302
    assert is_in(client)


def test_a_password_given_on_a_day_to_come_is_asked_again(client, nia, phone, clock):
    clock.on(days=1)
    password(client, nia)

    clock.on(days=-1)

    answer = client.post(CODE, {"code": shown(nia)}, follow=True)
    assert "Begin again with your name and password." in answer.content.decode()
