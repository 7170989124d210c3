"""Many pages, one after the other: read, and signed or sent to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from procedures.editorial import arranging, journal
from procedures.models import Procedure, Review, Step, Version
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.reviews.arranging import reviewers

#: Where a session keeps the pages that a reviewer has set out to read, in their order.
_QUEUE = "queue"
SOON = timedelta(days=90)
CHOICES = {"all": "Every page", "due": "Due within 90 days", "mine": "Those I am asked to review"}


@dataclass(frozen=True)
class Row:
    """A page patients read, its last review, what is asked to be mended, and whose words it has."""

    version: Version
    review: Review | None
    overdue: bool
    soon: bool
    mend: Step | None
    mine: bool

    @property
    def ready(self) -> bool:
        """Whether this person can sign it as it stands."""
        return not self.mine and self.mend is None


def written(user: User) -> frozenset[int]:
    """The numbers of every text that has words of this person."""
    rows = Version.authors.through.objects.filter(user=user)
    return frozenset(rows.values_list("version_id", flat=True))


def rows(user: User, chosen: str, on: date, words_of_theirs: frozenset[int]) -> list[Row]:
    """The pages chosen, those nobody reviewed first, then by the day the next review is due."""
    found = (
        Version.objects.published().with_review().select_related("procedure__reviewer", "checkup")
    )
    if chosen == "mine":
        found = found.filter(procedure__reviewer=user)
    versions = list(found.defer("text", "summary"))
    reviews = Review.objects.in_bulk({one.review_id for one in versions if one.review_id})
    mend = {one.version_id: one for one in Step.objects.to_mend()}
    made = []
    for one in versions:
        review = reviews.get(one.review_id or 0)
        due = review.next_due if review else date.min
        soon = due <= on + SOON
        if soon or chosen != "due":
            overdue = review is None or review.is_overdue(on)
            made.append(
                Row(one, review, overdue, soon, mend.get(one.pk), one.pk in words_of_theirs)
            )
    return sorted(
        made, key=lambda row: (row.review.next_due if row.review else date.min, row.version.title)
    )


def summary(found: list[Row], user: User) -> list[tuple[int, str, str]]:
    """How many pages wait for a review, in which words, and which choice shows them."""
    counted = [
        (sum(1 for row in found if row.review is None), "that nobody has reviewed", "due"),
        (sum(1 for row in found if row.review and row.overdue), "overdue", "due"),
        (sum(1 for row in found if row.soon and not row.overdue), "due within 90 days", "due"),
        (
            sum(1 for row in found if row.soon and row.version.procedure.reviewer == user),
            "of these for you to review",
            "mine",
        ),
    ]
    return [one for one in counted if one[0]]


@require_safe
@allowed(Action.READ)
def queue(request: HttpRequest) -> HttpResponse:
    """Every page that is to be read again, the most urgent first."""
    chosen = _chosen(request.GET.get("which", ""))
    found = _rows(request, chosen)
    context = {
        "rows": found,
        "ready": sum(row.ready for row in found),
        "chosen": chosen,
        "choices": CHOICES,
        "reviewers": reviewers(),
    }
    return page(request, "staff/queue.html", context)


def _rows(request: HttpRequest, chosen: str) -> list[Row]:
    user = person(request)
    return rows(user, chosen, today(), written(user))


def _chosen(typed: str) -> str:
    return typed if typed in CHOICES else "all"


@require_POST
@allowed(Action.REVIEW)
def start(request: HttpRequest) -> HttpResponse:
    """Set out to read the pages chosen, one after the other."""
    chosen = _chosen(request.POST.get("which", ""))
    found = _rows(request, chosen)
    slugs = [row.version.procedure.slug for row in found if row.ready]
    if not slugs:
        messages.info(request, "There is no page here that you could sign.")
        return redirect(f"{reverse('staff:queue')}?which={chosen}")
    request.session[_QUEUE] = slugs
    return redirect(address(slugs[0]))


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
    return redirect(f"{reverse('staff:queue')}?which={_chosen(request.POST.get('which', ''))}")


def _ask(procedures: Iterable[Procedure], reviewer: User | None, by: User) -> int:
    """How many pages have another reviewer now."""
    changed = 0
    for one in procedures:
        before = one.reviewer_id
        changed += arranging.assign(one, reviewer, by=by, at=now()).reviewer_id != before
    return changed
