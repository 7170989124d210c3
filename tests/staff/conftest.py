"""Somebody at work: signed in, with a role, at a clock that stands still."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from procedures import urls  # noqa: F401  (a server has them before anybody signs in)
from procedures.vocabulary import Role
from tests.clinic import NOW, make_clinician, make_person


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """To keep a password well takes a third of a second, and these tests keep many."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def with_role(person, *roles):
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def eve():
    """The browser of an editor."""
    return signed_in(with_role(make_person(), Role.EDITOR))


@pytest.fixture
def ida():
    """The browser of another editor."""
    return signed_in(with_role(make_person("ida.editor", "Ida", "Ibsen"), Role.EDITOR))


@pytest.fixture
def nia():
    """The browser of a reviewer."""
    return signed_in(with_role(make_clinician(), Role.REVIEWER))


@pytest.fixture
def sam():
    """The browser of a site manager."""
    return signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))
