"""A question that is written ahead is answered as if it were asked anew each time."""

import pytest

from procedures.models import Version
from procedures.models.prepared import Prepared
from procedures.vocabulary import Change
from tests.clinic import make_published

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def told(version):
    return {name: value for name, value in vars(version).items() if name != "_state"}


def test_the_row_is_the_one_that_the_queryset_gives():
    def ask(slug):
        full = Version.objects.published().with_review().with_due().with_previous()
        return full.filter(procedure__slug=slug)

    make_published(reviewed=True)
    make_published(change=Change.WORDING, summary="Other words.")
    make_published(slug="peel", title="Peel")
    prepared = Prepared(ask)

    for slug in ("microneedling", "peel"):
        assert told(prepared.first(slug)) == told(ask(slug).get())
    assert prepared.first("microneedling").signed["number"] == 1
    assert prepared.first("filler") is None


@pytest.mark.parametrize("title", ["It's 100% safe %s", "%", "'", "''; --"])
def test_what_the_question_says_itself_is_taken_as_it_stands(title):
    make_published(title=title)
    make_published(slug="peel", title="Peel")
    prepared = Prepared(lambda slug: Version.objects.filter(title=title, procedure__slug=slug))

    assert prepared.first("microneedling").title == title
    assert prepared.first("peel") is None
