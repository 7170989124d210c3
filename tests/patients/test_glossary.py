"""A patient meets a word they do not know, and need not leave the page to learn it."""

import os

import pytest

from procedures.text.grammar.faults import ContentRefused
from tests.clinic import make_published
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

MEANING = "The protein that keeps skin firm."


@pytest.fixture
def glossary(folder):
    """The file of the glossary."""
    return folder.write("glossary.md", f"## Collagen\n{MEANING}\n\n## Milia\nTiny bumps.\n")


def test_a_word_of_the_page_opens_its_meaning_in_place(client, glossary):
    make_published()

    page = opened(client, "/procedures/microneedling/")

    (word,) = page.all("button", **{"class": "term"})
    assert word.words() == "collagen"
    assert page.one("span", id=word["popovertarget"]).words() == MEANING


def test_a_version_at_its_own_address_is_shown_without(client, glossary):
    make_published()

    page = opened(client, "/procedures/microneedling/versions/1/")

    assert page.all("button", **{"class": "term"}) == []


def test_the_glossary_lists_every_word(client, glossary):
    page = opened(client, "/glossary/")

    assert page.facts() == {"Collagen": MEANING, "Milia": "Tiny bumps."}
    assert page.one("div", id="collagen")


def test_a_glossary_without_words_says_what_to_do(client):
    page = opened(client, "/glossary/")

    assert "No words are explained here yet." in page.one("main").words()


def test_an_edited_glossary_counts_from_the_next_page_on(client, glossary):
    make_published()
    opened(client, "/procedures/microneedling/")

    glossary.write_text("## Collagen\nWhat holds skin together.\n", encoding="utf-8")
    os.utime(glossary, ns=(1, 1))

    assert "What holds skin together." in opened(client, "/procedures/microneedling/").words()


def test_a_glossary_at_fault_is_refused_when_it_is_loaded_and_explains_nothing_meanwhile(
    client, folder
):
    folder.write("glossary.md", "Words without a heading.\n")
    folder.version(1)

    with pytest.raises(ContentRefused, match=r"glossary\.md:1: words that stand under no"):
        folder.load()

    assert "No words are explained" in opened(client, "/glossary/").words()
