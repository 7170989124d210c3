"""The stylesheet, the icon and the photos: our own, named by what is in them."""

import hashlib
import io

import pytest
from PIL import Image

from tests.clinic import make_published
from tests.editorial.test_folder import put_photo, webp
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

FOR_EVER = "max-age=31536000, immutable"
ASK_AGAIN = "max-age=0, must-revalidate"


def address(client, name="stylesheet"):
    """Where pages say their stylesheet or their icon is."""
    return opened(client, "/").one("link", rel=name)["href"]


@pytest.fixture
def styles(settings, tmp_path):
    """A folder of styles that a test may write to."""
    settings.STATIC_SOURCE = tmp_path / "static"
    for name in ("base/a.css", "components/b.css", "patients/c.css"):
        path = settings.STATIC_SOURCE / name
        path.parent.mkdir(parents=True)
        path.write_text(f"/* Words. */\n.{path.stem} {{}}\n", encoding="utf-8")
    (settings.STATIC_SOURCE / "patients" / "icon.svg").write_text("<svg/>", encoding="utf-8")
    return settings.STATIC_SOURCE


@pytest.mark.parametrize(
    ("name", "content_type"), [("stylesheet", "text/css; charset=utf-8"), ("icon", "image/svg+xml")]
)
def test_a_file_has_an_address_that_names_its_content_and_is_kept_for_ever(
    client, name, content_type
):
    answer = client.get(address(client, name))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert hashlib.sha256(answer.content).hexdigest()[:12] in address(client, name)


def test_every_page_has_the_same_stylesheet(client):
    make_published()

    for page in ("/", "/procedures/microneedling/", "/procedures/microneedling/versions/1/"):
        assert opened(client, page).one("link", rel="stylesheet")["href"] == address(client)


@pytest.mark.parametrize("name", ["0" * 12, "old", "a" * 200])
def test_an_old_page_gets_the_stylesheet_of_today_and_does_not_keep_it(client, name):
    answer = client.get(f"/styles/{name}.css")

    assert answer.status_code == 200
    assert answer.content == client.get(address(client)).content
    assert answer.headers["Cache-Control"] == ASK_AGAIN


def test_the_layers_come_first_in_the_stylesheet(client):
    style = client.get(address(client)).content.decode()

    assert style.startswith("@layer tokens,elements,components,layout,print;")


def test_the_stylesheet_loses_what_is_for_its_writers_and_nothing_that_is_shown(
    client, settings, styles
):
    settings.DEBUG = True
    (styles / "base" / "a.css").write_text(
        "/* A note: one. */\n@media (min-width: 2rem) {\n  .a > b,\n  .c :is(d, e)::after {\n"
        '    content: "Stop: do not;  read " counter(page);\n'
        "    margin: calc(1px + 2px) 0;\n  }\n}\n",
        encoding="utf-8",
    )

    assert client.get(address(client)).content.decode() == (
        "@media (min-width:2rem){.a > b,.c :is(d,e)::after{"
        'content:"Stop: do not;  read " counter(page);margin:calc(1px + 2px) 0}}.b{}.c{}'
    )


def test_styles_that_are_worked_on_are_seen_at_once(client, settings, styles):
    settings.DEBUG = True
    before = address(client)
    (styles / "base" / "a.css").write_text(".new {}\n", encoding="utf-8")

    after = address(client)

    assert after != before
    assert client.get(after).content.split() == b".new{}.b{}.c{}".split()
    assert client.get(after).headers["Cache-Control"] == FOR_EVER


@pytest.mark.parametrize("habit", ["/favicon.ico", "/icons/old.svg"])
def test_the_icon_is_found_at_other_addresses_too_and_not_kept(client, habit):
    answer = client.get(habit)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == ASK_AGAIN
    assert answer.content.startswith(b"<svg")
    assert answer.content == client.get(address(client, "icon")).content


def test_a_photo_is_sent_as_it_was_stored_and_kept_for_ever(client, folder):
    raw = webp()
    digest = put_photo(folder, raw)
    folder.load()

    answer = client.get(f"/photos/{digest}.webp")

    assert (answer.status_code, answer.content) == (200, raw)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    ("width", "status"), [(480, 200), (960, 200), (1200, 404), (1, 404), (10**8, 404)]
)
def test_narrower_photos_are_made_of_it_and_made_again_when_lost(
    client, folder, media, width, status
):
    digest = put_photo(folder, webp(size=(1200, 900)))
    folder.load()
    for _ in range(2):
        answer = client.get(f"/photos/{digest}-{width}.webp")
        assert answer.status_code == status
        if status == 200:
            with Image.open(io.BytesIO(answer.content)) as image:
                assert image.size == (width, width * 3 // 4)
            (media / "photos" / f"{digest}-{width}.webp").unlink()


def test_no_narrower_photo_is_made_of_one_that_is_narrow_or_lost(client, folder, media):
    digest = put_photo(folder, webp(size=(640, 480)))
    folder.load()
    assert client.get(f"/photos/{digest}-960.webp").status_code == 404
    (media / "photos" / f"{digest}.webp").write_bytes(b"other bytes")
    assert client.get(f"/photos/{digest}-480.webp").status_code == 404


def test_a_photo_the_reader_has_is_not_sent_again(client, folder):
    address = f"/photos/{put_photo(folder, webp())}.webp"
    folder.load()
    known = client.get(address).headers["ETag"]

    again = client.get(address, headers={"if-none-match": known})

    assert again.status_code == 304
    assert again.headers["Cache-Control"] == FOR_EVER


def test_a_photo_that_is_not_stored_is_not_there(client, media):
    stray = hashlib.sha256(b"stray").hexdigest()
    (media / "photos").mkdir(parents=True)
    (media / "photos" / f"{stray}.webp").write_bytes(b"stray")

    assert client.get(f"/photos/{stray}.webp").status_code == 404
    assert client.get(f"/photos/{'0' * 64}.webp").status_code == 404


def test_a_photo_whose_file_is_lost_is_not_there(client, folder, media):
    digest = put_photo(folder, webp())
    folder.load()
    (media / "photos" / f"{digest}.webp").unlink()

    assert client.get(f"/photos/{digest}.webp").status_code == 404
    assert client.get("/procedures/microneedling/").status_code == 200
