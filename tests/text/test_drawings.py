"""The drawings of the house, which stand in a page as they are."""

import re
from xml.etree import ElementTree

import pytest

from procedures.text import drawings
from procedures.text.allowed import DRAWING

SVG = "{http://www.w3.org/2000/svg}"
#: What runs, brings looks of its own, or could bring in something from elsewhere.
FOREIGN = {"script", "style", "foreignObject", "image", "a", "feImage", "animate", "set", "use"}


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """An empty folder of drawings."""
    monkeypatch.setattr(drawings, "FOLDER", tmp_path)
    drawings.known.cache_clear()
    drawings.svg.cache_clear()
    yield tmp_path
    drawings.known.cache_clear()
    drawings.svg.cache_clear()


def faults(markup):
    """Why this cannot be put into a page of ours."""
    root = ElementTree.fromstring(markup)
    if root.tag != f"{SVG}svg":
        yield f"<{root.tag}> at the top"
    if not markup.startswith("<svg"):
        yield "something before <svg>"
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if not re.fullmatch(r"[A-Za-z]+", name) or name in FOREIGN:
            yield f"<{name}>"
        for attribute, value in element.attrib.items():
            if attribute == "style" or re.match("on", attribute, re.IGNORECASE):
                yield f"{attribute}="
            elif attribute == "id":
                yield "an id, which a page that shows the drawing twice would have twice"
            elif "href" in attribute or re.search(r"url\(|//|\w:\w", value):
                yield f"something from elsewhere, {value}"


def test_every_drawing_can_be_named_and_put_into_a_page():
    for name in drawings.known():
        assert DRAWING.fullmatch(f"drawing:{name}"), name
        assert (name, list(faults(drawings.svg(name)))) == (name, [])


def svg(inside="", attributes=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{attributes}>{inside}</svg>'


def test_a_plain_drawing_is_sound():
    assert list(faults(svg('<g class="skin"><path d="M0 0h9"/><text>Skin</text></g>'))) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        (svg("<script/>"), "<script>"),
        (svg("<style/>"), "<style>"),
        (svg('<use href="#a"/>'), "<use>"),
        (svg('<b xmlns="http://www.w3.org/1999/xhtml"/>'), "<{http://www.w3.org/1999/xhtml}b>"),
        (svg(attributes=' onload="a()"'), "onload="),
        (svg(attributes=' ONLOAD="a()"'), "ONLOAD="),
        (svg(attributes=' style="color:red"'), "style="),
        (svg(attributes=' fill="url(//a.example/b)"'), "something from elsewhere"),
        (svg(attributes=' href="b"'), "something from elsewhere"),
        (svg('<path id="a"/>'), "an id"),
        ("<b/>", "<b> at the top"),
        (f"<!-- Skin -->{svg()}", "something before <svg>"),
    ],
)
def test_a_drawing_that_could_do_harm_would_be_noticed(markup, fault):
    assert any(one.startswith(fault) for one in faults(markup))


def test_drawings_are_known_by_the_names_of_their_files(shelf):
    (shelf / "skin-layers-1.svg").write_text(svg())
    (shelf / "skin-layers-2.svg").write_text(svg())
    (shelf / "README.md").write_text("Draw in black.")

    assert drawings.known() == {"skin-layers-1", "skin-layers-2"}


def test_without_a_folder_there_are_none(shelf, monkeypatch):
    monkeypatch.setattr(drawings, "FOLDER", shelf / "missing")
    assert drawings.known() == frozenset()


def test_a_drawing_is_given_without_the_space_around_it(shelf):
    (shelf / "skin-layers-1.svg").write_text(f"\n{svg('<text>Épidermis</text>')}\n", "utf-8")
    assert drawings.svg("skin-layers-1") == svg("<text>Épidermis</text>")
