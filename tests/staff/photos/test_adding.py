"""Pictures that are added with their words."""

import hashlib
import re

import pytest

from procedures.editorial import drafting, lifecycle
from procedures.editorial.content import dumping
from procedures.editorial.files.folder import read as read_folder
from procedures.editorial.pictures import photos
from procedures.models import Photo, Step
from procedures.vocabulary import StepKind
from tests.clinic import NOW, TODAY, Folder, make_draft, make_person, make_published
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
from tests.staff.photos.conftest import AGREED, faults, stored, upload

pytestmark = pytest.mark.django_db


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
