"""What is nobody's words: whether the clinic offers a procedure, and who reviews its page."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from procedures.editorial.content import arranging
from procedures.editorial.refusals import StepRefused
from procedures.models import Procedure
from procedures.staff.access.doors import allowed
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person
from procedures.vocabulary import Role


def reviewers() -> QuerySet[User]:
    """Everyone who may be asked to review a page."""
    return User.objects.filter(is_active=True, groups__name=Role.REVIEWER).order_by(
        "last_name", "first_name", "username"
    )


@require_POST
@allowed(Action.ARRANGE)
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether the clinic offers a procedure."""
    found = get_object_or_404(Procedure, slug=slug)
    offered = request.POST.get("offered") == "yes"
    arranging.offer(found, offered, by=person(request), at=now())
    said = "The page says nothing of it." if offered else "The page says so to patients."
    messages.success(request, f"{'Offered' if offered else 'Not offered'} here. {said}")
    return redirect("staff:procedure", slug)


@require_POST
@allowed(Action.ARRANGE)
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a procedure another address; the old one leads to it."""
    found = get_object_or_404(Procedure, slug=slug)
    try:
        found = arranging.rename(
            found, request.POST.get("slug", "").strip(), by=person(request), at=now()
        )
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:procedure", slug)
    messages.success(request, "The page has its new address. The old one leads to it.")
    return redirect("staff:procedure", found.slug)


@require_POST
@allowed(Action.ASSIGN)
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose who is asked to review the page."""
    found = get_object_or_404(Procedure, slug=slug)
    chosen = reviewers().filter(pk=number(request.POST.get("reviewer", ""))).first()
    arranging.assign(found, chosen, by=person(request), at=now())
    messages.success(request, "Chosen." if chosen else "Nobody is asked to review this page.")
    return redirect("staff:procedure", slug)
