"""What structure answers of the instruments, and what it leaves to people."""

from dataclasses import replace

import pytest

from procedures.text.checks.reading import Clinic
from procedures.text.checks.scores import ITEMS, answers
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import SOUND, make_page, reading

#: The sound page with what scores ask for and no rule needs.
WHOLE = {
    SectionKind.RECOVERY: SOUND[SectionKind.RECOVERY] + "\n\n### Day 1\n\nIt heals.",
    SectionKind.ABOUT: 'It pricks the skin [1][2].\n\n![Skin](drawing:skin-layers-1 "Layers.")',
}


def answered(document, **clinic):
    """Instrument and number → yes, no or None, and what decided it."""
    site = Clinic(**{"funding": "We earn from it.", **clinic})
    return {
        f"{one.item.instrument} {one.item.number}": (one.yes, one.because)
        for one in answers(reading(document, site))
    }


def test_all_that_structure_can_decide_is_yes_on_a_whole_page():
    decided = {
        item: yes for item, (yes, _) in answered(make_page(WHOLE)).items() if yes is not None
    }
    assert all(decided.values()), decided
    assert len(decided) == 4 + 9 + 7 + 10


def test_what_needs_a_person_is_never_answered():
    people = {item for item, said in answered(make_page()).items() if said[0] is None}
    assert {"IPDAS Q2", "IPDAS Q4", "IPDAS Q5", "DISCERN 6", "DISCERN 16", "PEMAT 1"} <= people
    assert {said for said in answered(make_page()).values() if said[0] is None} == {
        (None, "needs a person")
    }


def test_the_instruments_are_whole():
    numbers = {}
    for item in ITEMS:
        numbers.setdefault(item.instrument, []).append(item.number)
    assert [len(found) for found in numbers.values()] == [4, 12, 16, 24]
    assert all(len(found) == len(set(found)) for found in numbers.values())


@pytest.mark.parametrize(
    ("kind", "items"),
    [
        (SectionKind.OPTIONS, ["IPDAS Q3", "DISCERN 12", "DISCERN 14"]),
        (SectionKind.UNKNOWN, ["IPDAS C5", "DISCERN 8"]),
        (SectionKind.QUESTIONS, ["DISCERN 15", "PEMAT 23"]),
    ],
)
def test_a_section_that_is_not_there_answers_no(kind, items):
    found = answered(make_page({kind: None}))
    for item in items:
        assert found[item] == (False, f"no section “{kind.label}”")


@pytest.mark.parametrize(
    ("document", "items", "because"),
    [
        (
            make_page({SectionKind.OPTIONS: "Peels."}),
            ["IPDAS Q3", "DISCERN 12"],
            "line 74: no word on doing nothing",
        ),
        (
            replace(make_page(), evidence_to=""),
            ["JAMA 4", "DISCERN 5"],
            "updated 2026-11-20, but no evidence_to",
        ),
        (
            make_page({SectionKind.ABOUT: "It pricks."}),
            ["JAMA 2", "IPDAS C2", "DISCERN 4"],
            "line 89: 2. A textbook of skin. Example Press, 2020.",
        ),
        (make_page(), ["IPDAS Q6", "PEMAT 22"], "1 stages of recovery"),
        (make_page(), ["PEMAT 17"], "no picture"),
        (make_page({SectionKind.ABOUT: "A. B. C. D [2]."}), ["PEMAT 8"], "line 22: A."),
        (
            make_page({SectionKind.ABOUT: "It is ptosis. Melasma too [2]."}),
            ["PEMAT 4"],
            "line 22: Melasma",
        ),
        (
            make_page({SectionKind.ABOUT: "The patient waits [2]."}),
            ["PEMAT 21"],
            "line 22: The patient",
        ),
    ],
)
def test_a_no_says_what_decided_it(document, items, because):
    found = answered(document)
    for item in items:
        assert found[item] == (False, because)


def test_pages_without_sources_or_addresses_say_so():
    bare = replace(
        make_page({SectionKind.ABOUT: "It pricks."}),
        summary="It pricks.",
        sources=(),
        sections=(),
    )
    kinds = [SectionKind.ABOUT, SectionKind.INDICATIONS, SectionKind.CONS]
    words = dict.fromkeys(kinds, "Words.")
    page = make_page(
        dict.fromkeys(SectionKind)
        | words
        | {
            SectionKind.RECOVERY: "Words.",
            SectionKind.CONTRAINDICATIONS: "Words.",
            SectionKind.SIDE_EFFECTS: "Words.",
            SectionKind.PROS: "Words.",
        },
        sources=(),
    )
    found = answered(replace(page, summary=bare.summary))
    assert found["JAMA 2"] == (False, "no sources")
    assert found["DISCERN 7"] == (False, "0 sources with an address")
    assert found["PEMAT 12"] == (False, "0 lists")
    assert found["PEMAT 20"] == (False, "0 things to do or leave, before and after")


def test_who_pays_and_when_it_is_checked_again_is_the_clinics_to_say():
    assert answered(make_page(), funding="")["JAMA 3"] == (False, "CLINIC_FUNDING is not set")
    assert answered(make_page(), funding=None)["IPDAS C6"][0] is False
    assert answered(make_page())["JAMA 3"] == (True, "We earn from it.")
    assert answered(make_page(), review_months=6)["IPDAS C4"] == (
        True,
        "the site says that pages are checked again within 6 months",
    )
