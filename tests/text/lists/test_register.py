"""`register.yaml`: every row is read as it was written, and there is one way to write it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.grammar.characters import is_unseen
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists.register import Register, Row, parse, write

PATH = "content/example/register.yaml"
MEND = "let `dumpcontent` write this file, or write the row as it does"
FORM = "this is not the one form a register has"
ONE, TWO = "1a" * 32, "2b" * 32
MOMENT = datetime(2026, 3, 1, 8, 30, 5, tzinfo=UTC)
WRITTEN = f"""\
withdrawals:
  - number: 1
    digest: "{ONE}"
    at: "2026-03-01T08:30:05Z"
    reason: "The device was recalled."
  - number: 2
    digest: "{TWO}"
    at: "2026-03-02T08:30:05Z"
    reason: "It said “no pain”."
redactions:
  - number: 1
    digest: "{ONE}"
    at: "2026-03-01T08:30:05Z"
    removed: "A name"
    reason: "It named a person: \\"A\\"."
"""
WITHDRAWALS, REDACTIONS = WRITTEN.removeprefix("withdrawals:").split("redactions:")
FIRST, SECOND = (f"  - number:{row}" for row in WITHDRAWALS.split("  - number:")[1:])
READ = Register(
    withdrawals=(
        Row(1, ONE, MOMENT, "The device was recalled."),
        Row(2, TWO, MOMENT + timedelta(days=1), "It said “no pain”."),
    ),
    redactions=(Row(1, ONE, MOMENT, 'It named a person: "A".', "A name"),),
)


def refused(text):
    """What is said of a register that is refused: the line, the fault and the mend of each."""
    with pytest.raises(ContentRefused) as refusal:
        parse(text if isinstance(text, bytes) else text.encode(), PATH)
    assert {fault.path for fault in refusal.value.faults} == {PATH}
    return [(fault.line, fault.what, fault.mend) for fault in refusal.value.faults]


def changed(old, new):
    """The register above with some words changed where they stand first."""
    assert old in WRITTEN
    return WRITTEN.replace(old, new, 1)


def test_a_register_is_read():
    assert parse(WRITTEN.encode(), PATH) == READ


def test_a_register_is_written():
    assert write(READ) == WRITTEN


def test_withdrawals_come_before_redactions():
    assert [(row.number, row.removed) for row in READ.rows()] == [(1, ""), (2, ""), (1, "A name")]


def test_rows_are_written_by_number():
    second, first = reversed(READ.withdrawals)
    assert write(Register(withdrawals=(second, first), redactions=READ.redactions)) == WRITTEN


def test_a_register_without_rows_is_an_empty_file():
    assert write(Register()) == ""


def test_a_moment_elsewhere_is_written_in_utc_and_whole_seconds():
    paris = timezone(timedelta(hours=1))
    at = datetime(2026, 3, 1, 0, 30, 5, 999_999, tzinfo=paris)
    assert 'at: "2026-02-28T23:30:05Z"' in write(Register((Row(1, ONE, at, "Recalled."),)))


def test_either_list_may_be_missing():
    withdrawals, _, redactions = WRITTEN.partition("redactions:\n")
    assert parse(withdrawals.encode(), PATH) == Register(withdrawals=READ.withdrawals)
    assert parse(f"redactions:\n{redactions}".encode(), PATH) == Register((), READ.redactions)


REASONS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd")).filter(
    lambda words: words.strip() and not any(map(is_unseen, words))
) | st.sampled_from(
    ["no", "~", "2026", "'", '"', "\\", "\\n", "a: b # c", " a ", "- a", "|", "a\nb\t"]
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def rows(draw, removed):
    numbers = draw(st.sets(st.integers(1, 999_999_999), max_size=3))
    digests = st.text("0123456789abcdef", min_size=64, max_size=64)
    return tuple(
        Row(number, draw(digests), draw(MOMENTS), draw(REASONS), draw(removed))
        for number in sorted(numbers)
    )


REGISTERS = st.builds(Register, rows(st.just("")), rows(REASONS)).filter(Register.rows)


@given(REGISTERS)
def test_any_register_is_read_as_it_was_written(register):
    written = write(register)
    assert parse(written.encode(), PATH) == register
    assert write(parse(written.encode(), PATH)) == written


# What is refused ------------------------------------------------------------


@pytest.mark.parametrize("empty", ["", "\n", "# Nothing yet\n", "---\n"])
def test_an_empty_register_is_refused(empty):
    fault, mend = "no withdrawals and no redactions", "delete the file, or write a row"
    assert refused(empty) == [(1, fault, mend)]


@pytest.mark.parametrize("words", ["- number: 1\n", "withdrawals\n"])
def test_a_register_that_is_no_mapping_is_refused(words):
    assert [what for _, what, _ in refused(words)] == ["no withdrawals and no redactions"]


def test_an_unknown_key_is_refused():
    assert refused(f"{WRITTEN}withdrawn: []\n") == [
        (16, "no key “withdrawn”", "use withdrawals or redactions")
    ]


@pytest.mark.parametrize("value", ["", " none", ' "none"', "\n  number: 1", " {}"])
@pytest.mark.parametrize("key", ["withdrawals", "redactions"])
def test_what_is_no_list_is_refused(key, value):
    ((_, what, mend),) = refused(f"{key}:{value}\n")
    assert (what, mend) == (f"“{key}” must be a list", MEND)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('    reason: "The device was recalled."\n', ""),
        ("  - number: 1\n    digest", "  - digest"),
        ('    at: "2026-03-01T08:30:05Z"\n', '    at: "2026-03-01T08:30:05Z"\n    by: "me"\n'),
        ("    reason:", '    removed: "A name"\n    reason:'),
        ("    reason:", "    why:"),
        (f'  - number: 1\n    digest: "{ONE}"\n', '  - "1"\n  - number: 1\n'),
        ("  - number: 1\n", "  - []\n  - number: 1\n"),
    ],
)
def test_a_row_has_its_keys_and_no_other(old, new):
    row = "a row must have number, digest, at, reason, each once"
    assert (2, row, MEND) in refused(changed(old, new))


def test_a_redaction_says_what_was_removed():
    row = "a row must have number, digest, at, removed, reason, each once"
    assert refused(changed('    removed: "A name"\n', "")) == [(11, row, MEND)]


def test_a_key_that_stands_twice_is_refused():
    twice = changed('    reason: "The', '    number: 1\n    reason: "The')
    assert refused(twice) == [
        (5, "the key “number” stands here a second time", "keep one; the first is on line 2")
    ]


def test_a_number_that_stands_twice_is_refused():
    assert refused(changed("number: 2", "number: 1")) == [
        (
            6,
            "version 1 stands in “withdrawals” a second time",
            "keep one; the first is on line 2",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "fault"),
    [
        *(
            ("number: 1", f"number: {number}", 2, f"“{number}” is no number")
            for number in ["0", "01", "-1", "+1", "1.0", "1_0", "one", "1000000000", "０", "¹"]
        ),
        ("number: 1", "number: [1]", 2, "“” is no number"),
        ("number: 1", "number:", 2, "“” is no number"),
        *(
            (ONE, digest, 3, f"“{digest}” is no digest")
            for digest in [ONE[:-1], f"{ONE}a", ONE.upper(), f"{ONE[:-1]}g", f"{ONE[:-1]} "]
        ),
        *(
            ("2026-03-01T08:30:05Z", at, 4, f"“{at}” is no at")
            for at in [
                "2026-03-01",
                "2026-03-01T08:30:05",
                "2026-03-01T08:30:05+00:00",
                "2026-03-01T08:30:05.5Z",
                "2026-03-01 08:30:05Z",
                "2026-3-1T08:30:05Z",
                "٢٠٢٦-03-01T08:30:05Z",
            ]
        ),
        *(
            ("2026-03-01T08:30:05Z", at, 2, f"“{at}” is no moment")
            for at in [
                "2026-02-30T08:30:05Z",
                "2026-13-01T08:30:05Z",
                "0000-01-01T08:30:05Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T08:60:05Z",
                "2026-03-01T08:30:60Z",
                "2026-03-01T08:30:61Z",
            ]
        ),
        ('"The device was recalled."', '""', 5, "“” is no reason"),
        ('"The device was recalled."', '"  "', 5, "“  ” is no reason"),
        ('"The device was recalled."', '["a"]', 5, "“” is no reason"),
        ('"A name"', '""', 14, "“” is no removed"),
    ],
)
def test_each_value_has_its_form(old, new, line, fault):
    assert (line, fault, MEND) in refused(changed(old, new))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (changed(f'"{ONE}"', ONE), 3),
        (changed(f'"{ONE}"', f"'{ONE}'"), 3),
        (changed('"The device was recalled."', "The device was recalled."), 5),
        (changed("“no pain”", "\\u201cno pain\\u201d"), 9),
        (changed("number: 1\n", 'number: "1"\n'), 2),
        (changed("number: 1\n", "number:  1\n"), 2),
        (changed("number: 1\n", "number: 1 \n"), 2),
        (changed("number: 1\n", "number: 1  # the first\n"), 2),
        (changed("  - number", "- number").replace("\n    ", "\n  ").replace("\n  -", "\n-"), 2),
        (f"# A register\n{WRITTEN}", 1),
        (f"---\n{WRITTEN}", 1),
        (f"{WRITTEN}\n", 16),
        (WRITTEN.removesuffix("\n"), 15),
        (f"{WRITTEN}# The end\n", 16),
        (f"{WRITTEN}...\n", 16),
        (changed("redactions", "\nredactions"), 10),
        (changed("number: 1", "number: 3"), 2),
        ("withdrawals: []\n", 1),
        (f"redactions:{REDACTIONS}withdrawals:{WITHDRAWALS}", 1),
        (f"withdrawals:\n{SECOND}{FIRST}", 2),
        (f"withdrawals: []\nredactions:{REDACTIONS}", 1),
    ],
)
def test_there_is_one_way_to_write_a_register(text, line):
    assert refused(text) == [(line, FORM, MEND)]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (changed("reason: ", "reason: a: "), 5, "YAML cannot be read here"),
        (changed("  - number", "\t- number"), 2, "YAML cannot be read here"),
        (f"{WRITTEN}---\n{WRITTEN}", 16, "a second YAML document"),
        (changed("withdrawals:", "withdrawals: &all"), 1, "an anchor, &all"),
        (changed("number: 1", "number: !!int 1"), 2, "a YAML tag, !!int"),
        (f"\ufeff{WRITTEN}", 1, "the file begins with a byte order mark"),
        (WRITTEN.replace("\n", "\r\n"), 1, "lines end in CR LF or CR"),
        (changed("recalled", "re\u200bcalled"), 5, "an invisible character, U+200B"),
        (changed("recalled", "re\\u200bcalled"), 5, "an invisible character written as an escape"),
        (
            changed("recalled", "@").encode().replace(b"@", b"\xff"),
            5,
            "a character that is not UTF-8",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(text, line, fault):
    ((where, what, _),) = refused(text)
    assert (where, what[: len(fault)]) == (line, fault)


def test_every_fault_is_told_at_once():
    text = changed("number: 1", "number: 0").replace(TWO, "2b").replace("redactions:", "removed:")
    assert [(line, what) for line, what, _ in refused(text)] == [
        (2, "“0” is no number"),
        (7, "“2b” is no digest"),
        (10, "no key “removed”"),
    ]
