"""The drawings of the house: SVG that takes the colours of the page, made of shared parts.

docs/drawings.md says how to draw the next one.
"""

import html
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "components" / "drawings"

_SVG = "{http://www.w3.org/2000/svg}"


class DrawingFault(Exception):
    """A drawing asks for a part that cannot be put there. Tests open every drawing first."""


@cache
def known() -> frozenset[str]:
    """The names a text may show, such as skin-layers-1."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def svg(name: str) -> str:
    """The drawing as markup to put into a page. Reviewed with the code, so it is trusted.

    Its parts are in their places. Comments, indentation and the namespace, which a page does
    not need, are gone.
    """
    return ElementTree.tostring(_read(FOLDER / f"{name}.svg", {}), encoding="unicode")


def titled(name: str, title: str) -> str:
    """The drawing under the words by which a screen reader announces it."""
    start, inside = svg(name).split(">", 1)
    return f"{start}><title>{html.escape(title, quote=False)}</title>{inside}"


def _read(path: Path, values: dict[str, str]) -> ElementTree.Element:
    """The drawing or part in this file, with a value for each name in braces."""
    try:
        words = path.read_text(encoding="utf-8").format_map(values)
    except KeyError as name:
        raise DrawingFault(
            f"{path.name} has no “{name.args[0]}”; add data-{name.args[0]}"
        ) from None
    if "<!DOCTYPE" in words:
        raise DrawingFault(f"{path.name} declares a type; entities could be anything, take it out")
    reader: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(["end"])
    reader.feed(words)
    reader.close()
    # What ends last is the drawing itself.
    found = [event[-1] for event in reader.read_events()]
    root = [one for one in found if isinstance(one, ElementTree.Element)][-1]
    for element in list(root.iter()):
        element.tag = element.tag.removeprefix(_SVG)
        element.text = _words(element.text)
        element.tail = _words(element.tail)
        if "data-part" in element.attrib:
            _fill(element)
    return root


def _fill(place: ElementTree.Element) -> None:
    """Put a part before what the place holds already."""
    values = {
        name.removeprefix("data-"): place.attrib.pop(name)
        for name in list(place.attrib)
        if name.startswith("data-")
    }
    parts = {path.stem: path for path in (FOLDER / "parts").glob("*.svg")}
    part = values.pop("part")
    if part not in parts:
        raise DrawingFault(f"no part “{part}”; use one of: {', '.join(sorted(parts))}")
    place[:0] = list(_read(parts[part], values))


def _words(text: str | None) -> str | None:
    return text if text and not text.isspace() else None
