"""Four people save at once while patients read: `test_written.py` and `make bench` use it."""

import json
import os
import time
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

from django.db import DatabaseError, connection

from procedures.models import Manuscript
from tests.browser.serving import served
from tests.clinic import make_draft, make_published
from tests.editorial.test_saving import Form

PAGE = "/procedures/microneedling/"
WRITERS = ("eve", "ida", "una", "kim")

WRITE = """
import json
from tests.drills.writing import write
print(json.dumps(write({folder!r}, {count})))
"""


def race(site, folder, count):
    """Seconds of each save and each reading, and all that went wrong."""
    begun = site.script("from tests.drills.writing import begin; begin()")
    assert begun.returncode == 0, begun.stderr
    readings, over = [], Event()
    with served(site.env, folder) as address:
        reader = Thread(target=read, args=(address, readings, over))
        reader.start()
        done = site.script(WRITE.format(folder=str(folder), count=count))
        over.set()
        reader.join()
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "readings": readings}


def begin():
    """A page that patients read, and a draft for each of the four."""
    make_published()
    for name in WRITERS:
        make_draft(slug=name)


def write(folder, count):
    """Let each of the four save so many times in a process of their own."""
    connection.close()
    children = [_writer(name, Path(folder) / name, count) for name in WRITERS]
    for child in children:
        os.waitpid(child, 0)
    told = [json.loads((Path(folder) / name).read_text()) for name in WRITERS]
    kept = Manuscript.objects.filter(version__procedure__slug__in=WRITERS)
    words = {word for one in kept for word in one.fields["pros"].split()}
    typed = {f"{name}{number}" for name in WRITERS for number in range(count)}
    return {
        "saved": len(words & typed),
        "seconds": [one for seconds, _ in told for one in seconds],
        "faults": [one for _, faults in told for one in faults],
    }


def _writer(name, report, count):
    child = os.fork()
    if child:
        return child
    form = Form(Manuscript.objects.get(version__procedure__slug=name).version, name)
    seconds, faults = [], []
    for number in range(count):
        began = time.perf_counter()
        form.type("pros", f"{name}{number}")
        try:
            form.save()
        except DatabaseError as fault:
            faults.append(f"{fault}")
        seconds.append(time.perf_counter() - began)
    report.write_text(json.dumps([seconds, faults]))
    connection.close()
    os._exit(0)


def read(address, readings, over):
    """Read the page again and again over one connection, as fast as a few patients would."""
    browser = HTTPConnection(address.removeprefix("http://"), timeout=30)
    while not over.wait(0.05):
        began = time.perf_counter()
        browser.request("GET", PAGE)
        answer = browser.getresponse()
        answer.read()
        readings.append((answer.status, time.perf_counter() - began))
    browser.close()
