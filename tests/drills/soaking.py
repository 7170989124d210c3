"""One process of the site, asked thousands of times: `test_soaked.py` and `make bench` use it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from tests.browser.programs import ROOT
from tests.browser.serving import free_port

SLUG, KEY = "microneedling", "abcd2345"
PAGE = f"/procedures/{SLUG}/"
#: What patients ask for most, and how it may be answered.
OFTEN = (
    *[(PAGE, 304)] * 5,
    *[(PAGE, 200)] * 3,
    (f"/embed/{KEY}/{SLUG}/", 200),
    ("/", 200),
    (f"/procedures/{SLUG}/versions/1/", 200),
    (f"/api/procedures/{SLUG}/", 200),
)
#: What is made anew each time. Whoever searches without end may be asked to wait.
SELDOM = (
    ("/search/?q=needel", 200, 429),
    ("/procedures/nothing-here/", 404),
    ("/admin/sign-in/", 200),
    ("/readyz/", 200),
)
#: One round is 500 requests.
ROUND = [*(OFTEN * 42)[:496], *SELDOM]
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
    with ThreadPoolExecutor(READERS) as readers:
        for done in [readers.submit(read, port, count // READERS, odd) for _ in range(READERS)]:
            done.result()
    return odd


def read(port, count, odd):
    """Ask over one connection that is kept open, as the proxy before a site does."""
    asked = (f"GET {{}} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{{}}\r\n").format
    tag = ""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _, (path, *expected) in zip(range(count), cycle(ROUND), strict=False):
            known = f"If-None-Match: {tag}\r\n" if tag and 304 in expected else ""
            connection.sendall(asked(path, known).encode())
            status, head = answer(connection)
            if path == PAGE and not tag:
                tag = re.search(r"(?i)\netag: (\S+)", head)[1]
            elif status not in expected:
                odd.append((path, status))


def answer(connection):
    """The status and the head of an answer, which is read to its end."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += _more(connection)
    head, _, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\ncontent-length: (\d+)", head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        missing -= len(_more(connection))
    return int(head[9:12]), head.decode()


def _more(connection):
    raw = connection.recv(65_536)
    assert raw, "the server closed the connection"
    return raw
