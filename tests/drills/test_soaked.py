"""A process that has answered for long holds no more than one that has answered for a while."""

import pytest

from tests.databases import is_postgresql
from tests.drills.soaking import soak

pytestmark = pytest.mark.drill

#: `make bench` takes 50,000. What a request leaves behind does not depend on the database, but
#: for what is open to it.
COUNT = 1_000 if is_postgresql() else 5_000


def test_thousands_of_requests_leave_no_memory_and_nothing_open(site, tmp_path):
    before, after, odd = soak(site, tmp_path, COUNT)

    assert odd == []
    assert after.memory < before.memory * 1.1
    assert after.descriptors <= before.descriptors
