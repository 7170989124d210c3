"""Templates are indented for those who write them, and sent without."""

import re

import pytest
from django.conf import settings


@pytest.mark.django_db
def test_no_line_of_a_page_begins_with_indentation(client):
    written = (settings.BASE_DIR / "templates" / "base.html").read_text()
    sent = client.get("/").content.decode()

    assert re.search(r"(?m)^ ", written)
    assert "</html>" in sent
    assert re.search(r"(?m)^[ \t]", sent) is None


def test_nothing_in_which_white_space_counts_is_in_a_template():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        assert not re.search(r"<(pre|textarea)\b", path.read_text()), path
