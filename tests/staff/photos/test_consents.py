"""Photos of patients, shown only while they agree."""

import hashlib
from datetime import timedelta

import pytest

from procedures.models import Consent, Photo, Step
from procedures.vocabulary import Role, StepKind
from tests.clinic import NOW, TODAY, make_person, make_published
from tests.editorial.test_folder import webp
from tests.staff.conftest import signed_in, with_role
from tests.staff.photos.conftest import AGREED, PAGES, faults, stored, upload

pytestmark = pytest.mark.django_db


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
