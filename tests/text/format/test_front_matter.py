"""The block between two `---` lines at the top of a file."""

from datetime import date

import pytest

from procedures.text.grammar import plain_yaml
from procedures.text.grammar.faults import ContentRefused, FaultList
from procedures.vocabulary import Change
from tests.text.documents import fault_in, make_document, make_text, read

KEYS = {
    "title": "Microneedling",
    "also_known_as": "[skin needling]",
    "updated": "2026-11-20",
    "change": "first",
    "change_notes": "[The first text.]",
    "written_by": "A nurse",
    "evidence_to": "2026-10",
}
BODY = make_text()[make_text().index("\n---\n") :]


def make_front(**changes):
    """A file with these lines of front matter: `title` on line 2, `evidence_to` on line 8.

    What a key is given stands after its colon as it is; None leaves the key out.
    """
    lines = [f"{key}: {value}" for key, value in (KEYS | changes).items() if value is not None]
    return "---\n" + "\n".join(lines) + BODY


def test_all_keys_are_read():
    document = read(make_front(also_known_as="[a b, 'c: d']", change_notes="\n  - One.\n  - Two."))
    assert (document.title, document.also_known_as) == ("Microneedling", ("a b", "c: d"))
    assert (document.updated, document.change) == (date(2026, 11, 20), Change.FIRST)
    assert (document.change_notes, document.written_by) == (("One.", "Two."), "A nurse")
    assert document.evidence_to == "2026-10"


def test_two_keys_may_be_left_out():
    document = read(make_front(also_known_as=None, evidence_to=None))
    assert (document.also_known_as, document.evidence_to) == ((), "")


@pytest.mark.parametrize("key", ["title", "updated", "change", "change_notes", "written_by"])
def test_any_other_key_is_missed(key):
    fault = fault_in(make_front(**{key: None}))
    assert (fault.line, fault.what) == (1, f"the front matter has no “{key}”")
    assert fault.mend == f"add a line “{key}: …”"


