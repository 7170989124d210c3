"""Rules that look at how a section is built, not only at its words."""

import pytest

from procedures.vocabulary import SectionKind
from tests.text.checks.pages import findings, make_page, said


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("### Common\n\nSoreness. It fades.", ["Soreness. It fades."]),
        ("### Common\n\nSoreness.\n\nHow many people is not known.", []),
        ("### Common\n\n- Soreness\n- Itch, in 3 in 100 people [1]", ["Soreness"]),
        ("### Common\n\nHow often these happen is not known.\n\n- Soreness\n- Itch", []),
        ("### Common\n\n- Soreness\n\nHow often others happen is not known.", ["Soreness"]),
        ("### Common\n\nIn a trial of 15 people:\n\n- soreness\n- itch [1]", []),
        ("### Common\n\n- **Soreness**\n  - It feels hot.\n  - 3 in 100 people had it [1].", []),
        ("### Common\n\n- **Soreness**\n  - It feels hot.", ["Soreness"]),
        ("### Common\n\n- [1]\n  - Words.", []),
        ('### Common\n\n![Skin](drawing:skin-layers-1 "Layers.")', ["Skin"]),
        ("Soreness.", ["Soreness."]),
    ],
)
def test_each_side_effect_says_how_often_or_that_nobody_knows(words, marked):
    assert said("effect-frequency", words, kind=SectionKind.SIDE_EFFECTS) == marked


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("- **Burns**\n  - They hurt.", ["Burns"]),
        ("- **Burns**\n  - They hurt.\n  - Call us.", []),
        ("- Burns", []),
        ("Burns.", []),
        ("- [1]\n  - Words.", []),
    ],
)
def test_a_side_effect_told_at_length_says_what_to_do(words, marked):
    assert said("what-to-do", words, kind=SectionKind.SIDE_EFFECTS) == marked


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("- It heals\n- It is brief [1]", ["It heals"]),
        ("You gain:\n\n- time [1]", []),
        ("- Time\n  - It is brief [1].", []),
        ("- [1]", []),
    ],
)
def test_each_benefit_has_a_source(words, marked):
    assert said("uncited-benefit", words, kind=SectionKind.PROS) == marked


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("- Session: 1 hour", ["Session: 1 hour"]),
        ("- Session: 1 hour [1]", []),
        ("- Session: not known", []),
        ("- Numbing: a cream", []),
        ("- Cost: £90\n- Minimum age: 18", []),
    ],
)
def test_a_figure_at_a_glance_has_a_source_but_for_what_is_the_clinics_own(words, marked):
    assert said("uncited-fact", words, kind=SectionKind.AT_A_GLANCE) == marked


@pytest.mark.parametrize(
    ("pros", "cons", "marked"),
    [
        (2, 1, []),
        (3, 1, ["3 points in “Pros”, 1 in “Cons”"]),
        (1, 3, ["3 points in “Cons”, 1 in “Pros”"]),
    ],
)
def test_pros_and_cons_are_as_many(pros, cons, marked):
    words = {
        SectionKind.PROS: "- It heals [1].\n" * pros,
        SectionKind.CONS: "- It hurts.\n" * cons,
    }
    found = [one for one in findings(make_page(words)) if one.rule == "balance"]
    assert [one.words for one in found] == marked


def test_pros_and_cons_are_as_long():
    words = {SectionKind.PROS: "It heals [1].", SectionKind.CONS: "It hurts a lot. " * 8}
    (one,) = [one for one in findings(make_page(words)) if one.rule == "balance"]
    assert one.words == "8 points in “Cons”, 1 in “Pros”"
    words = {SectionKind.PROS: "- It heals [1].", SectionKind.CONS: f"- {'It hurts so. ' * 11}"}
    (one,) = [one for one in findings(make_page(words)) if one.rule == "balance"]
    assert one.words == "33 words in “Cons”, 2 in “Pros”"


def test_each_bullet_group_tells_of_all_skin_whatever_stands_above_it():
    words = "### Common\n\nIt looks red.\n\n- **Heat**\n  - It looks pink.\n- **Itch**\n  - Pink."
    assert said("colour", words, kind=SectionKind.SIDE_EFFECTS) == ["red", "pink", "Pink"]
    words += "\n\nOn black skin it is harder to see."
    assert said("colour", words, kind=SectionKind.SIDE_EFFECTS) == []
