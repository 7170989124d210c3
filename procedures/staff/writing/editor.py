"""The editor: one form, saved as one types, by several people at once."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from procedures.editorial import drafting, judging
from procedures.editorial.drafting import Saved
from procedures.editorial.refusals import Overtaken, StepRefused
from procedures.models import Conflict, Manuscript, Step, Version
from procedures.patients.answers import assets
from procedures.staff.access import keeping
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, number, person, today
from procedures.staff.photos.forms import Upload
from procedures.staff.writing import preview
from procedures.staff.writing.advice import PAGE, Advice, advice
from procedures.staff.writing.fields import EDITORS, FIELDS, Shown, editor
from procedures.text.writing.manuscript import FieldFault
from procedures.vocabulary import GlanceKey, StepKind


@dataclass(frozen=True)
class Opened:
    """One field of an opened form: what it is called, its words, and what waits beside it.

    `base` is what the person had before them when they began to type. `editor` is that of a
    field written in Markdown, empty for any other.
    """

    shown: Shown
    words: str
    base: str
    editor: SafeString
    faults: list[FieldFault] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    advice: Advice | None = None


@require_http_methods(["GET", "POST"])
@allowed(Action.WRITE)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a draft; a POST saves what was typed and says what became of it."""
    version = get_object_or_404(Version.objects.select_related("procedure"), pk=pk)
    try:
        found = drafting.take_hold(version)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:procedure", version.procedure.slug)
    if request.method == "GET":
        return _form(request, found)
    saved = drafting.save(
        version,
        base={name: request.POST[f"base-{name}"] for name in FIELDS if _sent(request, name)},
        mine={name: request.POST[name] for name in FIELDS if _sent(request, name)},
        by=person(request),
        at=now(),
        today=today(),
        editor=request.POST.get("editor", "")[:40] or secrets.token_hex(8),
        settles=frozenset(number(one) for one in request.POST.getlist("settles")),
    )
    if keeping.from_a_script(request):
        return _told(saved)
    return _saved(request, saved)


def _sent(request: HttpRequest, name: str) -> bool:
    return name in request.POST and f"base-{name}" in request.POST


def _told(saved: Saved) -> JsonResponse:
    """What a script needs to go on: the words as stored, and everything that is in their way."""
    words, known = saved.manuscript.fields, judging.pictures()
    found = preview.judged(words, known)
    told: dict[str, Any] = {
        "revision": saved.manuscript.revision,
        "fields": words,
        "conflicts": [
            {"id": one.pk, "field": one.field, "editor": one.editor} for one in saved.conflicts
        ],
        "faults": [vars(one) for one in judging.judge(words, today(), known).faults],
        "checks": {
            name: render_to_string("staff/parts/checks.html", {"advice": one})
            for name, one in advice(words, found, known).items()
        },
        "showable": found.document is not None,
    }
    try:
        drafting.refuse_overtaken(saved.manuscript)
    except Overtaken as overtaken:
        return JsonResponse({**told, "refused": str(overtaken)}, status=409)
    return JsonResponse(told)


def _saved(request: HttpRequest, saved: Saved) -> HttpResponse:
    version = saved.manuscript.version
    try:
        drafting.refuse_overtaken(saved.manuscript)
    except Overtaken as overtaken:
        messages.error(request, f"{overtaken} What you typed waits beside it.")
        return redirect("staff:procedure", version.procedure.slug)
    if saved.conflicts:
        messages.warning(request, "Somebody else changed the same words. Join them below.")
    elif request.POST.get("then") == "submit":
        return _submit(request, version)
    else:
        messages.success(request, "Saved." if saved.changed else "Nothing had changed.")
    return redirect("staff:draft", version.pk)


def _submit(request: HttpRequest, version: Version) -> HttpResponse:
    try:
        drafting.submit(version, by=person(request), at=now(), today=today())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:draft", version.pk)
    messages.success(request, "Sent for review.")
    return redirect("staff:procedure", version.procedure.slug)


def _form(request: HttpRequest, found: Manuscript) -> HttpResponse:
    known = judging.pictures()
    checks = advice(found.fields, preview.judged(found.fields, known), known)
    faults = judging.judge(found.fields, today(), known).faults
    context = {
        "manuscript": found,
        "version": found.version,
        "fields": list(_opened(found, faults, checks)),
        "editor": secrets.token_hex(8),
        "scripts": [assets.address(f"staff:{name}") for name in assets.EDITOR],
        "markdownx": assets.address("staff:markdownx.js"),
        "keys": GlanceKey.values,
        "picture": Upload(),
        "whole": checks.get(PAGE),
        "overtaken": "",
        "asked": _asked(found.version),
    }
    try:
        drafting.refuse_overtaken(found)
    except Overtaken as overtaken:
        context["overtaken"] = str(overtaken)
    return page(request, "staff/draft.html", context)


def _asked(version: Version) -> list[Step]:
    """What reviewers want mended: in this draft, if it was sent back, or in the page it changes."""
    sent = version.steps.filter(kind__in=(StepKind.SUBMITTED, StepKind.SENT_BACK)).last()
    back = [sent] if sent and sent.kind == StepKind.SENT_BACK else []
    return [*back, *Step.objects.to_mend().filter(procedure=version.procedure_id)]


def _opened(
    found: Manuscript, faults: tuple[FieldFault, ...], checks: dict[str, Advice]
) -> Iterator[Opened]:
    conflicts = list(found.conflicts.all())
    for name, shown in FIELDS.items():
        words = found.fields[name]
        yield Opened(
            shown,
            words,
            words,
            editor(shown, words, reverse("staff:section", args=[found.version_id, name]))
            if name in EDITORS
            else SafeString(),
            [one for one in faults if one.field == name],
            [one for one in conflicts if one.field == name],
            checks.get(name),
        )


#: What a person may do with a whole draft: verb, and what is said when it was done.
_VERBS = {
    "discard": (drafting.discard, "Discarded. You can bring it back below."),
    "bring-back": (drafting.bring_back, "Brought back, with every word it had."),
    "take-back": (drafting.take_back, "Taken back. Go on writing, then send it again."),
}


@require_POST
@allowed(Action.WRITE)
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Discard a draft, bring it back, or take it back from review."""
    version = get_object_or_404(Version.objects.select_related("procedure"), pk=pk)
    do, done = _VERBS[verb]
    try:
        do(version, by=person(request), at=now())
        messages.success(request, done)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:procedure", version.procedure.slug)


@require_POST
@allowed(Action.WRITE)
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a draft with what was published since it was begun."""
    version = get_object_or_404(Version.objects.select_related("procedure"), pk=pk)
    try:
        drafting.bring_up_to_date(version, by=person(request), at=now(), today=today())
        messages.success(request, "Joined with what patients read now.")
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:draft", version.pk)
