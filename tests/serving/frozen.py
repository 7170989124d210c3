"""A real nginx that answers from a frozen site."""

import getpass
import http.client
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.browser.programs import need
from tests.browser.serving import free_port

NGINX = """
{user}
daemon off;
worker_processes 1;
pid {root}/pid;
error_log {root}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    include {frozen}/current/frozen.conf;
    server {{
        listen 127.0.0.1:{port};
        include {frozen}/current/frozen-site.conf;
    }}
}}
"""


class Nginx:
    """Asks nginx, header by header; `reload` is what an operator does after a freeze."""

    def __init__(self, port, process):
        self.port = port
        self.process = process

    def ask(self, address, method="GET", **headers):
        """Status, headers and bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, address, headers=named)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def reload(self, address, status):
        """Take in what was frozen since: the address has that status then."""
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        for _ in range(400):
            now = self.workers()
            if now and not now & before:  # for a moment those before answer too
                break
            time.sleep(0.05)
        assert self.ask(address)[0] == status

    def workers(self):
        """The processes that answer."""
        pid = self.process.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


@contextmanager
def answering(frozen, root):
    """nginx with what lies in a folder."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    need("nginx is missing: bash .ci/prepare production", there=program is not None)
    root.mkdir()
    port = free_port()
    user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
    conf = root / "nginx.conf"
    conf.write_text(NGINX.format(root=root, frozen=frozen, port=port, user=user))
    process = subprocess.Popen([program, "-p", root, "-c", conf, "-e", root / "error.log"])
    try:
        nginx = Nginx(port, process)
        for _ in range(200):
            with suppress(OSError):
                nginx.ask("/")
                break
            assert process.poll() is None, (root / "error.log").read_text()
            time.sleep(0.05)
        yield nginx
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)
    assert "[error]" not in (root / "error.log").read_text()
