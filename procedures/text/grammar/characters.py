"""Which bytes a file may be made of.

A reader, a comparison and a digest must all see the same words, so a file holds nothing
that is invisible or that turns the direction of the text around (Unicode TR 36). Nor does it
hold characters that are not assigned yet: one may turn out to be invisible, and a
file once accepted is accepted for ever.
"""

import unicodedata

from procedures.text.grammar.faults import FaultList

#: Unicode categories no file may contain, newline and tab aside: control, format
#: (bidirectional controls and zero-width characters), unassigned, private use, surrogates,
#: line and paragraph breaks.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

#: Letters, marks and a symbol that have no ink of their own: joiners, fillers, variation
#: selectors (Unicode: Default_Ignorable_Code_Point) and the empty Braille pattern.
_BLANK = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)

#: What decoders put in the place of bytes they cannot read.
_LOST = "\ufffd"


def is_unseen(character: str) -> bool:
    """Whether a reader could not see the character, be deceived by it, or see that one is lost."""
    if character in "\n\t":
        return False
    category = unicodedata.category(character)
    return category in _UNSEEN or character in _BLANK or character == _LOST


def decode(raw: bytes, faults: FaultList) -> str:
    """The text of a file, without what it may not contain; every fault is added to the list."""
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
    unseen = {character for character in set(line) if is_unseen(character)}
    if not unseen:
        return line
    if _LOST in unseen:
        faults.add(
            number,
            "a character that is not UTF-8, or that was lost when the file was saved",
            "save the file with the encoding UTF-8, and type the character again",
        )
    for character in sorted(unseen - {_LOST}):
        name = unicodedata.name(character, "without a name")
        faults.add(
            number,
            f"an invisible character, U+{ord(character):04X} ({name.lower()})",
            "delete it, and type the words again if you pasted them",
        )
    return "".join(character for character in line if character not in unseen)
