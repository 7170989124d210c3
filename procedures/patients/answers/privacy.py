"""What a reader typed into an address is theirs: nobody on the way keeps the answer."""

from django.http import HttpRequest, HttpResponse


def unkept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer; kept and listed by nobody where its address holds something typed, as a day."""
    if request.META.get("QUERY_STRING"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
