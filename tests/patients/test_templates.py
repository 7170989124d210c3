"""Templates are indented for those who write them, and sent without."""

import re

import pytest
from django.template.loader import render_to_string


@pytest.mark.django_db
def test_no_line_of_a_page_begins_with_indentation(client, settings):
    written = (settings.BASE_DIR / "templates" / "base.html").read_text()
    sent = client.get("/").content.decode()

    assert re.search(r"(?m)^ ", written)
    assert "</html>" in sent
    assert re.search(r"(?m)^[ \t]", sent) is None


def test_a_line_of_tags_alone_leaves_no_line(settings, tmp_path):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "a.html").write_text(
        "{# Takes: x. #}\n<p>\n  {% if x %}\n    One\n  {% else %}{# No x. #}\n"
        "    {{ y }} {% if y %}b{% endif %}\n"
        "  {% endif %}\n  two\n</p>\n"
    )

    shown = render_to_string("a.html", {"y": "a"})

    assert shown == "<p>\na b\ntwo\n</p>\n"
    assert render_to_string("a.html", {"x": True}) == "<p>\nOne\ntwo\n</p>\n"


def test_where_white_space_counts_a_template_has_nothing_but_a_value(settings):
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for inside in re.findall(r"<(?:pre|textarea)\b[^>]*>(.*?)</", path.read_text(), re.DOTALL):
            assert re.fullmatch(r"\n?\{\{[^}]*\}\}|", inside), path
