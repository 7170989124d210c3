"""Pages for when something is not there, or went wrong: each says what to do next."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from procedures.models import FormerSlug, Version


def moved(request: HttpRequest) -> HttpResponse | None:
    """The way to a renamed procedure from its old address, or None."""
    match = request.resolver_match
    if match is not None and "slug" in match.kwargs:
        former = FormerSlug.objects.select_related("procedure").filter(slug=match.kwargs["slug"])
        for found in former:
            address = reverse(
                match.view_name, kwargs={**match.kwargs, "slug": found.procedure.slug}
            )
            asked = request.META.get("QUERY_STRING")
            if asked:
                address += f"?{asked}"
            return HttpResponsePermanentRedirect(address)
    return None


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the pages there are; a renamed procedure's old address leads to the new one."""
    found = moved(request)
    if found is not None:
        return found
    pages = Version.objects.published().select_related("procedure").order_by("title")
    context = {"pages": pages.defer("text")}
    return render(request, "patients/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 that needs neither the database nor the request."""
    response = HttpResponse(render_to_string("patients/500.html", request=request), status=500)
    response.headers["Cache-Control"] = "no-store"
    return response
