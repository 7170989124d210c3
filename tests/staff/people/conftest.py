"""Somebody who comes in: a password, a phone, and a clock that a test may move on."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.vocabulary import Role
from tests.clinic import NOW, make_clinician, make_person
from tests.staff.conftest import with_role

PASSWORD = "correct horse battery"
SIGN_IN = "/admin/sign-in/"
CODE, SET_UP, RECOVER = (f"{SIGN_IN}{one}/" for one in ("code", "set-up", "recover"))


@pytest.fixture(autouse=True)
def second_step(settings):
    settings.SECOND_STEP_ROLES = ["reviewer", "site_manager"]


@pytest.fixture
def clock(monkeypatch):
    """The time of the site, which a test may move on."""

    class Clock:
        now = NOW

        def on(self, **passed):
            self.now += timedelta(**passed)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(time, "time", lambda: clock.now.timestamp())
    monkeypatch.setattr("axes.attempts.now", lambda: clock.now)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: clock.now)
    return clock


def with_password(person, role):
    person.set_password(PASSWORD)
    person.save()
    return with_role(person, role)


@pytest.fixture
def nia():
    """A reviewer, who is not signed in."""
    return with_password(make_clinician(), Role.REVIEWER)


@pytest.fixture
def eve():
    """An editor, who is not signed in."""
    return with_password(make_person(), Role.EDITOR)


def password(client, person, typed=PASSWORD, **sent):
    return client.post(SIGN_IN, {"username": person.username, "password": typed, **sent})


def shown(person, *, confirmed=True):
    """The code that the person's phone shows now."""
    app = TOTP(TOTPDevice.objects.get(user=person, confirmed=confirmed).bin_key)
    app.time = time.time()
    return f"{app.token():06}"


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def phone(client, nia, clock):
    """A reviewer who has set up her phone: her recovery codes."""
    password(client, nia)
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": shown(nia, confirmed=False)}).content.decode()
    client.post("/admin/sign-out/")
    clock.on(minutes=1)
    return re.findall(r"<code>(\w{4}-\w{4})</code>", page)
