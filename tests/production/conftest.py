"""Machines on which the guide is followed."""

from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.browser.serving import free_port
from tests.production.machine import Machine


@pytest.fixture(scope="session")
def mail():
    """A mail server that takes whatever comes."""
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield f"smtp://127.0.0.1:{server.port}"
    server.stop()


@contextmanager
def made(folder, **says):
    """A machine with nothing of ours on it yet."""
    machine = Machine(folder, **says)
    try:
        machine.build()
        yield machine
    finally:
        machine.end()
