"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.searching import Sought, asked, distance, forgiven, name, slips, stems, weights
from tests.text.documents import make_document


@pytest.mark.parametrize(
    "alike",
    [
        ("needle", "needles", "needling", "Needled"),
        ("scar", "scars", "scarring", "scarred"),
        ("injection", "injections", "inject", "injected"),
        ("allergy", "allergies"),
        ("removal", "remove", "removing", "removed"),
        ("blush", "blushes"),
        ("box", "boxes"),
        ("rosacea", "ROSACEA"),
        ("naïve", "naive"),
        ("crow’s", "crow's", "crows"),
    ],
)
def test_a_word_is_found_whatever_its_ending(alike):
    assert len({stems(word)[0] for word in alike}) == 1


@pytest.mark.parametrize(
    "different", [("hair", "hairy"), ("peel", "pee"), ("gas", "ga"), ("bus", "bu"), ("red", "r")]
)
def test_other_words_stay_other_words(different):
    assert len({stems(word)[0] for word in different}) == 2


def test_words_that_say_nothing_are_not_looked_for_unless_there_is_nothing_else():
    assert stems("How do I get rid of my tattoo?") == ["rid", "tattoo"]
    assert stems("What will it do to me?") == ["what", "will", "it", "do", "to", "me"]
    assert stems(" \x00 %_\\ * \n") == []


def test_a_name_is_one_however_it_is_cut_into_words():
    assert asked("micro-needling").names.keys() >= asked("microneedling").names.keys()
    assert name(stems("Spider veins")) in asked("get rid of spiderveins soon").names


def test_a_long_question_is_looked_for_by_its_first_words():
    question = asked(" ".join(f"word{number}" for number in range(1_000)))

    assert len(question.stems) == 12
    assert len(question.names) < 80


@pytest.mark.parametrize(
    ("typed", "meant", "slipped"),
    [
        ("microneedl", "microneedl", 0),
        ("micronedl", "microneedl", 1),
        ("microneadel", "microneedl", 2),
        ("tatoo", "tattoo", 1),
        ("tattooo", "tattoo", 1),
        ("tatoto", "tattoo", 1),
        ("tatt", "tattoo", 2),
        ("laser", "tattoo", 3),
        ("", "tattoo", 3),
    ],
)
def test_slips_are_letters_too_many_missing_wrong_or_swapped(typed, meant, slipped):
    assert min(distance(typed, meant, 2), 3) == slipped
    assert min(distance(meant, typed, 2), 3) == slipped


@given(st.text("abcdef", min_size=4, max_size=12), st.data())
def test_whoever_slips_as_often_as_is_forgiven_is_understood(word, data):
    slipped = word
    for _ in range(forgiven(word)):
        place = data.draw(st.integers(0, len(slipped) - 1))
        kind = data.draw(st.sampled_from(["missing", "wrong", "too many"]))
        letter = "" if kind == "missing" else data.draw(st.sampled_from("abcxyz"))
        slipped = slipped[:place] + letter + slipped[place + (kind != "too many") :]
    if forgiven(slipped) >= forgiven(word):
        assert slips(slipped) & slips(word)


def test_short_words_are_taken_as_they_are():
    assert forgiven("ipl") == 0
    assert slips("ipl") == {"ipl"}
    assert forgiven(name(["ipl"])) == 0


def test_titles_tell_more_than_other_names_search_words_summaries_and_sections():
    document = make_document(
        title="Alpha", also_known_as=("Beta",), summary="Gamma.", words={"about": "Delta."}
    )

    told = weights(document, ["epsilon"])

    in_order = [told[one] for one in ("alpha", "beta", "epsilon", "gamma", "delta")]
    assert in_order == sorted(set(in_order), reverse=True)
    assert told[name(["alpha"])] > told["alpha"]


def shown(lines, *sought):
    runs = Sought(dict.fromkeys(sought, 1.0)).excerpt(lines)
    return "".join(f"[{run.words}]" if run.found else run.words for run in runs)


def test_an_excerpt_is_the_line_that_says_most_with_its_words_marked():
    lines = "Your skin heals.\nBrown skin may darken; so may black skin.\nCall us."

    assert shown(lines, "skin", "brown") == "[Brown] [skin] may darken; so may black [skin]."


def test_an_excerpt_marks_the_whole_word_and_forgets_no_letter():
    line = "Allergies, “scarring” and crow’s feet."

    assert shown(line, "allergy", "scar", "crow") == "[Allergies], “[scarring]” and [crow’s] feet."
    assert shown(line) == line


def test_a_long_line_is_cut_between_words_around_what_was_looked_for():
    line = " ".join(["before"] * 60 + ["needle"] + ["after"] * 60)

    words = shown(line, "needl")

    assert words.startswith("… before")
    assert words.endswith("after…")
    assert "[needle]" in words
    assert len(words) < 300


def test_a_long_line_that_says_it_at_its_end_is_shown_to_the_end():
    assert shown(" ".join(["before"] * 60 + ["needle"]), "needl").endswith("before [needle]")


def test_a_search_word_as_long_as_a_sentence_counts_by_its_words_alone():
    told = weights(make_document(), ["one two three four five six seven eight"])

    assert told["seven"] > 0
    assert not any(one.startswith(name(["one", "two"])) for one in told)
