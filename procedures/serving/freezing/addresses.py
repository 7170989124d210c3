"""The addresses that can be told before anybody asks.

Left out is what is made of words or days that somebody types: search, comparisons, days, plans
of recovery. So are leaflets, which take seconds each and are made when they are asked for; and
frames and oEmbed, because who may frame a page must hold at the very next load.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise

from django.urls import reverse
from django.utils.text import slugify

from procedures.models import FormerSlug, Version
from procedures.patients.answers import assets
from procedures.patients.catalogue import LIMITS, Entry, Filter
from procedures.patients.paper import printing
from procedures.patients.words import listing
from procedures.vocabulary import Status

#: Words of a query that change an answer, as far as they are read at a frozen address.
MEANING = ("group", "within", "since")
#: What only the full site answers, below `/`.
LIVE = (
    "search/|compare/|admin/|embed/|oembed$|healthz/|readyz/"
    r"|procedures/[^/]+/(?:on/|changes/|leaflet\.pdf$|recovery\.ics$|versions/\d+/leaflet\.pdf$)"
)


def addresses() -> Iterator[str]:
    """Every one, and those without their last slash, which lead to it."""
    for address in _addresses():
        yield address
        if address.endswith("/") and address != "/":
            yield address[:-1]


def _addresses() -> Iterator[str]:
    yield from _catalogue()
    for name in ("about", "glossary", "api-procedures", "sitemap", "feed", "robots"):
        yield reverse(name)
    for name in ("stylesheet", "script", "icon"):
        yield assets.address(name)
    yield "/favicon.ico"
    yield from _procedures()


def _catalogue() -> Iterator[str]:
    """The catalogue, and every way to narrow it that it offers."""
    versions = listing.published().select_related("procedure__group")
    groups = {slugify(Entry(version, None, False, ()).group) for version in versions}
    for group in ("", *sorted(groups)):
        for within in (None, *LIMITS):
            yield Filter(group, within).address


def _procedures() -> Iterator[str]:
    """What there is of each procedure, also below its former slugs, which lead there."""
    former = defaultdict(list)
    for slug, one in FormerSlug.objects.values_list("procedure__slug", "slug"):
        former[slug].append(one)
    rows = (
        Version.objects.public()
        .order_by("procedure__slug", "number")
        .values_list("procedure__slug", "number", "status", "redaction")
    )
    for slug, found in groupby(rows, key=lambda row: row[0]):
        versions = [(number or 0, status, bool(redacted)) for _, number, status, redacted in found]
        for address in _procedure(slug, versions):
            yield address
            if "?" not in address:
                yield from (address.replace(slug, one, 1) for one in former[slug])


def _procedure(slug: str, versions: list[tuple[int, str, bool]]) -> Iterator[str]:
    for name in ("procedure", "recovery", "versions", "api-procedure"):
        yield reverse(name, args=[slug])
    numbers = [number for number, _, _ in versions]
    if any(status == Status.PUBLISHED for _, status, _ in versions):
        # Printed on leaflets that patients have in their hands.
        yield from (f"{reverse('procedure', args=[slug])}?since={number}" for number in numbers)
    else:
        yield reverse("recovery-calendar", args=[slug])
        yield from filter(None, [printing.address("leaflet", slug)])
    for number, _, redacted in versions:
        yield reverse("version", args=[slug, number])
        if not redacted:
            yield reverse("source", args=[slug, number])
    for first, second in pairwise(numbers):
        yield reverse("changes", args=[slug, first, second])
