"""Texts made to keep the parser busy: each is read or refused within two seconds of work.

The limit is no timing. It kills a parser that would go on for minutes.
"""

import json
import os
import subprocess
import sys

import pytest

from procedures.text.format.parse import MAX_BYTES, MAX_SECTION
from procedures.vocabulary import SectionKind
from tests.text.documents import make_text

pytestmark = pytest.mark.uncounted

#: Reads texts from its input, names each before it reads it, and is killed by the system once
#: reading one of them has taken two seconds of the processor.
READER = """
import json, resource, sys
from datetime import date
from procedures.text.grammar.faults import ContentRefused
from procedures.text.format.parse import parse

for name, text in json.load(sys.stdin).items():
    print(repr(name), flush=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    try:
        parse(text.encode(), "bomb.md", today=date(2026, 11, 22), pictures=None)
    except ContentRefused as refusal:
        assert str(refusal)
print("done")
"""


def last_read(texts):
    """ "done", or the name of the text in whose midst the reader was killed."""
    # Not counted for coverage: counting takes longer than reading.
    environment = {name: one for name, one in os.environ.items() if "COVERAGE" not in name}
    reader = subprocess.run(
        [sys.executable, "-c", READER],
        input=json.dumps(texts),
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        env=environment,
    )
    return reader.stdout.splitlines()[-1]


def filled(piece, size=MAX_SECTION):
    """The piece, over and over, until it fills that many characters."""
    return (piece * (size // len(piece) + 1))[:size]


def about(words):
    return make_text(words={SectionKind.ABOUT: words})


def test_a_section_full_of_marks_is_read_or_refused():
    pieces = [
        "[",
        "![",
        "]",
        "[a](",
        "[a](<b",
        "[[[]]]",
        "*",
        "**a *b ",
        "_a*b_",
        "`a``b```",
        "<",
        "<a@b.c>",
        "<!--",
        "&amp;",
        "\\",
        "> ",
        "- ",
        "1. ",
        "- a\n",
        "[a]: b\n",
        "|",
        "[a](https://x.org) ",
        "[1]",
        "### a\n\nb\n\n",
        "a\n===\n",
        "~~~\n",
        "\t",
    ]
    assert last_read({piece: about(filled(piece)) for piece in pieces}) == "done"


def test_a_section_that_grows_when_it_is_read_is_read_or_refused():
    sections = {
        "nested list": "\n".join(" " * 2 * depth + "- a" for depth in range(140)),
        "wide table": "|a" * 150 + "\n" + "|-" * 150 + "\n" + filled("|\n", MAX_SECTION - 600),
        "definitions": "\n".join(f"[{number}]: a" for number in range(2000)),
    }
    assert last_read({name: about(section) for name, section in sections.items()}) == "done"


def test_front_matter_full_of_marks_is_read_or_refused():
    pieces = ["[", "{a: ", "- ", "? ", "&a ", "a: b\n", '"a" ', "\\x41", "!a ", "a, ", "|\n", " "]
    fronts = [
        f"{start}{filled(piece)}" for piece in pieces for start in ("", "title: [", 'title: "')
    ]
    texts = {front[:12]: f"---\n{front}\n---\n\nWords.\n" for front in fronts}
    assert last_read(texts) == "done"


def test_a_file_too_long_is_refused_before_it_is_read():
    assert last_read({"long": filled("[", 50 * MAX_BYTES)}) == "done"
