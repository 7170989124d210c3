"""What a backup holds is looked at byte by byte before anything of it is written."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib

import pytest

from procedures.operating import archive, manifest
from procedures.operating.refusals import BackupRefused
from tests.operating.places import quiet

PHOTO = b"the bytes of a photo" * 50
NAME = f"photos/{hashlib.sha256(PHOTO).hexdigest()}.webp"
TOLD = {
    "made_at": "2026-11-22T09:30:00+00:00",
    "version": "0.1.0",
    "engine": "sqlite",
    "migrations": [],
    "rows": {},
    "files": {NAME: hashlib.sha256(PHOTO).hexdigest()},
    "missing": [],
    "form": 1,
}


def entry(name, raw=b"", kind=tarfile.REGTYPE, link=""):
    made = tarfile.TarInfo(name)
    made.size, made.type, made.linkname = len(raw), kind, link
    return made, raw


def told(**changes):
    return entry("manifest.json", json.dumps({**TOLD, **changes}).encode())


def packed(path, *entries):
    with tarfile.open(path, "w:gz") as tar:
        for made, raw in entries:
            tar.addfile(made, io.BytesIO(raw))
    return path


def refused(path, into):
    """Why the archive is refused; and that nothing of it was written."""
    with pytest.raises(BackupRefused) as refusal:
        archive.unpack(path, place=lambda name: None, progress=quiet)
    assert not into.exists() or not any(into.iterdir())
    return str(refusal.value)


PHOTO_ENTRY = entry(NAME, PHOTO)
ODD = [
    (
        "names a file outside",
        [told(files={"../../etc/passwd": "0"})],
        "“../../etc/passwd”, which is",
    ),
    ("names a whole path", [told(files={"/etc/passwd": "0"})], "“/etc/passwd”, which is no"),
    ("holds a file outside", [told(), entry("../x", b"x")], "“../x”, which is no file of a backup"),
    (
        "holds a link",
        [told(), entry(NAME, kind=tarfile.SYMTYPE, link="/etc/passwd")],
        "which is no",
    ),
    (
        "holds a hard link",
        [told(), entry(NAME, kind=tarfile.LNKTYPE, link="x")],
        "which is no file",
    ),
    ("holds a device", [told(), entry(NAME, kind=tarfile.CHRTYPE)], "which is no file"),
    ("holds a folder", [told(), entry("photos", kind=tarfile.DIRTYPE)], "“photos”, which is no"),
    ("holds a file twice", [told(), PHOTO_ENTRY, PHOTO_ENTRY], "which is no file of a backup"),
    ("lacks a file", [told()], f"is not whole: {NAME} is missing"),
    ("holds other bytes", [told(), entry(NAME, b"others")], f"is damaged: {NAME} is not what"),
    ("has no manifest", [PHOTO_ENTRY, told()], "does not begin with a manifest"),
    ("is empty", [], "does not begin with a manifest"),
    ("has an odd manifest", [entry("manifest.json", b"{}")], "manifest cannot be read"),
    ("has a broken manifest", [entry("manifest.json", b"{")], "manifest cannot be read"),
    ("says too much", [told(more=1)], "manifest cannot be read"),
    (
        "has a later form",
        [told(form=2)],
        "It has form 2, and this version of Procedure Pages reads",
    ),
]


@pytest.mark.parametrize(("entries", "why"), [one[1:] for one in ODD], ids=[one[0] for one in ODD])
def test_an_archive_that_is_odd_is_refused(entries, why, tmp_path):
    assert why in refused(packed(tmp_path / "odd.tar.gz", *entries), tmp_path / "into")


def test_every_flipped_byte_and_every_cut_is_noticed(tmp_path):
    whole, photo = tmp_path / "whole.tar.gz", tmp_path / "photo"
    photo.write_bytes(PHOTO)
    archive.write(whole, manifest.Manifest(**TOLD), {NAME: photo}, progress=quiet)
    raw = whole.read_bytes()
    assert archive.unpack(whole, place=lambda name: None, progress=quiet).files == TOLD["files"]
    assert archive.described(whole).engine == "sqlite"
    other = tmp_path / "other.tar.gz"

    for place in range(10, len(raw)):  # before that, gzip says when and where it was made
        other.write_bytes(raw[:place] + bytes([raw[place] ^ 0x10]) + raw[place + 1 :])
        if unpacked(other) != unpacked(whole):  # some bits say the same in another way
            refused(other, tmp_path / "into")
    for length in range(0, len(raw), 7):
        other.write_bytes(raw[:length])
        refused(other, tmp_path / "into")


def unpacked(path):
    """What gzip makes of a file; None where it notices the damage itself."""
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    for raw in (b"Notes", gzip.compress(b"Notes" * 1000)):
        (tmp_path / "notes").write_bytes(raw)
        assert "is damaged, or no backup" in refused(tmp_path / "notes", tmp_path / "into")


def test_the_form_of_the_manifest_is_read_as_it_was_written():
    before = manifest.Manifest(**TOLD)

    assert manifest.read(manifest.write(before)) == before
