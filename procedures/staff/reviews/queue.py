"""Many pages, one after the other: read, and signed or sent to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from procedures.editorial import journal
from procedures.editorial.content import arranging
from procedures.models import Procedure
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews import standing
from procedures.staff.reviews.arranging import reviewers

#: Where a session keeps the pages that a reviewer has set out to read, in their order.
_QUEUE = "queue"


@require_safe
@allowed(Action.READ)
def queue(request: HttpRequest) -> HttpResponse:
    """Every page that is to be read again, the most urgent first."""
    chosen = _chosen(request.GET.get("which", ""))
    found = standing.listed(person(request), chosen, today(), request.GET.get("page"))
    context = {
        "rows": found.rows,
        "pages": found.page,
        "ready": sum(row.ready for row in found.rows),
        "chosen": chosen,
        "choices": standing.CHOICES,
        "reviewers": reviewers(),
    }
    return page(request, "staff/queue.html", context)


def _chosen(typed: str) -> str:
    return typed if typed in standing.CHOICES else "all"


@require_POST
@allowed(Action.REVIEW)
def start(request: HttpRequest) -> HttpResponse:
    """Set out to read the pages in sight that one can sign, one after the other."""
    chosen = _chosen(request.POST.get("which", ""))
    found = standing.listed(person(request), chosen, today(), request.POST.get("at"))
    slugs = [row.version.procedure.slug for row in found.rows if row.ready]
    if not slugs:
        messages.info(request, "There is no page here that you could sign.")
        return redirect(_list(request))
    request.session[_QUEUE] = slugs
    return redirect(address(slugs[0]))


def _list(request: HttpRequest) -> str:
    """The address of the list that a form was sent from."""
    query = {"which": _chosen(request.POST.get("which", ""))}
    if request.POST.get("at", "1") != "1":
        query["page"] = request.POST["at"]
    return f"{reverse('staff:queue')}?{urlencode(query)}"


@dataclass(frozen=True)
class Place:
    """Where a page stands among those a reviewer set out to read; `next` is empty at the end."""

    number: int
    count: int
    next: str


def place(request: HttpRequest, slug: str) -> Place | None:
    """Where the page stands, for somebody who came to it from the queue."""
    slugs = request.session.get(_QUEUE, [])
    if "queue" not in request.GET or slug not in slugs:
        return None
    at = slugs.index(slug)
    return Place(at + 1, len(slugs), address(slugs[at + 1]) if at + 1 < len(slugs) else "")


def address(slug: str) -> str:
    """The page that is to be read, opened from the queue."""
    return f"{reverse('staff:redate', args=[slug])}?queue"


def onward(request: HttpRequest, slug: str) -> HttpResponse:
    """The next page of the queue; after the last, or outside of it, where one came from."""
    found = place(request, slug)
    if found is None:
        return redirect("staff:signed", slug)
    if found.next:
        return redirect(found.next)
    messages.success(request, "That was the last one.")
    return redirect("staff:queue")


@require_POST
@allowed(Action.ASSIGN)
def assign(request: HttpRequest) -> HttpResponse:
    """Ask one person to review all the pages chosen; nothing else is done to many at once."""
    chosen = reviewers().filter(pk=number(request.POST.get("reviewer", ""))).first()
    found = Procedure.objects.filter(slug__in=request.POST.getlist("page")).order_by("slug")
    changed = _ask(found, chosen, person(request))
    if not found:
        messages.error(request, "Tick the pages first.")
    else:
        who = journal.person(chosen) or "Nobody"
        said = "1 page" if changed == 1 else f"{changed} pages"
        messages.success(request, f"{who} is asked to review {said} more.")
    account = number(request.POST.get("leaving", ""))
    if account:
        return redirect("staff:leaving", account)
    return redirect(_list(request))


def _ask(procedures: Iterable[Procedure], reviewer: User | None, by: User) -> int:
    """How many pages have another reviewer now."""
    changed = 0
    for one in procedures:
        before = one.reviewer_id
        changed += arranging.assign(one, reviewer, by=by, at=now()).reviewer_id != before
    return changed
