"""PostgreSQL and Redis of a test's own, to be ended and begun: the machine's are left alone."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from tests.browser.programs import need
from tests.browser.serving import free_port


class PostgreSQL:
    """A cluster in a folder, on a port; `url` names its administrator, who needs no password."""

    def __init__(self):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        need("PostgreSQL is missing: sudo apt-get install postgresql", there=bool(found))
        self.programs = found[-1]
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}"
        # Below a folder of root alone, PostgreSQL's own user would not get to it.
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")

    def program(self, name, *arguments):
        as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_user, self.programs / name, "-D", self.folder / "data", *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    def __enter__(self):
        self.program("initdb", "--username", "postgres", "--auth", "trust", "--no-sync")
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        shutil.rmtree(self.folder)

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -k '' -c fsync=off"
        log = self.folder / "log"
        self.program("pg_ctl", "start", "--wait", "--options", options, "--log", log)

    def stop(self):
        """At once: whoever is connected loses the connection."""
        self.program("pg_ctl", "stop", "--wait", "--mode", "immediate")


class Redis:
    """A Redis on a port that keeps nothing."""

    def __init__(self):
        self.program = shutil.which("redis-server")
        need("Redis is missing: sudo apt-get install redis-server", there=bool(self.program))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        own = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([self.program, *own], cwd="/", stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                with redis.from_url(self.url) as client:
                    client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("Redis does not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
