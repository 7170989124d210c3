"""Texts made to keep the site busy, with all that it does to a text: read, show, judge, compare,
merge, index, look for. Each step takes less than two seconds of work and 300 MB, or is refused.

The limits are no timing. They kill what would go on for minutes.
"""

import os
import resource
import signal
import subprocess
import sys
from itertools import islice, pairwise
from pathlib import Path

from procedures.text import searching
from procedures.text.comparing import differences
from procedures.text.format.parse import MAX_SECTION
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists import glossary
from procedures.text.showing.page import page
from procedures.text.showing.render import Surroundings
from procedures.text.writing import manuscript, merge
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import findings, make_page
from tests.text.documents import make_text, read

ABOUT = SectionKind.ABOUT
#: What a section of 20,000 characters repeats, that other tests have not.
PIECES = [
    "e\u0301\u0302\u0303", "\u202e\u05d0\u202c ", "\u200b\u200d", "\u00ad", "\u0e33\u0e4d", "ﷺ ",
    "a-b_c'd ", "1.1.1.1 ", "3 in 100 ", "1 in 7 [1], ", "£1 to £2 ", "a. b! c? ", "&#x41;&lt;",
    "needling needles ", "**a** *b* ", "***a** b* ", "**a*b**c*", "[*a*](https://x.org/b_c) ",
    "\\[a\\](b) ", "<https://x.org>", "`` a ` ", "- a\n  1. b\n", "* a\n\n  b\n\n",
    "- a\n- b\n\nc\n\n", "| a |\n| - |\n| [b](https://x.org) |\n\n", "> - a\n", "~~~a\nb\n~~~\n",
    "    a\n", "a\\\n", "a\n---\n", "<b>a</b>\n", "<![CDATA[a]]>",
]  # fmt: skip
FRONT = [
    "a: &a [*a]\n", "&a a: *a\n", "<<: {a: b}\n", "? [a]\n: b\n", "{a: {a: ", "a: |\n  b\n",
    "a: >-\n\n", '"\\u0041', "''", "%YAML 1.1\n", "---\n", "12:30:45\n", "title: a\n",
]  # fmt: skip


def bodies():
    """Name → section, each as long as a section may be."""
    yield from ((piece, piece * (MAX_SECTION // len(piece))) for piece in PIECES)
    yield "one word", "x" * MAX_SECTION
    yield "ever other words", " ".join(f"w{number}" for number in range(MAX_SECTION // 7))
    yield "a list in a list", "".join(f"{'  ' * (one % 2)}- a{one}\n" for one in range(1_700))
    yield "lines that move", "\n\n".join(f"Words {one * 7_919 % 900}." for one in range(1_200))
    yield "the same lines", "\n\n".join("Words and words." for _ in range(1_100))


def fronts():
    """Name → the beginning of a file that is far too much."""
    yield from ((piece, piece * (MAX_SECTION // len(piece))) for piece in FRONT)
    laughs = "".join(
        f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * 9)}]\n" for one in range(1, 12)
    )
    yield "laughs", f"a0: &a0 [ha]\n{laughs}"


def accepted(text):
    """The document of a text, or None where it is refused in words."""
    try:
        return read(text)
    except ContentRefused:
        return None


def steps():
    """Each thing to do, by what it is called."""
    for name, front in fronts():
        yield f"front {name!r}", lambda front=front: accepted(f"---\n{front}\n---\n\nWords.\n")
    terms = "\n".join(f"## needle {number}\n\nA needle.\n" for number in range(300))
    known = glossary.parse(terms.encode(), "glossary.md")
    found = {}
    for name, body in bodies():
        found[name] = None

        def look(name=name, body=body):
            document = accepted(make_text(words={ABOUT: body}))
            found[name] = document and (document, body)
            if document:
                page(document, Surroundings(glossary=known))
                searching.Sought(searching.weights(document, [body])).excerpt(body)
            searching.asked(body)

        yield f"look {name!r}", look
    for (name, body), (other, words) in islice(pairwise(bodies()), 0, None, 2):

        def compare(name=name, body=body, other=other, words=words):
            if found[name] and found[other]:
                differences.compare(found[name][0], found[other][0])
            base, mine, theirs = (
                dict.fromkeys(manuscript.FIELDS, one) for one in (body, words, body + words)
            )
            merge.merge(base, mine, theirs)

        yield f"compare {name!r} with {other!r}", compare
        if found[name]:
            yield f"judge {name!r}", lambda body=body: findings(make_page({ABOUT: body}))


def explode():
    """Do each, or die of the one that takes 2 s of work or 300 MB."""
    resource.setrlimit(resource.RLIMIT_DATA, (300_000_000, 300_000_000))
    for name, step in steps():
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_PROF, 2)
        step()
    signal.setitimer(signal.ITIMER_PROF, 0)
    sys.stdout.write("The end\n")


def test_nothing_that_is_done_to_a_text_takes_long_or_fills_the_memory():
    # To count lines for coverage would be work too.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(
        [sys.executable, "-c", "from tests.hostile import test_bombs; test_bombs.explode()"],
        cwd=Path(__file__).parents[2],
        env={**env, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (run.stdout.splitlines()[-1:], run.returncode) == (["The end"], 0), run.stderr