@pytest.mark.parametrize(
    ("key", "value", "fault", "mend"),
    [
        # What YAML would read as something else than words.
        ("title", "no", "YAML reads “no” as true or false", 'in double quotes: "no"'),
        ("title", "On", "YAML reads “On” as true or false", 'in double quotes: "On"'),
        ("title", "2021", "YAML reads “2021” as a number", 'in double quotes: "2021"'),
        ("title", "0x1F", "YAML reads “0x1F” as a number", "in double quotes"),
        ("title", "1_000", "YAML reads “1_000” as a number", "in double quotes"),
        ("title", "12:30", "YAML reads “12:30” as a number", "in double quotes"),
        ("title", ".inf", "YAML reads “.inf” as a number", "in double quotes"),
        ("title", "1" * 100, "as a number", "in double quotes"),
        ("title", "2021-02-03", "YAML reads “2021-02-03” as a date", "in double quotes"),
        ("title", "~", "YAML reads “~” as nothing", "in double quotes"),
        ("title", "null", "YAML reads “null” as nothing", "in double quotes"),
        ("title", "=", "YAML reads “=” as a value", "in double quotes"),
        ("title", "<<", "YAML reads “<<” as a merge", "in double quotes"),
        ("written_by", "yes", "YAML reads “yes” as true or false", "in double quotes"),
        ("also_known_as", "[off]", "YAML reads “off” as true or false", "in double quotes"),
        ("change_notes", "[1.5]", "YAML reads “1.5” as a number", "in double quotes"),
        # Tags, anchors, aliases.
        ("title", "!!str x", "a YAML tag, !!str", "delete it"),
        ("title", "!!python/name:os.system x", "a YAML tag, !!python/name:os.system", "delete it"),
        ("title", "! x", "a YAML tag, !", "delete it"),
        ("title", "&one x", "an anchor, &one", "delete it"),
        ("title", "*one", "an alias, *one", "write the words out again"),
        ("change_notes", "[*one]", "an alias, *one", "write the words out again"),
        ("change_notes", "&all [x]", "an anchor, &all", "delete it"),
        # Nothing, or something else than words.
        ("title", "", "“title” is empty", "write its words, or delete the line"),
        ("title", '""', "“title” is empty", "write its words, or delete the line"),
        ("title", "[x]", "“title” must be words", "write “title: some words”"),
        ("title", "{x: y}", "“title” must be words", "write “title: some words”"),
        ("also_known_as", "x", "“also_known_as” must be a list", "“  - words”"),
        ("also_known_as", "", "“also_known_as” must be a list", "“  - words”"),
        ("change_notes", "[]", "“change_notes” must be a list", "“  - words”"),
        ("change_notes", "{x: y}", "“change_notes” must be a list", "“  - words”"),
        ("change_notes", "[[x]]", "“change_notes” must be words", "some words"),
        ("change_notes", "[~]", "YAML reads “~” as nothing", "in double quotes"),
        ("change_notes", "['']", "“change_notes” is empty", "write its words"),
        # Lines and spaces.
        ("title", '"one\\ntwo"', "has a line break, or spaces around it", "write it on one line"),
        ("title", '" one"', "has a line break, or spaces around it", "write it on one line"),
        ("title", '"one\u00a0"', "has a line break, or spaces around it", "write it on one line"),
        ("title", "|\n  one\n  two", "has a line break, or spaces", "write it on one line"),
        ("title", "x" * 121, "“title” has 121 characters", "the most is 120"),
        ("also_known_as", f"[{'x' * 121}]", "has 121 characters", "the most is 120"),
        ("change_notes", f"[{'x' * 501}]", "has 501 characters", "the most is 500"),
        ("written_by", "x" * 301, "has 301 characters", "the most is 300"),
        # What a file may not hold cannot be smuggled in as an escape.
        ("title", '"a\\u202eb"', "an invisible character written as an escape", "delete it"),
        ("title", '"a\\u200bb"', "an invisible character written as an escape", "delete it"),
        ("title", '"a\\ufffdb"', "an invisible character written as an escape", "delete it"),
        ("title", '"a\\0b"', "an invisible character written as an escape", "delete it"),
        ("title", '"a\\ud800b"', "an invisible character written as an escape", "delete it"),
        ("title", '"a\\UFFFFFFFFb"', "an escape for no character", "type the character itself"),
        ("title", '"a\\U00110000b"', "an escape for no character", "type the character itself"),
        # Dates.
        ("updated", "2026-11-23", "2026-11-23, after today, 2026-11-22", "the day the words"),
        ("updated", "2026-02-30", "“2026-02-30” is no date", "write year-month-day"),
        ("updated", "20 November", "“20 November” is no date", "write year-month-day"),
        ("updated", "20261120", "“20261120” is no date", "write year-month-day"),
        ("updated", "2026-W47", "“2026-W47” is no date", "write year-month-day"),
        ("updated", "0000-01-01", "“0000-01-01” is no date", "write year-month-day"),
        ("updated", "２０２６-11-20", "is no date", "write year-month-day"),
        ("updated", "2026-11-20T10:00", "“2026-11-20T10:00” is no date", "year-month-day"),
        ("updated", "~", "“~” is no date", "write year-month-day"),
        ("updated", "", "“updated” is empty", "write its words"),
        ("evidence_to", "2026-12", "is 2026-12, after this month", "last searched"),
        ("evidence_to", "2026-13", "“2026-13” is no month", "write year-month, as 2026-11"),
        ("evidence_to", "0000-05", "“0000-05” is no month", "write year-month, as 2026-11"),
        ("evidence_to", "2026", "“2026” is no month", "write year-month, as 2026-11"),
        ("evidence_to", "May", "“May” is no month", "write year-month, as 2026-11"),
        # Kinds of change.
        ("change", "major", "no kind of change “major”", "first, safety, facts, wording, redate"),
        ("change", "First", "no kind of change “First”", "first, safety, facts, wording, redate"),
        ("change", "[first]", "“change” must be words", "write “change: some words”"),
    ],
)
def test_a_value_is_refused_where_it_stands(key, value, fault, mend):
    refused = fault_in(make_front(**{key: value}))
    assert refused.line == 2 + list(KEYS).index(key)
    assert fault in refused.what
    assert mend in refused.mend


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"no"', "no"),
        ("'2021'", "2021"),
        ("no downtime", "no downtime"),
        ("a:b", "a:b"),
        ("C# x", "C# x"),
        ("x # a comment", "x"),
        ('"a: b #c \\"d\\" \\\\"', 'a: b #c "d" \\'),
        ("'it''s'", "it's"),
        ('"one\\ttwo"', "one\ttwo"),
        (">-\n  one\n  two", "one two"),
        ("one\n  two", "one two"),
        ("<b>x</b> {{ y }}", "<b>x</b> {{ y }}"),
        ("x" * 120, "x" * 120),
    ],
)
def test_words_are_read_as_they_were_meant(value, title):
    assert read(make_front(title=value)).title == title


def test_a_date_may_stand_in_quotes_and_may_be_today():
    assert read(make_front(updated='"2026-11-22"', evidence_to="'2026-11'")) == make_document(
        updated=date(2026, 11, 22), evidence_to="2026-11", written_by="A nurse"
    )


