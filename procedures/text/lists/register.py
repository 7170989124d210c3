"""`register.yaml`: the withdrawals and redactions of one procedure, in one canonical form."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from procedures.text.grammar import plain_yaml
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, FaultList

_MEND = "let `dumpcontent` write this file, or write the row as it does"
_FORMS = {
    "number": re.compile(r"[1-9][0-9]{0,8}"),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
}


@dataclass(frozen=True, order=True)
class Row:
    """Version `number`, whose text had this SHA-256, was withdrawn or redacted.

    `at` is a whole second. `removed` says what a redaction took away, in general words, and
    is empty for a withdrawal.
    """

    number: int
    digest: str
    at: datetime
    reason: str
    removed: str = ""


@dataclass(frozen=True)
class Register:
    withdrawals: tuple[Row, ...] = ()
    redactions: tuple[Row, ...] = ()

    def rows(self) -> tuple[Row, ...]:
        """Every row, withdrawals first."""
        return (*self.withdrawals, *self.redactions)


_KEYS = {
    "withdrawals": ("number", "digest", "at", "reason"),
    "redactions": ("number", "digest", "at", "removed", "reason"),
}


def parse(raw: bytes, path: str) -> Register:
    """The register in a file. Raises `ContentRefused` with every fault found."""
    faults = FaultList(path)
    source = decode(raw, faults)
    node = plain_yaml.read(source, 1, faults)
    register = Register()
    if isinstance(node, plain_yaml.Mapping):
        for key, line in node.lines.items():
            if key not in _KEYS:
                faults.add(line, f"no key “{key}”", f"use {' or '.join(_KEYS)}")
        register = Register(
            tuple(_rows(node, "withdrawals", faults)), tuple(_rows(node, "redactions", faults))
        )
    elif not faults:
        faults.add(1, "no withdrawals and no redactions", "delete the file, or write a row")
    if not faults and source != write(register):
        lines = zip_longest(source.splitlines(True), write(register).splitlines(True))
        line = next(number for number, (one, other) in enumerate(lines, 1) if one != other)
        faults.add(line, "this is not the one form a register has", _MEND)
    if faults:
        raise ContentRefused(faults.faults)
    return register


def _rows(node: plain_yaml.Mapping, key: str, faults: FaultList) -> Iterator[Row]:
    listing = node.items.get(key)
    if listing is None:
        return
    if not isinstance(listing, plain_yaml.Listing):
        faults.add(listing.line, f"“{key}” must be a list", _MEND)
        return
    seen: dict[int, int] = {}
    for item in listing.items:
        row = _row(item, _KEYS[key], faults)
        if row is None:
            continue
        if row.number in seen:
            faults.add(
                item.line,
                f"version {row.number} stands in “{key}” a second time",
                f"keep one; the first is on line {seen[row.number]}",
            )
            continue
        seen[row.number] = item.line
        yield row


def _row(item: plain_yaml.Node, keys: tuple[str, ...], faults: FaultList) -> Row | None:
    if not isinstance(item, plain_yaml.Mapping) or set(item.items) != set(keys):
        faults.add(item.line, f"a row must have {', '.join(keys)}, each once", _MEND)
        return None
    words: dict[str, str] = {}
    for key, value in item.items.items():
        words[key] = value.text if isinstance(value, plain_yaml.Word) else ""
        form = _FORMS.get(key)
        if not words[key].strip() or (form and not form.fullmatch(words[key])):
            faults.add(value.line, f"“{words[key]}” is no {key}", _MEND)
            return None
    try:
        at = datetime.strptime(words["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        faults.add(item.line, f"“{words['at']}” is no moment", _MEND)
        return None
    return Row(int(words["number"]), words["digest"], at, words["reason"], words.get("removed", ""))


def write(register: Register) -> str:
    """The register in its canonical form: rows by number, words always in quotes."""
    return "".join(f"{line}\n" for line in _lines(register))


def _lines(register: Register) -> Iterator[str]:
    for key, rows in (("withdrawals", register.withdrawals), ("redactions", register.redactions)):
        if rows:
            yield f"{key}:"
        for row in sorted(rows):
            yield f"  - number: {row.number}"
            yield f'    digest: "{row.digest}"'
            yield f'    at: "{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"'
            if "removed" in _KEYS[key]:
                yield f"    removed: {json.dumps(row.removed, ensure_ascii=False)}"
            yield f"    reason: {json.dumps(row.reason, ensure_ascii=False)}"
