"""What more procedures cost: CPU and queries of an answer, on SQLite and without the store.

Each procedure is as for the search, and was reviewed; one in fifty is overdue. The page is the
same starter page each time.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.reading import run, site
from tests.benchmarks.searching import FILL
from tests.browser.programs import ROOT

SIZES = (10, 1_000, 10_000)
PUBLIC = {
    "page": "/procedures/microneedling/",
    "catalogue": "/",
    "sitemap": "/sitemap.xml",
    "search": "/search/?q=needling",
}
STAFF = {name: f"/admin/{name}/" for name in ("reviews", "people", "homepages")}
LISTS = {"start page of staff": "/admin/", **STAFF}

REVIEWED = """
from datetime import timedelta
from django.contrib.auth.models import Group
from procedures.models import Review
from tests.clinic import make_clinician
nurse, today = make_clinician(), timezone.localdate()
nurse.groups.set(Group.objects.all())
Review.objects.bulk_create([
    Review(version_id=pk, digest=digest, reviewer=nurse, reviewer_name="Nia Nurse",
           reviewer_role="Nurse", on=today - timedelta(days=300), at=now,
           next_due=today + timedelta(days=pk % 350 - 7), note="")
    for now in [timezone.now()]
    for pk, digest in Version.objects.published().values_list("pk", "digest")
])
"""

MEASURE = """
import django; django.setup()
import json, time
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(User.objects.get(username="nia.nurse"))
figures = {}
for name, address in ADDRESSES.items():
    count = 0
    def one_more(execute, *arguments):
        global count
        count += arguments[0].split()[0] not in ("BEGIN", "SAVEPOINT", "RELEASE")
        return execute(*arguments)
    assert client.get(address).status_code == 200, (address, client.get(address).status_code)
    with connection.execute_wrapper(one_more):
        client.get(address)
    took = []
    while len(took) < 3 or (sum(took) < 500 and len(took) < 101):
        start = time.process_time()
        client.get(address)
        took.append((time.process_time() - start) * 1000)
    figures[name] = [count, sorted(took)[len(took) // 2]]
print(json.dumps(figures))
"""


def table():
    """A row for each address: ms of CPU and queries at each size."""
    found = {size: measured(size) for size in SIZES}
    few, many = found[SIZES[0]], found[SIZES[-1]]
    columns = " | ".join(f"{size:,}: ms | queries" for size in SIZES)
    yield f"| at so many procedures | {columns} | aim | reached |"
    yield f"|---|{'---:|---:|' * len(SIZES)}---|---|"
    for name in (*PUBLIC, *LISTS):
        aim, reached = "", ""
        if name == "page":
            ratio = many[name][1] / few[name][1]
            aim, reached = (
                "≤ 1.2 × from first to last, ≤ 2 queries",
                verdict(ratio <= 1.2 and many[name][0] <= 2, f"{ratio:.2f} ×"),
            )
        elif name in LISTS:
            aim = "≤ 10 queries, ≤ 100 ms"
            reached = verdict(many[name][0] <= 10 and many[name][1] <= 100)
        figures = " | ".join(f"{one[name][1]:.1f} | {one[name][0]}" for one in found.values())
        yield f"| {name} | {figures} | {aim} | {reached} |"


def verdict(reached, figure=""):
    return f"{figure}{', ' if figure else ''}{'yes' if reached else 'NO'}"


def measured(size):
    """Name → queries and ms of each address, among that many procedures."""
    with tempfile.TemporaryDirectory() as name:
        env = {**site(Path(name)), "SECOND_STEP_ROLES": "", "LAST_GOOD": ""}
        run(env, "manage.py", "migrate", "--verbosity", "0")
        run(env, "manage.py", "loadcontent")
        said(env, (FILL + REVIEWED).replace("SIZE", str(size)))
        # In a process of its own: what filled the database holds all of it in memory.
        return json.loads(said(env, MEASURE.replace("ADDRESSES", repr({**PUBLIC, **LISTS}))))


def said(env, script):
    """What some Python prints on that site."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=3_600,
    )
    return done.stdout
