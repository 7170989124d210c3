"""The block between two `---` lines at the top of a content file."""

import re
from dataclasses import dataclass
from datetime import date

from procedures.text.grammar import plain_yaml as yaml
from procedures.text.grammar.faults import FaultList
from procedures.vocabulary import Change

REQUIRED = ("title", "updated", "change", "change_notes", "written_by")
KEYS = ("title", "also_known_as", *REQUIRED[1:], "evidence_to")

#: The most characters a value may have, so that pages and lists can hold it.
MAX_LENGTH = {
    "title": 120,
    "also_known_as": 120,
    "change_notes": 500,
    "written_by": 300,
}


@dataclass(frozen=True)
class FrontMatter:
    """What the front matter says; `None` and empty where it could not be read."""

    title: str
    also_known_as: tuple[str, ...]
    updated: date | None
    change: Change | None
    change_notes: tuple[str, ...]
    written_by: str
    evidence_to: str
    lines: dict[str, int]


def split(lines: list[str], faults: FaultList) -> tuple[str, int] | None:
    """The YAML between the `---` lines and the index of the line after it, or None: no such."""
    if lines[0] != "---":
        faults.add(1, "the file does not begin with a line “---”", "begin it with the front matter")
        return None
    if "---" not in lines[1:]:
        faults.add(1, "the front matter has no end", "add a line “---” after its last key")
        return None
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]), end + 1


def read(source: str, faults: FaultList) -> FrontMatter:
    """The front matter that begins on line 2. Dates are read, not yet judged."""
    known = len(faults.faults)
    node = yaml.read(source, 2, faults)
    if not isinstance(node, yaml.Mapping):
        if len(faults.faults) == known:
            faults.add(1, "the front matter has no keys", f"write {', '.join(REQUIRED)}")
        node = yaml.Mapping({}, {}, 1)
    else:
        for key in REQUIRED:
            if key not in node.items:
                faults.add(1, f"the front matter has no “{key}”", f"add a line “{key}: …”")
    for key, line in node.lines.items():
        if key not in KEYS:
            faults.add(line, f"no key “{key}”", f"use one of: {', '.join(KEYS)}")
    reader = _Values(node, faults)
    return FrontMatter(
        title=reader.words("title"),
        also_known_as=reader.list("also_known_as"),
        updated=reader.date("updated"),
        change=reader.change("change"),
        change_notes=reader.list("change_notes"),
        written_by=reader.words("written_by"),
        evidence_to=reader.month("evidence_to"),
        lines=node.lines,
    )


class _Values:
    """Reads each key of the mapping as what it must be, and notes what it is not."""

    def __init__(self, node: yaml.Mapping, faults: FaultList) -> None:
        self.node = node
        self.faults = faults

    def words(self, key: str) -> str:
        node = self.node.items.get(key)
        return "" if node is None else self._words(key, node)

    def _words(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.Word):
            self.faults.add(node.line, f"“{key}” must be words", f"write “{key}: some words”")
            return ""
        if node.text == "":
            self.faults.add(node.line, f"“{key}” is empty", "write its words, or delete the line")
            return ""
        if node.read_as and key not in ("updated", "evidence_to"):
            self.faults.add(
                node.line,
                f"YAML reads “{node.text}” as {node.read_as}",
                f'put it in double quotes: "{node.text}"',
            )
            return ""
        if "\n" in node.text or node.text != node.text.strip():
            self.faults.add(
                node.line,
                f"“{key}” has a line break, or spaces around it",
                "write it on one line, without spaces at its ends",
            )
            return ""
        if len(node.text) > MAX_LENGTH.get(key, len(node.text)):
            self.faults.add(
                node.line,
                f"“{key}” has {len(node.text)} characters",
                f"the most is {MAX_LENGTH[key]}; shorten it",
            )
            return ""
        return node.text

    def list(self, key: str) -> tuple[str, ...]:
        node = self.node.items.get(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.Listing) or not node.items:
            self.faults.add(
                node.line, f"“{key}” must be a list", "write each on its own line as “  - words”"
            )
            return ()
        return tuple(self._words(key, item) for item in node.items)

    def date(self, key: str) -> date | None:
        words = self.words(key)
        if not words:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
                return date.fromisoformat(words)
        except ValueError:
            pass  # 2026-02-30 looks like a date and is none; said below
        self.faults.add(
            self.node.lines[key], f"“{words}” is no date", "write year-month-day, as 2026-11-22"
        )
        return None

    def change(self, key: str) -> Change | None:
        words = self.words(key)
        if not words:
            return None
        if words not in Change.values:
            self.faults.add(
                self.node.lines[key],
                f"no kind of change “{words}”",
                f"use one of: {', '.join(Change.values)}",
            )
            return None
        return Change(words)

    def month(self, key: str) -> str:
        words = self.words(key)
        if words and not re.fullmatch(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])", words):
            self.faults.add(
                self.node.lines[key], f"“{words}” is no month", "write year-month, as 2026-11"
            )
            return ""
        return words
