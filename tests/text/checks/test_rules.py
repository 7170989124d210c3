"""The table: every rule finds its bad example, and nothing in its good one."""

import re
from dataclasses import replace

import pytest

from procedures.text.checks import allowances
from procedures.text.checks.findings import Level
from procedures.text.checks.reading import Clinic
from procedures.text.checks.rules import RULES
from procedures.vocabulary import SectionKind
from tests.databases import ROOT
from tests.text.checks.pages import CLINIC, findings, make_page


def shown(example):
    """What the rules have against the sound page, changed as the example says."""
    if example.place == "funding":
        return findings(make_page(), Clinic(example.words))
    if example.place == "also_known_as":
        return findings(replace(make_page(), also_known_as=(example.words,)))
    if example.place == "evidence_to":
        return findings(replace(make_page(), evidence_to=example.words))
    return findings(make_page({SectionKind(example.place): example.words}))


def test_nothing_is_found_in_a_sound_page():
    assert findings(make_page()) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_finds_its_bad_example(rule):
    found = [finding for finding in shown(rule.bad) if finding.rule == rule.name]

    assert found
    for finding in found:
        assert finding.level is rule.level
        assert finding.words in finding.sentence
        assert finding.suggestion


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_nothing_against_its_good_example(rule):
    assert rule.name not in [finding.rule for finding in shown(rule.good)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_no_rule_has_an_error_against_the_good_example_of_another(rule):
    errors = [finding for finding in shown(rule.good) if finding.level is Level.ERROR]
    assert [(one.rule, one.words) for one in errors if one.rule != "uncited-source"] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_why_and_who_found_that_it_matters(rule):
    assert rule.why.endswith(".")
    assert rule.source
    assert rule.name.replace("-", "").isalpha()


def test_no_two_rules_have_one_name():
    names = [rule.name for rule in RULES.values()]
    assert list(RULES) == names


def test_findings_stand_in_reading_order():
    words = {SectionKind.CONS: "- It is painless.", SectionKind.ABOUT: "It is a miracle [2]."}
    lines = [finding.line for finding in findings(make_page(words), CLINIC)]
    assert len(lines) > 1
    assert lines == sorted(lines)


def test_a_page_nobody_was_asked_to_pay_for_needs_no_word_on_funding():
    assert findings(make_page(), Clinic()) == []


def test_authors_are_told_of_every_rule_and_its_level():
    guide = ((ROOT / "content") / "README.md").read_text()
    told = re.findall(r"^\| `([a-z-]+)` \| (error|warning|hint) \|", guide, re.MULTILINE)
    assert told == [(rule.name, rule.level) for rule in RULES.values()]


def test_the_example_of_an_allowance_can_be_read():
    guide = ((ROOT / "content") / "README.md").read_text()
    example = guide.partition("```yaml\n")[2].partition("```")[0]
    (allowance,) = allowances.parse(example.encode(), "checks.yaml")
    assert allowance.rule == "safe"
