"""Where the links and sources of a text lead."""

from procedures.text.format.document import Document
from procedures.text.grammar import markdown

#: A longer address is none that people were meant to see.
LONGEST = 2_000


def links(document: Document) -> frozenset[str]:
    """Every web address the text names, without the place in the page that it points at."""
    found = {one.url for one in document.sources if one.url}
    for words in (document.summary, *(section.markdown for section in document.sections)):
        tokens, _ = markdown.parse(words)
        for token in tokens:
            for child in token.children or []:
                if child.type == "link_open":
                    found.add(str(child.attrGet("href")))
    found = {one.partition("#")[0] for one in found if one.startswith("http")}
    return frozenset(one for one in found if len(one) <= LONGEST)
