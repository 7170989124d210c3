"""Which bytes a file may be made of.

A reader, a comparison and a digest must all see the same words, so a file holds nothing
that is invisible or that turns the direction of the text around (Unicode TR 36).
"""

import unicodedata

from procedures.text.faults import FaultList

#: Unicode categories no file may contain, newline and tab aside: control, format
#: (bidirectional controls and zero-width characters), private use, line and paragraph breaks.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Zl", "Zp"})


def is_unseen(character: str) -> bool:
    """Whether a reader could not see the character, or could be deceived by it."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in _UNSEEN or character in "\ufffe\uffff"


def decode(raw: bytes, faults: FaultList) -> str:
    """The text of a file, without what it may not contain; every fault is added to the list."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.add(line, "this is not UTF-8 text", "save the file with the encoding UTF-8")
        text = raw.decode("utf-8", errors="replace")
    if text.startswith("\ufeff"):
        faults.add(1, "the file begins with a byte order mark", "save it as UTF-8 without BOM")
        text = text[1:]
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        faults.add(line, "lines end in CR LF or CR", "save the file with LF (Unix) line endings")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(
        _seen(line, number, faults) for number, line in enumerate(text.split("\n"), start=1)
    )


def _seen(line: str, number: int, faults: FaultList) -> str:
    unseen = {character for character in line if is_unseen(character)}
    for character in sorted(unseen):
        name = unicodedata.name(character, "control character")
        faults.add(
            number,
            f"an invisible character, U+{ord(character):04X} ({name.lower()})",
            "delete it, and type the words again if you pasted them",
        )
    return "".join(character for character in line if character not in unseen)
