"""A change of lines: matched, moved, turned into another form."""

from dataclasses import replace

import pytest

from procedures.text.comparing.differences import compare
from procedures.vocabulary import GlanceKey, SectionKind
from tests.text.comparing import PHOTO, difference, kinds, lines, told, words
from tests.text.documents import make_document


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("- Rest at home.", "Rest at home.", "was a list item, now a paragraph"),
        ("Rest at home.", "1. Rest at home.", "was a paragraph, now a numbered item"),
        ("- Rest at home.", "1. Rest at home.", "was a list item, now a numbered item"),
        (
            "- First.\n- Rest at home.",
            "- First.\n  - Rest at home.",
            "was a list item, now a list item of level 2",
        ),
        (
            "- First.\n\n  Rest at home.",
            "- First.\n\nRest at home.",
            "was a paragraph in a list item, now a paragraph",
        ),
        (
            "- First.\n  - Second.\n\n    Rest at home.",
            "- First.\n  - Second.\n\n  Rest at home.",
            "was a paragraph in a list item of level 2, now a paragraph in a list item",
        ),
        (
            "| Rest at home. |\n|---|\n| Walk. |",
            "| Walk. |\n|---|\n| Rest at home. |",
            "moved here from further up; was the heading of a table, now a table row",
        ),
    ],
)
def test_a_line_that_became_another_sort_of_line_is_said_in_words(old, new, note):
    assert note in [block.note for block in difference(old, new).blocks]


def test_a_list_turned_into_a_paragraph_is_shown():
    section = difference("- Rest.\n- Drink a lot of water.", "Rest. Drink a lot of water.")
    assert [told(block) for block in section.blocks] == [
        "[-Rest.-]",
        "{+Rest. +}Drink a lot of water. ‹was a list item, now a paragraph›",
    ]


def test_lines_that_say_other_things_are_wholly_removed_and_added():
    section = difference("Your skin heals.\n\nRest.", "Nothing is certain yet.\n\nRest.")
    assert [(block.kind, told(block)) for block in section.blocks] == [
        ("removed", "[-Your skin heals.-]"),
        ("added", "{+Nothing is certain yet.+}"),
        ("kept", "Rest."),
    ]


def test_lines_are_matched_with_those_most_like_them_in_order():
    old = "- Stay out of the sun.\n- Wash your hands first.\n- Keep calm."
    new = "- Put on a hat.\n- Stay out of the hot sun.\n- Wash both hands first.\n- Keep calm."
    assert lines(old, new) == [
        "{+Put on a hat.+}",
        "Stay out of the {+hot +}sun.",
        "Wash [-your-]{+both+} hands first.",
        "Keep calm.",
    ]


def test_of_two_changed_lines_that_changed_places_one_is_removed_and_added():
    old = "Stay out of the sun today.\n\nWash your hands first."
    new = "Wash both hands first.\n\nStay out of the sun tomorrow."
    assert lines(old, new) == [
        "{+Wash both hands first.+}",
        "Stay out of the sun [-today-]{+tomorrow+}.",
        "[-Wash your hands first.-]",
    ]


def test_marks_alone_are_no_likeness():
    assert lines("… [1]", "— [1]") == ["[-… -][-[1]-]", "{+— +}{+[1]+}"]


def test_swapped_paragraphs_are_shown_as_moved():
    assert lines("We numb the skin.\n\nYou sleep.", "You sleep.\n\nWe numb the skin.") == [
        "[-We numb the skin.-] ‹moved further down›",
        "You sleep.",
        "{+We numb the skin.+} ‹moved here from further up›",
    ]


def test_a_paragraph_moved_up_is_shown_as_moved():
    old = "One.\n\nTwo.\n\nThree.\n\nFour."
    assert lines(old, "Four.\n\nOne.\n\nTwo.\n\nThree.") == [
        "{+Four.+} ‹moved here from further down›",
        "One.",
        "Two.",
        "Three.",
        "[-Four.-] ‹moved further up›",
    ]


def test_a_reason_moved_to_another_heading_names_both():
    old = {
        "Do not have it if": "- You are ill.\n- You smoke.",
        "Talk to us first if": "- You drive.",
    }
    new = {
        "Do not have it if": "- You smoke.",
        "Talk to us first if": "- You drive.\n- You are ill.",
    }
    assert lines(old, new, kind=SectionKind.CONTRAINDICATIONS) == [
        "Do not have it if",
        "[-You are ill.-] ‹moved to “Talk to us first if”›",
        "You smoke.",
        "Talk to us first if",
        "You drive.",
        "{+You are ill.+} ‹moved from “Do not have it if”›",
    ]


@pytest.mark.parametrize("first", ["Do", "Do not"])
def test_an_item_moved_from_do_to_do_not_is_what_moved(first):
    second = "Do" if first == "Do not" else "Do not"
    old = f"{first}:\n\n- walk\n- swim\n\n{second}:\n\n- rest"
    new = f"{first}:\n\n- walk\n\n{second}:\n\n- swim\n- rest"
    assert lines(old, new) == [
        f"{first}:",
        "walk",
        "[-swim-] ‹moved further down›",
        f"{second}:",
        "{+swim+} ‹moved here from further up›",
        "rest",
    ]


def test_a_changed_table_cell_is_shown_in_its_row():
    table = "| Day | Skin |\n|---|---|\n| 1 | red and hot |\n| 2 | {} |"
    section = difference(table.format("dry and pale"), table.format("dry and pink"))
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("header", "Day | Skin"),
        ("row", "1 | red and hot"),
        ("row", "2 | dry and [-pale-]{+pink+}"),
    ]


