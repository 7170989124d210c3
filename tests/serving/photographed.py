"""A photo of a patient on a page, as staff put it there."""

from datetime import date, timedelta

from procedures.editorial.pictures import consenting, photos
from procedures.editorial.pictures.consenting import Agreed
from procedures.editorial.pictures.reencoding import reencode
from tests.clinic import NOW, make_clinician
from tests.editorial.test_reencoding import picture, saved


def make_photo(*, today, until=date(2999, 1, 1), colour="beige"):
    """A photo of somebody who agrees until a day: it, its address, and what a text says of it."""
    photo = photos.keep(reencode(saved(picture((96, 64), colour=colour), "PNG")), of_patient=True)
    agreed = Agreed("C-17", today - timedelta(days=1), until, "a pen", 1, 30, unretouched=True)
    consenting.record(photo, agreed, by=make_clinician(), at=NOW, today=today)
    return photo, f"/photos/{photo.digest}.webp", f'![A cheek]({photo.source} "After one.")'
