"""What no text can have: PostgreSQL keeps no NUL, and no reader sees one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from procedures.staff.access import keeping

_NUL = "\0"
_WHY = (
    "Something that was pasted holds a character that nobody can see and no text can keep. "
    "It is left out now: send the rest again."
)


class WithoutNul:
    """Gives back every form that holds such a character, without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Any
    ) -> HttpResponse | None:
        """The form without it, in place of the view."""
        sent = request.POST.lists()
        if any(_NUL in one for name, values in sent for one in (name, *values)):
            return keeping.page(request, _WHY, status=400)
        return None
