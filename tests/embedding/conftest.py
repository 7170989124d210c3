"""A homepage that may frame our pages, at a clock that stands still."""

import pytest
from django.test import Client
from django.utils import timezone

from procedures.models import EmbedSite
from tests.clinic import NOW

KEY = "k3y8abc2"
CLINIC = "https://www.clinic.example"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def make_site(key=KEY, **said):
    said = {"name": "Example Health", "origins": [CLINIC], **said}
    return EmbedSite.objects.create(key=key, **said)


@pytest.fixture
def homepage():
    """The registered homepage of a clinic."""
    return make_site()


@pytest.fixture
def visitor():
    """A browser that is shown error pages, as patients are."""
    return Client(raise_request_exception=False)
