"""Photos: added with their words, and of a patient shown only while they agree."""

import hashlib
import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from procedures.editorial import consenting, drafting, dumping, lifecycle, photos
from procedures.editorial.consenting import Agreed
from procedures.editorial.folder import read as read_folder
from procedures.models import Consent, Photo, Step
from procedures.vocabulary import Change, Role, StepKind
from tests.clinic import NOW, TODAY, Folder, make_draft, make_person, make_published
from tests.editorial.test_folder import webp
from tests.editorial.test_reencoding import (
    HEIC,
    JPEG,
    RIGHT,
    SVG,
    WRONG,
    exif,
    picture,
    saved,
)
from tests.staff.conftest import signed_in, with_role

pytestmark = pytest.mark.django_db

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


# Adding -----------------------------------------------------------------------


def test_an_editor_adds_a_picture_and_gets_the_line_that_shows_it(eve, media):
    raw = saved(picture(), "JPEG", exif=exif(), comment=b"patient 123")

    told = upload(eve, raw).json()

    photo = Photo.objects.get()
    assert told["line"] == f'![A gloved hand](photo:{photo.digest} "How the pen is held.")'
    assert stored(media) == [f"{photo.digest}.webp"]
    assert b"patient" not in (media / "photos" / f"{photo.digest}.webp").read_bytes()
    step = Step.objects.get()
    assert (step.kind, step.by_name) == (StepKind.PHOTO_ADDED, "Eve Editor")


def test_the_line_it_gives_is_one_that_can_be_published(eve):
    line = upload(eve, credit="Jo Bloggs", caption='What "some" call a "pen"').json()["line"]

    version = make_published(words={"about": f"Words.\n\n{line}"})

    assert "What “some” call a “pen”. Photo: Jo Bloggs." in version.text


def test_without_a_script_the_photos_page_takes_it_and_says_the_line(eve):
    answer = upload(eve, scripted=False)
    page = eve.get(answer.url).content.decode()
    digest = Photo.objects.get().digest
    assert f"![A gloved hand](photo:{digest}" in page
    assert f"/photos/{digest}-480.webp" in page


def test_without_a_script_a_fault_is_said_beside_its_field(eve):
    answer = upload(eve, SVG, scripted=False)
    assert answer.status_code == 400
    assert "This is an SVG drawing. Export it as PNG" in answer.content.decode()


