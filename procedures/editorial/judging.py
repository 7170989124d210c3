"""Whether words could be shown on this site, which has these photos and these procedures."""

from datetime import date

from procedures.models import FormerSlug, Photo, Procedure
from procedures.text.format.allowed import Pictures
from procedures.text.showing import drawings
from procedures.text.writing import manuscript
from procedures.text.writing.manuscript import Fields, Judged


def judge(fields: Fields, today: date, known: Pictures | None = None) -> Judged:
    """Whether a draft of these words could be shown here, and else what is wrong with it.

    `known` is what a draft may name, where that was asked for already.
    """
    return manuscript.judge(fields, today=today, pictures=known or pictures())


def pictures() -> Pictures:
    """What a draft may name: photos, drawings, and procedures by any address they had."""
    photos = dict(Photo.objects.values_list("digest", "of_patient"))
    return Pictures(
        photos=frozenset(photos),
        drawings=drawings.known(),
        procedures=frozenset(
            name
            for model in (Procedure, FormerSlug)
            for name in model.objects.values_list("slug", flat=True)
        ),
        patient_photos=frozenset(digest for digest, of_patient in photos.items() if of_patient),
    )
