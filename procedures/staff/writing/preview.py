"""What patients would read if a text were published now: their own page, made by its own view."""

from datetime import datetime

from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from procedures.editorial import conflicts, drafting, judging
from procedures.editorial.index.indexing import digest, index
from procedures.models import Review, Version
from procedures.models.version import SIGNED, VersionQuerySet
from procedures.patients import pages
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, today
from procedures.text.format.allowed import Pictures
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.text.writing.manuscript import Fields, Judged
from procedures.vocabulary import KEEPS_REVIEW, Change, Status

_SAID_LAST = {"change": Change.WORDING.value, "change_notes": "Not said yet."}


@require_safe
@allowed(Action.READ)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The patient page of any text, sent for review or still being written."""
    versions = Version.objects.with_review().with_previous().select_related("procedure")
    version = get_object_or_404(versions, pk=pk)
    if version.status == Status.PUBLISHED:
        return pages.shown(request, version)
    if version.status != Status.DRAFT:
        return pages.shown(request, as_published(version, reread(version.text, ""), now()))
    found = judged(drafting.words(version))
    if found.document is None:
        faults = [(conflicts.label(fault.field), fault) for fault in found.faults]
        return page(request, "staff/unsound.html", {"version": version, "faults": faults})
    version.text, version.digest = found.text, digest(found.text)
    return pages.shown(request, as_published(version, found.document, now()))


def judged(words: Fields, known: Pictures | None = None) -> Judged:
    """A draft as it can be looked at: what a writer says last need not be said before."""
    return judging.judge(with_said_last(words), today(), known)


def with_said_last(words: Fields) -> Fields:
    """The words of a draft, and for what is not said yet a few that stand for it."""
    return {**words, **{name: said for name, said in _SAID_LAST.items() if not words[name]}}


def as_published(version: Version, document: Document, at: datetime) -> Version:
    """The version as it would be, were it published at that moment. Nothing is stored."""
    newest = _known(version).exclude(pk=version.pk).order_by("-number").first()
    number = version.number or (newest.number or 0 if newest else 0) + 1
    made = Version(
        pk=version.pk,
        procedure=version.procedure,
        number=number,
        status=Status.PUBLISHED,
        text=version.text,
        digest=version.digest,
        published_at=at,
        **index(document).columns,
    )
    followed = newest.signed if newest and made.change in KEEPS_REVIEW else None
    made.signed = _own(version) or followed
    # Once it is shown, those that were replaced before they could be are public too.
    ended = (Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN)
    earlier = version.procedure.versions.exclude(text="").filter(
        number__lt=number, status__in=ended
    )
    made.previous_number = earlier.order_by("-number").values_list("number", flat=True).first()
    return made


def _own(version: Version) -> object:
    """What the newest review of these very words says, as `with_review` tells it."""
    found = Review.objects.filter(version=version, digest=version.digest).order_by("-on", "-pk")
    told = JSONObject(version="version_id", number="version__number", **SIGNED)
    return found.values_list(told, flat=True).first()


def _known(version: Version) -> VersionQuerySet:
    """Every numbered text of the procedure, as patients' pages ask for it."""
    found = version.procedure.versions.numbered().with_review().with_previous()
    return found.select_related("procedure")
