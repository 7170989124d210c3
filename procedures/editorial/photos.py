"""Photo files, stored exactly as named, and never twice."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from procedures.editorial.folder import PhotoFile
from procedures.models import Photo


def stored_at(digest: str) -> Path:
    """Where the file of a photo lies."""
    return Path(settings.MEDIA_ROOT) / "photos" / f"{digest}.webp"


def sound_bytes(digest: str) -> bytes | None:
    """The stored file of a photo, or None where it is missing or not what its name says."""
    file = stored_at(digest)
    raw = file.read_bytes() if file.is_file() else b""
    return raw if hashlib.sha256(raw).hexdigest() == digest else None


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
