"""Search: from what somebody types to the pages, and the part of each, that speak of it.

Nothing that is typed is logged or stored: the answer is kept nowhere on its way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from procedures.models import Posting, Section, Slip, Word
from procedures.patients.answers import limits
from procedures.patients.answers.privacy import unkept
from procedures.text.searching import (
    MOST_WORDS,
    NAME,
    Asked,
    Run,
    Sought,
    asked,
    distance,
    forgiven,
    slips,
    words,
)
from procedures.vocabulary import SectionKind

#: A question has no more characters than that; the rest is not read.
LONGEST = 200
#: So many pages are shown at most.
MOST_HITS = 10
#: What a word with that many slips in it is worth, against one without.
_WORTH = {0: 1.0, 1: 0.6, 2: 0.35}
#: A word that tells so many times less than another in the question ranks no page.
_TELLS_APART = 5
#: Scores are whole numbers on every database.
_SCALE = 1000


@dataclass(frozen=True)
class Hit:
    """A page, and the section of it that says most of what was looked for, where one does."""

    slug: str
    title: str
    offered_here: bool
    section: SectionKind | None
    excerpt: tuple[Run, ...]

    @property
    def address(self) -> str:
        anchor = f"#{self.section.value}" if self.section else ""
        return reverse("procedure", args=[self.slug]) + anchor


def search(request: HttpRequest) -> HttpResponse:
    """The published pages that speak of what was typed, the likeliest first."""
    typed = request.GET.get("q", "")
    if typed.strip() and limits.is_over(request, "search"):
        return limits.later(request)
    said = typed[:LONGEST]
    question = asked(said)
    context = {
        "said": "".join(one for one in said if one.isprintable()),
        "hits": _hits(question),
        "nothing_typed": not typed.strip(),
        "cut": len(typed) > LONGEST or len(words(said)) > MOST_WORDS,
    }
    return unkept(request, render(request, "patients/search.html", context))


@dataclass(frozen=True)
class _Meant:
    """A word that pages have and a question means; `worth` is how much it tells."""

    pk: int
    stem: str
    worth: float


def _hits(question: Asked) -> list[Hit]:
    meant = _meant(question)
    # What nearly every page says cannot tell them apart, and on a large site it is most of the
    # work: it is looked for only where nothing else is.
    least = max((one.worth for one in meant), default=0) / _TELLS_APART
    best = _best([one for one in meant if one.worth >= least]) if meant else []
    return _told(best, {one.stem: one.worth for one in meant if not one.stem.startswith(NAME)})


def _best(meant: list[_Meant]) -> list[int]:
    """The versions that say most of it, the likeliest first."""
    worth = Case(
        *(When(word=one.pk, then=Value(round(one.worth * _SCALE))) for one in meant),
        output_field=IntegerField(),
    )
    scores = (
        Posting.objects.filter(word__in=[one.pk for one in meant])
        .values("version")
        .annotate(score=Sum(F("weight") * worth))
        .order_by("-score", "version")
    )
    return [row["version"] for row in scores[:MOST_HITS]]


def _meant(question: Asked) -> list[_Meant]:
    """What pages have of the words of a question.

    A word that no page has stands for the nearest that some have.
    """
    left = {one for word in question.every for one in slips(word)}
    if not left:
        return []
    likely = Slip.objects.filter(left__in=left).values("word")
    rows = {
        stem: (pk, pages)
        for pk, stem, pages in Word.objects.filter(Q(stem__in=question.every) | Q(pk__in=likely))
        .annotate(pages=Count("postings"))
        .filter(pages__gt=0)
        .values_list("pk", "stem", "pages")
    }
    found: dict[str, float] = {}
    named: set[int] = set()
    for word in (*question.names, *question.stems):
        places = set(question.names.get(word, ()))
        if places and places <= named:
            continue  # a part of a longer name: "hair" says little beside "hair removal"
        for stem, wrong in _nearest(word, rows):
            worth = _WORTH[wrong] / (1 + log(rows[stem][1]))
            found[stem] = max(worth, found.get(stem, 0))
            named |= places
    return [_Meant(rows[stem][0], stem, worth) for stem, worth in found.items()]


def _nearest(word: str, stems: Iterable[str]) -> list[tuple[str, int]]:
    """The stems with the fewest slips from a word, and how many."""
    if word in stems:
        return [(word, 0)]
    most = forgiven(word)
    near = [
        (stem, distance(word, stem, most))
        for stem in stems
        if (word[0] == NAME) == (stem[0] == NAME)
    ]
    fewest = min((wrong for _, wrong in near), default=most + 1)
    return [one for one in near if one[1] == fewest <= most]


def _told(versions: list[int], worth: Mapping[str, float]) -> list[Hit]:
    """A hit for each version, in their order."""
    sought = Sought(worth)
    sections: dict[int, list[tuple[float, Section]]] = {one: [] for one in versions}
    rows = Section.objects.filter(version__in=versions).select_related("version__procedure")
    for row in rows.defer("version__text"):
        sections[row.version_id].append((sought.score(row.words), row))
    return [_hit(found, sought) for found in sections.values() if found]


def _hit(found: list[tuple[float, Section]], sought: Sought) -> Hit:
    score, section = max(found, key=lambda one: one[0])
    version = section.version
    summary = sought.score(version.summary) >= score
    return Hit(
        version.procedure.slug,
        version.title,
        version.procedure.offered_here,
        None if summary else SectionKind(section.kind),
        sought.excerpt(version.summary if summary else section.words),
    )
