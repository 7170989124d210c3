"""The file of a photo is gone: every word stays, and whoever looks after the site is told."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from procedures.editorial.pictures.photos import stored_at
from procedures.models import EmbedSite, Version
from procedures.patients.paper import printing
from tests.browser.programs import need
from tests.clinic import make_review
from tests.editorial.test_folder import put_photo, webp

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


@pytest.fixture
def lost(folder):
    """A page whose photo is wide enough to be made narrower, and lost."""
    digest = put_photo(folder, webp(size=(1_000, 20)))
    folder.load()
    make_review(Version.objects.get())
    EmbedSite.objects.create(name="Clinic", key="abcd2345", origins=["https://clinic.example"])
    stored_at(digest).unlink()
    return digest


def test_every_page_is_there_and_says_what_the_photo_showed(lost, client):
    for address in (PAGE, f"{PAGE}versions/1/", "/embed/abcd2345/microneedling/"):
        answer = client.get(address)
        assert answer.status_code == 200
        (image,) = re.findall(rf"<img [^>]*{lost}[^>]*>", answer.content.decode())
        assert 'alt="A hand in a glove"' in image
        assert "What to see in it" in answer.content.decode()


def test_its_address_is_not_found_and_neither_are_narrower_ones(lost):
    visitor = Client(raise_request_exception=False)
    for name in (lost, f"{lost}-480", f"{lost}-960"):
        assert visitor.get(f"/photos/{name}.webp").status_code == 404


def test_a_leaflet_is_made_without_it(lost, client):
    need("WeasyPrint or Pango is missing", there=printing.available())

    answer = client.get(f"{PAGE}leaflet.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_whoever_looks_after_the_site_is_told(lost):
    said = StringIO()

    with pytest.raises(CommandError, match="Keep this database, and compare it with a backup"):
        call_command("verifyversions", stderr=said)

    assert f"photo {lost[:12]}: " in said.getvalue()
    assert "is missing or altered; restore it from a backup" in said.getvalue()
