"""The form of a homepage: who may show our pages, which ones, and in what colours."""

import hashlib
import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from procedures.embedding.origins import OriginRefused, beside, normalised
from procedures.models import EmbedSite, Procedure, Theme

_ACCENT = re.compile("#?([0-9a-f]{6})")


class HomepageForm(forms.Form):
    """What staff say of a homepage. `site` is the one that is changed, or a new one."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Whose homepage it is, such as Example Health."
    )
    origins = forms.CharField(
        label="Addresses of the homepage",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=(
            "One on each line, such as https://www.clinic.example. Paste any page of it. Add the "
            "address without www too, if it opens."
        ),
    )
    procedures = forms.ModelMultipleChoiceField(
        Procedure.objects.filter(versions__status="published").distinct(),
        label="Pages it may show",
        required=False,
        help_text="Choose none to let it show all that a clinician has checked.",
    )
    theme = forms.ChoiceField(
        label="Colours",
        choices=Theme.choices,
        initial=Theme.LIGHT,
        help_text="Light suits most homepages, also on a phone that is set to dark.",
    )
    accent = forms.CharField(
        label="Colour of links",
        max_length=7,
        required=False,
        help_text=(
            "Six digits, such as #0b524d. We darken or lighten it as far as words in it need."
        ),
    )
    contact = forms.EmailField(
        label="Email of whoever keeps the homepage",
        required=False,
    )
    any_site = forms.BooleanField(label="Any website may show it", required=False)
    reason = forms.CharField(
        label="Why any website may",
        required=False,
        help_text=(
            "Only for previews of Webflow, Notion and the like, and for pasted addresses. It "
            "gives up knowing who shows our words, and what stands around them."
        ),
    )
    oembed = forms.BooleanField(
        label="Use this for addresses that people paste into WordPress and elsewhere",
        required=False,
    )
    notes = forms.CharField(
        label="Notes, for staff only", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    #: What the form was filled with, so that nobody overwrites what they have not seen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, site: EmbedSite | None = None) -> None:
        self.site = site or EmbedSite()
        said = _said(self.site) if site else {}
        now = _digest(said)
        self.overtaken = bool(data and site and data.get("seen") != now)
        if data and self.overtaken:
            # Whoever keeps again has been told, and may have looked.
            data = data.copy()
            data["seen"] = now
        super().__init__(data, initial={**said, "seen": now})

    def clean_origins(self) -> list[str]:
        """Each line as an origin, once."""
        found: list[str] = []
        wrong: list[str] = []
        for line in self.cleaned_data["origins"].splitlines():
            if line.strip():
                try:
                    found.append(normalised(line, loopback=settings.EMBED_LOOPBACK))
                except OriginRefused as refused:
                    wrong.append(str(refused))
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found))

    def clean_accent(self) -> str:
        """Six digits, or none."""
        typed = self.cleaned_data["accent"].strip().lower()
        match = _ACCENT.fullmatch(typed)
        if typed and match is None:
            raise forms.ValidationError("Write six digits from 0 to 9 and a to f.")
        return match[1] if match else ""

    def clean(self) -> dict[str, Any]:
        """What only makes sense together."""
        said: dict[str, Any] = self.cleaned_data
        if self.overtaken:
            self.add_error(
                None,
                "Somebody else has changed this homepage since you opened it. What you typed is "
                "still here. Open the homepage in another tab, see what changed, and keep again.",
            )
        if said.get("any_site") and not said.get("reason", "").strip():
            self.add_error("reason", "Say why any website may show our pages.")
        if not said.get("any_site") and not said.get("origins") and "origins" not in self.errors:
            self.add_error("origins", "Name at least one address.")
        if said.get("oembed"):
            others = EmbedSite.objects.filter(oembed=True).exclude(pk=self.site.pk)
            if not said.get("any_site"):
                self.add_error("oembed", "People paste anywhere: tick “any website” too.")
            elif other := others.first():
                self.add_error("oembed", f"“{other.name}” is for that already.")
        return said

    def filled(self) -> EmbedSite:
        """The homepage as the form says."""
        for name, value in self.cleaned_data.items():
            if name not in ("procedures", "seen"):
                setattr(self.site, name, value)
        return self.site

    def forgotten(self) -> list[str]:
        """Origins that people mean too when they name those they did."""
        named = self.cleaned_data["origins"]
        return [one for one in map(beside, named) if one and one not in named]


def _digest(said: dict[str, Any]) -> str:
    """What a form was filled with, in a few signs."""
    plain = said | {"procedures": [one.pk for one in said.get("procedures", ())]}
    return hashlib.sha256(repr(sorted(plain.items())).encode()).hexdigest()[:16]


def _said(site: EmbedSite) -> dict[str, Any]:
    names = ("name", "theme", "accent", "contact", "any_site", "reason", "oembed", "notes")
    return {
        **{name: getattr(site, name) for name in names},
        "origins": "\n".join(site.origins),
        "procedures": site.procedures.all(),
    }
