"""What the database repeats of a text, so that lists and searches need not parse it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from procedures.models import Fact, Section, Source, Version
from procedures.text.format.document import Document
from procedures.text.grammar import markdown
from procedures.text.showing.page import facts


@dataclass(frozen=True)
class Index:
    """Everything stored of a text besides the text: columns, facts, sections, sources."""

    columns: dict[str, Any]
    facts: tuple[tuple[str, str], ...]
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
        facts=tuple((fact.key.value, markdown.plain(fact.markdown)) for fact in facts(document)),
        sections=tuple(
            (section.kind.value, markdown.lines(section.markdown)) for section in document.sections
        ),
        sources=tuple((source.number, source.text, source.url) for source in document.sources),
    )


def write(pairs: Iterable[tuple[Version, Index]]) -> None:
    """Store the rows of each version's index, in a transaction of the caller's."""
    pairs = list(pairs)
    Fact.objects.bulk_create(
        Fact(version=version, key=key, words=words)
        for version, found in pairs
        for key, words in found.facts
    )
    Section.objects.bulk_create(
        Section(version=version, kind=kind, words=words)
        for version, found in pairs
        for kind, words in found.sections
    )
    Source.objects.bulk_create(
        Source(version=version, number=number, words=words, url=url)
        for version, found in pairs
        for number, words, url in found.sources
    )


def erase(version: Version) -> None:
    """Remove the rows of a version's index, in a transaction of the caller's."""
    version.facts.all().delete()
    version.sections.all().delete()
    version.sources.all().delete()
