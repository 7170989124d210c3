"""Photo files, stored exactly as named, and never twice."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from procedures.editorial.folder import PhotoFile
from procedures.editorial.reencoding import Reencoded, narrowed
from procedures.models import Photo
from procedures.text.pictures import NARROWER


def stored_at(digest: str) -> Path:
    """Where the file of a photo lies."""
    return Path(settings.MEDIA_ROOT) / "photos" / f"{digest}.webp"


def sound_bytes(digest: str) -> bytes | None:
    """The stored file of a photo, or None where it is missing or not what its name says."""
    file = stored_at(digest)
    raw = file.read_bytes() if file.is_file() else b""
    return raw if hashlib.sha256(raw).hexdigest() == digest else None


def narrower(photo: Photo, width: int) -> bytes | None:
    """A photo made narrower, or None where it is lost or not that wide.

    What is derived is kept beside the photo, and made again wherever it is missing.
    """
    if width not in NARROWER or width >= photo.width:
        return None
    file = stored_at(f"{photo.digest}-{width}")
    if not file.is_file():
        raw = sound_bytes(photo.digest)
        if raw is None:
            return None
        write(file, narrowed(raw, width))
    return file.read_bytes()


def keep(made: Reencoded, *, of_patient: bool) -> Photo:
    """Keep an upload: first the file, then the row. The same picture is kept once."""
    write(stored_at(made.digest), made.raw)
    photo, _ = Photo.objects.get_or_create(
        digest=made.digest, defaults={"width": made.width, "height": made.height}
    )
    of_patients([made.digest] if of_patient else [])
    photo.of_patient = photo.of_patient or of_patient
    return photo


def of_patients(digests: Iterable[str]) -> None:
    """Remember that these show patients, also where they were thought to show none."""
    Photo.objects.filter(digest__in=digests, of_patient=False).update(of_patient=True)


def store(found: dict[str, PhotoFile]) -> None:
    """Keep these photos: first the files, then the rows, so that no row lacks its file."""
    for digest, photo in found.items():
        write(stored_at(digest), photo.path.read_bytes())
    Photo.objects.bulk_create(
        [Photo(digest=one, width=photo.width, height=photo.height) for one, photo in found.items()],
        ignore_conflicts=True,
    )


def write(path: Path, raw: bytes) -> None:
    """Write the whole file or nothing, whenever the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
