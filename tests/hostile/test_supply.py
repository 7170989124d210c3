"""What the site is made with: few packages, pinned to their bytes, safe, and free to use."""

import json
import re
import runpy
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NODE = ROOT / "requirements" / "node"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z]+\])?==(\S+)", re.MULTILINE)

#: Below these, something that would hurt us is known.
SAFE = {
    "nh3": "0.3.8",  # scripts that got through ammonia
    "Django": "5.2.19",
    "Pillow": "13.0.0",
    "markdown-it-py": "4.0.0",
    "django-axes": "8.3.1",
    "django-otp": "1.7.5",
}
FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|Unlicense|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser)\b",
    re.IGNORECASE,
)
#: What names a licence that would not do, and why it may stay.
CHOICE = {"pyphen": "it may be had under the MPL or the LGPL instead of the GPL"}


def numbers(words):
    return tuple(map(int, re.findall(r"\d+", words)))


def run_time():
    """The packages that a site runs with, extras too, as far as they are installed here."""
    names = [name for name, _ in PINNED.findall((ROOT / "requirements" / "run.txt").read_text())]
    for name in [*names, "psycopg", "psycopg-binary", "redis"]:
        try:
            yield name, metadata(name)
        except PackageNotFoundError:
            assert name == "brotlicffi"  # for another Python


@pytest.mark.parametrize("name", SAFE)
def test_no_package_is_older_than_is_safe(name):
    assert numbers(version(name)) >= numbers(SAFE[name])
    for lock in ("run.txt", "dev.txt"):
        pinned = dict(PINNED.findall((ROOT / "requirements" / lock).read_text()))
        assert pinned[name.lower()] == version(name)


def test_a_site_needs_at_most_twelve_packages_of_its_own_choice():
    assert len(PROJECT["dependencies"]) <= 12


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_python_package_is_pinned_to_its_bytes(lock):
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", lock.read_text()))
    assert entries
    for entry in entries:
        assert PINNED.match(entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert "://" not in lock.read_text()


def test_each_node_package_is_pinned_to_its_bytes():
    asked = json.loads((NODE / "package.json").read_text())
    for name, number in (asked["dependencies"] | asked["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", number), name
    locked = json.loads((NODE / "package-lock.json").read_text())["packages"]
    for name, one in locked.items():
        if name:
            assert one["integrity"].startswith("sha512-"), name
            assert "resolved" not in one, name


def test_each_package_that_runs_is_free_to_be_used():
    said_by = runpy.run_path(str(ROOT / ".ci" / "sbom.py"))["licence"]
    for name, said in run_time():
        licence = said_by(said)
        assert FREE.search(licence), f"{name}: {licence}"
        strict = re.search(r"(?<!Lesser )General Public|(?<!L)GPL|AGPL|Affero", licence)
        assert not strict or name in CHOICE, f"{name}: {licence}"


def test_the_bill_names_every_package_with_its_licence_and_its_hashes():
    made = subprocess.run(
        [sys.executable, ROOT / ".ci" / "sbom.py"], capture_output=True, check=True, text=True
    )

    bill = json.loads(made.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    found = {one["name"]: one for one in bill["components"]}
    assert {name.partition(">")[0].lower() for name in PROJECT["dependencies"]} <= {*found}
    for name, one in found.items():
        assert one["version"] == version(name)
        assert one["licenses"][0]["license"]["name"] != "unknown"
        assert all(len(hashed["value"]) == 64 for hashed in one["properties"])
        assert one["properties"]
