"""Uploads, as the form of a picture sends them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.models import Photo
from tests.clinic import TODAY, make_published
from tests.editorial.test_reencoding import (
    JPEG,
)

WORDS = {"alt": "A gloved hand", "caption": "How the pen is held"}
AGREED = {
    "of_patient": "on",
    "reference": "C-17",
    "given_on": f"{TODAY - timedelta(days=30)}",
    "ends_on": f"{TODAY + timedelta(days=335)}",
    "device": "a needling pen",
    "sessions": "3",
    "days_after": "30",
    "unretouched": "on",
}


def upload(client, raw=JPEG, *, name="IMG_1234.jpg", scripted=True, **words):
    headers = {"X-Requested-With": "XMLHttpRequest"} if scripted else {}
    file = SimpleUploadedFile(name, raw, content_type="text/html")
    asked = {"photo": file, **WORDS, **words}
    return client.post("/admin/photos/add/", asked, headers=headers)


def faults(answer):
    assert answer.status_code == 400, answer.content
    return answer.json()["faults"]


def stored(media):
    return sorted(one.name for one in (media / "photos").glob("*")) if media.exists() else []


PAGES = ["/procedures/microneedling/", "/procedures/microneedling/versions/1/"]


@pytest.fixture
def photo(eve, client):
    """A published page with a photo of a patient: its digest."""
    line = upload(eve, **AGREED).json()["line"]
    make_published(words={"about": f"Words that stay.\n\n{line}"})
    return Photo.objects.get().digest
