"""Whether a worried person can read it: length, voice and the words of the trade."""

import re
from collections.abc import Iterator, Mapping

from procedures.text.checks import readability
from procedures.text.checks.findings import Example, Hit, Level, Rule, hit, lack
from procedures.text.checks.matching import stems, words
from procedures.text.checks.reading import Found, Reading
from procedures.text.checks.terms import JARGON, UNEXPLAINED
from procedures.vocabulary import SectionKind

MOST_WORDS = 20
MOST_SENTENCES = 3
MOST_ITEMS = 7
HIGHEST_GRADE = 6.0
HIGHEST_SECTION_GRADE = 8.0
#: In fewer words than these a single long one decides the grade.
ENOUGH_WORDS = 30

#: Past participles that do not end in “ed”.
_IRREGULAR = (
    "(?:re|un)?(?:given|taken|done|seen|put|kept|found|held|worn|shown|sent|told|left|chosen|drawn|"
    "written|brought|felt|heard|begun|cut|made(?! (?:for|of|from)\\b))"
)
#: What looks like one and says how something is.
_ADJECTIVE = (
    "need|bas|rais|inflam|infect|worri|tir|inter|relat|limit|concern|controll|dent|crowd|allow"
)
_PASSIVE = words(
    "(?:is|are|was|were|be|been|being|gets?|got)(?: not| also| often| then| only)? "
    f"(?!(?:{_ADJECTIVE})[a-z]*ed\\b)(?:[a-z]{{2,}}ed|{_IRREGULAR})"
)
_THIRD_PERSON = words(
    "(?:the )?(?:patients?|clients?|clinicians?|individuals?|candidates?)(?! information)",
    r"(?:people|persons?|those|anyone|women|men) who [^.;:\n]{0,60}?\b(?:should|must|need to)",
)
_STUDIED = words("stud(?:y|ies)", "trials?", "reviews?", "papers?", "reports?", "research")
#: Both tables in one search.
_TERMS = stems([*JARGON, *UNEXPLAINED])
#: Each term and what a word of it begins with, the longest first.
_LONGEST = sorted(
    ((term, term.removesuffix("*")) for term in [*JARGON, *UNEXPLAINED]),
    key=lambda pair: len(pair[1]),
    reverse=True,
)
_EXPLAINS = re.compile(
    r"s?(?: [\w-]+){0,2}(?:,? \(|, (?:a|an|the|which|that|or|made|from)\b)|"
    r"s?(?: acids?)? (?:is|are|means?) (?:a|an|the|what|how|when|made)\b"
)


def long_sentences(reading: Reading) -> Iterator[Hit]:
    for passage, sentence in reading.sentences:
        if sentence.length > MOST_WORDS and passage.form != "alt text":
            yield hit(sentence, sentence.text, f"cut its {sentence.length} words in two")


def long_paragraphs(reading: Reading) -> Iterator[Hit]:
    for passage in reading.passages:
        if len(passage.sentences) > MOST_SENTENCES and passage.form != "alt text":
            yield hit(
                passage.sentences[0],
                passage.sentences[0].text,
                f"part its {len(passage.sentences)} sentences, or make a list of them",
            )


def long_lists(reading: Reading) -> Iterator[Hit]:
    for place in reading.places:
        for bullets in place.lists:
            if bullets.items > MOST_ITEMS and place.place.section is not SectionKind.AT_A_GLANCE:
                yield lack(
                    bullets.line,
                    f"a list of {bullets.items} items",
                    "part it, with a line that leads to each list",
                )


def passive_voice(reading: Reading) -> Iterator[Hit]:
    for found in reading.once(_PASSIVE):
        yield hit(found.sentence, found.words, "say who does it: “we”, “you” or a name")


def third_person(reading: Reading) -> Iterator[Hit]:
    for found, studied in reading.beside(_THIRD_PERSON, _STUDIED):
        words = found.words.lower()
        if studied is not None:
            if words.endswith("patients"):
                yield hit(found.sentence, found.words, "write “people”")
        elif "clinician" in words:
            yield hit(found.sentence, found.words, "write “we”, or “your doctor or nurse”")
        else:
            yield hit(found.sentence, found.words, "write “you”")


def page_grade(reading: Reading) -> Iterator[Hit]:
    whole = readability.total(reading.counts.values())
    for called, count in (("everything", whole.everything), ("prose only", whole.prose)):
        if count.grade is not None and round(count.grade, 1) > HIGHEST_GRADE:
            yield lack(1, f"grade {count.grade:.1f}, {called}", "use shorter words and sentences")


def section_grade(reading: Reading) -> Iterator[Hit]:
    for kind, counts in reading.counts.items():
        for called, count in (("everything", counts.everything), ("prose only", counts.prose)):
            if count.words < ENOUGH_WORDS or count.grade is None:
                continue
            if round(count.grade, 1) > HIGHEST_SECTION_GRADE:
                section = kind.label if kind else "Summary"
                yield lack(
                    reading.line(kind),
                    f"{section}: grade {count.grade:.1f}, {called}",
                    "use shorter words and sentences here",
                )


