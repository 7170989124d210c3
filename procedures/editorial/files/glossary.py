"""The glossary of a content folder, as the file has it now.

It is nobody's frozen words and explains current pages only, so it needs no row: an edited file
counts from the next page on.
"""

from functools import lru_cache
from pathlib import Path

from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists.glossary import Glossary, parse

FILE = "glossary.md"


def edition(folder: Path) -> tuple[int, int]:
    """When and how long the file was written last; the same for the same words."""
    try:
        seen = (folder / FILE).stat()
    except FileNotFoundError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size


def glossary(folder: Path) -> Glossary:
    """What the file explains; nothing where there is none, or one that `loadcontent` refuses."""
    try:
        return _read(folder / FILE, *edition(folder))
    except FileNotFoundError:  # not kept: it may only have been between two writings
        return Glossary()


@lru_cache(maxsize=4)
def _read(path: Path, changed_at: int, size: int) -> Glossary:
    """The file as it was then."""
    try:
        return parse(path.read_bytes(), str(path))
    except ContentRefused:
        return Glossary()
