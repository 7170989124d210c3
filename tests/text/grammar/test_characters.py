"""Which bytes a file may be made of."""

import pytest

from procedures.text.grammar.characters import decode, is_unseen
from procedures.text.grammar.faults import ContentRefused, FaultList
from tests.text.documents import PATH, fault_in, make_text, read

TEXT = make_text(summary="Before HERE after.\nAnd the next line.")


def written(character):
    return TEXT.replace("HERE", character)


@pytest.mark.parametrize(
    ("character", "code", "name"),
    [
        ("\0", "U+0000", "without a name"),
        ("\x07", "U+0007", "without a name"),
        ("\x0b", "U+000B", "without a name"),
        ("\x0c", "U+000C", "without a name"),
        ("\x7f", "U+007F", "without a name"),
        ("\x85", "U+0085", "without a name"),
        ("\u00ad", "U+00AD", "soft hyphen"),
        ("\u034f", "U+034F", "combining grapheme joiner"),
        ("\u061c", "U+061C", "arabic letter mark"),
        ("\u115f", "U+115F", "hangul choseong filler"),
        ("\u180e", "U+180E", "mongolian vowel separator"),
        ("\u200b", "U+200B", "zero width space"),
        ("\u200d", "U+200D", "zero width joiner"),
        ("\u200e", "U+200E", "left-to-right mark"),
        ("\u2028", "U+2028", "line separator"),
        ("\u2029", "U+2029", "paragraph separator"),
        ("\u202e", "U+202E", "right-to-left override"),
        ("\u2066", "U+2066", "left-to-right isolate"),
        ("\u2800", "U+2800", "braille pattern blank"),
        ("\u3164", "U+3164", "hangul filler"),
        ("\ue000", "U+E000", "without a name"),
        ("\ufe0f", "U+FE0F", "variation selector-16"),
        ("\ufeff", "U+FEFF", "zero width no-break space"),
        ("\uffa0", "U+FFA0", "halfwidth hangul filler"),
        ("\ufffe", "U+FFFE", "without a name"),
        ("\ufdd0", "U+FDD0", "without a name"),
        ("\U000e0041", "U+E0041", "tag latin capital letter a"),
        ("\U000e0100", "U+E0100", "variation selector-17"),
        ("\U0010ffff", "U+10FFFF", "without a name"),
    ],
)
def test_a_character_nobody_can_see_is_named_by_its_code(character, code, name):
    fault = fault_in(written(character))
    assert (fault.line, fault.what) == (13, f"an invisible character, {code} ({name})")
    assert "type the words again" in fault.mend


@pytest.mark.parametrize("character", ["\u00a0", "\t", "é", "e\u0301", "‑", "…", "中", "😀", "½"])
def test_a_character_with_ink_or_a_plain_space_is_kept(character):
    assert read(written(character)).summary == f"Before {character} after.\nAnd the next line."


def test_the_same_invisible_character_is_said_once_for_each_line():
    with pytest.raises(ContentRefused) as refusal:
        read(TEXT.replace("HERE", "\u200b\u200b\u200c").replace("next", "\u200b"))
    assert [(fault.line, fault.what[24:30]) for fault in refusal.value.faults] == [
        (13, "U+200B"),
        (13, "U+200C"),
        (14, "U+200B"),
    ]


def test_no_character_is_unseen_between_a_space_and_a_tilde():
    assert not any(map(is_unseen, map(chr, range(0x20, 0x7F))))


def test_a_byte_order_mark_is_refused_with_the_way_to_save_without():
    fault = fault_in(b"\xef\xbb\xbf" + make_text().encode())
    assert (fault.line, fault.what) == (1, "the file begins with a byte order mark")
    assert "without BOM" in fault.mend


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_lines_that_end_in_cr_are_one_fault_and_keep_their_numbers(ending):
    fault = fault_in(make_text().replace("\n", ending))
    assert (fault.line, fault.what) == (1, "lines end in CR LF or CR")
    assert "LF (Unix)" in fault.mend


def test_one_lone_cr_is_named_by_its_line():
    fault = fault_in(make_text(summary="One.\n\nTwo\rthree."))
    assert (fault.line, fault.what) == (15, "lines end in CR LF or CR")


@pytest.mark.parametrize(
    "byte",
    [
        b"\xe9",  # é in Latin-1
        b"\x93",  # “ in Windows-1252
        b"\xc0\xaf",  # an overlong “/”
        b"\xed\xa0\x80",  # half a surrogate pair
        b"\xf4\x90\x80\x80",  # beyond the last character
        "\ufffd".encode(),  # what an earlier program put where it could not read
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_on_their_line(byte):
    fault = fault_in(TEXT.encode().replace(b"HERE", byte))
    assert (fault.line, fault.what) == (
        13,
        "a character that is not UTF-8, or that was lost when the file was saved",
    )
    assert "encoding UTF-8" in fault.mend


def test_every_line_that_is_not_utf_8_is_named():
    with pytest.raises(ContentRefused) as refusal:
        read(TEXT.replace("HERE", "é").replace("next", "è").encode("latin-1"))
    lines = [fault.line for fault in refusal.value.faults if "not UTF-8" in fault.what]
    assert lines == [13, 14, 19]  # the last has “£”


def test_a_file_in_utf_16_is_refused():
    with pytest.raises(ContentRefused, match="save the file with the encoding UTF-8"):
        read(make_text().encode("utf-16"))


def test_an_accepted_text_is_given_back_as_it_was():
    raw = written("A\u00a0tab\tand é, e\u0301, 中.   ").encode()
    faults = FaultList(PATH)
    assert decode(raw, faults).encode() == raw
    assert not faults
