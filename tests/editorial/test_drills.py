"""Loading, killed at any moment and raced against itself."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from tests.databases import ROOT
from tests.text.documents import make_text

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

#: Everything a load writes, as one value.
STATE = """
import json
from procedures.models import Section, Source, Version
print(json.dumps([
    list(Version.objects.order_by("procedure__slug", "number").values_list(
        "procedure__slug", "number", "status", "digest")),
    Section.objects.count(), Source.objects.count(),
]))
"""

#: A load that kills itself, without warning, the nth time it says how far it has come.
KILLED = """
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from procedures.editorial.content.loading import load
told = 0
def progress(*of):
    global told
    told += 1
    if told == {point}:
        os.kill(os.getpid(), signal.SIGKILL)
load(Path({folder!r}), now=datetime.now(UTC), today=datetime.now(UTC).date(), publish=True,
     progress=progress)
"""


def state(site):
    done = site.script(STATE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_load_killed_at_any_moment_has_done_all_or_nothing(site, folder):
    slugs = ["hair", "microneedling", "peel"]
    for slug in slugs:
        folder.version(1, slug=slug)
    assert site.manage("loadcontent").returncode == 0
    old = state(site)
    for slug in slugs:
        folder.version(2, slug=slug)
        folder.version(3, slug=slug)
    told = len(slugs) * 3 + len(slugs)

    for point in range(1, told + 1):
        killed = site.script(KILLED.format(point=point, folder=str(folder.path)))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert state(site) == old

    assert site.manage("loadcontent").returncode == 0
    new = state(site)
    assert [row[1:3] for row in new[0][:3]] == [
        [1, "superseded"],
        [2, "superseded"],
        [3, "published"],
    ]
    assert site.manage("verifyversions").returncode == 0


def test_two_loads_at_once_store_everything_once(site, folder):
    for slug in ("hair", "microneedling", "peel"):
        for number in (1, 2, 3):
            folder.version(number, slug=slug)

    loads = [site.start("loadcontent") for _ in range(2)]
    said = [load.communicate(timeout=60)[0] for load in loads]

    assert [load.returncode for load in loads] == [0, 0], said
    versions, *_ = state(site)
    assert len(versions) == 9
    assert [row[2] for row in versions].count("published") == 3
    assert "".join(said).count("Published: peel 3") == 1


def test_two_loads_of_other_words_under_one_number_keep_the_first(site, folder, tmp_path):
    folder.version(1)
    other = tmp_path / "other" / "microneedling"
    other.mkdir(parents=True)
    (other / "1.md").write_text(make_text(summary="Other words."))

    loads = [site.start("loadcontent"), site.start("loadcontent", other.parent)]
    said = [load.communicate(timeout=60)[0] for load in loads]

    assert sorted(load.returncode for load in loads) == [0, 1], said
    assert "stored here with other words" in "".join(said)
    assert len(state(site)[0]) == 1


def test_make_run_reports_a_refusal_and_still_serves(site, folder):
    folder.version(1)
    assert site.manage("loadcontent").returncode == 0
    folder.version(1, summary="Somebody edited this file.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    log = folder.path.parent / "run.log"
    with log.open("w") as out:
        run = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=ROOT,
            env=site.env,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            assert answers(f"http://127.0.0.1:{port}/procedures/microneedling/")
        finally:
            os.killpg(run.pid, signal.SIGTERM)
            run.wait(timeout=20)
    said = log.read_text()
    assert "stored here with other words" in said
    assert re.search(r"the site still starts\nStarting the site: open http://127", said)


def answers(address):
    """Whether the address answers 200 within half a minute."""
    for _ in range(60):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status == 200
        except OSError:
            time.sleep(0.5)
    return False
