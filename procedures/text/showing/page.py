"""A document as the page patients read: every part in order, rendered once.

The public page, previews, framed pages and leaflets are all made from this one value.
"""

import html
from dataclasses import dataclass, replace

from procedures.text.format import glance
from procedures.text.format.document import Document, Part, Section
from procedures.text.grammar import markdown
from procedures.text.grammar.faults import FaultList
from procedures.text.said import stages
from procedures.text.said.frequencies import well_counted
from procedures.text.showing.render import Html, Place, Renderer, Surroundings
from procedures.vocabulary import GlanceKey, SectionKind


@dataclass(frozen=True)
class ShownFact:
    """A fact at a glance; the value it begins with stands out from the words after it."""

    key: GlanceKey
    html: Html


@dataclass(frozen=True)
class ShownPart:
    """Words under one `###` heading. `anchor` names it within its page."""

    heading: str
    anchor: str
    html: Html


@dataclass(frozen=True)
class Stage:
    """One stage of recovery. `days` is its first and last day, or None without a date."""

    heading: str
    anchor: str
    days: tuple[int, int] | None
    expect: Html
    do: tuple[Html, ...]
    avoid: tuple[Html, ...]

    @property
    def pace(self) -> str:
        """How fast time passes in it: "days", "weeks" or "months"; empty without a date."""
        if self.days is None:
            return ""
        _, last = self.days
        return "days" if last <= 7 else "weeks" if last <= 60 else "months"


@dataclass(frozen=True)
class ShownSection:
    kind: SectionKind
    heading: str
    anchor: str
    html: Html
    parts: tuple[ShownPart, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class ShownSource:
    """A source, and the sections of the page that cite it, in their order."""

    number: int
    words: str
    url: str
    cited_in: tuple[Place, ...]


@dataclass(frozen=True)
class Page:
    document: Document
    summary: Html
    facts: tuple[ShownFact, ...]
    sections: tuple[ShownSection, ...]
    sources: tuple[ShownSource, ...]

    @property
    def help(self) -> ShownSection | None:
        """When to get help, where the text says so."""
        return self.section(SectionKind.HELP)

    def section(self, kind: SectionKind) -> ShownSection | None:
        """The section of that kind, if it is shown."""
        return next((one for one in self.sections if one.kind is kind), None)


def excerpt(document: Document, surroundings: Surroundings, *kinds: SectionKind) -> Page:
    """Some sections on their own, where the text has them, with just the sources they cite."""
    kept = tuple(section for section in document.sections if section.kind in kinds)
    alone = page(replace(document, summary="", sections=kept), surroundings)
    cited = tuple(source for source in alone.sources if source.cited_in)
    return replace(alone, sources=cited)


def page(document: Document, surroundings: Surroundings) -> Page:
    """The page, rendered in reading order so that sources know where they are cited first."""
    renderer = Renderer(surroundings)
    renderer.place = Place("summary", "Summary")
    summary = renderer.render_markdown(document.summary)
    facts = _facts(document, renderer)
    renderer.counted = well_counted(document)
    sections = tuple(
        _section(section, renderer)
        for section in document.sections
        if section.kind is not SectionKind.AT_A_GLANCE
    )
    sources = tuple(
        ShownSource(
            source.number, source.text, source.url, tuple(renderer.cited.get(source.number, ()))
        )
        for source in document.sources
    )
    return Page(document, summary, facts, sections, sources)


def facts(document: Document) -> tuple[glance.Fact, ...]:
    """What "At a glance" states, in the fixed order; empty where the text has none."""
    section = document.section(SectionKind.AT_A_GLANCE)
    if section is None:
        return ()
    tokens, _ = markdown.parse(section.body)
    return glance.facts(tokens, section.line, FaultList(""))


def _facts(document: Document, renderer: Renderer) -> tuple[ShownFact, ...]:
    renderer.place = _place(SectionKind.AT_A_GLANCE)
    return tuple(ShownFact(fact.key, _fact(fact, renderer)) for fact in facts(document))


def _fact(fact: glance.Fact, renderer: Renderer) -> Html:
    value = f"<strong>{html.escape(fact.begins)}</strong>" if fact.begins else ""
    return Html(value + renderer.render_line(fact.markdown.removeprefix(fact.begins)))


def _section(section: Section, renderer: Renderer) -> ShownSection:
    anchor = section.kind.value
    renderer.place = _place(section.kind)
    shown: tuple[ShownPart, ...] = ()
    timeline: tuple[Stage, ...] = ()
    if section.kind is SectionKind.RECOVERY:
        timeline = tuple(
            _stage(part, f"{anchor}-{position}", renderer)
            for position, part in enumerate(section.parts, start=1)
        )
    else:
        shown = tuple(
            ShownPart(part.heading, f"{anchor}-{position}", renderer.render_markdown(part.body))
            for position, part in enumerate(section.parts_in_order, start=1)
        )
    return ShownSection(
        kind=section.kind,
        heading=section.kind.label,
        anchor=anchor,
        html=renderer.render_markdown(section.body),
        parts=shown,
        stages=timeline,
    )


def _place(kind: SectionKind) -> Place:
    return Place(kind.value, kind.label)


def _stage(part: Part, anchor: str, renderer: Renderer) -> Stage:
    told = stages.told(part.body)
    return Stage(
        part.heading,
        anchor,
        stages.days(part.heading),
        renderer.render_blocks(told.expect),
        tuple(renderer.render_blocks(item) for item in told.do),
        tuple(renderer.render_blocks(item) for item in told.avoid),
    )
