"""A form that could not be taken is given back, so that nothing typed is lost."""

from django.http import HttpRequest, HttpResponse

from procedures.staff.access.pages import page as staff_page

#: What a form holds besides the words of a person.
_NOT_TYPED = ("csrfmiddlewaretoken", "password")


def from_a_script(request: HttpRequest) -> bool:
    """Whether a script asked, which shows a page to nobody."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def short(words: str, *, status: int) -> HttpResponse:
    """A sentence without a page around it, for a script that shows it where it asked."""
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def page(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """Why the form was not taken, and the form itself with a new token, to be sent again."""
    if from_a_script(request):
        return short(why, status=status)
    typed = [
        (name, value.replace("\0", ""))
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED
        for value in values
    ]
    context = {"why": why, "typed": typed, "address": request.get_full_path()}
    return staff_page(request, "staff/keep.html", context, status=status)
