"""Whatever the site is doing when its process is killed, it is done wholly or not at all."""

import json
import signal

import pytest

pytestmark = pytest.mark.drill

#: Kills of each of the four works.
TIMES = 5

KILL = """
import json
from tests.drills.killing import run
print(json.dumps(run({url!r}, {folder!r}, seed=23, times={times})))
"""


def test_twenty_kills_leave_nothing_half_done(site, tmp_path):
    done = site.script(KILL.format(url=site.url, folder=str(tmp_path), times=TIMES))
    assert done.returncode == 0, done.stderr
    kills = json.loads(done.stdout.splitlines()[-1])

    assert len(kills) == 4 * TIMES
    for kill in kills:
        assert kill["ended"] == -signal.SIGKILL, kill
        assert kill["whole"], kill
        assert kill["wrong"] == [], kill
        assert kill["done again"], kill
        assert kill["strays"] == [], kill
