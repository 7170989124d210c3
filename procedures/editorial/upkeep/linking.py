"""Where pages lead: every link of what patients read, visited by and by."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from procedures.editorial.upkeep.visiting import Outcome, visit
from procedures.models import Checkup, Link, Version
from procedures.text.format.parse import reread
from procedures.text.said.links import links

#: A link that led somewhere is left alone for so long; one in trouble is visited each time.
FRESH = timedelta(days=6)
#: Between two requests to one site, in seconds.
PAUSE = 2.0


def check_links(
    now: datetime, *, clock: Callable[[], float], sleep: Callable[[float], None], seconds: float
) -> Iterator[Link]:
    """Visit what is due, the longest unvisited first, and stop when the time is over.

    One request at a time, and never two to a site without a pause. What is not reached is
    the first to be visited the next time.
    """
    named = _named()
    urls = set().union(*named.values())
    Link.objects.exclude(url__in=urls).delete()
    Link.objects.bulk_create([Link(url=one) for one in sorted(urls)], ignore_conflicts=True)
    agent = f"Mozilla/5.0 (compatible; link check of {settings.SITE_URL})"
    for link in _in_turn(list(Link.objects.due(now - FRESH)), clock, sleep, clock() + seconds):
        _keep(link, visit(link.url, agent), now)
        yield link
    _tell(named, now)


def _named() -> Mapping[Version, frozenset[str]]:
    """Each page that patients read, and every address it names."""
    found = Version.objects.published().select_related("procedure")
    return {one: links(reread(one.text, str(one))) for one in found}


def _in_turn(
    waiting: list[Link],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    ends: float,
) -> Iterator[Link]:
    """One link after the other, each as soon as its site has had its pause."""
    free: dict[str, float] = {}
    while waiting:
        link = min(waiting, key=lambda one: max(free.get(_site(one), 0.0), clock()))
        wait = free.get(_site(link), 0.0) - clock()
        if clock() + max(wait, 0.0) >= ends:
            return
        if wait > 0:
            sleep(wait)
        waiting.remove(link)
        yield link
        free[_site(link)] = clock() + PAUSE


def _site(link: Link) -> str:
    return urlsplit(link.url).hostname or ""


def _keep(link: Link, outcome: Outcome, now: datetime) -> None:
    """What may pass by itself is trouble only when it was seen several times in a row."""
    link.trouble, link.visited_at = outcome.trouble[:300], now
    link.failures = link.failures + 1 if outcome.trouble else 0
    if outcome.final:
        link.failures = max(link.failures, Link.ENOUGH)
    link.save(update_fields=["trouble", "visited_at", "failures"])


def _tell(named: Mapping[Version, frozenset[str]], now: datetime) -> None:
    """Write beside each page which of its links are broken."""
    broken = {one.url: one.trouble for one in Link.objects.broken()}
    for version, urls in named.items():
        said = [f"the link {one} {broken[one]}" for one in sorted(urls & broken.keys())]
        Checkup.objects.update_or_create(
            version=version, defaults={"links": said}, create_defaults={"links": said, "at": now}
        )
