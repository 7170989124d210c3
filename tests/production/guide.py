"""docs/operating.md as what it is: commands, in the order in which an operator pastes them."""

import re
from pathlib import Path

from tests.databases import ROOT

GUIDE = ROOT / "docs" / "operating.md"
_BLOCK = re.compile(r"^```sh ?(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(path: Path = GUIDE):
    """Heading, kind and commands of every block; the kind is empty where it is run as it stands."""
    heading = ""
    found = []
    for part in re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading = part.partition("\n")[0].lstrip("# ") if part.startswith("## ") else heading
        found += [(heading, match[1], match[2]) for match in _BLOCK.finditer(part)]
    return found


def of_kind(kind):
    """The commands of every block of a kind."""
    return [commands for _, named, commands in blocks() if named == kind]
