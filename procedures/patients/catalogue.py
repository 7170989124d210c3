"""The catalogue: every published page by group, and what it says before it is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify

from procedures.models import Fact, Review, Version
from procedures.patients.words import listing, reading
from procedures.text.format import glance
from procedures.vocabulary import GlanceKey

#: What the catalogue says of a page before it is opened: column of the query → key.
FACTS = {"sessions": GlanceKey.NUMBER_OF_SESSIONS, "normal": GlanceKey.BACK_TO_NORMAL}

#: Days → what they are called: how long one may wait to be back to normal.
LIMITS = {1: "1 day", 3: "3 days", 7: "1 week", 14: "2 weeks"}

#: How long a change for safety is news.
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Entry:
    """A page in the catalogue. `facts` are those of `FACTS` that the page states."""

    version: Version
    review: Review | None
    overdue: bool
    facts: tuple[glance.Fact, ...]

    @property
    def group(self) -> str:
        group = self.version.procedure.group
        return group.name if group else "Other procedures"

    @property
    def days(self) -> int | None:
        """Days until one is back to normal at the latest; None where no number is given."""
        for fact in self.facts:
            if fact.key is GlanceKey.BACK_TO_NORMAL and fact.quantity:
                return fact.quantity.most_days
        return None


@dataclass(frozen=True)
class Choice:
    """One way to narrow the catalogue, as a link."""

    words: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """What a reader asked to see: pages of one group, pages with a short recovery, or both."""

    group: str = ""
    within: int | None = None

    @property
    def address(self) -> str:
        asked = {"group": self.group, "within": self.within}
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("catalogue") + (f"?{query}" if query else "")

    def choices(self, groups: list[str]) -> dict[str, list[Choice]]:
        """What may be asked, each keeping what is asked already."""
        kinds = [("Everything", "")] + [(name, slugify(name)) for name in groups]
        times = [("Any time", None)] + [(words, days) for days, words in LIMITS.items()]
        return {
            "Show": [
                Choice(words, Filter(group, self.within).address, group == self.group)
                for words, group in kinds
            ],
            "Back to normal within": [
                Choice(words, Filter(self.group, days).address, days == self.within)
                for words, days in times
            ],
        }


def catalogue(request: HttpRequest) -> HttpResponse:
    """Every published page by group, or those that a reader asked for."""
    today = timezone.localdate()
    every = list(_entries(today))
    names = list(dict.fromkeys(entry.group for entry in every))
    asked, understood = _asked(request, names)
    kept = [entry for entry in every if asked.group in ("", slugify(entry.group))]
    unsaid = [entry for entry in kept if asked.within and entry.days is None]
    if asked.within:
        kept = [entry for entry in kept if entry.days is not None and entry.days <= asked.within]
    context = {
        "groups": {name: [one for one in kept if one.group == name] for name in names},
        "choices": asked.choices(names),
        "asked": asked,
        "understood": understood,
        "limit": LIMITS.get(asked.within or 0),
        "kept": kept,
        "every": every,
        "unsaid": unsaid,
        "safer": listing.changed_for_safety(today - LATELY),
    }
    return render(request, "patients/catalogue.html", context)


def _entries(today: date) -> Iterator[Entry]:
    versions = (
        listing.published()
        .select_related("procedure__group")
        .annotate(**{column: _words(key) for column, key in FACTS.items()})
        .order_by(
            # A page without a group comes last on every database.
            F("procedure__group__position").asc(nulls_last=True),
            "procedure__group__name",
            "procedure__position",
            "title",
        )
    )
    for version in versions:
        state = reading.review_state(version, today)
        said = {key: getattr(version, column) for column, key in FACTS.items()}
        found = (glance.stated(key, words) for key, words in said.items() if words)
        yield Entry(version, state.review, state.overdue, tuple(fact for fact in found if fact))


def _words(key: GlanceKey) -> Subquery:
    rows = Fact.objects.filter(version=OuterRef("pk"), key=key)
    return Subquery(rows.values("words")[:1])


def _asked(request: HttpRequest, groups: list[str]) -> tuple[Filter, bool]:
    """What the address asks for, and whether all of it could be understood."""
    group, within = request.GET.get("group", ""), request.GET.get("within", "")
    known_groups = {"", *map(slugify, groups)}
    known_limits = {"": None, **{str(days): days for days in LIMITS}}
    if group in known_groups and within in known_limits:
        return Filter(group, known_limits[within]), True
    return Filter(), False
