"""The browser and what checks pages in it: none of them can be had from Python's packages."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
#: Chromium without the parts that show windows, in which a visit begins in a quarter of the time.
SHELL = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"))
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

#: Where make puts programs from npm.
NODE = ROOT / "requirements" / "node" / "node_modules"
AXE = NODE / "axe-core" / "axe.min.js"
NU = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = NODE / ".bin" / "lighthouse"


def launch(playwright, program=CHROMIUM):
    """That Chromium, to be closed by whoever asked for it."""
    return playwright.chromium.launch(executable_path=str(program), args=OPTIONS)


def need(what, *, there):
    """Skip a test for want of something, but never in CI."""
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
