"""What a text says of doing nothing, and that alone."""

import pytest

from procedures.text.said.options import doing_nothing
from procedures.vocabulary import SectionKind
from tests.text.documents import make_document


def said(options):
    """What is left of the other options."""
    section = doing_nothing(make_document(words={"other-options": options})).section(
        SectionKind.OPTIONS
    )
    return section and section.body


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ("**Doing nothing.** You can wait.", "**Doing nothing.** You can wait."),
        (
            "A laser.\n\nYou can do nothing,\nor wait [1].\n\nA peel.",
            "You can do nothing,\nor wait [1].",
        ),
        ("- A laser.\n- No treatment: wait.", "- A laser.\n- No treatment: wait."),
        ("A laser.\n\nA peel.", None),
    ],
)
def test_the_paragraph_or_list_that_speaks_of_it_is_left(options, left):
    assert said(options) == left


def test_every_other_section_stays():
    document = make_document()

    assert doing_nothing(document) == document
