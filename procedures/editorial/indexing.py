"""What the database repeats of a text, so that lists and searches need not parse it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from procedures.models import Section, Source, Version
from procedures.text import markdown
from procedures.text.document import Document


@dataclass(frozen=True)
class Index:
    """Everything stored of a text besides the text: columns, sections, sources."""

    columns: dict[str, Any]
    sections: tuple[tuple[str, str], ...]
    sources: tuple[tuple[int, str, str], ...]


def digest(text: str) -> str:
    """SHA-256 of the text as it stands in its file, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def index(document: Document) -> Index:
    """The index of a text. Storing, rebuilding and verifying all use this one."""
    return Index(
        columns={
            "title": document.title,
            "summary": markdown.plain(document.summary),
            "updated": document.updated,
            "change": document.change.value,
            "change_notes": list(document.change_notes),
        },
        sections=tuple(
            (section.kind.value, markdown.plain(section.markdown)) for section in document.sections
        ),
        sources=tuple((source.number, source.text, source.url) for source in document.sources),
    )


def section_rows(version: Version, found: Index) -> list[Section]:
    """The sections of a version, not yet saved."""
    return [Section(version=version, kind=kind, words=words) for kind, words in found.sections]


def source_rows(version: Version, found: Index) -> list[Source]:
    """The sources of a version, not yet saved."""
    return [
        Source(version=version, number=number, words=words, url=url)
        for number, words, url in found.sources
    ]
