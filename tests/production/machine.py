"""A machine in a folder: what an operator would have under /srv, /etc and /var, thrown away after.

nginx, the processes, the commands and every file are the real ones. The folder stands in place
of the file system's root, high ports in place of 80 and 443, and one small program in place of
systemctl.
"""

import getpass
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.browser.programs import need
from tests.browser.serving import free_port
from tests.databases import ROOT
from tests.production import guide
from tests.production.asking import HOST, Secure

SYSTEM = f"{os.environ['PATH']}:/usr/sbin:/sbin"
#: Asks a process as nginx does, until it is well.
PATIENTLY = (
    f"--fail --silent --retry 100 --retry-delay 1 --retry-all-errors --header 'Host: {HOST}' "
    "--header 'X-Forwarded-Proto: https'"
)
PROGRAMS = ("nginx", "curl", "git", "openssl", "systemd-analyze")

NGINX = """
{user}
worker_processes 1;
pid {root}/run/nginx.pid;
error_log {root}/log/error.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {root}/temporary/body;
    proxy_temp_path {root}/temporary/proxy;
    fastcgi_temp_path {root}/temporary/fastcgi;
    uwsgi_temp_path {root}/temporary/uwsgi;
    scgi_temp_path {root}/temporary/scgi;
    include {root}/site.conf;
}}
"""
#: The site's very file, on ports that anybody may open and in folders of the test's own.
NGINX_HERE = r"""#!/usr/bin/env bash
sed -e '/listen \[::\]/d' -e 's/listen 80\b/listen 127.0.0.1:{http}/' \
    -e 's/listen 443\b/listen 127.0.0.1:{https}/' -e 's#/var/log/nginx#{root}/log#' \
    -e 's#/var/www/html#{root}/www#' {root}/sites/procedure-pages > {root}/site.conf
exec {nginx} -p {root} -c {root}/nginx.conf "$@"
"""


class Machine:
    """Follows the guide in a folder; `says` are the settings of its first step."""

    def __init__(self, root, **says):
        for program in PROGRAMS:
            missing = f"{program} is missing: bash .ci/prepare production"
            need(missing, there=shutil.which(program, path=SYSTEM) is not None)
        self.root = root
        self.http, self.https = free_port(), free_port()
        self.ports = (free_port(), free_port())
        self.says = {
            "SOURCE": root / "source",
            "RUN_AS": getpass.getuser(),
            "APP": root / "srv",
            "ETC": root / "etc",
            "STATE": root / "state",
            "UNITS": root / "units",
            "SITES": root / "sites",
            "BIN": root / "sbin",
            "CERTIFICATE": root / "certificate.pem",
            "CERTIFICATE_KEY": root / "key.pem",
            "DATABASE_URL": f"sqlite:///{root}/state/site.sqlite3",
            "FIRST": self.ports[0],
            "SECOND": self.ports[1],
            **says,
        }
        self.env = {
            "PATH": f"{root}/here:{root}/sbin:{SYSTEM}",
            "HOME": str(root),
            "LC_ALL": "C.UTF-8",
            "CURL_HOME": str(root),
            "MACHINE": str(root),
            "UNITS": str(root / "units"),
        }
        self.release = root / "srv" / "current"

    def build(self):
        """What Debian and a certificate authority would have put there."""
        for name in ("here", "run", "log", "www", "temporary", "sites", "units", "sbin"):
            (self.root / name).mkdir()
        subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        certificate = ["-keyout", self.says["CERTIFICATE_KEY"], "-out", self.says["CERTIFICATE"]]
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        subprocess.run(
            ["openssl", "req", "-x509", "-nodes", "-days", "2", *curve, *subject, *certificate],
            check=True,
            capture_output=True,
        )
        user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
        (self.root / "nginx.conf").write_text(NGINX.format(root=self.root, user=user))
        (self.root / "sites" / "procedure-pages").touch()
        (self.root / "sites" / "default").touch()
        (self.root / ".curlrc").write_text(
            f"connect-to = {HOST}:443:127.0.0.1:{self.https}\ncacert = {self.says['CERTIFICATE']}\n"
        )
        nginx = shutil.which("nginx", path=SYSTEM)
        self.program(
            "nginx",
            NGINX_HERE.format(root=self.root, http=self.http, https=self.https, nginx=nginx),
        )
        stand_in = Path(__file__).with_name("systemctl.py")
        self.program("systemctl", f'#!/bin/sh\nexec {sys.executable} {stand_in} "$@"\n')
        self.run("nginx")
        self.publish_code()

    def publish_code(self):
        """The code as it is here, where the guide takes it from."""
        named = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
        for name in filter(None, named.split("\0")):
            if (ROOT / name).is_file():
                (self.root / "source" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.root / "source" / name)
        somebody = "-c user.name=Somebody -c user.email=somebody@pages.example"
        self.run(
            'cd "$SOURCE"; git init --quiet; git add --all; '
            f"git {somebody} commit --quiet --message Release"
        )

    def manage(self, source):
        """Run some Python where the site is, as `manage.py shell` does."""
        return self.run(f"pages shell --verbosity 0 -c {shlex.quote(source)}")

    def program(self, name, text):
        """A program that is found before the system's own."""
        path = self.root / "here" / name
        path.write_text(text)
        path.chmod(0o755)

    def run(self, commands, **says):
        """What commands of the guide print, after its first step; they must succeed."""
        (settings,) = guide.of_kind("settings")
        own = "".join(
            f"export {name}={str(value)!r}\n" for name, value in {**self.says, **says}.items()
        )
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", settings + own + commands],
            cwd=self.root,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout

    def follow(self, *, until="", but=""):
        """The steps of the guide, down to the one with that number; what each of them printed."""
        said = {}
        for heading, kind, commands in guide.blocks():
            if until and heading.startswith(until):
                break
            if not kind:
                told = self.run(commands.replace(but, ""))
                said[heading] = said.get(heading, "") + told
                self.lend_packages()
        return said

    def lend_packages(self):
        """The packages that are installed here, in place of the same ones installed once more."""
        for release in (self.root / "srv" / "releases").iterdir():
            if not (release / ".venv").exists():
                (release / ".venv").symlink_to(ROOT / ".venv")

    def secure(self, source="127.0.0.1"):
        """A connection to nginx, with TLS, of somebody at that address."""
        return Secure(self.https, self.says["CERTIFICATE"], source)

    def wait(self):
        """Until each process is ready."""
        for port in self.ports:
            self.run(f"curl {PATIENTLY} http://127.0.0.1:{port}/readyz/")

    def logs(self):
        """All that nginx and the processes have written."""
        paths = [*(self.root / "log").iterdir(), *(self.root / "run").glob("*.log")]
        return "".join(path.read_text(encoding="utf-8") for path in paths)

    def pid_of(self, port):
        return int((self.root / "run" / f"procedure-pages@{port}.service.pid").read_text())

    def kill(self, port):
        """End a process and its worker as a machine short of memory does: without a word."""
        os.killpg(self.pid_of(port), signal.SIGKILL)

    def end(self):
        """Stop all that runs."""
        for unit in sorted((self.root / "run").glob("*.service.pid")):
            self.run(f"systemctl stop {unit.name.removesuffix('.pid')}")
        with suppress(FileNotFoundError):
            pid = int((self.root / "run" / "nginx.pid").read_text())
            os.kill(pid, signal.SIGQUIT)
            while (self.root / "run" / "nginx.pid").exists():
                time.sleep(0.05)
