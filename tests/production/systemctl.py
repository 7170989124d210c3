"""Stands where systemd would: reads the very unit files and runs the very commands.

A machine that runs tests is started by something else. What systemd does besides, starting again
what has died and the walls around each process, is judged from the files (test_files.py).
"""

import configparser
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path(os.environ["UNITS"])
RUN = Path(os.environ["MACHINE"]) / "run"


class Unit:
    """One unit by name, as procedure-pages@8001 or nginx."""

    def __init__(self, name):
        self.name = name if name.endswith((".service", ".timer")) else f"{name}.service"
        kind, at, rest = self.name.partition("@")
        self.instance = rest.partition(".")[0]
        file = UNITS / (f"{kind}@.{rest.partition('.')[2]}" if at else self.name)
        self.settings = configparser.ConfigParser(
            interpolation=None, strict=False, delimiters=("=",), comment_prefixes=("#",)
        )
        self.settings.optionxform = str
        self.settings.read_string(file.read_text(encoding="utf-8").replace("\\\n", " "))
        self.pid_file = RUN / f"{self.name}.pid"

    def says(self, name, section="Service"):
        return self.settings.get(section, name, fallback="").replace("%i", self.instance)

    def command(self):
        """What it runs, in an environment that is nothing but the unit's."""
        enter = f"cd {self.says('WorkingDirectory')}; set -a; . {self.says('EnvironmentFile')}; "
        path = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return {
            "args": ["bash", "-euc", f"{enter}exec {self.says('ExecStart')}"],
            "env": path,
            "stdin": subprocess.DEVNULL,
        }

    def start(self):
        if self.says("Unit", "Timer"):
            Unit(self.says("Unit", "Timer"))  # it is there
        elif self.says("Type") == "oneshot":
            sys.exit(subprocess.run(**self.command(), check=False).returncode)
        elif not self.pid():
            with (RUN / f"{self.name}.log").open("ab") as log:
                process = subprocess.Popen(
                    **self.command(), stdout=log, stderr=log, start_new_session=True
                )
            self.pid_file.write_text(str(process.pid))

    def stop(self):
        """SIGTERM to the main process; after TimeoutStopSec, SIGKILL to all of them."""
        group = self.pid()
        if group:
            os.kill(group, signal.SIGTERM)
            end = time.monotonic() + float(self.says("TimeoutStopSec"))
            while self.pid() and time.monotonic() < end:
                time.sleep(0.05)
            if self.pid():
                os.killpg(group, signal.SIGKILL)
        self.pid_file.unlink(missing_ok=True)

    def pid(self):
        """The main process, while it runs."""
        try:
            pid = int(self.pid_file.read_text())
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return None
        return None if state == "Z" else pid


def main(verb, *names):
    if verb == "daemon-reload":
        return
    for name in names:
        if name == "nginx":  # one of the test's own, on ports of its own
            subprocess.run(["nginx", "-s", "reload"], check=True)
        elif name != "--now":
            unit = Unit(name)
            if verb in ("stop", "restart"):
                unit.stop()
            if verb in ("enable", "start", "restart"):
                unit.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
