"""One process of the site, asked thousands of times: `test_soaked.py` and `make bench` use it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Thread

from tests.browser.programs import ROOT
from tests.browser.serving import free_port

SLUG, KEY = "microneedling", "abcd2345"
PAGE = f"/procedures/{SLUG}/"
#: What is asked for, how often of fifty times, and how it may be answered. Whoever searches
#: without end may be asked to wait.
OFTEN = (
    (PAGE, 12, 200),
    (PAGE, 18, 304),
    (f"/embed/{KEY}/{SLUG}/", 7, 200),
    ("/", 5, 200),
    (f"/procedures/{SLUG}/versions/1/", 2, 200),
    (f"/api/procedures/{SLUG}/", 2, 200),
    ("/search/?q=needel", 1, 200, 429),
    ("/procedures/nothing-here/", 1, 404),
    ("/admin/sign-in/", 1, 200),
    ("/readyz/", 1, 200),
)
ASKED = [(path, expected) for path, times, *expected in OFTEN for _ in range(times)]
READERS = 2

BEGIN = """
from django.utils import timezone
from procedures.models import EmbedSite, Version
from tests.clinic import make_published, make_review
version = Version.objects.published().filter(procedure__slug={slug!r}).first()
make_review(version or make_published(slug={slug!r}), on=timezone.localdate())
EmbedSite.objects.create(name="Clinic", key={key!r}, origins=["https://clinic.example"])
"""


def soak(site, folder, count):
    """Ask so many times; what memory and descriptors were after the first fifth and at the end."""
    begun = site.script(BEGIN.format(slug=SLUG, key=KEY))
    assert begun.returncode == 0, begun.stderr
    with served(site, folder) as (port, worker):
        ask(port, count // 5)
        before = Taken(worker)
        odd = ask(port, count - count // 5)
        return before, Taken(worker), odd


class Taken:
    """What a process holds now: memory of its own in kB, its share of shared memory with it."""

    def __init__(self, process):
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        self.memory = int(re.search(r"^Pss:\s+(\d+) kB$", told, re.MULTILINE)[1])
        self.descriptors = len(os.listdir(f"/proc/{process}/fd"))


@contextmanager
def served(site, folder):
    """The port and the worker of a site served as a clinic serves it."""
    port = free_port()
    says = {
        "DEBUG": "off",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "off",
        "SECRET_KEY": "a key for one soak, which nobody else has or needs to have",
        "CLINIC_NAME": "Example Clinic",
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_EMAIL": "care@clinic.example",
        "CLINIC_OUT_OF_HOURS": "Call 111",
        "EMERGENCY_NUMBER": "999",
    }
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    how = ["--http", "1", "--no-ws", "--workers", "1", "--blocking-threads", "4"]
    with (Path(folder) / "soak.log").open("w") as log:
        server = subprocess.Popen(
            [*granian, "--port", str(port), *how, "procedures.wsgi:application"],
            cwd=ROOT,
            env={**site.env, **says},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz/", server)
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
            (worker,) = [int(child) for child in children.split() if serves(child)]
            yield port, worker
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def serves(process):
    """Whether it is more than what Python itself keeps beside a server's processes."""
    return b"resource_tracker" not in Path(f"/proc/{process}/cmdline").read_bytes()


def wait_for(address, server):
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert server.poll() is None, "the server did not start"
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def ask(port, count):
    """Every answer that was not as it should be."""
    odd = []
    readers = [Thread(target=read, args=(port, count // READERS, odd)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return odd


def read(port, count, odd):
    """Ask over one connection that is kept open, as the proxy before a site does."""
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    browser.connect()
    browser.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    tag = ""
    for _, (path, expected) in zip(range(count), cycle(ASKED), strict=False):
        browser.request("GET", path, headers={"If-None-Match": tag} if 304 in expected else {})
        answer = browser.getresponse()
        answer.read()
        if path == PAGE:
            tag = answer.headers["ETag"]
        if answer.status not in expected:
            odd.append((path, answer.status))
    browser.close()
