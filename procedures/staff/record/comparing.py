"""Any two texts of a procedure side by side, drafts among them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from procedures.editorial import drafting, judging
from procedures.models import Procedure, Version
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import number, today
from procedures.text.comparing.differences import compare as differences
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.vocabulary import Status


@require_safe
@allowed(Action.READ)
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from one text to another, word by word; first of all a choice of two."""
    procedure = get_object_or_404(Procedure, slug=slug)
    texts = {one.pk: one for one in procedure.versions.exclude(text="").order_by("pk")}
    old, new = (texts.get(number(request.GET.get(name, ""))) for name in ("from", "to"))
    context: dict[str, object] = {
        "procedure": procedure,
        "texts": list(texts.values()),
        "old": old,
        "new": new,
    }
    if old and new:
        documents = [_document(one) for one in (old, new)]
        unsound = [one for one, found in zip((old, new), documents, strict=True) if found is None]
        before, after = documents
        if before and after:
            context["differences"] = differences(before, after)
        context["unsound"] = unsound
    return page(request, "staff/compare.html", context)


def _document(version: Version) -> Document | None:
    """The words of a text; None where a draft could not be shown yet."""
    if version.status == Status.DRAFT:
        return judging.judge(drafting.words(version), today()).document
    return reread(version.text, str(version))
