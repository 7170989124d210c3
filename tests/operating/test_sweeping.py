"""Files whose row never came are deleted once nobody can still be writing them."""

import os
from datetime import timedelta

import pytest

from procedures.editorial.pictures.photos import narrower
from tests.operating.places import make_photo, said

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1).total_seconds()


def test_what_nothing_names_goes_after_a_day_and_nothing_else(media):
    photo = make_photo()
    narrower(photo, 480)
    folder, kept = media / "photos", media / "leaflets"
    kept.mkdir()
    old = [folder / f"{'0' * 64}.webp", folder / ".1.part", kept / ".2.part"]
    young = folder / ".3.part"
    for file in (*old, young, kept / "kept.pdf"):
        file.write_bytes(b"half")
    (folder / "a folder").mkdir()
    for file in (*media.rglob("*.webp"), *media.rglob("*.pdf"), *media.rglob(".?.part")):
        if file != young:
            os.utime(file, (file.stat().st_mtime - DAY - 1,) * 2)

    told = said("checkpages")

    assert told == "".join(f"Deleted, as nothing names it: {one}\n" for one in sorted(old))
    assert sorted(one.name for one in media.rglob("*") if one.is_file()) == [
        ".3.part",
        f"{photo.digest}-480.webp",
        f"{photo.digest}.webp",
        "kept.pdf",
    ]
