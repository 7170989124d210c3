"""Which homepages may show our pages: listed, added, changed and ended."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procedures.embedding import registry, script
from procedures.models import EmbedSite, Step
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person
from procedures.staff.homepages.forms import HomepageForm
from procedures.staff.record import history
from procedures.vocabulary import StepKind

_LATEST = 50


@require_safe
@allowed(Action.READ)
def homepages(request: HttpRequest) -> HttpResponse:
    """Every homepage there ever was, and what was done about them."""
    steps = Step.objects.filter(kind=StepKind.HOMEPAGE_CHANGED).order_by("-pk")[:_LATEST]
    context = {
        "sites": EmbedSite.objects.order_by("-active", "name").prefetch_related("procedures"),
        "happened": history.steps(steps),
        "script": f"{settings.EMBED_URL}{reverse('embed-host')}",
        "integrity": script.integrity(),
    }
    return page(request, "staff/homepages.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Action.EMBED)
def new(request: HttpRequest) -> HttpResponse:
    """Let one more homepage show our pages."""
    return _filled(request, None)


@require_http_methods(["GET", "POST"])
@allowed(Action.EMBED)
def homepage(request: HttpRequest, site: int) -> HttpResponse:
    """Change what is said of a homepage."""
    return _filled(request, get_object_or_404(EmbedSite, pk=site))


def _filled(request: HttpRequest, site: EmbedSite | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = HomepageForm(sent, site=site)
    if not form.is_valid():
        context = {"form": form, "site": site}
        return page(request, "staff/homepage.html", context, status=200 if sent is None else 400)
    chosen = form.cleaned_data["procedures"]
    kept = registry.keep(form.filled(), chosen, by=person(request), at=now())
    messages.success(request, f"Kept. Its key is {kept.key}.")
    for origin in form.forgotten():
        messages.warning(request, f"Does {origin} open too? Then add it.")
    return redirect("staff:snippet", kept.pk)


@require_http_methods(["GET", "POST"])
@allowed(Action.EMBED)
def change(request: HttpRequest, site: int, verb: str) -> HttpResponse:
    """Give a homepage another key, end what it may show, or let it again.

    What patients would miss is said first.
    """
    found = get_object_or_404(EmbedSite, pk=site)
    if request.method == "GET":
        return page(request, "staff/homepage-change.html", {"site": found, "verb": verb})
    if verb == "key":
        registry.change_key(found, by=person(request), at=now())
        messages.success(
            request, f"Its key is {found.key} now. Paste anew what stands in the homepage."
        )
        return redirect("staff:snippet", found.pk)
    active = verb == "return"
    registry.switch(found, active=active, by=person(request), at=now())
    said = "It may show our pages again." if active else "From the next load on it shows none."
    messages.success(request, said)
    return redirect("staff:homepages")
