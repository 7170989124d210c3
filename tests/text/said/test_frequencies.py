"""How often: a number is drawn as it is written, where enough people were counted."""

import re

import pytest

from procedures.text.showing.page import page
from procedures.text.showing.render import Surroundings
from tests.text.documents import make_document

STUDY = "A study of 240 people looked at this [1]."


def drawn(*items, study=STUDY, kind="side-effects", **words):
    """What is drawn beside the items of a section: each with how many signs, among how many."""
    body = "\n".join(f"- {item}" for item in items)
    words = {"about": study, kind: {"Common": body} if kind == "side-effects" else body, **words}
    shown = page(make_document(words=words), Surroundings())
    html = "".join(
        [section.html + "".join(part.html for part in section.parts) for section in shown.sections]
    )
    found = []
    for one in re.findall(r'<figure class="often">.*?</figure>', html):
        paths = re.findall('<path class="[a-z ]*" d="([^"]*)"', one)
        among, count = (signs(path) for path in paths) if paths else (0, 0)
        said = re.sub("<[^>]*>", "", one)
        found.append((count, among, said))
    return found


def signs(path):
    """How many signs a path draws: its dashes are one apart."""
    return sum(int(length) + 1 for length in re.findall(r"h([0-9]+)\.1", path))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3 in 100 people had it [1].", (3, 100, "3 in 100 people[1]")),
        ("About 61 in 100 got better [1].", (61, 100, "61 in 100[1]")),
        ("20 in 1,000 people had it [1].", (20, 1_000, "20 in 1,000 people[1]")),
        ("100 in 100 visits hurt [1].", (100, 100, "100 in 100[1]")),
        ("1 in 100 women had it [1][2].", (1, 100, "1 in 100 women[1][2]")),
        ("7 in 120 had it [1].", (7, 120, "7 in 120[1]")),
        ("1 in 8 had it [1].", (1, 8, "1 in 8[1]")),
        ("It **itched** in 3 in 100 [1]. It went.", (3, 100, "3 in 100[1]")),
    ],
)
def test_a_cited_frequency_of_a_large_study_is_drawn_as_it_is_written(said, shown):
    assert drawn(said) == [shown]


@pytest.mark.parametrize(
    "said",
    [
        "0 in 100 people had it [1].",
        "2 in 1,000 people had it [1].",
        "16 in 100,000 syringes did [1].",
        "1,000 in 2,000 people had it [1].",
        "3 in 100 people had it.",
        "3 in 100 people had it [2].",
        "It came [1]. It came in 3 in 100 people.",
        "Fewer than 3 in 100 people had it [1].",
        "Up to 42 in 100 people had it [1].",
        "About 2 to 10 in 100 people had it [1].",
        "3 in 100 or more had it [1].",
        "200 in 100 had it [1].",
        "It was found in 3 in 2019 [1].",
    ],
)
def test_no_zero_no_rarity_no_limit_and_nothing_without_its_source_is_drawn(said):
    assert drawn(said) == []


@pytest.mark.parametrize(
    "study",
    [
        "A study of 99 people looked at this [1].",
        "A study looked at this [1].",
        "A study of 240 people looked at that [2].",
        "A study of 240 people. Another one [1].",
        "It came in 240 in 1,000 people [1].",
    ],
)
def test_a_count_of_a_small_study_or_of_one_whose_size_is_unsaid_is_not_drawn(study):
    assert drawn("3 in 100 people had it [1].", study=study) == []


@pytest.mark.parametrize(
    "study",
    [
        "In 28 studies with 13,078 people it came [1].",
        "One study of 675 Chinese people found it [1].",
        "It went on to 100 women [1].",
        "They asked 240\npeople [1]; others did not.",
        "They asked 240 people! Why? They say so.\n\n- In a study of 240 men [1]",
    ],
)
def test_the_text_says_how_many_people_a_source_counted(study):
    assert len(drawn("3 in 100 people had it [1].", study=study)) == 1


def test_one_frequency_is_drawn_where_it_is_first_said():
    assert len(drawn("3 in 100 had it [1].", cons="- 3 in 100 had it [1].")) == 1
    assert len(drawn("3 in 100 had it [1].", cons="- 4 in 100 had it [1].")) == 2


def test_two_in_one_sentence_are_drawn_one_by_one():
    said = drawn("8 in 100 people had it with, and 48 in 100 without [1].")

    assert [one[:2] for one in said] == [(8, 100)]  # "and 48" might be the end of a range


def test_that_nobody_knows_stands_out_as_much_as_a_number():
    assert drawn("It itches. How often it does is not known.", "Nobody knows how many.") == [
        (0, 0, "How often it does is not known"),
        (0, 0, "Nobody knows how many"),
    ]
    assert drawn("How often it does is not known.", kind="pros") == []


def test_the_summary_and_the_facts_at_a_glance_stay_short():
    document = make_document(
        summary="It came in 3 in 100 people [1]. A study of 240 people says so [1].",
        words={"at-a-glance": "- Session: 1 hour; 3 in 100 people [1]", "about": STUDY},
    )

    shown = page(document, Surroundings())

    assert "often" not in shown.summary + "".join(fact.html for fact in shown.facts)
