"""`checks.yaml`: findings that stand although the text is as it should be, each with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from procedures.text.checks.findings import Finding
from procedures.text.checks.rules import RULES
from procedures.text.grammar import plain_yaml
from procedures.text.grammar.addresses import SLUG
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, Fault, FaultList

#: Of all pages together. With more, the rules or the pages are wrong.
MOST = 8

_KEYS = ("procedure", "rule", "words", "reason")


@dataclass(frozen=True)
class Allowance:
    """A rule has nothing against these words of a procedure; the reason is for who comes next.

    `words` are the whole sentence a finding names, or its own words where it names none.
    """

    procedure: str
    rule: str
    words: str
    reason: str
    line: int

    def covers(self, procedure: str, finding: Finding) -> bool:
        return (self.procedure, self.rule, self.words) == (
            procedure,
            finding.rule,
            finding.sentence,
        )


def parse(raw: bytes, path: str) -> tuple[Allowance, ...]:
    """The allowances in a file. Raises `ContentRefused` with every fault found."""
    faults = FaultList(path)
    node = plain_yaml.read(decode(raw, faults), 1, faults)
    found: tuple[Allowance, ...] = ()
    if isinstance(node, plain_yaml.Mapping) and set(node.items) == {"allowances"}:
        found = tuple(_allowances(node.items["allowances"], faults))
    elif not faults:
        faults.add(1, "the one key here is “allowances”", "write “allowances: []”, or a list")
    if faults:
        raise ContentRefused(faults.faults)
    return found


def _allowances(node: plain_yaml.Node, faults: FaultList) -> Iterator[Allowance]:
    if not isinstance(node, plain_yaml.Listing):
        faults.add(node.line, "“allowances” must be a list", "write [] for an empty one")
        return
    if len(node.items) > MOST:
        faults.add(
            node.items[MOST].line,
            f"{len(node.items)} allowances",
            f"the most is {MOST}, for all pages together; mend the words of the pages",
        )
    seen: dict[tuple[str, ...], int] = {}
    for item in node.items:
        words = _words(item, faults)
        if words is None:
            continue
        if words[:3] in seen:
            faults.add(
                item.line,
                "this allowance stands here a second time",
                f"keep one; the first is on line {seen[words[:3]]}",
            )
        seen.setdefault(words[:3], item.line)
        yield Allowance(*words, item.line)


def _words(item: plain_yaml.Node, faults: FaultList) -> tuple[str, str, str, str] | None:
    """Procedure, rule, words and reason; None where one of them is not as it must be."""
    if not isinstance(item, plain_yaml.Mapping) or set(item.items) != set(_KEYS):
        faults.add(item.line, f"an allowance has {', '.join(_KEYS)}, each once", "write all four")
        return None
    known = len(faults.faults)
    for key, value in item.items.items():
        if not isinstance(value, plain_yaml.Word) or not value.text.strip():
            faults.add(value.line, f"“{key}” must be words", "write some words")
        elif value.read_as:
            faults.add(
                value.line,
                f"YAML reads “{value.text}” as {value.read_as}",
                f'put it in double quotes: "{value.text}"',
            )
    procedure, rule, words, reason = (getattr(item.items[key], "text", "").strip() for key in _KEYS)
    if procedure and not SLUG.fullmatch(procedure):
        faults.add(item.lines["procedure"], f"“{procedure}” is no slug", "name its folder")
    if rule and rule not in RULES:
        faults.add(item.lines["rule"], f"no rule “{rule}”", f"use one of: {', '.join(RULES)}")
    return (procedure, rule, words, reason) if len(faults.faults) == known else None


def unused(allowance: Allowance, path: str) -> Fault:
    """What to say of an allowance that covers no finding."""
    return Fault(
        path,
        allowance.line,
        f"“{allowance.rule}” finds nothing in “{allowance.words}” of {allowance.procedure}",
        "delete this allowance, or correct its words",
    )
