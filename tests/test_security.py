"""docs/security.md names tests that exist, and the packages are those that are known to be safe."""

import ast
import re
import tomllib

from tests.databases import ROOT

PROMISES = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| (\d+) \| ([^|]+) \| ([^|]+) \|$")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
#: The oldest releases without a fault that anybody knows of.
SAFE = {"django": (5, 2, 19), "nh3": (0, 3, 8), "pillow": (13, 0)}


def functions_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_there_are_thirty_promises_in_order():
    assert [int(number) for number, *_ in ROW.findall(PROMISES)] == list(range(1, 31))


def test_each_promise_names_a_test_or_says_why_there_is_none():
    for number, _, shown_by in ROW.findall(PROMISES):
        assert NAMED.search(shown_by) or shown_by.startswith("Not tried here: "), number


def test_every_test_that_is_named_exists():
    named = NAMED.findall(PROMISES)

    assert len(named) == PROMISES.count("::")
    missing = [f"{path}::{name}" for path, name in named if name not in functions_in(path)]
    assert missing == []


def pinned(name):
    """Package → its version and whether its files are known by their digests."""
    words = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    asked = (re.match(r"([\w.-]+)(?:\[.*\])?==(\S+)", one) for one in words.split("\n"))
    found = {one[1]: one[2] for one in asked if one}
    known = re.findall(r"(?m)^([\w.-]+)\S*==.*\\\n    --hash=sha256:", words)
    return {package: (version, package in known) for package, version in found.items()}


def test_few_packages_are_asked_for_and_every_one_is_pinned_with_a_digest():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert len(project["dependencies"]) <= 12
    for name in ("run.txt", "dev.txt"):
        assert len(pinned(name)) > 12
        assert all(known for _, known in pinned(name).values())


def test_no_package_is_older_than_the_release_that_is_known_to_be_safe():
    for name in ("run.txt", "dev.txt"):
        for package, least in SAFE.items():
            version, _ = pinned(name)[package]
            assert tuple(map(int, version.split("."))) >= least, package
