"""Whoever writes at the same moment, everything is saved, and patients go on reading."""

import pytest

from tests.databases import is_postgresql
from tests.drills.writing import WRITERS, race

pytestmark = pytest.mark.drill

#: How often each of the four saves. SQLite lets one write at a time, and is given all.
COUNT = 40 if is_postgresql() else 150


def test_four_processes_that_write_at_once_save_everything_and_the_page_is_read(site, tmp_path):
    found = race(site, tmp_path, COUNT)

    assert found["faults"] == []
    assert found["saved"] == len(WRITERS) * COUNT
    assert {status for status, _ in found["readings"]} == {200}
