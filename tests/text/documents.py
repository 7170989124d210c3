"""Sound documents for tests: one to change by hand, and Hypothesis strategies for any other."""

from dataclasses import replace
from datetime import date
from textwrap import indent

import pytest
from hypothesis import strategies as st

from procedures.text.format.allowed import MAX_LIST_DEPTH, Pictures
from procedures.text.format.document import Document, Part, Section, Source
from procedures.text.format.parse import parse
from procedures.text.format.write import write
from procedures.text.grammar.characters import is_unseen
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import PARTS, REQUIRED_SECTIONS, Change, GlanceKey, SectionKind

TODAY = date(2026, 11, 22)
PATH = "content/example/1.md"
PHOTO = "3a" * 32
PICTURES = Pictures(photos=frozenset({PHOTO}), drawings=frozenset({"skin-layers-1"}))

#: What each section says unless a test says otherwise: Markdown, or heading → Markdown.
WORDS = {
    SectionKind.AT_A_GLANCE: "- Session: 20 to 45 minutes [1]\n- Cost: £100 to £350",
    SectionKind.ABOUT: "Fine needles prick the skin [1]. The skin then makes new collagen.",
    SectionKind.BEFORE: "- Tell us about every medicine you take.",
    SectionKind.RECOVERY: {
        "Treatment day": "Your skin may be red [2].\n\n- Do not swim.",
        "Days 2 to 3": "The redness fades.",
    },
    SectionKind.INDICATIONS: "It may suit you if you have shallow scars [1].",
    SectionKind.CONTRAINDICATIONS: {
        "Do not have it if": "- You have an infection in the area.",
        "Talk to us first if": "- You take isotretinoin [2].",
    },
    SectionKind.SIDE_EFFECTS: {
        "Common": "Redness for 2 to 3 days.",
        "Rare but serious": "Infection, in 3 in 100 people [2].",
    },
    SectionKind.HELP: {
        "Emergency": "Trouble with your breath.",
        "Same day": "Redness that spreads.",
        "Any time": "Any worry.",
    },
    SectionKind.PROS: "- You heal soon.",
    SectionKind.CONS: "- You need several sessions.",
}

#: The least a file may say, with nothing in it that needs a source.
LEAST = {kind: "Words." if kind in REQUIRED_SECTIONS else None for kind in WORDS}


def make_document(*, words=None, **changes):
    """A small sound document. `changes` are fields of `Document`.

    `words` puts other words into sections: kind → a body, a dictionary of parts (heading →
    body), or None to leave the section out.
    """
    sections = WORDS | (words or {})
    document = Document(
        title="Microneedling",
        also_known_as=("skin needling",),
        updated=date(2026, 11, 20),
        change=Change.FIRST,
        change_notes=("The first text.",),
        written_by="A nurse at the clinic",
        evidence_to="2026-10",
        summary="Microneedling pricks the skin with fine needles [1].",
        sections=tuple(
            _section(kind, sections[kind]) for kind in SectionKind if sections.get(kind)
        ),
        sources=(
            Source(
                1, "Skin needling. DermNet, 2022.", "https://dermnetnz.org/topics/skin-needling"
            ),
            Source(2, "A textbook of skin. Example Press, 2020."),
        ),
    )
    return replace(document, **changes)


def make_text(**changes):
    """The same document as the text of a content file."""
    return write(make_document(**changes))


def read(text, *, pictures=PICTURES, today=TODAY):
    """The document of a text, or of bytes; `ContentRefused` where there is none."""
    raw = text.encode() if isinstance(text, str) else text
    return parse(raw, PATH, today=today, pictures=pictures)


def fault_in(text):
    """The one fault of a text that has one and only one."""
    with pytest.raises(ContentRefused) as refusal:
        read(text)
    (fault,) = refusal.value.faults
    return fault


def _section(kind, words):
    if isinstance(words, str):
        return Section(kind, words)
    return Section(kind, "", tuple(Part(heading, body) for heading, body in words.items()))


# Any document ---------------------------------------------------------------

#: As many sources at least stand in every document of `documents`, and are cited in its words.
CITED = 2

_LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd"], exclude_characters="ᅟᅠㅤﾠ")
_ORDINARY = st.text(_LETTERS, max_size=6).map("a{}".format)
#: Words that a careless reader or writer of Markdown would change.
_AWKWARD = st.sampled_from(
    "no on 2021 it’s “so” 50% a_b C# R&D 3–6 < > = ~ :) a: #1 (x) - + £100 … é ½ 中 Ж 100,000 e.g. "
    "AT&T; a\u00a0b 1. @ ^ : & ? ! {x} 'a' \"b\" \\# \\. \\- \\( \\& \\<br\\> 2 \\* 3".split(" ")
)
_OTHER_WORDS = st.lists(_ORDINARY | _AWKWARD, max_size=4)
_ANY_LINE = st.text(
    st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=60
) | st.sampled_from(
    "no 2021 3.5 ~ null -a a:b ' \" # &a *a* !a | > % @ ` [a] {a} a: ?a << = --- <b> a\\".split()
    + "...,- a,a: b,a #b,2. a,# a,- - a,+ a,> a".split(",")
)
_ADDRESSES = st.sampled_from(
    [
        "https://example.org",
        "http://example.org:8080/a_(b)?c=d&e=f#g",
        "https://doi.org/10.1016/S0190-9622(03)00469-9",
        "https://xn--bcher-kva.example/%C3%BC*_a_",
    ]
)
_PICTURES = st.sampled_from([f"photo:{PHOTO}", f"patient-photo:{PHOTO}", "drawing:skin-layers-1"])


@st.composite
def lines(draw):
    """Anything that stands on one line: a value of the front matter, the words of a source."""
    line = draw(_ANY_LINE).strip()
    return "a" if not line or any(map(is_unseen, line)) else line


