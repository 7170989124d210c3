"""How long a session lasts yet: asked by the pages themselves, to warn in time."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from procedures.staff.access import sessions
from procedures.staff.access.doors import allowed
from procedures.staff.access.permissions import Action


@require_safe
@allowed(Action.READ, counts=False)
def left(request: HttpRequest) -> HttpResponse:
    """How many seconds are left, and how many there can be at most. Asking changes neither."""
    return JsonResponse(sessions.told(request))


@require_POST
@allowed(Action.READ)
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still here: the half hour begins again."""
    return JsonResponse(sessions.told(request))
