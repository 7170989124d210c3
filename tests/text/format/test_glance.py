"""The facts of "At a glance"."""

import pytest

from procedures.text.format import glance
from procedures.text.format.glance import Fact, Quantity
from procedures.text.grammar import markdown
from procedures.text.grammar.faults import ContentRefused, FaultList
from procedures.vocabulary import GlanceKey, SectionKind
from tests.text.documents import fault_in, make_text, read


def with_glance(words):
    """A file that says this under "At a glance", from line 17."""
    return make_text(words={SectionKind.AT_A_GLANCE: words})


def fact(line):
    """The one fact of a list of one line that a file may hold."""
    tokens, _ = markdown.parse(read(with_glance(line)).section(SectionKind.AT_A_GLANCE).body)
    (one,) = glance.facts(tokens, 1, FaultList(""))
    return one


@pytest.mark.parametrize(
    ("line", "low", "low_unit", "high", "high_unit"),
    [
        ("- Session: 20 to 45 minutes", 20, "minute", 45, "minute"),
        ("- Session: 1 hour", 1, "hour", 1, "hour"),
        ("- Session: 30 minutes to 1 hour [1]", 30, "minute", 1, "hour"),
        ("- Session: 60 minutes to 1 hour", 60, "minute", 1, "hour"),
        ("- Session: 24 hours to 1 day", 24, "hour", 1, "day"),
        ("- Session: 5 minutes, or more if we treat scars too", 5, "minute", 5, "minute"),
        ("- Time between sessions: 4 weeks to 1 month", 4, "week", 1, "month"),
        ("- Back to normal: 2 to 3 days [2][1]", 2, "day", 3, "day"),
        ("- Results show: 3 to 6 months; sooner for lines", 3, "month", 6, "month"),
        ("- Results last: 1 year.", 1, "year", 1, "year"),
        ("- Number of sessions: 3", 3, "", 3, ""),
        ("- Number of sessions: 3 to 6 (scars)", 3, "", 6, ""),
        ("- Number of sessions: 3 for scars, 4 for lines", 3, "", 3, ""),
        ("- Cost: £100", 100, "£", 100, "£"),
        ("- Cost: £100 to £1,350 [1]", 100, "£", 1350, "£"),
        ("- Cost: EUR 90 to EUR 120", 90, "EUR", 120, "EUR"),
        ("- Cost: $1,000,000", 1000000, "$", 1000000, "$"),
        ("- Minimum age: 18", 18, "", 18, ""),
        ("* Minimum age:18 in the UK", 18, "", 18, ""),
    ],
)
def test_a_value_begins_with_a_quantity(line, low, low_unit, high, high_unit):
    assert fact(line).quantity == Quantity(low, low_unit, high, high_unit)
    assert fact(line).unstated == ""


@pytest.mark.parametrize(
    ("line", "unstated"),
    [
        ("- Cost: ask us", "ask us"),
        ("- Cost: ask us, and ask what it includes", "ask us"),
        ("- Results last: not known [1]", "not known"),
        ("- Numbing: not known", "not known"),
        ("- Device: a pen", ""),
        ("- Numbing: 20 minutes of cream", ""),
    ],
)
def test_a_value_may_be_unstated_and_some_are_words(line, unstated):
    assert fact(line).quantity is None
    assert fact(line).unstated == unstated


def test_the_words_of_a_value_are_kept_with_their_citations():
    assert fact("- Session: 1 hour: at most [2]") == Fact(
        GlanceKey.SESSION, "1 hour: at most [2]", Quantity(1, "hour", 1, "hour"), ""
    )


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("- Session: 20 to 45 minutes, with breaks [1]", "20 to 45 minutes"),
        ("- Cost: £1,000 to £2,500 a session", "£1,000 to £2,500"),
        ("- Cost: ask us; it differs", "ask us"),
        ("- Numbing: not known", "not known"),
        ("- Numbing: numbing cream", ""),
        ("- Session: 1 hour\\, at most", ""),
    ],
)
def test_the_value_a_fact_begins_with_is_told_apart_from_its_words(line, begins):
    assert fact(line).begins == begins


def test_facts_come_in_the_order_of_the_page():
    tokens, _ = markdown.parse("- Cost: £1\n- Session: 1 hour\n\n* Numbing: none")
    keys = [one.key for one in glance.facts(tokens, 1, FaultList(""))]
    assert keys == [GlanceKey.SESSION, GlanceKey.NUMBING, GlanceKey.COST]


