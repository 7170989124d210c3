"""From a `Document` to the text of a content file."""

import re
from collections.abc import Iterator
from functools import lru_cache

from procedures.text.format.document import Document, Source
from procedures.text.format.sources import sources
from procedures.text.grammar import markdown
from procedures.text.grammar.faults import FaultList
from procedures.text.grammar.plain_yaml import scalar
from procedures.vocabulary import SectionKind


def write(document: Document) -> str:
    """The document as a file. Parsing it gives an equal document."""
    return "\n".join(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    yield "---"
    yield f"title: {scalar(document.title)}"
    if document.also_known_as:
        yield "also_known_as:"
        yield from (f"  - {scalar(name)}" for name in document.also_known_as)
    yield f"updated: {document.updated}"
    yield f"change: {document.change}"
    yield "change_notes:"
    yield from (f"  - {scalar(note)}" for note in document.change_notes)
    yield f"written_by: {scalar(document.written_by)}"
    if document.evidence_to:
        yield f"evidence_to: {document.evidence_to}"
    yield from ("---", "", document.summary, "")
    for section in document.sections:
        yield from (f"## {section.kind.label}", "", section.markdown, "")
    if document.sources:
        yield from (f"## {SectionKind.SOURCES.label}", "")
        yield from (source_line(source) for source in document.sources)
        yield ""


@lru_cache(maxsize=512)
def source_line(source: Source) -> str:
    """A source as a numbered line."""
    return f"{source.number}. {_source(source)}"


def _source(source: Source) -> str:
    """The words and address, with a backslash before marks that Markdown would read otherwise."""
    address = f" <{source.url}>" if source.url else ""
    tokens, _ = markdown.parse(f"1. {source.text}{address}")
    faults = FaultList("")
    read = sources(tokens, 1, faults)
    if not faults and [(one.text, one.url) for one in read] == [(source.text, source.url)]:
        return f"{source.text}{address}"
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", source.text) + address
