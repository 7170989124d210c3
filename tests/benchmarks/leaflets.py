"""Leaflets: how long the first reader waits, and every one after, in ms of CPU and of the clock."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.reading import run, site
from tests.browser.programs import ROOT

MEASURE = """
import django; django.setup()
import json, time
from django.test import Client
from procedures.patients import printing
if not printing.available():
    raise SystemExit("null")
client = Client(HTTP_HOST="127.0.0.1")

def took(address):
    before = time.perf_counter(), time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    after = time.perf_counter(), time.process_time()
    return [(late - early) * 1000 for early, late in zip(before, after)] + [len(answer.content)]

pages = ["microneedling", "cryolipolysis", "microdermabrasion"]
took(f"/procedures/sclerotherapy/leaflet.pdf")
rows = {}
for page in pages:
    for name, query in (("", ""), (", large print", "?print=large")):
        address = f"/procedures/{page}/leaflet.pdf{query}"
        rows[page + name] = took(address), took(address)
print(json.dumps(rows))
"""


def table():
    """A row for each leaflet; one was made before, so that starting WeasyPrint is not counted."""
    with tempfile.TemporaryDirectory() as name:
        env = {**os.environ, **site(Path(name))}
        run(env, "manage.py", "migrate", "--verbosity", "0")
        run(env, "manage.py", "loadcontent")
        done = subprocess.run(
            [sys.executable, "-c", MEASURE],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
    rows = json.loads(done.stdout)
    if rows is None:
        yield "Not measured: Pango is missing."
        return
    yield "| leaflet | kB | cold, ms | CPU | kept, ms | CPU | cold to kept |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, (cold, kept) in rows.items():
        figures = f"{cold[2] / 1000:.0f} | {cold[0]:.0f} | {cold[1]:.0f} | {kept[0]:.0f}"
        yield f"| {name} | {figures} | {kept[1]:.0f} | {cold[0] / kept[0]:.0f} × |"
