"""A site that is backed up and restored elsewhere is the same site, page for page."""

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from procedures.editorial import lifecycle
from procedures.models import Photo, Procedure, Version
from procedures.patients import urls
from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_published, make_withdrawn
from tests.databases import ROOT, Site, is_postgresql
from tests.operating.places import here, make_photo, said

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

#: What is not a page: the looks of the site and what only says that it runs.
NOT_PAGES = {"stylesheet", "script", "icon", "styleguide", "healthz", "readyz"}
#: Made again from words where they are asked for, which takes seconds each.
LEAFLETS = {"leaflet", "version-leaflet"}
#: A page that links to no other.
STARTER = "laser-tattoo-removal"


def test_a_restored_site_answers_every_address_byte_for_byte(
    place, elsewhere, folder, client, tmp_path
):
    fill(folder)
    before = answers(client)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=NOW)
    assert said("backup", tmp_path / "copy.tar.gz").startswith("Made and proved: ")
    new = elsewhere()

    done = Site(new.url, new.media.parent).manage("restore", tmp_path / "copy.tar.gz")

    assert done.returncode == 0, done.stderr
    versions = Version.objects.numbered().count()
    assert f": {versions} versions, 1 review, 1 photo. Everybody signs in anew." in done.stdout
    assert "Every version is exactly as it was shown." in done.stdout
    with here(new):
        after = answers(client)
        assert not Session.objects.exists()
    assert after.keys() == before.keys()
    assert [address for address in before if before[address] != after[address]] == []
    assert len(before) > 30
    if not is_postgresql():
        assert Path(new.database).stat().st_mode & 0o007 == 0


def fill(folder):
    """A starter page, one with a photo, one replaced, one redacted, and one withdrawn."""
    shutil.copytree(ROOT / "content" / STARTER, folder.path / STARTER)
    said("loadcontent", folder.path)
    photo = make_photo()
    picture = f'Words.\n\n![A gloved hand](photo:{photo.digest} "How the pen is held")'
    make_published(slug="a-peel", words={"about": picture})
    make_published(slug="a-peel", change=Change.SAFETY, reviewed=True)
    first = make_published(slug="a-laser")
    make_published(slug="a-laser")
    first.refresh_from_db()
    lifecycle.redact(first, at=NOW, removed="A patient’s name", reason="It named a person.")
    make_withdrawn(slug="a-filler", at=NOW + timedelta(hours=1))


def answers(client):
    """Every address that a visitor can ask for → all that is answered."""
    return {address: heard(client, address) for address in sorted(addresses())}


def heard(client, address):
    answer = client.get(address, SERVER_NAME="localhost")
    assert answer.status_code in (200, 301, 302, 410), address
    return answer.status_code, hashlib.sha256(answer.content).hexdigest(), dict(answer.headers)


def addresses():
    named = {one.name for one in urls.urlpatterns if one.name}
    for name in named - NOT_PAGES - LEAFLETS:
        yield from of_name(name)


def of_name(name):
    """The addresses of one pattern. A pattern that is new has to be added here."""
    match name:
        case "photo":
            return [reverse(name, args=[photo.digest]) for photo in Photo.objects.all()]
        case "narrower-photo":
            return [reverse(name, args=[photo.digest, 480]) for photo in Photo.objects.all()]
        case "search":
            return [f"{reverse(name)}?q=scars"]
        case "compare":
            return [f"{reverse(name)}?p=a-laser&p=a-peel"]
        case "version" | "source":
            found = Version.objects.public().exclude(text="" if name == "source" else "-")
            return [reverse(name, args=[one.procedure.slug, one.number]) for one in found]
        case "changes":
            return [reverse(name, args=["a-peel", 1, 2])]
        case "on-day":
            return [reverse(name, args=[one.slug, TODAY]) for one in Procedure.objects.all()]
        case "procedure" | "recovery" | "recovery-calendar" | "versions" | "api-procedure":
            day = "?from=2026-12-01" if name == "recovery-calendar" else ""
            return [reverse(name, args=[one.slug]) + day for one in Procedure.objects.all()]
    return [reverse(name)]