@st.composite
def sentences(draw):
    """Some words on one line, the first of them an ordinary one."""
    return " ".join([draw(_ORDINARY), *draw(_OTHER_WORDS)])


@st.composite
def pieces(draw):
    """Words, marked or linked or not, or a citation."""
    words = draw(sentences())
    match draw(st.sampled_from("words bold emphasis link procedure citation".split())):
        case "bold":
            return f"**{words}**"
        case "emphasis":
            return f"*{words}*"
        case "link":
            return f"[{words}]({draw(_ADDRESSES)})"
        case "procedure":
            return f"[{words}](procedure:chemical-peel)"
        case "citation":
            return f"[{draw(st.integers(1, CITED))}]"
    return words


@st.composite
def inline(draw):
    """One line of the Markdown a paragraph may hold."""
    return " ".join(draw(st.lists(pieces(), min_size=1, max_size=3)))


@st.composite
def lists(draw, depth=1):
    """A list with bullets or numbers, whose last item may hold another."""
    items = draw(st.lists(inline(), min_size=1, max_size=3))
    numbered = draw(st.booleans())
    marks = [f"{number}." if numbered else "-" for number in range(1, len(items) + 1)]
    text = "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
    if depth == MAX_LIST_DEPTH or draw(st.booleans()):
        return text
    return f"{text}\n{indent(draw(lists(depth + 1)), ' ' * (len(marks[-1]) + 1))}"


@st.composite
def tables(draw):
    """A table of words in two columns."""
    head, *rows = draw(st.lists(st.tuples(sentences(), inline()), min_size=1, max_size=3))
    return "\n".join(
        [
            f"| {head[0]} | {head[1]} |",
            "| --- | :-: |",
            *(f"| {one} | {two} |" for one, two in rows),
        ]
    )


@st.composite
def pictures(draw):
    """A photo or a drawing."""
    return f'![{draw(_ORDINARY)}]({draw(_PICTURES)} "{draw(_ORDINARY)}")'


@st.composite
def bodies(draw):
    """The Markdown of a section or part, each list or table between paragraphs."""
    blocks = []
    for _ in range(draw(st.integers(1, 2))):
        blocks.append("\n".join(draw(st.lists(inline(), min_size=1, max_size=2))))
        blocks.append(draw(st.just("") | lists() | tables() | pictures()))
    return "\n\n".join(filter(None, blocks))


_VALUES = {
    GlanceKey.SESSION: ["20 to 45 minutes", "30 minutes to 1 hour"],
    GlanceKey.NUMBING: ["a numbing cream", "none"],
    GlanceKey.NUMBER_OF_SESSIONS: ["3", "3 to 6"],
    GlanceKey.COST: ["£100 to £1,350", "EUR 90"],
    GlanceKey.MINIMUM_AGE: ["18"],
    GlanceKey.DEVICE: ["a pen"],
}


@st.composite
def glances(draw):
    """The list under "At a glance", its keys in any order."""
    facts = []
    for key in draw(st.lists(st.sampled_from(GlanceKey), min_size=1, max_size=5, unique=True)):
        values = [*_VALUES.get(key, ["2 to 3 days"]), "not known", "ask us"]
        facts.append(f"- {key}: {draw(st.sampled_from(values))}, {draw(sentences())} [1]")
    return "\n".join(facts)


_STAGES = st.sampled_from(
    "Treatment day,Day 1,Days 2 to 3,Week 1,Months 3 to 6,Any time,Sources,Later (if red),2nd week "
    "- a,Après #1,Recovery".split(",")
)


@st.composite
def sections(draw, kind):
    """One section of that kind, with a body or with parts as the kind allows."""
    if kind is SectionKind.AT_A_GLANCE:
        return Section(kind, draw(glances()))
    headings = _STAGES if kind is SectionKind.RECOVERY else st.sampled_from(PARTS.get(kind, ("",)))
    takes_parts = kind is SectionKind.RECOVERY or kind in PARTS
    if takes_parts and (kind is SectionKind.HELP or draw(st.booleans())):
        chosen = draw(st.lists(headings, min_size=1, max_size=3, unique=True))
        return Section(kind, "", tuple(Part(heading, draw(bodies())) for heading in chosen))
    return Section(kind, draw(bodies()))


_KINDS = [kind for kind in SectionKind if kind is not SectionKind.SOURCES]
_OPTIONAL = [kind for kind in WORDS if kind not in REQUIRED_SECTIONS]


@st.composite
def documents(draw):
    """Any document that a file can hold; most sections are those of `make_document`."""
    document = make_document(words=dict.fromkeys(draw(st.sets(st.sampled_from(_OPTIONAL)))))
    by_kind = {section.kind: section for section in document.sections}
    for kind in draw(st.sets(st.sampled_from(_KINDS), max_size=3)):
        by_kind[kind] = draw(sections(kind))
    cited = st.lists(st.tuples(lines(), _ADDRESSES | st.just("")), min_size=CITED, max_size=4)
    return replace(
        document,
        title=draw(lines()),
        also_known_as=tuple(draw(st.lists(lines(), max_size=2))),
        updated=draw(st.dates(max_value=TODAY)),
        change=draw(st.sampled_from(Change)),
        change_notes=tuple(draw(st.lists(lines(), min_size=1, max_size=2))),
        written_by=draw(lines()),
        evidence_to=draw(st.sampled_from(["", "2026-11", "1999-01"])),
        summary="\n\n".join(draw(st.lists(inline(), min_size=1, max_size=2))),
        sections=tuple(by_kind[kind] for kind in _KINDS if kind in by_kind),
        sources=tuple(
            Source(number, text, url) for number, (text, url) in enumerate(draw(cited), start=1)
        ),
    )
