"""Two people's words for one draft: everything of both is kept."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.writing.manuscript import FIELDS
from procedures.text.writing.merge import Clash, merge

_NAMES = ("title", "summary", "recovery", "pros")
_FIELDS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in _NAMES})


def words(**fields):
    return dict.fromkeys(FIELDS, "") | fields


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "kept"),
    [
        ("as it was", "as it was", "as it was", "as it was"),
        ("as it was", "mine", "as it was", "mine"),
        ("as it was", "as it was", "theirs", "theirs"),
        ("as it was", "the same", "the same", "the same"),
        ("as it was", "", "as it was", ""),
        ("", "", "theirs", "theirs"),
    ],
)
def test_a_field_that_one_side_changed_is_that_sides(base, mine, theirs, kept):
    merged = merge(words(recovery=base), words(recovery=mine), words(recovery=theirs))

    assert merged.fields == words(recovery=kept)
    assert merged.clashes == ()


def test_a_field_that_both_changed_waits_for_a_person_with_both_texts_and_the_base():
    merged = merge(words(pros="was"), words(pros="mine", cons="more"), words(pros="theirs"))

    assert merged.fields == words(pros="theirs", cons="more")
    assert merged.clashes == (Clash("pros", "was", "mine", "theirs"),)


def test_a_side_that_says_nothing_of_a_field_changes_nothing_in_it():
    theirs = words(pros="theirs")

    assert merge({"cons": ""}, {"pros": "mine", "cons": "mine"}, theirs).fields == theirs | {
        "cons": "mine"
    }


@given(base=_FIELDS, mine=_FIELDS, theirs=_FIELDS)
def test_what_either_side_changed_is_in_the_fields_or_in_a_clash(base, mine, theirs):
    merged = merge(base, mine, theirs)

    kept = {(name, text) for name, text in merged.fields.items()}
    kept |= {(one.field, one.mine) for one in merged.clashes}
    for side in (mine, theirs):
        assert {(name, side[name]) for name in _NAMES if side[name] != base[name]} <= kept
    assert merge(base, base, theirs).fields == words(**theirs)
    assert merge(base, theirs, theirs).clashes == ()


def test_in_a_thousand_interleavings_of_saves_no_word_is_lost():
    chance = random.Random(5)
    for _ in range(1_000):
        stored = words(**dict.fromkeys(_NAMES, "begun"))
        waiting = []
        people = {name: (dict(stored), dict(stored)) for name in ("Eve", "Ida", "Una")}
        typed = []
        for number in range(chance.randint(2, 12)):
            person = chance.choice(list(people))
            base, mine = people[person]
            if chance.random() < 0.6:
                field = chance.choice(_NAMES)
                mine[field] += f" {person}{number}"
                typed.append((person, field, f"{person}{number}"))
                continue
            stored, waiting = _save(base, mine, stored, waiting)
            people[person] = (dict(stored), dict(stored))
        for base, mine in people.values():
            stored, waiting = _save(base, mine, stored, waiting)

        kept = [*stored.items(), *((one.field, one.mine) for one in waiting)]
        for _, field, word in typed:
            assert any(name == field and word in text.split() for name, text in kept), word


def _save(base, mine, stored, waiting):
    merged = merge(base, mine, stored)
    return merged.fields, [*waiting, *merged.clashes]
