"""No words keep the checks busy for long: their work grows with the words, not faster."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from procedures.text.format.parse import MAX_SECTION
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import findings, make_page

pytestmark = pytest.mark.uncounted

#: What a section of 20,000 characters repeats.
PIECES = [
    *"a|a |A. |a [1] |[1]\n|1 |1 in |1.1|1,|1, |% |( |) |, |: |“|’|a -|a-|a’|é |.”) ".split("|"),
    *"is |is not |is cleaned |people who |people who should |how often |risk of a ".split("|"),
    *"no |no real |safe |Safe. |if safe |red |red light |brown |keloid |oedema (".split("|"),
    *"most |days 1 |1 to |book |call us on 0|two |one in |rare |Rare. |not known ".split("|"),
    *"study |Study. |e.g. |microneedling |skin needling|Dr. A |A.B |no a |1/1|1 :".split("|"),
    *"1 out of |anti-|walk in |\u0130 |- a\n|- a\n  - b\n|a\n\n|a:\n\n- b\n\n".split("|"),
    "- red\n  - rare 1 study\n",
    "| a | b |\n| - | - |\n| c | d |\n\n",
    '![a](drawing:skin-layers-1 "b")\n\n',
]


def explode():
    """Judge every bomb, or die of the one that takes 2 s of work."""
    for piece in PIECES:
        body = piece * (MAX_SECTION // len(piece))
        signal.setitimer(signal.ITIMER_PROF, 2)
        sys.stdout.write(f"{piece!r}\n")
        sys.stdout.flush()
        findings(make_page({SectionKind.ABOUT: body}))
    signal.setitimer(signal.ITIMER_PROF, 0)
    sys.stdout.write("The end\n")


def test_no_section_keeps_the_checks_busy_for_long():
    # To count lines for coverage would be work too.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(
        [sys.executable, "-c", "from tests.text.checks import test_hostile as it; it.explode()"],
        cwd=Path(__file__).parents[3],
        env={**env, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (run.stdout.splitlines()[-1:], run.returncode) == (["The end"], 0), run
