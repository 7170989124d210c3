"""What a text says of doing nothing: one of the options, on every page."""

import re
from dataclasses import replace

from procedures.text.format.document import Document, Section
from procedures.text.grammar import markdown
from procedures.vocabulary import SectionKind

_NOTHING = re.compile(r"\b(?:do(?:ing)? nothing|no treatment)\b", re.IGNORECASE)


def doing_nothing(document: Document) -> Document:
    """The text with just that left of its other options; without them where it says nothing."""
    sections = []
    for section in document.sections:
        if section.kind is not SectionKind.OPTIONS:
            sections.append(section)
        elif said := _said(section):
            sections.append(replace(section, body=said, parts=()))
    return replace(document, sections=tuple(sections))


def _said(section: Section) -> str:
    tokens, _ = markdown.parse(section.body)
    lines = section.body.split("\n")
    for block in markdown.blocks(tokens):
        words = " ".join(markdown.words(token) for token in block if token.type == "inline")
        if block[0].map and _NOTHING.search(words):
            return "\n".join(lines[slice(*block[0].map)])
    return ""