def jargon(reading: Reading) -> Iterator[Hit]:
    introduced = set()
    for found, term in _terms(reading, JARGON):
        if found.in_brackets:
            introduced.add(term)
        elif term not in introduced:
            yield hit(found.sentence, found.words, f"write “{JARGON[term]}”")


def unexplained(reading: Reading) -> Iterator[Hit]:
    met = set()
    for found, term in _terms(reading, UNEXPLAINED):
        beside = reading.clinic.glossary.explains(found.words)
        if term not in met and not beside and not _is_explained(found):
            yield hit(found.sentence, found.words, f"say what it is, as “{UNEXPLAINED[term]}”")
        met.add(term)


def _terms(reading: Reading, terms: Mapping[str, str]) -> Iterator[tuple[Found, str]]:
    """Where a term of the table stands outside the procedure's own names."""
    for found in reading.find(_TERMS, nameless=True):
        words = found.words.lower()
        term = next(term for term, stem in _LONGEST if words.startswith(stem))
        if term in terms:
            yield found, term


def _is_explained(found: Found) -> bool:
    text = found.sentence.text
    called = text[: found.start].lower().endswith(("called ", "known as "))
    return called or found.in_brackets or _EXPLAINS.match(text, found.end) is not None


_HARD = "Percutaneous instrumentation stimulates collagenous remodelling [1][2].\n\n" * 9
_EASY = "Fine needles prick the skin [1][2].\n\n" * 9

RULES = (
    Rule(
        "long-sentence",
        Level.WARNING,
        long_sentences,
        why="Past 20 words a reader has lost the beginning.",
        source="NHS service manual; CDC Clear Communication Index",
        bad=Example(
            "about",
            "Fine needles prick the skin all over the face and the neck, and then the skin makes "
            "some more of the stuff that keeps it firm [1][2].",
        ),
        good=Example("about", "Fine needles prick the skin [1]. It then makes more of itself [2]."),
    ),
    Rule(
        "long-paragraph",
        Level.WARNING,
        long_paragraphs,
        why="A block of text is skipped, and what stands in it is missed.",
        source="NHS service manual; CDC Clear Communication Index",
        bad=Example("about", "We clean it. We numb it. We prick it. We wipe it [1][2]."),
        good=Example("about", "We clean it and numb it. We prick it. We wipe it [1][2]."),
    ),
    Rule(
        "long-list",
        Level.WARNING,
        long_lists,
        why="A long list is skimmed, and what stands in its middle is missed.",
        source="NHS service manual; CDC Clear Communication Index; PEMAT 8",
        bad=Example("questions-to-ask", "\n".join(["- Who will treat me?"] * 8)),
        good=Example("questions-to-ask", "\n".join(["- Who will treat me?"] * 7)),
    ),
    Rule(
        "passive-voice",
        Level.HINT,
        passive_voice,
        why="The passive hides who acts.",
        source="NHS service manual; CDC Clear Communication Index; PEMAT 5",
        bad=Example("about", "The skin is cleaned and a gel is put on [1][2]."),
        good=Example("about", "We clean the skin and put on a gel [1][2]."),
    ),
    Rule(
        "third-person",
        Level.WARNING,
        third_person,
        why="A reader must see that it speaks to them.",
        source="NHS service manual; PEMAT 21",
        bad=Example("before", "- The patient should not wear make-up."),
        good=Example("before", "- Do not wear make-up."),
    ),
    Rule(
        "page-grade",
        Level.ERROR,
        page_grade,
        why="At a grade above 6.0 many people cannot follow the page.",
        source="Flesch–Kincaid, both ways; American Medical Association: grade 6",
        bad=Example("about", _HARD),
        good=Example("about", _EASY),
    ),
    Rule(
        "section-grade",
        Level.ERROR,
        section_grade,
        why="A hard section is where a reader gives up, however easy the others are.",
        source="Flesch–Kincaid, both ways; American Medical Association: grade 6",
        bad=Example("about", _HARD),
        good=Example("about", _EASY),
    ),
    Rule(
        "jargon",
        Level.WARNING,
        jargon,
        why="There is a plain word for it. The other may follow in brackets.",
        source="NHS A to Z of health writing; CDC Everyday Words",
        bad=Example("about", "Oedema can follow the needles [1][2]."),
        good=Example("about", "Swelling (oedema) can follow the needles. Oedema may itch [1][2]."),
    ),
    Rule(
        "unexplained-word",
        Level.WARNING,
        unexplained,
        why="A reader meets this word here for the first time.",
        source="NHS service manual; PEMAT 4; CDC Clear Communication Index",
        bad=Example("about", "The skin makes new collagen [1][2]."),
        good=Example(
            "about", "The skin makes new collagen, the protein that keeps it firm [1][2]."
        ),
    ),
)
