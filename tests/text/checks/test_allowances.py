"""`checks.yaml`: what is allowed, each with a reason, and nothing else."""

import pytest

from procedures.text.checks.allowances import MOST, Allowance, parse, unused
from procedures.text.checks.rules import RULES
from procedures.text.grammar.faults import ContentRefused
from tests.text.checks.pages import findings, make_page
from tests.text.documents import PATH

FILE = "content/checks.yaml"
ROW = {
    "procedure": "microneedling",
    "rule": "safe",
    "words": "It is safe.",
    "reason": "A quotation.",
}


def file(*rows):
    lines = ["# Ours", "allowances:" if rows else "allowances: []"]
    for row in rows:
        keys = [f"{key}: {value}" for key, value in row.items()]
        lines += [f"  - {keys[0]}", *(f"    {key}" for key in keys[1:])]
    return "\n".join(lines) + "\n"


def refused(text):
    with pytest.raises(ContentRefused) as refusal:
        parse(text.encode(), FILE)
    assert {fault.path for fault in refusal.value.faults} == {FILE}
    return [(fault.line, fault.what) for fault in refusal.value.faults]


def test_allowances_are_read_with_their_lines():
    found = parse(file(ROW, {**ROW, "rule": "promise"}).encode(), FILE)

    assert found == (
        Allowance("microneedling", "safe", "It is safe.", "A quotation.", 3),
        Allowance("microneedling", "promise", "It is safe.", "A quotation.", 7),
    )


def test_there_may_be_none():
    assert parse(file().encode(), FILE) == ()


@pytest.mark.parametrize("text", ["", "# Nothing", "allowances", "{}", "a: []", file() + "b: []\n"])
def test_the_file_has_one_key(text):
    assert refused(text) == [(1, "the one key here is “allowances”")]


def test_what_yaml_cannot_read_is_told_as_such():
    ((line, what),) = refused("allowances: [\n")
    assert (line, what[:24]) == (2, "YAML cannot be read here")


@pytest.mark.parametrize("value", ["", " none", " {a: b}"])
def test_allowances_stand_in_a_list(value):
    assert refused(f"allowances:{value}\n") == [(1, "“allowances” must be a list")]


@pytest.mark.parametrize("missing", ROW)
def test_an_allowance_without_a_reason_or_anything_else_is_refused(missing):
    row = {key: value for key, value in ROW.items() if key != missing}
    said = "an allowance has procedure, rule, words, reason, each once"
    assert refused(file(row)) == [(3, said)]
    assert refused("allowances: [all]\n") == [(1, said)]
    assert refused(file({**ROW, "until": "2027"})) == [(3, said)]


@pytest.mark.parametrize("key", ROW)
@pytest.mark.parametrize("value", ['""', '" "', "[a]", "{a: b}"])
def test_each_part_of_an_allowance_is_words(key, value):
    line = 3 + list(ROW).index(key)
    assert refused(file({**ROW, key: value})) == [(line, f"“{key}” must be words")]


def test_a_word_that_yaml_reads_otherwise_must_stand_in_quotes():
    assert refused(file({**ROW, "words": "2026"})) == [(5, "YAML reads “2026” as a number")]
    assert parse(file({**ROW, "words": '"2026"'}).encode(), FILE)[0].words == "2026"


def test_a_rule_and_a_procedure_are_named_as_they_are():
    assert refused(file({**ROW, "rule": "safety"})) == [(4, "no rule “safety”")]
    assert refused(file({**ROW, "procedure": "Skin"})) == [(3, "“Skin” is no slug")]


def test_an_allowance_stands_once():
    rows = [ROW, {**ROW, "reason": "Another."}]
    assert refused(file(*rows)) == [(7, "this allowance stands here a second time")]


def test_at_most_eight_are_allowed():
    rows = [{**ROW, "words": f"It is safe, {count}."} for count in range(MOST + 1)]

    assert MOST == 8
    assert len(parse(file(*rows[:MOST]).encode(), FILE)) == MOST
    assert refused(file(*rows)) == [(3 + 4 * MOST, "9 allowances")]


def test_all_faults_are_told_at_once():
    bad = {**ROW, "rule": "safety", "procedure": "Skin", "words": "no"}
    assert [line for line, _ in refused(file(bad, {"rule": "safe"}))] == [3, 4, 5, 7]


def test_an_allowance_covers_the_whole_sentence_of_its_procedure_and_rule():
    (finding,) = [
        one for one in findings(make_page({"cons": "- It is safe for all."})) if one.rule == "safe"
    ]
    assert (finding.path, finding.words) == (PATH, "safe")

    def covers(**changes):
        row = {**ROW, "words": "It is safe for all.", **changes}
        return Allowance(**row, line=1).covers("microneedling", finding)

    assert covers()
    assert not covers(words="safe")
    assert not covers(rule="promise")
    assert not covers(procedure="chemical-peel")


def test_an_allowance_that_covers_nothing_is_a_fault_on_its_line():
    (allowance,) = parse(file(ROW).encode(), FILE)
    assert str(unused(allowance, FILE)) == (
        "content/checks.yaml:3: “safe” finds nothing in “It is safe.” of microneedling; "
        "delete this allowance, or correct its words"
    )


def test_every_rule_can_be_allowed():
    for rule in RULES:
        assert parse(file({**ROW, "rule": rule}).encode(), FILE)
