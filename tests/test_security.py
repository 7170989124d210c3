"""docs/security.md makes thirty promises, and names tests that exist."""

import ast
import re

from tests.databases import ROOT

PROMISES = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| (\d+) \| ([^|]+) \| ([^|]+) \|$")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


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
