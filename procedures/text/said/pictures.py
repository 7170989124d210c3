"""Which pictures a text shows, and the line that shows one."""

import re

from procedures.text.format.allowed import (
    PHOTO,
    SAY_WHAT_IT_SHOWS,
    names_a_file,
    picture_words_fault,
)
from procedures.text.format.document import Document
from procedures.text.grammar import markdown

#: How many pixels wide the photos are that are derived for narrower screens.
NARROWER = (480, 960)


def photos(document: Document) -> frozenset[str]:
    """The SHA-256 of every photo the text names, those of patients included."""
    return frozenset(digest for _, digest in _named(document))


def patient_photos(document: Document) -> frozenset[str]:
    """The SHA-256 of every photo the text names as one of a patient."""
    return frozenset(digest for kind, digest in _named(document) if kind == "patient-photo")


def _named(document: Document) -> set[tuple[str, str]]:
    found = set()
    for section in document.sections:
        if "photo:" not in section.markdown:
            continue  # no need to parse it again
        tokens, _ = markdown.parse(section.markdown)
        for token in tokens:
            for child in token.children or []:
                match = PHOTO.fullmatch(str(child.attrGet("src") or ""))
                if match:
                    found.add((match[1], match[2]))
    return found


def words_fault(words: str, called: str) -> str:
    """What is wrong with the alt text or the caption somebody typed for a picture, or nothing."""
    if not words.strip():
        return f"{_ASKED[called]}."
    if called == ALT and names_a_file(words):
        return f"This is the name of a file: {SAY_WHAT_IT_SHOWS}."
    if "[" in words or "]" in words or picture_words_fault(words, called):
        return f"Write the {called} in plain words, without signs such as *, [ or <."
    return ""


ALT, CAPTION = "alt text", "caption"
_ASKED = {ALT: SAY_WHAT_IT_SHOWS.capitalize(), CAPTION: "Say in a caption what to see in it"}


def line(source: str, alt: str, caption: str) -> str:
    """The line of a text that shows this picture. Its words are such as `words_fault` accepts."""
    return f'![{_one_line(alt)}]({source} "{_quoted(_one_line(caption))}")'


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str) -> str:
    """Straight quotation marks would end the caption; printed ones do not."""
    return re.sub(r'"([^"]*)"', "“\\1”", words).replace('"', "”")