def test_the_same_picture_is_kept_once(eve, media):
    assert upload(eve).json() == upload(eve).json()
    assert Photo.objects.count() == len(stored(media)) == 1


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"raw": HEIC}, "photo", "HEIC photo, as iPhones take them"),
        ({"raw": b""}, "photo", "empty"),
        ({"raw": JPEG + bytes(10_000_000)}, "photo", "10.0 MB, and the most is 10 MB"),
        ({"alt": " "}, "alt", "Say what it shows"),
        ({"alt": "IMG_1234.jpg"}, "alt", "the name of a file"),
        ({"alt": "IMG_1234"}, "alt", "the name of a file"),
        ({"alt": "Screenshot 2026-11-24 at 10.15.32"}, "alt", "the name of a file"),
        ({"alt": "*bold*"}, "alt", "plain words"),
        ({"alt": "a [2]"}, "alt", "plain words"),
        ({"caption": ""}, "caption", "caption"),
        ({"caption": "a](b)"}, "caption", "plain words"),
        ({"credit": "<b>"}, "credit", "plain words"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_stored(
    eve, media, asked, field, said
):
    assert said in faults(upload(eve, **asked))[field]
    assert not Photo.objects.exists()
    assert stored(media) == []


@pytest.mark.parametrize("kind", WRONG)
def test_no_wrong_file_is_stored_whatever_it_is_called(eve, media, kind):
    raw, said = WRONG[kind]
    assert re.search(said, faults(upload(eve, raw, name="photo.jpg"))["photo"])
    assert stored(media) == []
    assert not Photo.objects.exists()


@pytest.mark.parametrize("kind", RIGHT)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_every_right_file_is_stored_whatever_it_is_called(eve, media, kind):
    assert upload(eve, RIGHT[kind], name="page.html").status_code == 200
    assert stored(media) == [f"{Photo.objects.get().digest}.webp"]


@pytest.mark.parametrize("name", ["{}.html", "{}.svg", "{}.xml", "{}.jpg", "{}", "{}.webp.html"])
def test_nothing_but_photos_leaves_the_place_of_photos(eve, client, media, name):
    upload(eve)
    digest = Photo.objects.get().digest
    (media / "photos" / name.format(digest)).write_bytes(b"<script>alert(1)</script>")
    assert client.get(f"/photos/{name.format(digest)}").status_code in (301, 404)
    assert client.get(f"/photos/{name.format(digest)}", follow=True).status_code == 404


def test_an_upload_goes_out_as_a_file_and_comes_back_the_same(eve, media, folder, tmp_path):
    line = upload(eve).json()["line"]
    make_published(words={"about": f"Words.\n\n{line}"})
    for _ in range(2):
        dumping.dump(folder.path, progress=lambda *of: None)
        assert not folder.load().refused
    files = folder.files()
    (photo,) = (name for name in files if name.endswith(".webp"))
    assert hashlib.sha256(files[photo]).hexdigest() in photo
    for found in list((media / "photos").iterdir()):
        found.unlink()
    Photo.objects.all().delete()
    copy = Folder(tmp_path / "other")
    for name, raw in files.items():
        copy.write(name, raw)
    photos.store(read_folder(copy.path).procedures["microneedling"].photos)
    dumping.dump(copy.path, progress=lambda *of: None)
    assert copy.files() == files


@pytest.mark.parametrize("alt", ["Image of a pen", "Red skin, day 3", "A photo", "Picture frame"])
def test_words_that_only_begin_like_a_file_are_taken(eve, alt):
    assert upload(eve, alt=alt).status_code == 200


def test_a_request_too_large_for_any_photo_is_not_even_read(eve, media):
    answer = upload(eve, JPEG + bytes(13_000_000))
    assert answer.status_code == 413
    assert answer.content.decode() == "That is more than a page or a photo can be. Send less."
    assert stored(media) == []


def test_a_page_says_what_a_draft_names_wrongly(eve):
    digest = upload(eve, **AGREED).json()["line"].split(":")[1][:64]
    version = make_draft(words={"about": "Words."})
    for line, said in [
        (f'![A cheek](photo:{digest} "Day 3")', "is of a patient"),
        (f'![IMG_1.jpg](patient-photo:{digest} "Day 3")', "alt text that names a file"),
    ]:
        found = version.manuscript
        saving = {"base": found.fields, "mine": found.fields | {"about": f"Words.\n\n{line}"}}
        drafting.save(version, **saving, by=make_person(), at=NOW, today=TODAY, editor="a")
        with pytest.raises(lifecycle.StepRefused, match=said):
            drafting.submit(version, by=make_person(), at=NOW, today=TODAY)
        version.manuscript.refresh_from_db()


# Of a patient -------------------------------------------------------------------


@pytest.fixture
def photo(eve, client):
    """A published page with a photo of a patient: its digest."""
    line = upload(eve, **AGREED).json()["line"]
    make_published(words={"about": f"Words that stay.\n\n{line}"})
    return Photo.objects.get().digest


PAGES = ["/procedures/microneedling/", "/procedures/microneedling/versions/1/"]


def test_a_photo_of_a_patient_says_what_was_done_and_that_nobody_retouched_it(eve):
    line = upload(eve, **AGREED).json()["line"]
    assert line.startswith("![A gloved hand](patient-photo:")
    assert (
        "How the pen is held. After 3 sessions with a needling pen, 30 days after the last. "
        "Not retouched."
    ) in line
    consent = Consent.objects.get()
    assert (consent.reference, consent.by_name) == ("C-17", "Eve Editor")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"sessions": "0", "device": "", "days_after": ""}, "Before treatment. Not retouched."),
        ({"sessions": "1", "days_after": "0"}, "After 1 session with a needling pen, on the treat"),
        ({"sessions": "1", "days_after": "1"}, ", 1 day after the last."),
    ],
)
def test_what_was_done_is_said_in_plain_words(eve, words, said):
    assert said in upload(eve, **AGREED | words).json()["line"]


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ({"reference": ""}, "reference", "Say this too"),
        ({"given_on": ""}, "given_on", "Say this too"),
        ({"ends_on": ""}, "ends_on", "Say this too"),
        ({"ends_on": "soon"}, "ends_on", "valid date"),
        ({"sessions": ""}, "sessions", "Say this too"),
        ({"sessions": "-1"}, "sessions", "greater than or equal to 0"),
        ({"device": ""}, "device", "Say this too"),
        ({"days_after": ""}, "days_after", "Say this too"),
        ({"unretouched": ""}, "unretouched", "not retouched"),
        ({"given_on": f"{TODAY + timedelta(days=1)}"}, "given_on", "a day to come"),
        ({"ends_on": f"{TODAY}"}, "ends_on", "ended already"),
    ],
)
def test_no_photo_of_a_patient_is_kept_without_what_they_agreed_to(eve, media, words, field, said):
    assert said in faults(upload(eve, **AGREED | words))[field]
    assert not Photo.objects.exists()
    assert not Consent.objects.exists()
    assert stored(media) == []


