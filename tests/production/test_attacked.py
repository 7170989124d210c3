"""What a machine meets sooner or later, while people read: nobody is to notice."""

import re
import time
from urllib.parse import urlencode

import pytest

from tests.production.asking import HOST, Readers, ask
from tests.production.conftest import PASSWORD

pytestmark = [pytest.mark.drill, pytest.mark.uncounted, pytest.mark.database]

PAGES = {
    "/procedures/microneedling/": "Microneedling",
    "/": "Chemical peel",
    "/procedures/peel/": "Chemical peel",
    "/about/": "Example Clinic",
}


@pytest.fixture(scope="module")
def eve(machine):
    """The cookies of an editor who has signed in."""
    door = ask(machine.secure(), "/admin/sign-in/")
    cookies = door.cookies
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', door.text)[1]
    typed = {"username": "eve.editor", "password": PASSWORD, "csrfmiddlewaretoken": token}
    entered = ask(
        machine.secure(),
        "/admin/sign-in/",
        "POST",
        urlencode(typed),
        Cookie=cookies,
        Origin=f"https://{HOST}",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert entered.status == 302, entered.text
    return entered.cookies


def reading(machine, **pace):
    return Readers(machine.secure, PAGES, **pace)


def test_nobody_notices_that_a_process_is_killed(machine):
    with reading(machine) as readers:
        time.sleep(1)
        machine.kill(machine.ports[0])
        time.sleep(2)
        machine.run("systemctl start procedure-pages@$FIRST")

    assert readers.lost == []
    assert len(readers.read) > 5


def test_nobody_notices_that_both_are_started_anew(machine):
    before = [machine.pid_of(port) for port in machine.ports]

    with reading(machine) as readers:
        said = machine.run("rolling-restart")

    assert readers.lost == []
    assert said == "".join(f"Port {port} is ready\n" for port in machine.ports)
    assert not set(before) & {machine.pid_of(port) for port in machine.ports}


def test_where_no_process_is_left_patients_are_told_whom_to_call(machine):
    machine.run("systemctl stop procedure-pages@$FIRST procedure-pages@$SECOND")
    try:
        answer = ask(machine.secure(), "/procedures/microneedling/")
        posted = ask(machine.secure(), "/admin/sign-in/", "POST", "username=eve")
    finally:
        machine.run("systemctl start procedure-pages@$FIRST procedure-pages@$SECOND")
        machine.wait()

    for away in (answer, posted):
        assert away.status == 502
        assert "020 7946 0000" in away.text
        assert "no-store" in away.headers["Cache-Control"]


def test_a_process_that_does_not_become_ready_leaves_the_other_as_it_is(machine):
    other = machine.pid_of(machine.ports[1])
    environment = machine.root / "etc" / "environment"
    sound = environment.read_text()
    environment.write_text(sound.replace("DATABASE_URL=", "DATABASE_URL=nothing://"))
    try:
        with pytest.raises(
            AssertionError, match=r"is not ready after 3 tries\. See why: journalctl"
        ):
            machine.run("TRIES=3 rolling-restart")
        assert machine.pid_of(machine.ports[1]) == other
        assert ask(machine.secure(), "/procedures/peel/").status == 200
    finally:
        environment.write_text(sound)
        machine.run("systemctl restart procedure-pages@$FIRST")
        machine.wait()


def test_redis_may_be_away_and_nobody_is_signed_out(machine, eve, cache):
    cache.stop()
    try:
        for path in PAGES:
            assert ask(machine.secure(), path).status == 200
        assert "Eve" in ask(machine.secure(), "/admin/me/", Cookie=eve).text
    finally:
        cache.start()

    assert "Eve" in ask(machine.secure(), "/admin/me/", Cookie=eve).text
    assert ask(machine.secure(), "/readyz/").text == "ready\n"


def test_postgresql_may_be_started_anew_and_reading_goes_on(machine, eve, database):
    with reading(machine) as during:
        time.sleep(0.5)
        database.stop()
        time.sleep(1)
        database.start()
    machine.wait()

    with reading(machine) as after:
        time.sleep(2)

    assert after.lost == []
    assert "Eve" in ask(machine.secure(), "/admin/me/", Cookie=eve).text
    # While it was away people read the right words, or were told that there is trouble.
    assert all(isinstance(status, int) and status >= 500 for _, status in during.lost)