@pytest.mark.parametrize(
    ("yaml", "line", "fault", "mend"),
    [
        ("", 1, "has no keys", "title, updated, change"),
        ("# a comment", 1, "has no keys", "title, updated, change"),
        ("just words", 1, "has no keys", "title, updated, change"),
        ("- a\n- list", 1, "has no keys", "title, updated, change"),
        ("title: a\n\tb: c", 3, "YAML cannot be read here", "no tabs"),
        ("title: a: b", 2, "mapping values are not allowed here", "double quotes"),
        ("title: 'a\nb: c", 3, "a quoted scalar from line 2", "double quotes"),
        ("title: [a\nb: c", 3, "a flow sequence from line 2", "double quotes"),
        ("title: @a", 2, "cannot start any token", "double quotes"),
        ('title: "\\q"', 2, "unknown escape character", "double quotes"),
        ("title: !e!x y", 2, "undefined tag handle", "double quotes"),
        ("%YAML 1.1\ntitle: a", 3, "expected '<document start>'", "double quotes"),
        ("? [a, b]\n: c", 2, "a key that is not a word", "write “key: value”"),
        ("? {a: b}\n: c", 2, "a key that is not a word", "write “key: value”"),
        ("title: a\n--- \nb: c", 3, "a second YAML document", "keep one"),
        ("title: a\n...\n--- b", 4, "a second YAML document", "keep one"),
        ("title: " + "[" * 5000, 2, "too deep", "write it flatter"),
        ("title: " + "{a: " * 5000, 2, "too deep", "write it flatter"),
        ("\n".join(" " * n + "a:" for n in range(100)), 10, "too deep", "write it flatter"),
        ("- " * 5000, 2, "too deep", "write it flatter"),
    ],
)
def test_yaml_that_is_no_list_of_keys_is_refused(yaml, line, fault, mend):
    refused = fault_in(f"---\n{yaml}{BODY}")
    assert refused.line == line
    assert fault in refused.what
    assert mend in refused.mend


@pytest.mark.parametrize(
    ("extra", "fault", "mend"),
    [
        ("author: A", "no key “author”", "use one of: title, also_known_as, updated"),
        ("Title: A", "no key “Title”", "use one of: title"),
        ("1: A", "no key “1”", "use one of: title"),
        ("~: A", "no key “~”", "use one of: title"),
        ("<<: {title: A}", "no key “<<”", "use one of: title"),
        ("? a\n: b", "no key “a”", "use one of: title"),
        ("x" * 900 + ": A", "no key “xxx", "use one of: title"),
        ('"a\\nb": A', "no key “a b”", "use one of: title"),
        ("title: Again", "the key “title” stands here a second time", "the first is on line 2"),
        ('"title": Again', "the key “title” stands here a second time", "the first is on line 2"),
    ],
)
def test_a_key_that_is_unknown_or_repeated_is_refused(extra, fault, mend):
    refused = fault_in(make_front(evidence_to=f"2026-10\n{extra}"))
    assert refused.line == 9
    assert fault in refused.what
    assert mend in refused.mend
    assert len(refused.what) <= 501


def test_no_key_can_send_a_command_to_the_terminal():
    with pytest.raises(ContentRefused) as refusal:
        read(make_front(evidence_to='2026-10\n"\\e[2J": A'))
    assert [fault.what for fault in refusal.value.faults] == [
        "an invisible character written as an escape",
        "no key “ [2J”",
    ]


@pytest.mark.parametrize(
    ("text", "fault", "mend"),
    [
        ("", "does not begin with a line “---”", "begin it with the front matter"),
        ("\n" + make_text(), "does not begin with a line “---”", "begin it with"),
        (" " + make_text(), "does not begin with a line “---”", "begin it with"),
        (make_text().replace("---", "--- ", 1), "does not begin with a line “---”", "begin it"),
        ("---", "the front matter has no end", "add a line “---” after its last key"),
        (make_text().replace("\n---\n", "\n"), "the front matter has no end", "add a line “---”"),
        (make_text().replace("\n---\n", "\n----\n"), "has no end", "add a line “---”"),
    ],
)
def test_a_file_without_front_matter_is_refused(text, fault, mend):
    refused = fault_in(text)
    assert refused.line == 1
    assert fault in refused.what
    assert mend in refused.mend


def test_faults_of_several_keys_are_all_said():
    with pytest.raises(ContentRefused) as refusal:
        read(make_front(title="&a no", updated="*a", change="!x y", also_known_as=None))
    assert [(fault.line, fault.what) for fault in refusal.value.faults] == [
        (2, "YAML reads “no” as true or false"),
        (2, "an anchor, &a"),
        (3, "an alias, *a"),
        (3, "“a” is no date"),
        (4, "a YAML tag, !x"),
        (4, "no kind of change “y”"),
    ]


def test_yaml_from_elsewhere_may_hold_no_character_that_yaml_cannot():
    faults = FaultList("register.yaml")
    assert plain_yaml.read("a: b\nc: \x01", 1, faults) is None
    assert [str(fault) for fault in faults.faults] == [
        "register.yaml:2: a character YAML cannot hold; delete it"
    ]
