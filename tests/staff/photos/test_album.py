"""Photos looked at, and deleted where they were added by mistake."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from procedures.editorial import lifecycle
from procedures.editorial.pictures import consenting
from procedures.editorial.pictures.consenting import Agreed
from procedures.models import Consent, Photo, Step
from procedures.vocabulary import Change, StepKind
from tests.clinic import NOW, TODAY, make_draft, make_person, make_published
from tests.editorial.test_reencoding import (
    picture,
    saved,
)
from tests.staff.photos.conftest import AGREED, stored, upload

pytestmark = pytest.mark.django_db


def test_the_page_of_a_photo_says_where_it_stands(eve, photo):
    make_draft(change=Change.WORDING, words={"about": f'A.\n\n![B](patient-photo:{photo} "C")'})
    page = eve.get(f"/admin/photos/{photo}/").content.decode()
    assert "Published, version 1" in page
    assert "Draft" in page
    assert "3 with a needling pen, 30 days after the last" in page


def test_the_photos_page_shows_each_with_its_state_in_few_queries(
    eve, photo, django_assert_max_num_queries
):
    for colour in ("red", "green", "blue"):
        upload(eve, saved(picture(colour=colour), "PNG"))
    eve.post(f"/admin/photos/{photo}/end/", {"why": "Asked"})
    with django_assert_max_num_queries(8):
        page = eve.get("/admin/photos/").content.decode()
    assert page.count("<img") == 3
    assert "consent ended" in page


def test_a_site_without_photos_says_so(nia):
    page = nia.get("/admin/photos/").content.decode()
    assert "There is no photo yet." in page
    assert "Add a photo" not in page


@pytest.mark.parametrize("checks", [False, True])
def test_nobody_from_outside_stores_anything(media, checks):
    browser = Client(enforce_csrf_checks=checks)
    answer = upload(browser)
    assert (answer.status_code, stored(media)) == (403, [])
    assert len(answer.content) < 100
    assert upload(browser, scripted=False).status_code == 403
    assert not Photo.objects.exists()
    assert stored(media) == []


def test_a_reviewer_adds_no_picture(nia, media):
    assert upload(nia).status_code == 403
    assert stored(media) == []


def test_of_a_retouched_photo_no_consent_is_kept(eve, photo):
    agreed = Agreed("C-1", TODAY, TODAY + timedelta(days=9), "a pen", 1, 1, unretouched=False)
    found = Photo.objects.get(digest=photo)
    with pytest.raises(lifecycle.StepRefused, match="not retouched"):
        consenting.record(found, agreed, by=make_person(), at=NOW, today=TODAY)
    assert str(Consent.objects.get()).startswith("C-17, until ")


def test_photos_that_texts_called_a_patients_before_are_so_after_the_migration(eve, photo):
    Photo.objects.update(of_patient=False)
    upload(eve, saved(picture(colour="red"), "PNG"))
    migration = import_module("procedures.migrations.0006_photos_of_patients")
    migration.mark(apps, SimpleNamespace(connection=connection))
    assert [one.digest for one in Photo.objects.filter(of_patient=True)] == [photo]


def test_a_photo_added_by_mistake_is_deleted_with_all_that_was_made_of_it(
    eve, client, media, django_capture_on_commit_callbacks
):
    upload(eve, **AGREED)
    digest = Photo.objects.get().digest
    client.get(f"/photos/{digest}-480.webp")
    assert len(stored(media)) == 2
    assert "Added by mistake?" in eve.get(f"/admin/photos/{digest}/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = eve.post(f"/admin/photos/{digest}/delete/", follow=True)

    assert "Nothing of it is kept here" in answer.content.decode()
    assert stored(media) == []
    assert not Photo.objects.exists()
    assert not Consent.objects.exists()
    assert Step.objects.filter(kind=StepKind.PHOTO_DELETED, note=f"Photo {digest[:12]}").exists()


def test_a_photo_that_any_text_names_is_not_deleted(eve, photo, media):
    make_published(words={"about": "Other words."})
    assert "Added by mistake?" not in eve.get(f"/admin/photos/{photo}/").content.decode()

    answer = eve.post(f"/admin/photos/{photo}/delete/", follow=True)

    assert "A text names this photo, so it is kept" in answer.content.decode()
    assert f"{photo}.webp" in stored(media)
