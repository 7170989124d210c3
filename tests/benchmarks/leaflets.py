"""Leaflets: how long the first reader waits, and every one after, in ms of CPU and of the clock.

And how long others wait for a page of the same process while a leaflet is drawn.
"""

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
import json, resource, sys, threading, time
from django.test import Client
from procedures.patients.paper import printing
if not printing.available():
    raise SystemExit("null")

def spent():
    drawing = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + drawing.ru_utime + drawing.ru_stime

def took(address):
    before = spent()
    answer = Client(HTTP_HOST="127.0.0.1").get(address)
    assert answer.status_code == 200, answer.status_code
    return [(late - early) * 1000 for early, late in zip(before, spent())] + [len(answer.content)]

def reading(until):
    waited = []
    while not until():
        waited.append(took("/procedures/microneedling/")[0])
        time.sleep(0.02)
    return sorted(waited)

pages = ["microneedling", "cryolipolysis", "microdermabrasion"]
took("/procedures/sclerotherapy/leaflet.pdf")
rows = {}
for page in pages:
    for name, query in (("", ""), (", large print", "?print=large")):
        address = f"/procedures/{page}/leaflet.pdf{query}"
        rows[page + name] = took(address), took(address)

for _ in range(5):
    took("/procedures/microneedling/")
end = time.perf_counter() + 2
alone = reading(lambda: time.perf_counter() > end)
drawn = threading.Thread(target=took, args=["/procedures/sclerotherapy/leaflet.pdf?print=large"])
drawn.start()
meanwhile = reading(lambda: not drawn.is_alive())
with open("/proc/self/smaps_rollup") as file:
    held = next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
print(json.dumps([rows, {"alone": alone, "while a leaflet is drawn": meanwhile}, held]))
"""


def table():
    """A row for each leaflet, and for the pages that others read."""
    with tempfile.TemporaryDirectory() as name:
        env = {**os.environ, **site(Path(name)), "LEAFLETS_A_MINUTE": "0"}
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
    measured = json.loads(done.stdout)
    if measured is None:
        yield "Not measured: Pango is missing."
        return
    rows, pages, held = measured
    yield "| leaflet | kB | cold, ms | CPU | kept, ms | CPU | cold to kept |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, (cold, kept) in rows.items():
        figures = f"{cold[2] / 1000:.0f} | {cold[0]:.0f} | {cold[1]:.0f} | {kept[0]:.0f}"
        yield f"| {name} | {figures} | {kept[1]:.0f} | {cold[0] / kept[0]:.0f} × |"
    yield ""
    yield "| a page of the same process | pages | median, ms | slowest, ms |"
    yield "|---|---:|---:|---:|"
    for name, waited in pages.items():
        middle = waited[len(waited) // 2]
        yield f"| {name} | {len(waited)} | {middle:.0f} | {waited[-1]:.0f} |"
    yield ""
    yield f"The process then holds {held:.0f} MiB (PSS)."