def test_words_moved_from_one_cell_to_the_next_are_shown():
    table = "| Day | Skin | More |\n|---|---|---|\n| 1 | {} |"
    assert lines(table.format("red skin | "), table.format(" | red skin"))[1] == (
        "1 | {+| +}red skin[- |-]"
    )


@pytest.mark.parametrize(
    ("new", "shown"),
    [
        (
            '![Old scars](drawing:skin-layers-1 "Top layer")',
            "Picture: drawing:skin-layers-1 | Alt text: [-New-]{+Old+} scars | Caption: Top layer",
        ),
        (
            '![New scars](drawing:skin-layers-1 "Low layer")',
            "Picture: drawing:skin-layers-1 | Alt text: New scars | Caption: [-Top-]{+Low+} layer",
        ),
        (
            f'![New scars](photo:{PHOTO} "Top layer")',
            "Picture: [-drawing:skin-layers-1-]{+photo:3a3a3a3a3a3a…+} | "
            "Alt text: New scars | Caption: Top layer",
        ),
    ],
)
def test_a_changed_picture_alt_text_or_caption_is_shown(new, shown):
    section = difference('![New scars](drawing:skin-layers-1 "Top layer")', new)
    assert [(block.form, told(block)) for block in section.blocks] == [("picture", shown)]


def test_two_photos_are_different_however_alike_their_names():
    old, new = (f'![Scars](photo:{name} "A")' for name in ("ab" * 32, "ab" * 31 + "cd"))
    assert kinds(difference(old, new)) == ["changed"]


def test_an_item_without_words_does_not_confuse_the_lines_after_it():
    section = difference("- Rest.\n-\n\nWalk.", "- Rest.\n-\n\nRun.")
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("bullet", "Rest."),
        ("paragraph", "[-Walk.-]"),
        ("paragraph", "{+Run.+}"),
    ]


@pytest.mark.parametrize(
    ("new", "shown"),
    [
        (
            {"Day 1": "Rest well.", "Days 2 to 4": "Walk a little."},
            ["Day 1", "Rest well.", "Days 2 to [-3-]{+4+}", "Walk a little."],
        ),
        (
            {"Day 1": "Rest well.", "Days 2 to 3": "Walk a little.", "Week 2": "Run a mile."},
            [
                "Day 1",
                "Rest well.",
                "Days 2 to 3",
                "Walk a little.",
                "{+Week 2+}",
                "{+Run a mile.+}",
            ],
        ),
        (
            {"Days 2 to 3": "Walk a little."},
            ["[-Day 1-]", "[-Rest well.-]", "Days 2 to 3", "Walk a little."],
        ),
        (
            {"Days 2 to 3": "Walk a little.", "Day 1": "Rest well."},
            [
                "[-Day 1-] ‹moved further down›",
                "[-Rest well.-] ‹moved further down›",
                "Days 2 to 3",
                "Walk a little.",
                "{+Day 1+} ‹moved here from further up›",
                "{+Rest well.+} ‹moved here from further up›",
            ],
        ),
    ],
)
def test_a_stage_renamed_added_removed_or_moved_is_shown(new, shown):
    old = {"Day 1": "Rest well.", "Days 2 to 3": "Walk a little."}
    assert lines(old, new, kind=SectionKind.RECOVERY) == shown


def test_a_line_that_stands_under_two_stages_stays_with_its_own():
    old = {"Day 1": "- Do not swim.", "Day 2": "- Rest."}
    new = {"Day 1": "- Do not swim.\n- Rest.", "Day 2": "- Do not swim."}
    assert lines(old, new, kind=SectionKind.RECOVERY) == [
        "Day 1",
        "Do not swim.",
        "{+Rest.+} ‹moved from “Day 2”›",
        "Day 2",
        "[-Rest.-] ‹moved to “Day 1”›",
        "{+Do not swim.+}",
    ]


def test_a_changed_fact_stays_one_fact_whatever_it_says():
    section = difference(
        "- Session: 1 hour\n- Cost: £100 [1]",
        "- Cost: ask us\n- Session: 1 hour\n- Device: a pen",
        kind=SectionKind.AT_A_GLANCE,
    )
    assert [(block.form, told(block)) for block in section.blocks] == [
        ("fact", "Session: 1 hour"),
        ("fact", "Cost: [-£100 -][-[1]-]{+ask us+}"),
        ("fact", "{+Device: a pen+}"),
    ]


def test_facts_stand_in_the_order_in_which_patients_meet_them():
    section = difference(
        "- Device: a pen",
        "\n".join(f"- {key}: none" for key in reversed(GlanceKey.values)),
        kind=SectionKind.AT_A_GLANCE,
    )
    firsts = [line.partition(":")[0] for line in words(section, "kept", "added")]
    assert firsts == GlanceKey.values


def test_the_title_other_names_author_and_date_of_the_evidence_are_details():
    old = make_document()
    new = replace(
        old, title="Needling", also_known_as=(), written_by="A doctor", evidence_to="2026-11"
    )
    (section,) = compare(old, new)
    assert (section.key, section.heading, section.change) == ("details", "Details", "changed")
    assert [told(block) for block in section.blocks] == [
        "Title: [-Microneedling-]{+Needling+}",
        "[-Also known as: skin needling-]",
        "Written by: A [-nurse at the clinic-]{+doctor+}",
        "Evidence to: [-October-]{+November+} 2026",
    ]


def test_a_page_that_stops_saying_how_old_its_evidence_is_shows_so():
    old = make_document(evidence_to="2026-10")
    (section,) = compare(old, replace(old, evidence_to=""), context=0)
    assert [told(block) for block in section.blocks if block.runs] == [
        "[-Evidence to: October 2026-]"
    ]
