"""Where staff arrive: what waits for them, and every procedure."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from procedures.models import Checkup, Consent, Procedure, Schedule, Step, Version
from procedures.operating.tasks import tasks
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews import standing
from procedures.vocabulary import Status


@require_safe
@allowed(Action.READ)
def home(request: HttpRequest) -> HttpResponse:
    """What waits, for whom; what runs by itself; and every procedure."""
    user = person(request)
    context = {
        "counts": standing.counts(user, today()),
        "consents": _consents(),
        "today": today(),
        "now": now(),
        "mend": Step.objects.to_mend()[:_MOST],
        "ailing": _ailing(),
        "tasks": tasks(now()),
        "most": _MOST,
        **_at_work(user),
        **_procedures(request),
    }
    return page(request, "staff/home.html", context)


#: How much of one kind is told before a list of its own, and how many procedures a page has.
_MOST = 20
_PAGE = 50
#: No list has so many pages, and no database counts much further.
_FURTHEST = 1_000_000


def _at_work(user: User) -> dict[str, object]:
    """What is written, what waits for a reviewer, and what is to be published at a date."""
    own = Version.authors.through.objects.filter(version=OuterRef("pk"), user=user)
    found = (
        Version.objects.filter(status__in=[Status.DRAFT, Status.IN_REVIEW])
        .annotate(
            own=Exists(own),
            chosen=FilteredRelation("schedules", condition=Q(schedules__ended_at=None)),
            publish_at=F("chosen__due"),
            chosen_by=F("chosen__by_name"),
        )
        .select_related("procedure", "manuscript__saved_by")
        .defer("text", "summary", "manuscript__fields")
        .order_by("title", "pk")
    )
    waiting = [one for one in found if one.status == Status.IN_REVIEW]
    drafts = [one.manuscript for one in found if one.status == Status.DRAFT]
    in_hand = [one for one in drafts if one.discarded_at is None]
    in_hand.sort(key=lambda one: one.saved_at, reverse=True)
    schedules = [
        Schedule(version=one, due=said["publish_at"], by_name=said["chosen_by"])
        for one, said in ((one, vars(one)) for one in waiting)
        if said["publish_at"]
    ]
    return {
        "waiting": waiting,
        "schedules": sorted(schedules, key=lambda one: one.due),
        "mine": [one for one in in_hand if one.saved_by == user],
        "drafts": [one for one in in_hand if one.saved_by != user],
    }


def _procedures(request: HttpRequest) -> dict[str, object]:
    """One page of the procedures whose name or address holds what is looked for."""
    looked_for = request.GET.get("find", "").strip()[:100]
    found = Procedure.objects.annotate(
        shown=FilteredRelation("versions", condition=Q(versions__status=Status.PUBLISHED))
    )
    if looked_for:
        found = found.filter(Q(slug__icontains=looked_for) | Q(shown__title__icontains=looked_for))
    return {"find": looked_for, "procedures": _sheet(found, number(request.GET.get("page", "")))}


def _sheet(found: QuerySet[Procedure], asked: int) -> "Page[Any]":
    """So many procedures as one page lists; the first where there is no such page."""
    at = asked if 0 < asked < _FURTHEST else 1
    # Each row says how many there are, so that nothing else has to ask.
    told = found.order_by("slug").annotate(many=Window(Count("pk")))
    named = told.values("slug", "offered_here", "shown__title", "shown__number", "many")
    rows = list(named[(at - 1) * _PAGE : at * _PAGE])
    if not rows and at > 1:
        return _sheet(found, 1)
    paginator = Paginator(rows, _PAGE)
    paginator.count = rows[0]["many"] if rows else 0
    return Page(rows, at, paginator)


def _ailing() -> list[tuple[Version, list[str]]]:
    """Pages that the checks of today hold something against, and what."""
    found = Checkup.objects.ailing(today()).filter(version__status=Status.PUBLISHED)
    told = found.select_related("version__procedure").defer("version__text", "version__summary")
    return [
        (one.version, one.said(today()))
        for one in told.order_by("version__procedure__slug")[:_MOST]
    ]


def _consents() -> list[Consent]:
    """What patients agreed to and ends soon, or ended lately, and no later consent replaces."""
    lately, soon = today() - _LATELY, today() + standing.SOON
    later = Consent.objects.filter(photo=OuterRef("photo"), ends_on__gt=OuterRef("ends_on"))
    found = Consent.objects.filter(ends_on__gt=lately, ends_on__lte=soon).exclude(Exists(later))
    return list(found.select_related("photo"))


#: For so long it is told that a photo is gone.
_LATELY = timedelta(days=30)
