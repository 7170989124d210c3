"""A leaflet is made once, from nothing but its words, font and photos, and kept."""

import hashlib
import io
import os
import subprocess
import sys
import threading
import time

import pytest
from pypdf import PdfReader

from procedures.editorial.pictures.reencoding import PictureRefused, reencode
from procedures.patients import pages
from procedures.patients.paper import printing
from tests.clinic import make_published, make_review
from tests.databases import ROOT
from tests.editorial.test_folder import put_photo, webp
from tests.patients.leaflet.test_leaflet import LEAFLET, leaflet, tools
from tests.patients.opened import opened

__all__ = ["tools"]  # a fixture

pytestmark = pytest.mark.django_db


def test_the_same_words_give_the_same_bytes_and_other_surroundings_give_others(client, settings):
    version = make_published()
    first = leaflet(client)
    for file in (settings.MEDIA_ROOT / "leaflets").iterdir():
        file.unlink()
    assert leaflet(client) == first

    found = {hashlib.sha256(first).hexdigest()}
    settings.CLINIC_PHONE = "020 7946 0999"
    found.add(hashlib.sha256(leaflet(client)).hexdigest())
    make_review(version)
    found.add(hashlib.sha256(leaflet(client)).hexdigest())
    found.add(hashlib.sha256(leaflet(client, f"{LEAFLET}?print=large")).hexdigest())
    found.add(hashlib.sha256(leaflet(client, f"{LEAFLET}?paper=letter")).hexdigest())
    assert len(found) == 5


MAKE = """
import django, hashlib; django.setup()
from procedures.patients.paper import printing
pdf = printing.pdf("<!doctype html><html lang=en><title>A</title><h1>A</h1><svg viewBox='0 0 2 2'>"
                   "<path d='M0 0h2'/></svg>", paper="a4", large=False, identifier="a")
print(hashlib.sha256(pdf).hexdigest())
"""


def test_another_process_makes_the_same_bytes(tmp_path):
    made = set()
    for number in range(2):
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "procedures.settings",
            "MEDIA_ROOT": str(tmp_path / str(number)),
            "PYTHONHASHSEED": str(number),
        }
        done = subprocess.run(
            [sys.executable, "-c", MAKE],
            cwd=ROOT,
            env=env,
            capture_output=True,
            check=True,
            timeout=60,
        )
        made.add(done.stdout)
    assert len(made) == 1


def test_a_leaflet_is_made_once_and_kept(client, settings):
    make_published()
    leaflet(client)
    (file,) = (settings.MEDIA_ROOT / "leaflets").iterdir()
    file.write_bytes(b"%PDF-1.7 kept")

    assert leaflet(client) == b"%PDF-1.7 kept"


def test_who_waited_for_one_that_was_made_meanwhile_is_given_that(settings):
    asked = {"html": "<title>A</title>", "paper": "a4", "large": False, "identifier": "a"}
    printing.pdf(**asked)
    (file,) = (settings.MEDIA_ROOT / "leaflets").iterdir()
    file.unlink()
    found = []
    waiting = threading.Thread(target=lambda: found.append(printing.pdf(**asked)))

    with printing._MAKING:
        waiting.start()
        time.sleep(0.2)
        file.write_bytes(b"%PDF-1.7 made meanwhile")
    waiting.join(timeout=20)

    assert found == [b"%PDF-1.7 made meanwhile"]


def test_a_site_that_made_a_leaflet_has_not_taken_in_what_draws_it(client):
    make_published()
    leaflet(client)

    assert "weasyprint" not in sys.modules


def test_an_upload_that_was_cut_off_is_refused_as_before(client):
    make_published()
    leaflet(client)

    with pytest.raises(PictureRefused):
        reencode(webp(size=(300, 200))[:-200])


def test_photos_are_printed(client, folder):
    put_photo(folder, webp(size=(300, 200)))
    folder.load()

    pdf = leaflet(client)

    images = {image.name for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images}
    assert len(images) == 1


def test_one_who_has_waited_long_enough_is_asked_to_come_back(client, monkeypatch):
    make_published()
    monkeypatch.setattr(printing, "_PATIENCE", 0.01)

    with printing._MAKING:
        answer = client.get(LEAFLET)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Try again in half a minute." in answer.content.decode()


@pytest.mark.parametrize("missing", ["find_spec", "find_library"])
def test_a_site_without_weasyprint_or_pango_has_no_leaflets_and_offers_none(
    visitor, monkeypatch, missing
):
    make_published()
    assert "Leaflet to print (PDF)" in opened(visitor, "/procedures/microneedling/").words()

    # As in a process that is started anew.
    monkeypatch.setattr(printing, missing, lambda name: None)
    printing.available.cache_clear()
    pages._kept.cache_clear()
    try:
        assert visitor.get(LEAFLET).status_code == 404
        assert visitor.get("/procedures/microneedling/versions/1/leaflet.pdf").status_code == 404
        assert "Leaflet" not in opened(visitor, "/procedures/microneedling/").words()
        with pytest.raises(RuntimeError, match="not installed"):
            printing.pdf("", paper="a4", large=False, identifier="")
    finally:
        printing.available.cache_clear()
