"""What a content folder may hold, and what is refused by name."""

import hashlib
import io

import pytest
from PIL import Image

from procedures.editorial.files.folder import MAX_PHOTO_BYTES
from procedures.editorial.pictures.photos import stored_at, write
from procedures.models import Photo, Procedure
from procedures.text.grammar.faults import ContentRefused

pytestmark = pytest.mark.django_db


def webp(*, size=(32, 20), colour="teal", **options):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "WEBP", **options)
    return file.getvalue()


def put_photo(folder, raw, *, name=None, slug="microneedling"):
    """Put a photo there, and a text that shows it; returns its SHA-256."""
    digest = hashlib.sha256(raw).hexdigest()
    folder.write(f"{slug}/images/{name or digest + '.webp'}", raw)
    picture = f'![A hand in a glove](photo:{digest} "What to see in it")'
    folder.version(1, slug=slug, words={"about": f"Fine needles prick the skin.\n\n{picture}"})
    return digest


def faults(folder):
    with pytest.raises(ContentRefused) as refused:
        folder.load()
    assert not Procedure.objects.exists()
    return [
        (fault.path.removeprefix(f"{folder.path}/"), fault.what) for fault in refused.value.faults
    ]


def test_a_folder_that_is_not_there_is_a_fault(folder):
    folder.path = folder.path / "elsewhere"

    with pytest.raises(ContentRefused, match="no such folder; name the folder that holds"):
        folder.load()


def test_an_empty_folder_loads_nothing(folder):
    report = folder.load()

    assert (report.shown, report.skipped) == ([], 0)


def test_readme_glossary_and_hidden_files_may_lie_there(folder):
    folder.version(1)
    for name in ("README.md", "glossary.md", "checks.yaml", "released.sha256", ".DS_Store"):
        folder.write(name, "")
    folder.write("microneedling/.1.md.swp", "")

    assert folder.load().shown == [("microneedling", 1)]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("notes.txt", "a file that has no place here"),
        ("microneedling/notes.txt", "a file that has no place here"),
        ("microneedling/1.md~", "a file that has no place here"),
        ("microneedling/drafts/1.md", "a file that has no place here"),
        ("microneedling/01.md", "a version number that begins with 0"),
        ("microneedling/0.md", "a version number that begins with 0"),
        ("microneedling/images/hand.webp", "a photo is named by its SHA-256"),
        ("microneedling/images/more/hand.webp", "a photo is named by its SHA-256"),
        ("Micro Needling/1.md", "“Micro Needling” is no slug"),
        ("micro--needling/1.md", "“micro--needling” is no slug"),
        (f"{'a' * 81}/1.md", f"“{'a' * 81}” is no slug"),
    ],
)
def test_what_has_no_place_is_refused_by_name(folder, name, what):
    folder.version(1)
    folder.write(name, "")

    [(_, said)] = faults(folder)
    assert said == what


@pytest.mark.parametrize("name", ["microneedling/2.md", "chemical-peel", "microneedling/images"])
def test_a_symbolic_link_is_refused(folder, name, tmp_path):
    folder.version(1)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder.path / name).symlink_to(elsewhere)

    assert faults(folder) == [(name, "a symbolic link")]


def test_a_photo_is_stored_exactly_as_named(folder):
    raw = webp()
    digest = put_photo(folder, raw)

    folder.load()

    photo = Photo.objects.get()
    assert (photo.digest, photo.width, photo.height) == (digest, 32, 20)
    assert stored_at(digest).read_bytes() == raw


def test_a_photo_no_text_shows_is_not_stored(folder):
    folder.version(1)
    folder.write(f"microneedling/images/{hashlib.sha256(webp()).hexdigest()}.webp", webp())

    folder.load()

    assert not Photo.objects.exists()


def test_a_photo_shown_by_two_procedures_is_stored_once(folder):
    put_photo(folder, webp())
    put_photo(folder, webp(), slug="chemical-peel")

    folder.load()

    assert Photo.objects.count() == 1


def test_a_photo_that_lies_in_another_procedures_folder_is_unknown(folder):
    digest = put_photo(folder, webp())
    picture = f'![A hand](photo:{digest} "See")'
    folder.version(1, slug="chemical-peel", words={"about": picture})

    assert (f"no photo {digest[:12]}…") in {what for _, what in faults(folder)}


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (webp(size=(1601, 10)), "1601 pixels wide"),
        (webp(exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"), "it holds exif"),
        (webp(xmp=b"<x:xmpmeta/>"), "it holds xmp"),
        (
            webp(save_all=True, append_images=[Image.new("RGB", (32, 20), "red")], duration=100),
            "it holds animation",
        ),
        (b"\x89PNG\r\n", "this is not a WebP picture"),
        (webp()[:40], "this is not a WebP picture"),
        (bytes(MAX_PHOTO_BYTES + 1), "a photo of 2,000,001 bytes; the most is 2,000,000"),
    ],
)
def test_a_picture_that_is_none_of_ours_is_refused(folder, raw, what):
    put_photo(folder, raw)

    assert what in {said for _, said in faults(folder)}


def test_a_photo_under_another_name_is_refused(folder):
    digest = put_photo(folder, webp(), name=f"{'0' * 64}.webp")

    assert faults(folder) == [
        ("microneedling/1.md", f"no photo {digest[:12]}…"),
        (f"microneedling/images/{'0' * 64}.webp", "its name is not the SHA-256 of its bytes"),
    ]


def test_a_faulty_register_is_a_fault_of_the_folder(folder):
    folder.version(1)
    folder.write("microneedling/register.yaml", "withdrawn: []\n")

    assert faults(folder) == [("microneedling/register.yaml", "no key “withdrawn”")]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "hand.webp").mkdir()

    with pytest.raises(OSError, match="directory"):
        write(tmp_path / "hand.webp", b"bytes")

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
