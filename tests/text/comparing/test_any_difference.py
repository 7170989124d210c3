"""What holds for any two pages, however hostile."""

import json
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.text.comparing.differences import compare
from procedures.text.comparing.flow import HEADINGS, flow
from procedures.text.format.document import Source
from procedures.vocabulary import GlanceKey, SectionKind
from tests.text.comparing import (
    ABOUT,
    difference,
    kinds,
    words,
)
from tests.text.documents import make_document

#: A loaded machine may be slow; the words it must find are the same.
patient = settings(deadline=None)

_SAID = st.sampled_from("Rest **not** do walk, sun. skin; (red) 2 3 [1] [2] *may* a".split())

_LINE = st.lists(_SAID, min_size=1, max_size=8).map(" ".join)
_BLOCKS = st.builds(
    str.format,
    st.sampled_from(
        [
            "{}\n{}",
            "- {}\n- {}",
            "- {}\n  - {}",
            "- {}\n\n  {}",
            "1. {}\n2. {}",
            "| {} | a |\n|---|---|\n| {} | |",
            '{}\n\n![{}](drawing:skin-layers-1 "a")',
            "See [{}](procedure:peel), \\#{}",
        ]
    ),
    _LINE,
    _LINE,
)


@st.composite
def _edited(draw):
    """A page, and the same with parts and blocks of it taken out, moved and put in."""
    every = draw(st.lists(_BLOCKS, min_size=1, max_size=6))
    stages = st.dictionaries(
        st.sampled_from(["Day 1", "Day 2", "Day 3", "Any time"]),
        st.lists(st.sampled_from(every), min_size=1, max_size=3).map("\n\n".join),
        min_size=1,
    )
    facts = st.dictionaries(st.sampled_from(GlanceKey), _LINE, min_size=1, max_size=3).map(
        lambda facts: "\n".join(f"- {key}: {value}" for key, value in facts.items())
    )
    return tuple(
        make_document(
            title=draw(_LINE),
            words={
                SectionKind.AT_A_GLANCE: draw(st.none() | facts),
                ABOUT: "\n\n".join(draw(st.lists(st.sampled_from(every), max_size=5))),
                SectionKind.RECOVERY: draw(stages),
            },
            sources=tuple(
                Source(number, text)
                for number, text in enumerate(draw(st.permutations(["One.", "Two."])), start=1)
            ),
        )
        for _ in range(2)
    )


@patient
@given(*[st.lists(_LINE, min_size=1, max_size=6)] * 2)
def test_kept_and_added_words_are_the_new_page_kept_and_removed_ones_the_old(old, new):
    before, after = (
        make_document(words={ABOUT: "\n\n".join(f"Then {line}" for line in paragraphs)})
        for paragraphs in (old, new)
    )
    for section in compare(before, after, context=None):
        for paragraphs, fate in ((old, "removed"), (new, "added")):
            read = [f"Then {line}".replace("*", "") for line in paragraphs]
            assert words(section, "kept", fate) == read
    assert bool(compare(before, after)) == (old != new)


@patient
@given(_edited())
def test_the_same_holds_for_every_section_of_any_two_pages(pages):
    old, new = pages
    found = {section.key: section for section in compare(old, new, context=None)}
    before, after = flow(old, {}), flow(new, {})
    for key in HEADINGS:
        was, now = ([line.text for line in text.get(key, ())] for text in (before, after))
        if key in found:
            assert words(found[key], "kept", "removed") == was
            assert words(found[key], "kept", "added") == now
            assert set(kinds(found[key])) != {"kept"}
        else:
            assert was == now


@patient
@given(_edited(), st.integers(0, 3))
def test_whatever_is_left_out_is_counted_and_unchanged(pages, context):
    whole, short = compare(*pages, context=None), compare(*pages, context=context)
    for everything, part in zip(whole, short, strict=True):
        place = 0
        for block in part.blocks:
            stood = everything.blocks[place : place + block.count]
            place += block.count
            if block.kind == "skipped":
                assert {one.kind for one in stood} == {"kept"}
            else:
                assert stood == (block,)
        assert place == len(everything.blocks)


def test_lists_too_long_to_match_are_removed_and_added_whole():
    old, new = ("\n".join(f"- {word} {n}" for n in range(201)) for word in ("day", "week"))
    assert kinds(difference(old, new)) == ["removed"] * 201 + ["added"] * 201


def test_lines_too_long_to_match_are_removed_and_added_in_one_piece():
    old, new = (
        f"Rest {''.join(random.Random(seed).choices('.,;', k=10_100))} now" for seed in (1, 2)
    )
    (block,) = difference(old, new).blocks
    fates = [run.kind for run in block.runs]
    assert fates == ["kept", "removed", "added", "kept"]


_COMPARE = """
import json, sys
from datetime import date
from procedures.text.comparing.differences import compare
from procedures.text.format.document import Document, Section
from procedures.vocabulary import Change, SectionKind

old, new = (
    Document("T", date.min, Change.FIRST, (), "w", "s", (Section(SectionKind.ABOUT, body),))
    for body in json.load(sys.stdin)
)
sys.stdout.write(str(len(compare(old, new))))
"""


def _random(alphabet, size, *, seed, between=" "):
    return between.join(random.Random(seed).choices(alphabet, k=size))[:20_000]


@pytest.mark.uncounted
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sore " * 4000, "sore " * 3000 + "red " * 1000),
        ("a " * 10_000, "b a " * 5000),
        (_random("abcdefgh", 10_000, seed=1), _random("abcdefgh", 10_000, seed=2)),
        (_random(".,;", 20_000, seed=1, between=""), _random(".,;", 20_000, seed=2, between="")),
        (" ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))),
        ("- a\n" * 5000, "- a\n" * 4000 + "- b\n" * 1000),
        (
            "\n".join(f"- {n}" for n in range(2800)),
            "\n".join(f"- {n}" if n % 190 == 0 else f"- x{n}" for n in range(2500)),
        ),
        ("**a** b " * 2500, "a **b** " * 2500),
    ],
    ids=["repeated", "woven", "few words", "marks", "unlike", "items", "numbers", "bold"],
)
def test_no_page_keeps_the_comparison_busy(old, new):
    done = subprocess.run(
        [sys.executable, "-c", _COMPARE],
        input=json.dumps([old, new]),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "1"
