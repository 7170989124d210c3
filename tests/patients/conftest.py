"""What every test of patients' pages may ask for."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.clinic import NOW


class Clock:
    """The server's clock. It stands still until a test sets it."""

    def __init__(self, now):
        self.now = now

    def set(self, now):
        self.now = now


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock of these tests, at the moment `make_published` publishes."""
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def visitor():
    """A browser that is shown error pages, as patients are."""
    return Client(raise_request_exception=False)
