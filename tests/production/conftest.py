"""Machines to follow the guide on."""

import pytest

from tests.production.machine import Machine


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine with nothing of ours on it yet."""
    one = Machine(tmp_path_factory.mktemp("machine"))
    one.build()
    yield one
    one.end()
