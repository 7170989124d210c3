"""Photo files, stored exactly as named, and never twice."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from procedures.editorial import journal
from procedures.editorial.files.folder import PhotoFile
from procedures.editorial.pictures.reencoding import Reencoded, narrowed
from procedures.editorial.refusals import StepRefused
from procedures.models import Photo, Version
from procedures.models.version import VersionQuerySet
from procedures.text.said.pictures import NARROWER
from procedures.vocabulary import StepKind


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


def named_in(digest: str) -> VersionQuerySet:
    """Every text that names a photo, drafts and those that nobody reads any more among them."""
    return Version.objects.filter(text__contains=digest)


@transaction.atomic
def delete(photo: Photo, *, by: User | None, at: datetime) -> None:
    """Remove a photo that no text names, with what was agreed to.

    `by` is None where an operator removes it by law.
    """
    held = Photo.objects.select_for_update().get(pk=photo.pk)
    if named_in(held.digest).exists():
        raise StepRefused("A text names this photo, so it is kept. End the consent instead.")
    held.consents.all().delete()
    held.delete()
    journal.record(StepKind.PHOTO_DELETED, by=by, at=at, note=name(photo))
    transaction.on_commit(lambda: _remove(photo.digest))


def _remove(digest: str) -> None:
    for one in (digest, *(f"{digest}-{width}" for width in NARROWER)):
        stored_at(one).unlink(missing_ok=True)


def name(photo: Photo) -> str:
    """What a photo is called in the history."""
    return f"Photo {photo.digest[:12]}"


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
