"""Where a site lies: its database and its media; and going there."""

from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from PIL import Image

from procedures.editorial.pictures import photos
from procedures.editorial.pictures.reencoding import reencode
from tests.databases import is_postgresql


@dataclass(frozen=True)
class Place:
    url: str
    media: Path

    @property
    def database(self):
        """What Django calls it: a file, or the name of a database on the server."""
        return (
            self.url.rpartition("/")[2] if is_postgresql() else self.url.removeprefix("sqlite:///")
        )

    def files(self):
        """Every file here, but what SQLite keeps beside a database while it writes."""
        return sorted(path for path in self.media.rglob("*") if path.is_file())


@contextmanager
def here(place):
    """Within, this process is the site of that place."""
    before = connection.settings_dict["NAME"], settings.MEDIA_ROOT
    _go(place.database, place.media)
    try:
        yield place
    finally:
        _go(*before)


def _go(database, media):
    connection.close()
    connection.settings_dict["NAME"] = database
    settings.MEDIA_ROOT = media


def said(*command, **options):
    """What a command says where it ends well."""
    out = StringIO()
    call_command(*map(str, command), stdout=out, stderr=out, **options)
    return out.getvalue()


def quiet(*of):
    """Progress that nobody watches."""


def make_photo(colour="tan", *, of_patient=False):
    """A photo of one colour, added as staff add it."""
    picture = Path(settings.MEDIA_ROOT).parent / f"{colour}.png"
    Image.new("RGB", (900, 600), colour).save(picture)
    return photos.keep(reencode(picture.read_bytes()), of_patient=of_patient)
