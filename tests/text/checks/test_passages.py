"""Passages and sentences, and the line of the file each begins on."""

import re

from hypothesis import given

from procedures.text.checks.reading import Clinic, read
from procedures.text.format.write import write
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import make_page, reading
from tests.text.documents import documents, make_text
from tests.text.documents import read as parsed

ABOUT = SectionKind.ABOUT


def place(words):
    """The section “About the procedure” of these words, as its checks read it."""
    return reading(make_page({ABOUT: words})).under(ABOUT)[0]


def sentences(words):
    return [
        (sentence.line - place(words).line, sentence.text, sentence.cited)
        for passage in place(words).passages
        for sentence in passage.sentences
    ]


def test_sentences_end_where_a_reader_would_say_so():
    words = "It heals. Does it? “Yes!” I saw 1.5 mm, e.g. Ann and Dr. Lee did. it (yes.) Then…  So."
    assert [text for _, text, _ in sentences(words)] == [
        "It heals.",
        "Does it?",
        "“Yes!”",
        "I saw 1.5 mm, e.g. Ann and Dr. Lee did. it (yes.)",
        "Then…",
        "So.",
    ]


def test_a_sentence_has_the_line_it_begins_on():
    words = "One\ntwo. Three\nfour.\nFive.\n\n- Six\n  seven. Eight.\n- Nine."
    assert [(line, text) for line, text, _ in sentences(words)] == [
        (2, "One two."),
        (3, "Three four."),
        (5, "Five."),
        (7, "Six seven."),
        (8, "Eight."),
        (9, "Nine."),
    ]


def test_a_citation_belongs_to_the_sentence_it_ends():
    words = "[2]\nOne [1]. Two. [2] Three [1][2]\n[1]. Four [2]"
    assert [(text, cited) for _, text, cited in sentences(words)] == [
        ("One.", (2, 1)),
        ("Two.", (2,)),
        ("Three.", (1, 2, 1)),
        ("Four", (2,)),
    ]


def test_lines_are_right_however_many_blank_lines_stand_before_the_words():
    text = make_text(summary="HERE").replace("HERE", "\n\nThe summary.")
    text = text.replace("## About the procedure\n", "## About the procedure\n\n\n \n")
    found = read(text, parsed(text), Clinic())
    lines = text.split("\n")
    for passage, sentence in found.sentences:
        assert sentence.text.split()[0] in lines[sentence.line - 1], passage


@given(documents())
def test_every_sentence_is_on_the_line_it_says(document):
    text = write(document)
    found = read(text, parsed(text), Clinic())
    lines = text.split("\n")
    for passage, sentence in found.sentences:
        first = sentence.text.split()[0].rstrip(".,:;)")
        if passage.form in ("paragraph", "item") and first.isalnum() and first.isascii():
            assert first in lines[sentence.line - 1]


def test_what_leads_to_a_passage_is_known():
    words = "Do this:\n\n- One\n  - two\n\n    three\n- four\n\nA pause.\n\n- five"
    found = {passage.text: passage for passage in place(words).passages}

    def above(text):
        return [passage.text for passage in found[text].above]

    assert above("One") == ["Do this:"]
    assert above("two") == ["One", "Do this:"]
    assert above("three") == ["two", "One", "Do this:"]
    assert above("four") == ["Do this:"]
    assert above("five") == []
    assert found["three"].group is found["One"]
    assert found["four"].group is found["four"]
    assert found["A pause."].group is found["A pause."]
    assert [found[text].level for text in ("A pause.", "One", "two")] == [0, 1, 2]


def test_a_table_or_picture_comes_between_a_paragraph_and_a_list():
    table = "| A | B |\n| --- | --- |\n| C | D |"
    picture = '![Skin](drawing:skin-layers-1 "Layers.")'
    for between in (table, picture):
        passages = place(f"See:\n\n{between}\n\n- One").passages
        assert [list(one.above) for one in passages if one.text == "One"] == [[]]


def test_forms_are_told_apart():
    words = (
        "Words.\n\n- Item\n\n| A | B |\n| --- | --- |\n| C | D |\n\n"
        '![Alt](drawing:skin-layers-1 "Caption.")'
    )
    assert [(one.form, one.text) for one in place(words).passages] == [
        ("paragraph", "Words."),
        ("item", "Item"),
        ("cell", "C"),
        ("cell", "D"),
        ("alt text", "Alt"),
        ("caption", "Caption."),
    ]


def test_lists_know_their_items():
    lists = place("- a\n- b\n  1. c\n  2. d\n  3. e\n- f").lists
    assert [(one.level, one.items) for one in lists] == [(2, 3), (1, 3)]


def test_words_are_found_whatever_their_case_and_however_it_changes_their_length():
    found = reading(make_page({ABOUT: "İİİ said it. A SAFE way. İt is safe."})).find
    assert [one.words for one in found(re.compile(r"\bsafe\b"))] == ["SAFE", "safe"]
