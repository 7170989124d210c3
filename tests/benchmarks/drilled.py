"""A drill of the tests, done at its full length and told in figures."""

import json
import os
import subprocess
import sys
import tempfile

from tests.browser.programs import ROOT

DRILL = """
import json
from pathlib import Path
import django; django.setup()
from tests.databases import Site, migrated
from tests.drills.{module} import {name}
folder = Path({folder!r})
with migrated(folder, "site") as url:
    found = {name}(Site(url, folder), folder, {count})
print(json.dumps(found, default=vars))
"""


def drilled(module, name, count):
    """What that function of `tests.drills` found, on a site of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = DRILL.format(module=module, name=name, count=count, folder=folder)
        done = subprocess.run(
            [sys.executable, "-c", source],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
            check=True,
            stdout=subprocess.PIPE,
            timeout=7_200,
        )
    return json.loads(done.stdout)