def test_while_the_patient_agrees_every_page_shows_it(client, photo):
    for page in PAGES:
        assert f'src="/photos/{photo}.webp"' in client.get(page).content.decode()
    answer = client.get(f"/photos/{photo}.webp")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert client.get(f"/photos/{photo}-480.webp").status_code == 200


@pytest.mark.parametrize("days", [335, 400])
def test_on_the_day_the_consent_ends_the_photo_is_gone_and_the_words_stay(
    client, photo, days, monkeypatch, media
):
    client.get(f"/photos/{photo}-480.webp")
    later = NOW + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    for address in PAGES:
        page = client.get(address).content.decode()
        assert photo not in page
        assert "It is shown only while the patient agrees to it." in page
        assert "Words that stay." in page
        assert "How the pen is held." in page
    for name in (photo, f"{photo}-480"):
        assert client.get(f"/photos/{name}.webp").status_code == 404
    assert f"{photo}.webp" in stored(media)


def test_the_day_before_it_is_still_there(client, photo, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=334))
    assert client.get(f"/photos/{photo}.webp").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_anybody_who_works_here_ends_a_consent_at_once(client, photo, role):
    browser = signed_in(with_role(make_person("lea", "Lea", "Lund"), role))

    answer = browser.post(f"/admin/photos/{photo}/end/", {"why": "Asked by the patient"})

    assert answer.url == f"/admin/photos/{photo}/"
    assert photo not in client.get(PAGES[0]).content.decode()
    assert client.get(f"/photos/{photo}.webp").status_code == 404
    page = browser.get(answer.url).content.decode()
    assert "shown on no page any more" in page
    assert "shown nowhere" in page
    assert f"/photos/{photo}" not in page.replace(f"/admin/photos/{photo}", "")
    step = Step.objects.get(kind=StepKind.CONSENT_ENDED)
    assert step.note == f"Photo {photo[:12]}: Asked by the patient"


def test_a_consent_is_not_ended_without_a_reason_or_twice(eve, photo):
    said = [
        eve.post(f"/admin/photos/{photo}/end/", {"why": why}, follow=True).content.decode()
        for why in (" ", "Asked", "Asked")
    ]
    assert "Say in a few words why" in said[0]
    assert "shown on no page any more" in said[1]
    assert "its consent has ended" in said[2]


def test_a_patient_who_agrees_again_is_shown_again(client, eve, photo):
    eve.post(f"/admin/photos/{photo}/end/", {"why": "Asked"})

    answer = eve.post(f"/admin/photos/{photo}/consent/", AGREED | {"reference": "C-18"})

    assert answer.status_code == 302
    assert client.get(f"/photos/{photo}.webp").status_code == 200
    page = eve.get(f"/admin/photos/{photo}/").content.decode()
    assert "C-18" in page
    assert "Consent to a photo ended" in page


def test_what_is_missing_from_a_new_consent_is_said(eve, photo):
    answer = eve.post(f"/admin/photos/{photo}/consent/", AGREED | {"ends_on": ""})
    assert answer.status_code == 400
    assert "Say this too: Ends on." in answer.content.decode()


def test_a_photo_of_a_patient_is_not_added_again_as_any_other(eve, photo):
    said = faults(upload(eve))["of_patient"]
    assert "known here as one of a patient" in said


def test_a_photo_thought_to_show_nobody_is_taken_from_pages_once_it_is_a_patients(eve, client):
    line = upload(eve).json()["line"]
    make_published(words={"about": f"Words.\n\n{line}"})
    digest = Photo.objects.get().digest
    upload(eve, **AGREED)
    assert digest not in client.get(PAGES[0]).content.decode()


def test_a_photo_that_files_call_a_patients_is_shown_by_no_name(client, folder):
    raw = webp(size=(640, 480))
    digest = hashlib.sha256(raw).hexdigest()
    folder.write(f"microneedling/images/{digest}.webp", raw)
    folder.version(1, words={"about": f'Words.\n\n![A cheek](patient-photo:{digest} "Day 3")'})
    folder.load()
    assert client.get(f"/photos/{digest}.webp").status_code == 404
    assert client.get(f"/photos/{digest}-480.webp").status_code == 404
    assert digest not in client.get(PAGES[0]).content.decode()


# Looking ------------------------------------------------------------------------


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
