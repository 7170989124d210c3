"""How one section looks, while it is written: the answer to the preview of its editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from procedures.editorial import judging
from procedures.models import Manuscript
from procedures.patients.answers import limits
from procedures.patients.words import reading
from procedures.staff.access import keeping
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import number, person, today
from procedures.staff.writing.fields import EDITORS
from procedures.text.format.parse import MAX_SECTION
from procedures.text.writing.manuscript import FIELDS, REQUIRED, Fields
from procedures.vocabulary import Change, SectionKind

#: A form of sixteen editors asks once for each, and again while one types.
MOST_A_MINUTE = 240


@require_POST
@allowed(Action.WRITE)
def section(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The words of one section as patients would read them, or what is wrong with them."""
    found = get_object_or_404(Manuscript, version=pk)
    if name not in EDITORS:
        return keeping.short("There is no such section.", status=404)
    typed = request.POST.get("content", "")
    if len(typed) > MAX_SECTION:
        most = f"The most that “{EDITORS[name].label}” may have is {MAX_SECTION:,} characters"
        return keeping.short(f"{most}, and this has {len(typed):,}. Shorten it.", status=413)
    if limits.counted(f"sections:{person(request).pk}") > MOST_A_MINUTE:
        refused = keeping.short("That is more than a minute can show. Go on writing.", status=429)
        refused.headers["Retry-After"] = "60"
        return refused
    judged = judging.judge(_alone(name, typed, found.fields[SectionKind.SOURCES]), today())
    context = {
        "of": number(request.GET.get("of", "")),
        "name": name,
        "empty": not typed.strip(),
        "faults": [fault for fault in judged.faults if fault.field == name],
        "elsewhere": bool(judged.faults),
    }
    if judged.document is not None:
        shown = reading.shown_words(judged.document, today())
        context["page"] = shown
        context["section"] = next((one for one in shown.sections if one.kind == name), None)
    return page(request, "staff/section.html", context)


def _alone(name: str, typed: str, sources: str) -> Fields:
    """A text that is sound but for one section: whatever is wrong with it is wrong there."""
    fields = dict.fromkeys(FIELDS, "") | dict.fromkeys(REQUIRED, "Words")
    fields |= {"change": Change.WORDING.value, SectionKind.SOURCES.value: sources}
    return fields | ({name: typed} if typed.strip() else {})
