"""The table of everything the checks look for, and what they find in a text."""

from procedures.text.checks import citing, frequency, honest, plain, whole
from procedures.text.checks.findings import Finding, Rule
from procedures.text.checks.reading import Reading

#: Name → rule, in the order they are told.
RULES: dict[str, Rule] = {
    rule.name: rule
    for rules in (whole.RULES, frequency.RULES, citing.RULES, honest.RULES, plain.RULES)
    for rule in rules
}


def judge(reading: Reading, path: str) -> list[Finding]:
    """Everything the rules have against a text, in reading order. `path` names its file."""
    return sorted(
        Finding(
            path, hit.line, rule.name, rule.level, hit.words, rule.why, hit.suggestion, hit.sentence
        )
        for rule in RULES.values()
        for hit in rule.check(reading)
    )
