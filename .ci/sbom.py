"""Prints what a site runs on as CycloneDX: each package, its licence, and the hashes it is held to.

The packages are those of requirements/run.txt that are installed here.
"""

import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)((?:.*\\\n)(?:    --hash=.*\n?)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_LICENCE = "License :: OSI Approved :: "


def main() -> None:
    """Write the bill to the screen."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {_name(one.name): one.metadata for one in distributions()}
    hashes = pinned()
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [
            _component(installed[name], hashes[name]) for name in hashes if name in installed
        ],
    }
    json.dump(bill, sys.stdout, indent=1)
    sys.stdout.write("\n")


def pinned() -> dict[str, list[str]]:
    """Each package of the lock file, and the SHA-256 of every file it may come as."""
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return {_name(one[1]): _HASH.findall(one[3]) for one in _PINNED.finditer(lock)}


def _name(typed: str) -> str:
    return re.sub(r"[-_.]+", "-", typed).lower()


def _component(said: PackageMetadata, hashes: list[str]) -> dict:
    name, version = _name(said["Name"]), said["Version"]
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "purl": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "description": said["Summary"],
        "licenses": [{"license": {"name": licence(said)}}],
        "properties": [{"name": "lock:sha256", "value": one} for one in hashes],
    }


def licence(said: PackageMetadata) -> str:
    """What a package says of its licence, in the newest of the three ways it may say that."""
    classified = [one for one in said.get_all("Classifier", []) if one.startswith(_LICENCE)]
    told = " or ".join(one.removeprefix(_LICENCE) for one in classified)
    return said.get("License-Expression") or told or said.get("License") or "unknown"


if __name__ == "__main__":
    main()
