"""Every file ever accepted is accepted for ever, and means what it meant.

`corpus/` holds accepted files, each with what it was read as. Never change one of either: a
page that patients saw would be read otherwise. After adding a file, run
`python -m tests.text.test_corpus` to store how it is read.
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from procedures.text.format import glance
from procedures.text.format.write import write
from procedures.text.grammar import markdown
from procedures.text.grammar.faults import FaultList
from procedures.text.said.stages import days
from procedures.vocabulary import SectionKind
from tests.text.documents import read

FILES = sorted((Path(__file__).parent / "corpus").glob("*.md"))


def meaning(raw):
    """What an accepted file says, and its SHA-256, as JSON can hold it."""
    document = read(raw, pictures=None)
    glimpse = document.section(SectionKind.AT_A_GLANCE)
    tokens, _ = markdown.parse(glimpse.body if glimpse else "")
    recovery = document.section(SectionKind.RECOVERY)
    said = {
        "sha256": hashlib.sha256(raw).hexdigest(),
        "document": asdict(document),
        "facts": [asdict(fact) for fact in glance.facts(tokens, 1, FaultList(""))],
        "days": {part.heading: days(part.heading) for part in recovery.parts},
    }
    return json.loads(json.dumps(said, default=str))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_accepted_file_still_says_what_it_said(file):
    assert meaning(file.read_bytes()) == json.loads(file.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_accepted_file_says_the_same_when_it_is_written_again(file):
    document = read(file.read_bytes(), pictures=None)
    assert read(write(document), pictures=None) == document


def test_the_corpus_is_whole():
    assert len(FILES) >= 6
    stored = {path.stem for path in FILES[0].parent.glob("*.json")}
    assert stored == {file.stem for file in FILES}


if __name__ == "__main__":
    for new in FILES:
        if not new.with_suffix(".json").exists():
            text = json.dumps(meaning(new.read_bytes()), ensure_ascii=False, indent=1)
            new.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
