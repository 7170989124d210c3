"""Machines on which the guide is followed."""

from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.browser.serving import free_port
from tests.databases import is_postgresql
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


@pytest.fixture(scope="session")
def followed(tmp_path_factory, mail):
    """A machine once the guide was followed; `said` is what each step printed."""
    with made(tmp_path_factory.mktemp("followed"), EMAIL_URL=mail) as machine:
        machine.said = machine.follow()
        yield machine


#: Each is tried once in CI: the guide as it stands, and the servers of more than one machine.
_ON_POSTGRESQL = ["test_attacked.py"]
_ON_SQLITE = ["test_files.py", "test_front.py", "test_guide.py", "test_log.py"]
collect_ignore = _ON_SQLITE if is_postgresql() else _ON_POSTGRESQL
