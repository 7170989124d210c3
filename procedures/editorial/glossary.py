"""The glossary of a content folder, as the file has it now.

It is nobody's frozen words and explains current pages only, so it needs no row: an edited file
counts from the next page on.
"""

from functools import lru_cache
from pathlib import Path

from procedures.text.faults import ContentRefused
from procedures.text.glossary import Glossary, parse

FILE = "glossary.md"


def glossary(folder: Path) -> Glossary:
    """What the file explains; nothing where there is none, or one that `loadcontent` refuses."""
    path = folder / FILE
    try:
        seen = path.stat()
    except FileNotFoundError:
        return Glossary()
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed_at: int, size: int) -> Glossary:
    """The file as it was then."""
    try:
        return parse(path.read_bytes(), str(path))
    except ContentRefused:
        return Glossary()
