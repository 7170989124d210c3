"""Nothing of a page is lost on its way to paper."""

import re

import pytest

from procedures.models import Version
from tests.patients.leaflet.test_leaflet import leaflet, told, tools

__all__ = ["tools"]  # a fixture

pytestmark = pytest.mark.django_db


def words(text):
    return re.findall(r"[^\W_]+", text)


@pytest.mark.uncounted
@pytest.mark.parametrize("slug", ["microneedling", "cryolipolysis", "sclerotherapy"])
def test_it_holds_every_word_of_every_section(client, slug):
    pdf = leaflet(client, f"/procedures/{slug}/leaflet.pdf")

    there = words(told("pdftotext", pdf, "-raw", "-"))
    joined = "".join(there)
    version = Version.objects.published().get(procedure__slug=slug)
    for section in version.sections.all():
        missing = [
            word for word in words(section.words) if word not in there and word not in joined
        ]
        assert missing == [], section.kind