@pytest.mark.parametrize(
    "line",
    [
        # What follows the number belongs to it, and would be lost from comparisons.
        "Cost: £99.50",
        "Cost: £1,50",
        "Cost: £100 to 350",
        "Cost: £100 – £350",
        "Cost: £100-£350",
        "Cost: £100 or £200",
        "Cost: £100 to EUR 350",
        "Number of sessions: 2.5",
        "Number of sessions: 3 to 6.5",
        "Number of sessions: 3–6",
        "Number of sessions: 3 or 4",
        "Number of sessions: 3 - 4",
        "Session: 1 hour and 20 minutes",
        "Session: 2 days – 3 weeks",
        # A range that runs downwards.
        "Number of sessions: 6 to 3",
        "Session: 2 hours to 45 minutes",
        "Session: 1 hour to 59 minutes",
        "Results last: 13 months to 1 year",
        # No quantity at all.
        "Session: about an hour",
        "Session: 20",
        "Session: 20 min",
        "Session: 20 to 45",
        "Session: 20minutes",
        "Session: up to 1 hour",
        "Session: Not known",
        "Session: not knowing",
        "Cost: 100 pounds",
        "Cost: 100",
        "Minimum age: adults",
        "Minimum age: ２０",
        "Number of sessions: " + "9" * 10,
        "Number of sessions: " + "9" * 5000,
        "Number of sessions: 1" + ",000" * 2000,
    ],
)
def test_a_value_that_does_not_begin_as_its_key_must_is_refused(line):
    fault = fault_in(with_glance(f"- {line}"))
    name, _, value = line.partition(": ")
    assert fault.line == 17
    assert fault.what.startswith(f"“{value}"[:400])
    assert len(fault.what) > 500 or f"does not begin as “{name}” must" in fault.what
    assert "begin with a value such as “" in fault.mend


@pytest.mark.parametrize(
    ("words", "line", "fault", "mend"),
    [
        ("Words.", 17, "words in “At a glance” outside its list", "“- Key: value”"),
        ("1. Session: 1 hour", 17, "words in “At a glance” outside its list", "“- Key: value”"),
        ("- Cost: £1\n\nWords.", 19, "outside its list", "“- Key: value”"),
        ("- Pain: some", 17, "no key “Pain”", "use one of: Session, Numbing"),
        ("- session: 1 hour", 17, "no key “session”", "use one of: Session, Numbing"),
        ("- Session [1]: 1 hour", 17, "no key “Session [1]”", "use one of: Session"),
        ("- Session 1 hour", 17, "is not “- Key: value”", "as “- Session: 1 hour”"),
        ("- **Session**: 1 hour", 17, "is not “- Key: value”", "as “- Session: 1 hour”"),
        ("- Session: 1 hour\n  or so", 17, "is not “- Key: value”", "one plain line"),
        ("- Session: 1 hour\n\n  Or so.", 17, "is not “- Key: value”", "one plain line"),
        ("- Session: 1 hour\n  - or so", 17, "is not “- Key: value”", "one plain line"),
        ("- Session: [1 hour](https://x.org)", 17, "is not “- Key: value”", "one plain line"),
        ("- ## Session: 1 hour", 17, "is not “- Key: value”", "one plain line"),
        ("- Cost: £1\n-", 18, "is not “- Key: value”", "as “- Session: 1 hour”"),
        ("- Session:", 17, "“Session” has no value", "“not known” or “ask us”"),
        ("- Session: [1]", 17, "“Session” has no value", "“not known” or “ask us”"),
        ("- Cost: £1\n- Cost: £2", 18, "“Cost” stands here a second time", "keep one of them"),
        ("- Cost: £1\n\n* Cost: £2", 19, "“Cost” stands here a second time", "keep one of them"),
        ("- Cost: £1 [9]", 17, "citation [9] has no source", "add source 9"),
    ],
)
def test_a_line_that_is_no_fact_is_refused(words, line, fault, mend):
    with pytest.raises(ContentRefused) as refusal:
        read(with_glance(words))
    refused = next(one for one in refusal.value.faults if fault in one.what)
    assert refused.line == line
    assert mend in refused.mend


def test_every_key_has_a_grammar():
    for key in GlanceKey:
        assert fact(f"- {key}: ask us").key is key
