"""What to paste into a homepage, and how it will look there."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from procedures.embedding import frames
from procedures.embedding.frames import ALONE, HttpFrame, NotFramed
from procedures.models import EmbedSite
from procedures.patients.answers import assets
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.homepages.snippets import PLACES, RESERVE, SANDBOX, Snippet


class ChoiceForm(forms.Form):
    """What somebody wants to show on a homepage, and where it goes."""

    page = forms.ChoiceField(label="Page", required=False)
    section = forms.ChoiceField(
        label="How much of it",
        required=False,
        choices=[("", "All of it"), *((one.value, one.label) for one in ALONE)],
        help_text="Parts that would mislead alone, such as the pros, are not offered.",
    )
    low = forms.BooleanField(label="It stands far down on the homepage", required=False)
    on = forms.ChoiceField(
        required=False, choices=[(one.key, one.label) for one in PLACES], widget=forms.HiddenInput
    )

    def __init__(self, said: dict[str, str], titles: dict[str, str]) -> None:
        super().__init__(said)
        field = self.fields["page"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*titles.items(), ("", "A list of all its pages")]


@require_safe
@allowed(Action.READ)
def snippet(request: HttpRequest, site: int) -> HttpResponse:
    """What to paste, for each kind of homepage, beside a homepage that shows it."""
    found = get_object_or_404(EmbedSite, pk=site)
    titles = {one.procedure.slug: one.title for one in frames.pages(found)}
    said = {"page": next(iter(titles), ""), "on": PLACES[0].key, **request.GET.dict()}
    form = ChoiceForm(said, titles)
    form.is_valid()  # what is not among the choices is passed over, and said beside its field
    chosen = form.cleaned_data
    slug = chosen.get("page", "")
    section = chosen.get("section", "") if slug else ""
    made = Snippet(found, slug, titles.get(slug, ""), section, chosen.get("low", False))
    place = next((one for one in PLACES if one.key == chosen.get("on")), PLACES[0])
    context: dict[str, Any] = {
        "site": found,
        "form": form,
        "made": made,
        "place": place,
        "places": [(one, _with(said, on=one.key)) for one in PLACES],
        "pasted": made.pasted(place),
        "may_paste": EmbedSite.objects.oembed().exists(),
        "titles": titles,
        "shown": _shown(found, made),
        "reserve": RESERVE,
        "sandbox": SANDBOX,
        "script": assets.address("staff:homepage.js"),
    }
    return page(request, "staff/snippet.html", context)


def _with(said: dict[str, str], **other: str) -> str:
    """The address of this page with another choice."""
    return f"?{urlencode(said | other)}"


def _shown(site: EmbedSite, made: Snippet) -> str:
    """Where staff see the frame. What homepages load may be framed by them alone."""
    return reverse("staff:framed", args=[site.pk, *filter(None, (made.slug, made.section))])


@require_safe
@allowed(Action.READ)
def framed(request: HttpRequest, site: int, slug: str = "", section: str = "") -> HttpResponse:
    """A frame as its homepage will show it, for our own pages to frame."""
    found = get_object_or_404(EmbedSite, pk=site)
    frame = HttpFrame(found)
    try:
        answer = frames.shown(found, slug, section) if slug else frame.overview()
    except NotFramed as why:
        address = reverse("procedure", args=[slug])
        answer = frame.trouble(str(why), status=404, address=address)
    # Ways to its other frames stay in the preview too.
    there = reverse("embed-list", args=[found.key]).encode()
    answer.content = answer.content.replace(there, reverse("staff:framed", args=[site]).encode())
    return answer
