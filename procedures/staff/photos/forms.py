"""The forms of photos: a picture and its words, and what a patient agreed to."""

from typing import Any

from django import forms
from django.utils import timezone

from procedures.editorial.pictures import consenting
from procedures.editorial.pictures.consenting import Agreed
from procedures.editorial.pictures.reencoding import (
    MAX_UPLOAD_BYTES,
    PictureRefused,
    Reencoded,
    reencode,
    too_large,
)
from procedures.editorial.refusals import StepRefused
from procedures.models import Photo
from procedures.text.said import pictures


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class ConsentForm(forms.Form):
    """What the form that a patient signed says."""

    reference = forms.CharField(
        label="Reference of the signed form",
        max_length=100,
        required=False,
        help_text="Such as a number. Never the patient’s name.",
    )
    given_on = _day("Signed on")
    ends_on = _day("Ends on", "From this day the photo is shown nowhere.")
    device = forms.CharField(
        label="Device or product", max_length=100, required=False, help_text="What was used."
    )
    sessions = forms.IntegerField(
        label="Sessions so far",
        min_value=0,
        max_value=99,
        required=False,
        help_text="0 for a photo from before the treatment.",
    )
    days_after = forms.IntegerField(
        label="Days after the last session", min_value=0, max_value=3_650, required=False
    )
    unretouched = forms.BooleanField(
        label="This photo is not retouched: no filter, nothing made smoother", required=False
    )

    def asked(self, said: dict[str, Any]) -> Agreed | None:
        """What was agreed, or None with what is missing or wrong marked in the form."""
        needed = ["reference", "given_on", "ends_on", "sessions"]
        needed += [] if said.get("sessions") == 0 else ["device", "days_after"]
        for name in needed:
            if said.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, f"Say this too: {self.fields[name].label}.")
        if not said.get("unretouched"):
            self.add_error("unretouched", "Only photos that are not retouched may be shown.")
        if self.errors:
            return None
        names = ("reference", "given_on", "ends_on", "device", "sessions", "unretouched")
        agreed = Agreed(**{name: said[name] for name in names}, days_after=said["days_after"] or 0)
        today = timezone.localdate()
        try:
            consenting.refuse_dates(agreed, today)
        except StepRefused as refusal:
            self.add_error("given_on" if agreed.given_on > today else "ends_on", str(refusal))
            return None
        return agreed


class Upload(ConsentForm):
    """A picture and its words; of a patient, with what they agreed to."""

    photo = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, WebP or AVIF, up to 10 MB. Where and when it was taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    alt = forms.CharField(
        label="What it shows",
        max_length=300,
        help_text="For somebody who cannot see it.",
        required=False,
    )
    caption = forms.CharField(
        label="Caption", max_length=400, help_text="What to see in it.", required=False
    )
    credit = forms.CharField(
        label="Credit", max_length=100, required=False, help_text="Who made the picture."
    )
    of_patient = forms.BooleanField(label="It shows a patient", required=False)
    field_order = ("photo", "alt", "caption", "credit", "of_patient")

    agreed: Agreed | None = None

    def clean_photo(self) -> Reencoded:
        """What is kept of the file."""
        sent = self.cleaned_data["photo"]
        if sent.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(too_large(sent.size))
        try:
            return reencode(sent.read())
        except PictureRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, Any]:
        """The words, and what a patient agreed to."""
        said: dict[str, Any] = self.cleaned_data
        for name, called in (("alt", pictures.ALT), ("caption", pictures.CAPTION)):
            fault = pictures.words_fault(said.get(name, ""), called)
            if fault and name not in self.errors:
                self.add_error(name, fault)
        if said.get("credit") and pictures.words_fault(said["credit"], pictures.CAPTION):
            self.add_error("credit", "Write the credit in plain words.")
        made: Reencoded | None = said.get("photo")
        known = made and Photo.objects.filter(digest=made.digest, of_patient=True).exists()
        if known and not said["of_patient"]:
            self.add_error("of_patient", "This photo is known here as one of a patient. Tick this.")
        if said.get("of_patient"):
            self.agreed = self.asked(said)
        return said

    def line(self, photo: Photo) -> str:
        """The line of a text that shows the picture with these words."""
        said = self.cleaned_data
        caption = f"{said['caption'].strip().rstrip('.')}."
        if self.agreed:
            caption += f" {consenting.words(self.agreed)}"
        if said["credit"]:
            caption += f" Photo: {said['credit']}."
        return pictures.line(photo.source, said["alt"], caption)
