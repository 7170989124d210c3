"""Every photo of a text is found, wherever it stands."""

import pytest

from procedures.text.said.pictures import photos
from procedures.vocabulary import SectionKind
from tests.text.documents import PHOTO, make_document

OTHER = "4b" * 32


def photo(digest, scheme="photo"):
    return f'![A needle]({scheme}:{digest} "The needle")'


def test_a_text_without_pictures_names_none():
    assert photos(make_document()) == frozenset()


@pytest.mark.parametrize(
    "words",
    [
        {SectionKind.ABOUT: photo(PHOTO)},
        {SectionKind.ABOUT: f"Words before.\n\n{photo(PHOTO)}\n\nWords after."},
        {SectionKind.RECOVERY: {"Day 1": "Words.", "Day 2": photo(PHOTO)}},
        {SectionKind.HELP: {"Emergency": "Words.", "Any time": photo(PHOTO)}},
    ],
)
def test_a_photo_is_found_in_any_section_and_part(words):
    assert photos(make_document(words=words)) == {PHOTO}


def test_a_photo_of_a_patient_is_one_too():
    assert photos(make_document(words={SectionKind.CONS: photo(PHOTO, "patient-photo")})) == {PHOTO}


def test_each_photo_is_named_once():
    words = {
        SectionKind.ABOUT: f"{photo(PHOTO)}\n\n{photo(PHOTO)}",
        SectionKind.CONS: f"{photo(OTHER)}\n\n{photo(PHOTO, 'patient-photo')}",
    }
    assert photos(make_document(words=words)) == {PHOTO, OTHER}


def test_a_drawing_is_no_photo():
    drawing = '![Layers of the skin](drawing:skin-layers-1 "The skin")'
    assert photos(make_document(words={SectionKind.ABOUT: drawing})) == frozenset()


def test_a_link_is_no_photo():
    link = f"[A needle](https://example.org/photo:{PHOTO})"
    assert photos(make_document(words={SectionKind.ABOUT: link})) == frozenset()
