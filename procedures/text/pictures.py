"""Which pictures a text shows."""

from procedures.text import markdown
from procedures.text.allowed import PHOTO
from procedures.text.document import Document


def photos(document: Document) -> frozenset[str]:
    """The SHA-256 of every photo the text names, those of patients included."""
    found = set()
    for section in document.sections:
        if "photo:" not in section.markdown:
            continue  # no need to parse it again
        tokens, _ = markdown.parse(section.markdown)
        for token in tokens:
            for child in token.children or []:
                match = PHOTO.fullmatch(str(child.attrGet("src") or ""))
                if match:
                    found.add(match[2])
    return frozenset(found)
