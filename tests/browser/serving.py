"""The site on a port of its own, as Django's threaded server serves it."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from tests.browser.programs import ROOT


@contextmanager
def served(env, folder, *, beside=None):
    """The address of a site with that environment; its log is kept in the folder.

    `beside` is a name of this machine for its host of frames, on the same port.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    frames = {"EMBED_HOST": f"{beside}:{port}"} if beside else {}
    with (folder / "server.log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"],
            cwd=ROOT,
            env={**env, **frames, "SITE_URL": address},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{address}/readyz/", server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
        log.seek(0)
        said = log.read()
        assert "Traceback" not in said, said


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(address, server):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError) as error:
            said = error.read().decode() if isinstance(error, urllib.error.HTTPError) else error
            assert server.poll() is None, "the server did not start"
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer: {said}")
