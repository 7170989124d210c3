"""Two grades of reading, and what is counted for them."""

import pytest

from procedures.text.checks.readability import Count, total
from procedures.text.format.document import Section
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import findings, make_page, reading
from tests.text.documents import make_document

ABOUT = SectionKind.ABOUT


def counts(words, **changes):
    document = make_document(words={ABOUT: words}, **changes)
    return reading(document).counts[ABOUT]


def test_the_grade_is_that_of_kincaid():
    # 100 words in 5 sentences, 140 syllables: 0.39 × 20 + 11.8 × 1.4 − 15.59.
    assert Count(5, 100, 140).grade == pytest.approx(8.73)
    assert Count().grade is None


def test_each_sentence_of_a_paragraph_counts_for_both():
    found = counts("Fine needles prick skin. It heals.")

    assert found.everything == found.prose == Count(2, 6, 7)


def test_a_list_item_is_one_sentence_and_no_prose():
    found = counts("We do this:\n\n- Clean it. Numb it.\n- Prick it\n  - now")

    assert found.everything == Count(4, 10, 10)
    assert found.prose == Count(1, 3, 3)


def test_a_later_paragraph_of_an_item_is_one_more_sentence():
    assert counts("- Clean it.\n\n  Numb it. Wait.").everything == Count(2, 5, 5)


def test_cells_are_no_prose_and_the_head_of_a_table_is_a_heading():
    found = counts("| Day | What |\n| --- | --- |\n| One | It hurts. It fades. |")

    assert found.everything == Count(3, 5, 5)
    assert found.prose == Count()


def test_the_caption_of_a_picture_counts_and_its_alt_text_does_not():
    found = counts('![Skin cut through](drawing:skin-layers-1 "It has three layers.")')

    assert found.everything == found.prose == Count(1, 4, 5)


@pytest.mark.parametrize(
    "words",
    [
        "It **heals** [1].",
        "It heals [1][2].",
        "It heals 2 to 3.".replace(" to ", "–"),
        "It [heals](https://example.org/very/long).",
        "It heals, B12 0.5 £300.",
        "Microneedling: it heals.",
        "MICRONEEDLING: it heals.",
        "Skin needling, skin needlings: it heals.",
    ],
)
def test_citations_addresses_numbers_and_own_names_are_not_counted(words):
    assert counts(words).everything == Count(1, 2, 2)


def test_words_of_nothing_but_numbers_are_no_sentence():
    assert counts("It heals. 24. 7.").everything.sentences == 1


def test_a_page_is_graded_as_one_text():
    counted = reading(make_page()).counts

    assert list(counted)[:2] == [None, SectionKind.AT_A_GLANCE]
    assert SectionKind.SOURCES not in counted
    whole = total(counted.values())
    assert whole.everything.words == sum(one.everything.words for one in counted.values())
    assert whole.prose.sentences == sum(one.prose.sentences for one in counted.values())


HARD = "Percutaneous instrumentation stimulates collagenous remodelling."


def graded(document):
    """What the rules say of the grades, with their lines."""
    return [
        (one.line, one.rule, one.words)
        for one in findings(document)
        if one.rule in ("page-grade", "section-grade")
    ]


def test_a_hard_page_is_told_once_for_each_way_of_counting():
    said = graded(make_page({ABOUT: "\n\n".join([HARD] * 40)}))

    assert [(line, rule, words.partition(", ")[2]) for line, rule, words in said] == [
        (1, "page-grade", "everything"),
        (1, "page-grade", "prose only"),
        (20, "section-grade", "everything"),
        (20, "section-grade", "prose only"),
    ]
    assert said[2][2].startswith("About the procedure: grade 3")


def test_hard_items_do_not_hide_behind_easy_prose():
    words = "\n".join(f"- {HARD}" for _ in range(20)) + "\n\n" + "It heals. " * 100
    assert [words for _, _, words in graded(make_page({ABOUT: words}))] != []


def test_hard_prose_does_not_hide_behind_easy_items():
    words = f"{HARD} {HARD}\n\n" * 4 + "- It heals.\n" * 100
    said = graded(make_page({ABOUT: words}))
    assert all(words.endswith("prose only") for _, _, words in said)
    assert {rule for _, rule, _ in said} == {"page-grade", "section-grade"}


def test_a_hard_summary_is_told_on_its_own_line():
    document = make_page()
    said = graded(
        type(document)(**{**vars(document), "summary": f"{HARD}\n\n" * 7 + "Skin heals."})
    )
    assert (13, "section-grade") in [(line, rule) for line, rule, _ in said]


def test_a_few_hard_words_are_no_hard_section():
    document = make_page()
    hard = Section(ABOUT, HARD)
    others = tuple(one for one in document.sections if one.kind is not ABOUT)
    changed = type(document)(**{**vars(document), "sections": (hard, *others)})
    assert "section-grade" not in [rule for _, rule, _ in graded(changed)]
