"""Two machines of two processes each, as the guide has them, and what they show after a change."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.serving import free_port
from tests.production.asking import NGINX, Direct, ask

#: What each machine has of its own: settings, folder of the last good pages, and units.
PLACED = """
mkdir -p "$ETC" "$STATE" "$UNITS"
sed "s#^LAST_GOOD=.*#LAST_GOOD=$STATE/last-good#" "$SHARED" > "$ETC/environment"
printf '%s\\n' $ALSO >> "$ETC/environment"
cd "$APP/current"
docs/operating/place procedure-pages@.service "$UNITS/procedure-pages@.service"
systemctl start procedure-pages@$FIRST procedure-pages@$SECOND
"""
#: Does what it is told, line by line, and says when each was done, and what `told` is.
HAND = """
import sys, time
from datetime import date, timedelta
from procedures.editorial.pictures import consenting
from procedures.embedding import registry
from procedures.models import EmbedSite
from tests.clinic import *
from tests.patients import states
from tests.serving.photographed import make_photo
told = ""
for line in sys.stdin:
    exec(line)
    print(time.monotonic(), told, flush=True)
"""
#: Seconds, as freshness.py and the README promise.
PROMISED = 0.25


@dataclass
class Door:
    """A way by which readers come in: a process as nginx asks it, or nginx."""

    name: str
    connect: Any
    headers: dict[str, str]

    def ask(self, path, **headers):
        return ask(self.connect(), path, **self.headers, **headers)


@contextmanager
def two_machines(machine, midnight):
    """Readers' doors to four processes, two a machine, and to nginx in front of them all."""
    ports = [free_port() for _ in range(4)]
    also = " ".join(f"{name}={value}" for name, value in midnight.settings.items())
    shared = {"SHARED": machine.root / "etc" / "environment", "ALSO": also}
    own = []
    try:
        for first, second in (ports[:2], ports[2:]):
            root = machine.root / f"machine-{first}"
            folders = {"ETC": root / "etc", "STATE": root / "state", "UNITS": root / "units"}
            own.append({**folders, **shared, "FIRST": first, "SECOND": second})
            machine.run(PLACED, **own[-1])
        doors = [Door(f"port {port}", lambda port=port: Direct(port), NGINX) for port in ports]
        for door in doors:
            _wait_for(door)
        with _in_front_of(machine, ports):
            yield [*doors, Door("nginx", machine.secure, {})]
    finally:
        for one in own:
            machine.run("systemctl stop procedure-pages@$FIRST procedure-pages@$SECOND", **one)


def _wait_for(door):
    for _ in range(300):
        with suppress(OSError):
            if door.ask("/readyz/").status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{door.name} does not become ready")


@contextmanager
def _in_front_of(machine, ports):
    """nginx asks these processes, as the guide says of more machines, and then again its own."""
    site = machine.root / "sites" / "procedure-pages"
    sound = site.read_text()
    first, second = (f"    server 127.0.0.1:{port} max_fails=0;\n" for port in machine.ports)
    assert sound.count(first + second) == 2
    every = "".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;\n" for port in ports)
    site.write_text(sound.replace(first + second, every))
    _reload(machine)
    try:
        yield
    finally:
        site.write_text(sound)
        _reload(machine)


def _reload(machine):
    """For a moment the workers before answer too."""
    pid = int((machine.root / "run" / "nginx.pid").read_text())
    children = Path(f"/proc/{pid}/task/{pid}/children")
    before = set(children.read_text().split())
    machine.run("systemctl reload nginx")
    for _ in range(400):
        now = set(children.read_text().split())
        if now and not now & before:
            return
        time.sleep(0.05)
    raise AssertionError("nginx goes on as before")


class Hand:
    """Somebody who changes what patients see, in a process of their own."""

    def __init__(self, machine):
        pages = machine.root / "sbin" / "pages"
        self.process = subprocess.Popen(
            [pages, "shell", "--verbosity", "0", "-c", HAND],
            env=machine.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.communicate(timeout=20)

    def do(self, source):
        """Run a line of Python there; when it was done, by the clock of all processes."""
        self.process.stdin.write(f"{source}\n")
        self.process.stdin.flush()
        done, _, self.told = self.process.stdout.readline().partition(" ")
        return float(done)


class Watch:
    """What every door shows, and for how long after a change it still showed what was before."""

    def __init__(self, doors, hand):
        self.doors, self.hand = doors, hand
        self.longest = {}

    def change(self, source, *looks):
        """Make a change, after which answers are new: `looks` are paths, and what tells that."""
        for door in self.doors:
            for path, is_new in looks:  # the second answer is one that is kept
                assert not any(is_new(door.ask(path)) for _ in range(2)), (door.name, path, source)
        done = self.hand.do(source)
        with ThreadPoolExecutor(len(self.doors)) as readers:
            olds = readers.map(lambda door: _old(door, looks, done), self.doors)
            self.longest[source] = dict(zip((door.name for door in self.doors), olds, strict=True))


def _old(door, looks, done):
    """Seconds after the change at which the last request began that was answered as before."""
    old = 0.0
    while time.monotonic() - done < 2 * PROMISED:
        for path, is_new in looks:
            began = time.monotonic() - done
            if not is_new(door.ask(path)):
                old = began
        time.sleep(0.005)
    for path, is_new in looks:
        assert is_new(door.ask(path)), (door.name, path)
    return old
