"""What changed between two versions is visible: by section, word by word, not by colour alone."""

import pytest

from procedures.text.format.document import Source
from procedures.vocabulary import Change, SectionKind
from tests.clinic import make_published
from tests.patients import states
from tests.patients.opened import opened

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

CHANGES = "/procedures/microneedling/changes/{}..{}/"

#: Words that cite source 1 only.
CITES_ONE = {
    "summary": "Needles prick the skin [1].",
    "words": {
        SectionKind.RECOVERY: "It fades.",
        SectionKind.CONTRAINDICATIONS: "If you are ill.",
        SectionKind.SIDE_EFFECTS: "Redness.",
    },
}


def changed(client, before, after, *, kind=SectionKind.ABOUT, first=1, second=2):
    """The comparison of two versions that differ in the words of one section."""
    make_published(words={kind: before})
    make_published(words={kind: after})
    return opened(client, CHANGES.format(first, second))


def test_words_added_and_removed_are_marked_by_element_and_in_words(client):
    page = changed(client, "Wait two weeks before you swim.", "Wait six weeks before you swim.")

    section = page.one("section", id="about")
    assert section.lines("h3") == ["About the procedure"]
    assert section.one("del").words().startswith("removed: two")
    assert section.one("ins").words().startswith("added: six")
    assert section.one("p").words(without=("del", "ins")) == "Wait weeks before you swim."


def test_the_page_says_which_versions_it_compares_and_why_the_newer_was_made(client):
    make_published()
    make_published(
        change=Change.SAFETY, change_notes=("The wait is six months.",), summary="New words."
    )

    main = opened(client, CHANGES.format(1, 2)).one("main")

    assert main.lines("h1") == ["Microneedling: what changed from version 1 to version 2"]
    assert main.facts()["From"].startswith("Version 1, dated 20 November 2026.")
    assert "Replaced: do not use for decisions" in main.facts()["From"]
    assert "This is the current version" in main.facts()["To"]
    assert "Changed for safety: The wait is six months." in main.words()
    assert main.link("Version 1") == "/procedures/microneedling/versions/1/"


def test_the_marks_are_explained_before_they_are_used(client):
    main = changed(client, "Old words here.", "New words here.").one("main")

    said = main.words()
    assert "Words added are underlined and have a plus sign before them." in said
    assert "Words removed are struck through and have a minus sign before them." in said
    assert said.index("struck through") < said.index("About the procedure")


def test_only_the_sections_that_changed_are_shown_in_the_order_of_the_page(client):
    make_published()
    make_published(
        words={
            SectionKind.CONS: "- It costs money.",
            SectionKind.ABOUT: "Other words altogether.",
            SectionKind.OPTIONS: "You can choose no treatment.",
            SectionKind.BEFORE: None,
        },
        title="Skin needling",
        summary="A new summary of it all.",
    )

    page = opened(client, CHANGES.format(1, 2))

    sections = page.one("main").all("section")
    assert [one["id"] for one in sections] == [
        "details",
        "summary",
        "about",
        "before",
        "cons",
        "other-options",
    ]
    assert "The whole section was removed." in page.one("section", id="before").words()
    assert "The whole section is new." in page.one("section", id="other-options").words()


def test_a_changed_link_target_is_visible(client):
    page = changed(
        client,
        "Read [this](https://example.org/one) first.",
        "Read [this](https://example.org/two) first.",
    )

    assert (
        "link changed from https://example.org/one to https://example.org/two"
        in page.one("section", id="about").words()
    )


def test_a_lost_bold_not_is_visible(client):
    page = changed(client, "You must **not** swim.", "You must not swim.")

    section = page.one("section", id="about")
    assert "not (bold removed)" in section.words()
    assert not section.all("strong")


def test_a_lost_not_is_visible(client):
    page = changed(client, "You must **not** swim.", "You must swim.")

    assert "removed: not" in page.one("section", id="about").words()
    assert page.one("section", id="about").one("del").lines("strong") == ["not"]


def test_a_list_turned_into_a_paragraph_is_visible(client):
    page = changed(
        client,
        "First words.\n\n- Keep out of the sun for a week.",
        "First words.\n\nKeep out of the sun for a week.",
    )

    section = page.one("section", id="about").words()
    assert "Keep out of the sun for a week." in section
    assert "was a list item, now a paragraph" in section


def test_swapped_paragraphs_are_visible(client):
    page = changed(
        client,
        "Call us if your skin is hot.\n\nWash your hands first.",
        "Wash your hands first.\n\nCall us if your skin is hot.",
    )

    section = page.one("section", id="about").words()
    assert "moved further down" in section
    assert "moved here from further up" in section


def test_a_source_that_changed_is_visible(client):
    make_published(sources=(Source(1, "Skin. DermNet, 2022."),), **CITES_ONE)
    make_published(sources=(Source(1, "Skin. DermNet, 2026."),), **CITES_ONE)

    section = opened(client, CHANGES.format(1, 2)).one("section", id="sources").words()

    assert "removed: 2022" in section
    assert "added: 2026" in section


def test_nothing_changed_is_said_in_a_sentence(client, folder):
    states.reviewed(folder)

    page = opened(client, CHANGES.format(1, 1))

    assert "Nothing that patients read has changed." in page.words()
    assert not page.all("ins", "del")


def test_a_comparison_backwards_takes_back_what_was_added(client):
    page = changed(client, "Wait two weeks.", "Wait six weeks.", first=2, second=1)

    assert page.lines("h1") == ["Microneedling: what changed from version 2 to version 1"]
    assert "removed: six" in page.one("section", id="about").one("del").words()
    assert "added: two" in page.one("section", id="about").one("ins").words()


def test_versions_far_apart_are_compared(client):
    make_published(words={"about": "One."})
    make_published(words={"about": "Two."})
    make_published(words={"about": "Three."})

    section = opened(client, CHANGES.format(1, 3)).one("section", id="about")

    assert [one.words() for one in section.all("p")] != []
    assert "One" in section.words()
    assert "Three" in section.words()
    assert "Two" not in section.words()


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1), (1, 1)])
def test_removed_words_are_not_brought_back_by_a_comparison(client, folder, first, second):
    states.redacted(folder)

    page = opened(client, CHANGES.format(first, second))

    assert "removed for good, so they cannot be compared" in page.words()
    assert "prick the skin" not in page.words()


def test_words_that_look_like_code_are_compared_as_words(client):
    page = changed(client, "Pain was < 3 & falling.", "Pain was < 5 & falling.")

    said = page.one("section", id="about").words()
    assert "Pain was <" in said
    assert "& falling." in said


def test_a_comparison_is_not_to_be_found_by_search_engines(client, folder):
    states.reviewed(folder)

    answer = client.get(CHANGES.format(1, 1))

    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert b'<meta name="robots" content="noindex">' in answer.content
