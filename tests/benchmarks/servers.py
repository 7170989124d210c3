"""Servers on one core and load on the others: requests a second, how long each took, CPU, PSS."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.programs import ROOT
from tests.browser.serving import free_port

#: Seconds of a round, how many there are, and how many readers ask at once.
SECONDS, ROUNDS, READERS = 2, 5, 4
#: Chromium's.
CODINGS = "gzip, deflate, br, zstd"
_TICK = os.sysconf("SC_CLK_TCK")
_UNITS = {"us": 0.001, "ms": 1, "s": 1_000}
SITE = "procedures.wsgi:application"
EMPTY = "django.core.wsgi:get_wsgi_application"


def missing():
    """The programs without which nothing is measured."""
    found = [
        *("wrk", "nginx", "taskset"),
        *(f"{Path(sys.executable).parent}/{one}" for one in KINDS),
    ]
    return [Path(one).name for one in found if shutil.which(one, path=_PATH) is None]


_PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"


def _granian(port, application):
    options = "--interface wsgi --host 127.0.0.1 --http 1 --no-ws --workers 1 --blocking-threads 4"
    factory = ["--factory"] if application == EMPTY else []
    return [*options.split(), "--log-level", "warning", "--port", port, *factory, application]


def _gunicorn(port, application):
    options = "--worker-class gthread --workers 1 --threads 4 --log-level warning --keep-alive 60"
    called = f"{application}()" if application == EMPTY else application
    return [*options.split(), "--bind", f"127.0.0.1:{port}", called]


KINDS = {"granian": _granian, "gunicorn": _gunicorn}


@contextmanager
def serving(kind, application, env):
    """A server of that kind with one process of work; its first and its address."""
    port = str(free_port())
    program = str(Path(sys.executable).parent / kind)
    yield from _running([program, *KINDS[kind](port, application)], env, port)


@contextmanager
def answering(conf, port):
    """nginx with a file of settings."""
    program = shutil.which("nginx", path=_PATH)
    yield from _running([program, "-p", conf.parent, "-c", conf, "-e", "stderr"], {}, port)


def _running(command, env, port):
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command],
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a line a request, which a service keeps in its journal
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                assert process.poll() is None, "the server did not start"
                time.sleep(0.1)
        yield Server(process.pid, address)
    finally:
        process.terminate()
        process.wait(timeout=60)


@dataclass
class Server:
    pid: int
    address: str

    def processes(self, pid=None):
        """The numbers of it and of those it started."""
        pid = pid or self.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *(one for child in children for one in self.processes(int(child)))]

    def cpu(self):
        """Seconds so far."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICK

    def memory(self):
        """MiB of the largest process, its share of what it has in common with others."""
        sizes = [
            int(re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1])
            for pid in self.processes()
        ]
        return max(sizes) / 1024


@dataclass
class Asked:
    """An address that is asked again and again, and what each round showed."""

    server: Server
    path: str
    headers: dict = field(default_factory=dict)
    rounds: list = field(default_factory=list)

    def etag(self):
        """What the server says of the answer, for who has it already."""
        headers = {"Accept-Encoding": CODINGS, **self.headers}
        request = urllib.request.Request(self.server.address + self.path, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.headers["ETag"]

    def round(self):
        before = self.server.cpu()
        said = wrk(self.server.address + self.path, self.headers)
        said["cpu"] = (self.server.cpu() - before) / max(said["requests"], 1) * 1e6
        self.rounds.append(said)

    def median(self, what):
        return statistics.median(one[what] for one in self.rounds)


def wrk(address, headers):
    """What one round of load shows: requests, how many a second, and ms that they took."""
    cores = f"1-{os.cpu_count() - 1}" if os.cpu_count() > 1 else "0"
    named = {"Accept-Encoding": CODINGS, **headers}
    given = [part for name, value in named.items() for part in ("-H", f"{name}: {value}")]
    load = ["wrk", "-t", "1", "-c", str(READERS), "-d", f"{SECONDS}s", "--timeout", "30s"]
    load += ["--latency", *given, address]
    said = subprocess.run(
        ["taskset", "-c", cores, *load], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert "Non-2xx" not in said, f"{address}\n{said}"
    assert "Socket errors" not in said, f"{address}\n{said}"
    return {
        "requests": int(re.search(r"(\d+) requests in", said)[1]),
        "a second": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        **{part: _ms(re.search(rf"{part}%\s+([\d.]+)(\w+)", said)) for part in ("50", "99")},
    }


def _ms(found):
    return float(found[1]) * _UNITS[found[2]]


def interleaved(asked):
    """Every address in turn, again and again, so that a slow moment hits all alike."""
    for one in asked:
        wrk(one.server.address + one.path, one.headers)  # to warm up
    for _ in range(ROUNDS):
        for one in asked:
            one.round()
