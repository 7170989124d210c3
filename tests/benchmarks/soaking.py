"""One process of the site, as a clinic runs it, asked 50,000 times.

Memory is what the process has for itself with its share of what it shares; both figures are
taken while it serves, the first after a fifth of the requests.
"""

import json
import os
import subprocess
import sys
import tempfile

from tests.browser.programs import ROOT

COUNT = 50_000
SOAK = """
import json
from pathlib import Path
import django; django.setup()
from tests.databases import Site, migrated
from tests.drills.soaking import soak
folder = Path({folder!r})
with migrated(folder, "site") as url:
    before, after, odd = soak(Site(url, folder), folder, {count})
print(json.dumps([vars(before), vars(after), len(odd)]))
"""


def table():
    """What the process held before and after, and how many answers were wrong."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", SOAK.format(folder=folder, count=COUNT)],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
            check=True,
            stdout=subprocess.PIPE,
            timeout=7_200,
        )
    before, after, odd = json.loads(done.stdout)
    grown = after["memory"] / before["memory"] - 1
    yield "| | after a fifth | at the end |"
    yield "|---|---:|---:|"
    yield f"| memory, MB | {before['memory'] / 1000:.1f} | {after['memory'] / 1000:.1f} |"
    yield f"| open files | {before['descriptors']} | {after['descriptors']} |"
    yield ""
    yield f"Memory grew by {grown:.1%} (aim: < 10 %); {odd} answers were wrong."
