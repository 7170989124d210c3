"""The one file a backup is: a tar, compressed by gzip, that any machine can open.

Its manifest comes first, so that it is proved while it is read, from the first byte to the last.
Gzip at its fastest: words shrink to a fifth all the same, and photos not at all.
"""

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from procedures.editorial.content.reading import Progress
from procedures.operating import manifest
from procedures.operating.manifest import Manifest
from procedures.operating.refusals import BackupRefused

_FASTEST = 1
_CHUNK = 1 << 20
_DAMAGED = (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile)


def write(path: Path, told: Manifest, sources: Mapping[str, Path], *, progress: Progress) -> None:
    """Put the manifest and these files into an archive, and have the disk keep it."""
    with path.open("xb") as raw:
        with (
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=_FASTEST) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            first = manifest.write(told)
            _add(tar, manifest.NAME, io.BytesIO(first), len(first))
            for done, (name, source) in enumerate(sources.items(), start=1):
                with source.open("rb") as file:
                    _add(tar, name, file, source.stat().st_size)
                progress("Packing files", done, len(sources))
        raw.flush()
        os.fsync(raw.fileno())


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, file)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(path: Path, *, place: Callable[[str], Path | None], progress: Progress) -> Manifest:
    """Prove every byte of a backup, and write each file where `place` says, if it says so.

    Raises `BackupRefused` at the first byte that is not as it was: so nothing may be trusted
    that was written before this returns.
    """
    with _entries(path) as entries:
        told = _manifest(entries)
        left = dict(told.files)
        for name, file in entries:
            if name not in left:
                raise BackupRefused(f"{path} holds “{name}”, which is no file of a backup.")
            if _copied(file, place(name)) != left.pop(name):
                raise BackupRefused(f"{path} is damaged: {name} is not what was put into it.")
            progress("Checking files", len(told.files) - len(left), len(told.files))
    if left:
        raise BackupRefused(f"{path} is not whole: {next(iter(left))} is missing.")
    return told


def described(path: Path) -> Manifest:
    """What a backup says of itself, read from its beginning only."""
    with _entries(path, whole=False) as entries:
        return _manifest(entries)


def _manifest(entries: Iterator[tuple[str, IO[bytes]]]) -> Manifest:
    name, file = next(entries, ("", io.BytesIO()))
    if name != manifest.NAME:
        raise BackupRefused("It does not begin with a manifest, so it is no backup of ours.")
    return manifest.read(file.read())


@contextmanager
def _entries(path: Path, *, whole: bool = True) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The files in an archive; links, devices and folders are refused. Says what is damaged."""
    try:
        with gzip.open(path, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            yield _files(tar, path)
            if whole:  # its last bytes say whether all before them are as they were
                with Path(os.devnull).open("wb") as nowhere:
                    shutil.copyfileobj(packed, nowhere)
    except _DAMAGED as error:
        raise BackupRefused(f"{path} is damaged, or no backup: {error}.") from error


def _files(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        file = tar.extractfile(entry) if entry.isreg() else None
        if file is None:
            raise BackupRefused(f"{path} holds “{entry.name}”, which is no file of a backup.")
        yield entry.name, file


def _copied(file: IO[bytes], target: Path | None) -> str:
    """SHA-256 of a file that is read, and written where there is a place for it."""
    seen = hashlib.sha256()
    with (target or Path(os.devnull)).open("wb") as copy:
        while chunk := file.read(_CHUNK):
            seen.update(chunk)
            copy.write(chunk)
        copy.flush()
        if target:
            os.fsync(copy.fileno())
    return seen.hexdigest()
