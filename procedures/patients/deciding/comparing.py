"""Two or three pages side by side, and always no treatment beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from procedures.models import Version, Withdrawal
from procedures.patients.answers import limits
from procedures.patients.answers.converters import Number, Slug
from procedures.patients.words import listing, reading
from procedures.text.said.options import doing_nothing
from procedures.text.showing.page import Page
from procedures.text.showing.render import Html
from procedures.vocabulary import (
    DO_NOT_HAVE,
    PARTS,
    TALK_FIRST,
    GlanceKey,
    SectionKind,
    Status,
)

MOST = 3
_ASKED = re.compile(rf"({Slug.regex})(?:@({Number.regex}))?")

#: The rows of words: what each is called, whence it comes, and what holds without treatment.
#: A section that may have parts has a row for each, and one for words that stand under none.
_NONE = "None from a treatment."
_UNSAID = "Not stated on these pages."
ROWS: tuple[tuple[str, SectionKind, str, str], ...] = (
    ("Who it may suit", SectionKind.INDICATIONS, "", "Anyone who would rather wait, or say no."),
    ("Who should not have it", SectionKind.CONTRAINDICATIONS, "", "Does not apply."),
    (DO_NOT_HAVE, SectionKind.CONTRAINDICATIONS, DO_NOT_HAVE, "Does not apply."),
    (TALK_FIRST, SectionKind.CONTRAINDICATIONS, TALK_FIRST, "Does not apply."),
    ("Side effects", SectionKind.SIDE_EFFECTS, "", _NONE),
    *(
        (f"Side effects: {name.lower()}", SectionKind.SIDE_EFFECTS, name, _NONE)
        for name in PARTS[SectionKind.SIDE_EFFECTS]
    ),
    ("Pros", SectionKind.PROS, "", "You run no risk of a treatment, and can decide later."),
    ("Cons", SectionKind.CONS, "", _UNSAID),
    ("What is not known", SectionKind.UNKNOWN, "", _UNSAID),
)
_SHOWN = {SectionKind.AT_A_GLANCE, SectionKind.OPTIONS, *(kind for _, kind, _, _ in ROWS)}


@dataclass(frozen=True)
class Asked:
    """A procedure by its slug, and its version where one is pinned."""

    slug: str
    number: int | None

    def __str__(self) -> str:
        return f"{self.slug}@{self.number}" if self.number else self.slug


@dataclass(frozen=True)
class Column:
    """One page beside others. `page` is None where it was withdrawn."""

    version: Version
    page: Page | None
    state: reading.ReviewState | None
    withdrawal: Withdrawal | None

    @property
    def title(self) -> str:
        return self.version.title or self.version.procedure.slug

    def fact(self, key: GlanceKey) -> Html | None:
        facts = self.page.facts if self.page else ()
        return next((fact.html for fact in facts if fact.key is key), None)

    def words(self, kind: SectionKind, part: str = "") -> Html | None:
        """What the page has under a heading of a section, or under the section's own."""
        found = self.page.section(kind) if self.page else None
        if found is None:
            return None
        if not part:
            return found.html or None
        return next((one.html for one in found.parts if one.heading == part), None)

    @property
    def doing_nothing(self) -> Html | None:
        return self.words(SectionKind.OPTIONS)


def compare(request: HttpRequest) -> HttpResponse:
    """The procedures asked for in one order of rows; of one alone, those its page lists."""
    typed = request.GET.getlist("p")
    if typed and limits.is_over(request, "compare"):
        return limits.later(request)
    asked, odd = _asked(typed)
    listed = list(listing.published().order_by("title"))
    known = {version.procedure.slug: version for version in listed}
    if len(asked) == 1 and asked[0].slug in known:
        others = (one for one in known[asked[0].slug].procedure.alternatives if one in known)
        asked += [Asked(one, None) for one in others][: MOST - 1]
    columns = _columns(asked[:MOST], timezone.localdate())
    chosen = {one.slug for one in asked}
    missing = len(columns) < len(asked[:MOST])
    if len(columns) < 2:
        columns = []
    context = {
        **side_by_side(columns),
        "listed": [(version, version.procedure.slug in chosen) for version in listed],
        "one": len(asked) == 1,
        "too_many": len(asked) > MOST,
        "odd": odd or missing,
        "typed": bool(typed),
    }
    gone = any(column.withdrawal for column in columns)
    response = render(request, "patients/compare.html", context, status=410 if gone else 200)
    if typed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def side_by_side(columns: Sequence[Column]) -> dict[str, Any]:
    """What the rows of a comparison say, for its template."""
    return {
        "columns": columns,
        "facts": [(key, [(one, one.fact(key)) for one in columns]) for key in GlanceKey],
        "rows": list(_rows(columns)),
    }


def _rows(
    columns: Sequence[Column],
) -> Iterator[tuple[str, list[tuple[Column, Html | None]], str, str]]:
    """Each row: name, cells, what holds without treatment, and what an empty cell says."""
    for name, kind, part, without in ROWS:
        cells = [(one, one.words(kind, part)) for one in columns]
        parted = kind in PARTS and not part
        if not parted or any(words for _, words in cells):
            yield name, cells, without, "See the rows below" if parted else "Not stated"


def _asked(typed: list[str]) -> tuple[list[Asked], bool]:
    """What an address asks for, each procedure once, and whether some of it means nothing."""
    found: dict[str, Asked] = {}
    odd = False
    for words in typed[:20]:
        match = _ASKED.fullmatch(words)
        if match is None:
            odd = True
        else:
            one = Asked(match[1], int(match[2]) if match[2] else None)
            found.setdefault(str(one), one)
    return list(found.values()), odd


def _columns(asked: list[Asked], today: date) -> list[Column]:
    """A column for each page there is, and for each that was withdrawn, in their order."""
    shown: dict[str, Column] = {}
    for version in _versions(asked):
        if not version.is_redacted:
            one = _column(version, reading.review_state(version, today), today)
            shown[f"{version.procedure.slug}@{version.number}"] = one
            if version.status == Status.PUBLISHED:
                shown[version.procedure.slug] = one
    columns: list[Column] = []
    for each in asked:
        column = shown.get(str(each))
        if column is None and each.number is None:
            withdrawal = reading.withdrawal(each.slug)
            if withdrawal:
                column = Column(withdrawal.version, None, None, withdrawal)
        if column is not None:
            columns.append(column)
    return columns


def _versions(asked: list[Asked]) -> list[Version]:
    """The published and the pinned versions that are asked for."""
    wanted = Q()
    for one in asked:
        found = Q(number=one.number) if one.number else Q(status=Status.PUBLISHED)
        wanted |= Q(procedure__slug=one.slug) & found
    if not wanted:
        return []
    return list(Version.objects.public().with_review().select_related("procedure").filter(wanted))


def _column(version: Version, state: reading.ReviewState, today: date) -> Column:
    words = doing_nothing(reading.document(version))
    kept = tuple(section for section in words.sections if section.kind in _SHOWN)
    where = reverse("version", args=[version.procedure.slug, version.number])
    page = reading.shown_words(replace(words, sections=kept), today, sources=where)
    return Column(version, page, state, None)
