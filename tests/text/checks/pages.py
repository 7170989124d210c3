"""A page no check has anything against, to change by hand, and what they say of a page."""

from dataclasses import replace

from procedures.text.checks.reading import Clinic, read
from procedures.text.checks.rules import judge
from procedures.text.format.document import Section
from procedures.text.format.write import write
from procedures.vocabulary import SectionKind
from tests.text.documents import PATH, make_document
from tests.text.documents import read as parsed

CLINIC = Clinic(funding="We earn from each session. Nobody else pays for these pages.")

#: What each section of the page says.
SOUND = {
    SectionKind.AT_A_GLANCE: "- Session: 20 to 45 minutes [1]\n- Cost: £100 to £350 a session",
    SectionKind.ABOUT: "Fine needles prick the skin [1]. They are 2 mm long [2].",
    SectionKind.BEFORE: "- Tell us about every medicine you take.",
    SectionKind.RECOVERY: "### Treatment day\n\nYour skin may feel hot and sore.\n\n- Do not swim.",
    SectionKind.INDICATIONS: "It may suit you if you have shallow scars [1].",
    SectionKind.CONTRAINDICATIONS: "### Do not have it if\n\n- You have an infection there.",
    SectionKind.SIDE_EFFECTS: "### Common\n\n- Soreness, in 3 in 100 people [1].\n\n"
    "### Rare but serious\n\n- Burns. How often is not known. Call us.",
    SectionKind.HELP: "### Emergency\n\nTrouble with your breath.\n\n### Same day\n\nPus.",
    SectionKind.PROS: "- You heal soon [1].",
    SectionKind.CONS: "- You need to come again.",
    SectionKind.OPTIONS: "**Doing nothing.** You can choose no treatment.",
    SectionKind.UNKNOWN: "How long it lasts.",
    SectionKind.QUESTIONS: "- Who will treat me?",
}


def make_page(words=None, **changes):
    """The document of the page; `words` are as Markdown by kind, None to leave a section out."""
    sections = SOUND | (words or {})
    return replace(
        make_document(),
        summary="It pricks the skin with fine needles [1].",
        sections=tuple(Section(kind, sections[kind]) for kind in SectionKind if sections.get(kind)),
        **changes,
    )


def reading(document, clinic=CLINIC):
    """A document as its checks read it, after a way through a file."""
    text = write(document)
    return read(text, parsed(text), clinic)


def findings(document, clinic=CLINIC):
    return judge(reading(document, clinic), PATH)


def said(rule, words, *, kind=SectionKind.ABOUT):
    """What one rule has against a section of these words; every source is cited elsewhere."""
    elsewhere = {SectionKind.PROS: "- You heal soon [1][2]."} if kind != SectionKind.PROS else {}
    found = findings(make_page({**elsewhere, kind: words}))
    return [finding.words for finding in found if finding.rule == rule]
