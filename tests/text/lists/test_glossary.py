"""`glossary.md`: words and their meanings are read as they were written, or refused by name."""

import pytest

from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists.glossary import Glossary, Term, parse
from procedures.text.showing.page import page
from procedures.text.showing.render import Surroundings
from tests.databases import ROOT
from tests.text.documents import make_document
from tests.text.rendering import rendered

PATH = "content/glossary.md"
KELOID = Term(("Keloid", "keloids"), "A raised scar that spreads.")
MILIA = Term(("Milia",), "Tiny white bumps.")
GLOSSARY = Glossary((KELOID, MILIA))


def test_words_are_read_with_their_other_spellings_in_the_order_of_the_alphabet():
    written = "## Milia\nTiny white\nbumps.\n\n## Keloid, keloids\n\nA raised scar that spreads.\n"

    assert parse(written.encode(), PATH) == GLOSSARY


def test_an_empty_file_explains_nothing():
    assert parse(b"", PATH) == Glossary()
    assert list(Glossary().found("Any words.")) == []
    assert not Glossary().explains("keloid")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Words.\n", "1: words that stand under no “##” heading"),
        ("# Milia\nBumps.\n", "1: words that stand under no “##” heading"),
        ("## Milia\n", "1: a heading without a paragraph below it"),
        ("## Milia\n\n- Bumps.\n", "1: a heading without a paragraph below it"),
        ("## Milia\nBumps.\n\nMore.\n", "4: words that stand under no “##” heading"),
        ("## Milia\n**Bumps** [1].\n", "2: more than plain words"),
        ("## [Milia](https://x.example)\nBumps.\n", "1: more than plain words"),
        ("## Milia,\nBumps.\n", "1: “” cannot be looked for in a text"),
        (f"## {'m' * 61}\nBumps.\n", "use letters, digits, spaces and hyphens, 60 at most"),
        (f"## Milia\n{'b' * 301}\n", "2: 301 characters; the most is 300"),
        ("## Milia\nBumps.\n\n## Keloid, milia\nA scar.\n", "4: “milia” stands in line 1 too"),
        ("## Milia\nBumps.\n\n[x]: https://x.example\n", "4: a link definition, “X”"),
        ("## Milia\u202e\nBumps.\n", "1: "),
    ],
)
def test_what_is_odd_is_refused_with_its_place_and_a_mend(written, said):
    with pytest.raises(ContentRefused) as refused:
        parse(written.encode(), PATH)

    assert any(said in str(fault) for fault in refused.value.faults), refused.value.faults


def test_our_own_glossary_is_sound_and_plain():
    terms = parse((ROOT / "content" / "glossary.md").read_bytes(), PATH).terms

    assert len(terms) > 30
    assert all(len(term.meaning.split()) <= 20 for term in terms)
    assert len({term.anchor for term in terms}) == len(terms)


def explained(source):
    return rendered(source, Surroundings(glossary=GLOSSARY))


BUTTON = '<button type="button" class="term" popovertarget="meaning-keloid">{}</button>'
MEANING = (
    '<span class="meaning" id="meaning-keloid" popover="auto">A raised scar that spreads.</span>'
)


def test_the_first_use_of_a_word_in_a_section_opens_its_meaning():
    assert explained("You get *keloids* [1]. A keloid is a scar.") == (
        f"<p>You get <em>{BUTTON.format('keloids')}{MEANING}</em>"
        '<sup><a href="#source-1" aria-label="Source 1">[1]</a></sup>. A keloid is a scar.</p>\n'
    )


def test_no_bracket_or_comma_is_parted_from_a_word_by_the_end_of_a_line():
    said = explained("Scars (keloids), or “keloid”.")

    assert '<span class="unbroken">(<button' in said
    assert "spreads.</span>),</span> or “keloid”." in said


def test_a_word_within_another_or_within_a_link_is_left_alone():
    assert "<button" not in explained("Keloidal [keloid](https://x.example/a).")
    assert "<button" in explained("[Scars](https://x.example/a) and keloid.")


def test_each_section_opens_it_anew_and_the_meaning_stands_once():
    document = make_document(words={"about": "A keloid.", "pros": "- No keloid, no Keloids."})

    shown = page(document, Surroundings(glossary=GLOSSARY))

    html = "".join(section.html for section in shown.sections)
    assert html.count("<button") == 2
    assert html.count('id="meaning-keloid"') == 1


def test_a_meaning_can_hold_no_markup():
    odd = Glossary((Term(("Milia",), "Bumps <script>alert(1)</script> & more"),))

    assert "<script" not in rendered("Milia.", Surroundings(glossary=odd))
