"""The drawings of the house, which stand in a page as they are, and the parts they are made of."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from procedures.text.format.allowed import DRAWING
from procedures.text.showing import drawings
from tests.databases import ROOT

#: Element → its attributes. Nothing here runs, brings looks of its own, or reaches elsewhere.
ALLOWED = {
    "svg": {"role", "viewBox"},
    "desc": set(),
    "g": {"text-anchor", "transform"},
    "path": {"class", "d"},
    "circle": {"class", "cx", "cy", "r"},
    "text": {"x", "y"},
    "tspan": {"dy", "x"},
}

CSS = (ROOT / "static" / "components" / "drawing.css").read_text(encoding="utf-8")
CLASSES = set(re.findall(r"\.([a-z]+)", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)))
CLASSES.remove("drawing")

#: Units of a label, and the narrowest width in pixels at which it has them: a phone of 320 px
#: leaves 284 to a drawing.
PHONE = (float(re.search(r"\.drawing text \{[^}]*font-size: ([\d.]+)px", CSS)[1]), 284)
LAPTOP = (
    float(re.search(r"@container[^}]*font-size: ([\d.]+)px", CSS)[1]),
    16 * float(re.search(r"@container \(min-width: ([\d.]+)rem\)", CSS)[1]),
)

#: What a letter needs on average, in em, where the fonts of the page are wide.
LETTER = 0.54

#: Command of a path → how many numbers it takes. Arcs are left out: a test cannot place them.
TAKES = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "Q": 4, "S": 4, "C": 6, "Z": 1}


def faults(markup):
    """Why this cannot be put into a page of ours."""
    root = ElementTree.fromstring(markup)
    if root.tag != "svg" or root.get("role") != "img":
        yield '<svg role="img"> is not at the top'
    if not len(root) or root[0].tag != "desc" or not (root[0].text or "").endswith("."):
        yield "no <desc> that describes it, before all else"
    for element in root.iter():
        if element.tag not in ALLOWED:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name not in ALLOWED.get(element.tag, ()):
                yield f"{name}= of <{element.tag}>"
            elif name == "class" and not CLASSES.issuperset(value.split()):
                yield f"a class that drawing.css does not know, {value}"
            elif re.search(r"\.\d\d", value):
                yield f"more than one decimal, {value}"
    if not re.fullmatch(r"0 0 \d+ \d+", root.get("viewBox", "")):
        yield "no viewBox from 0 0 in whole units"
        return
    width, height = (int(one) for one in root.get("viewBox").split()[2:])
    for size, shown in (PHONE, LAPTOP):
        if size * shown / width < 12:
            yield f"labels of less than 12 px where it is {shown:g} px wide"
    boxes = list(painted(root))
    for what, left, top, right, bottom in boxes:
        if left < 0 or top < 0 or right > width or bottom > height:
            yield f"{what} outside the viewBox"
    for one, other in combinations([box for box in boxes if box[0].startswith("“")], 2):
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]:
            yield f"{one[0]} on {other[0]}"


def painted(element, x=0.0, y=0.0, anchor="start"):
    """What, left, top, right and bottom of each thing painted, without the width of its line."""
    moved = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", "translate(0 0)"))
    assert moved, "only translate(x y) can be followed"
    x, y = x + float(moved[1]), y + float(moved[2])
    anchor = element.get("text-anchor", anchor)
    if element.tag == "path":
        along, down = zip(*points(element.get("d")), strict=True)
        yield "a line", x + min(along), y + min(down), x + max(along), y + max(down)
    elif element.tag == "circle":
        cx, cy, r = (float(element.get(name, 0)) for name in ("cx", "cy", "r"))
        yield "a circle", x + cx - r, y + cy - r, x + cx + r, y + cy + r
    elif element.tag == "text":
        y += float(element.get("y", 0))
        for line in element.iter():
            left = x + float(line.get("x", 0))
            y += PHONE[0] * float(line.get("dy", "0").removesuffix("em"))
            width = PHONE[0] * LETTER * len(line.text)
            left -= {"start": 0, "middle": width / 2, "end": width}[anchor]
            yield f"“{line.text}”", left, y - PHONE[0] / 2, left + width, y + PHONE[0] / 2
    else:
        for one in element:
            yield from painted(one, x, y, anchor)


def points(path):
    """The points that a path goes to or is pulled to: it stays among them."""
    start = x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        kind = command.upper()
        values = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for first in range(0, len(values), TAKES[kind]):
            some = values[first : first + TAKES[kind]]
            along, down = (x, y) if command.islower() else (0.0, 0.0)
            if kind == "H":
                ends = [(along + some[0], y)]
            elif kind == "V":
                ends = [(x, down + some[0])]
            else:
                ends = [(along + a, down + b) for a, b in zip(some[::2], some[1::2], strict=True)]
            yield from ends
            x, y = ends[-1]
            if kind == "M" and first == 0:
                start = x, y
        if kind == "Z":
            x, y = start


# The drawings -----------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(drawings.known()))
def test_every_drawing_can_be_named_and_put_into_a_page(name):
    assert DRAWING.fullmatch(f"drawing:{name}")
    assert list(faults(drawings.svg(name))) == []


def test_every_class_and_every_part_is_used():
    whole = "".join(map(drawings.svg, drawings.known()))
    files = "".join(path.read_text("utf-8") for path in drawings.FOLDER.rglob("*.svg"))

    assert set(" ".join(re.findall(r'class="([^"]*)"', whole)).split()) == CLASSES
    assert set(re.findall(r'data-part="([^"]*)"', files)) == {
        path.stem for path in (drawings.FOLDER / "parts").glob("*.svg")
    }


def test_the_needles_and_the_ruler_are_to_scale():
    root = ElementTree.parse(drawings.FOLDER / "skin-needle-depth-1.svg")
    svg = "{http://www.w3.org/2000/svg}"
    labels = {one.get("x"): one.text for one in root.iter(f"{svg}text") if one.get("y")}
    ruler = ElementTree.parse(drawings.FOLDER / "parts" / "ruler.svg")
    marks = [(one.text, one.get("y")) for one in ruler.iter(f"{svg}text")]

    lengths = {}
    for needle in root.iterfind(".//*[@data-part='needle']"):
        x, tip = needle.get("transform").removeprefix("translate(").removesuffix(")").split()
        assert needle.get("data-length") == tip  # the surface is at 0, so the plate lies on it
        lengths[labels[x]] = float(tip) / 50

    assert lengths == {"0.5 mm": 0.5, "1.5 mm": 1.5, "3 mm": 3}
    assert marks[:4] == [(str(number), str(50 * number)) for number in range(4)]


def test_the_needles_with_heat_are_as_long_as_the_ruler_says():
    root = ElementTree.parse(drawings.FOLDER / "skin-needle-heat-1.svg")

    tips = []
    for needle in root.iterfind(".//*[@data-part='needle']"):
        place = needle.get("transform")
        assert place.endswith(f" {needle.get('data-length')})")  # its plate lies on the surface
        tips.append((float(needle.get("data-length")) / 50, place))
    hot = [one.get("transform") for one in root.iterfind(".//*[@data-part='glow']")]

    assert [length for length, _ in tips] == [2, 0.5, 2]
    assert hot == [place for _, place in tips[1:]]


def make(inside="", attributes=' role="img" viewBox="0 0 99 99"'):
    return f"<svg{attributes}><desc>The skin.</desc>{inside}</svg>"


def test_a_plain_drawing_is_sound():
    inside = (
        '<g transform="translate(9 9)"><path class="top" d="M0 0h9V9q-.5-9 9 9t1 1zm1 1v9"/>'
        '<circle class="dot" r="2"/><text x="4" y="20">Skin<tspan x="4" dy="1.2em">a</tspan></text>'
        '<g text-anchor="end"><text x="20">b</text></g></g>'
    )
    assert list(faults(make(inside))) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        (make("<script/>"), "<script>"),
        (make("<style/>"), "<style>"),
        (make('<use href="#a"/>'), "<use>"),
        (make('<b xmlns="http://www.w3.org/1999/xhtml"/>'), "<{http://www.w3.org/1999/xhtml}b>"),
        (make('<g onload="a()"/>'), "onload= of <g>"),
        (make('<g style="color:red"/>'), "style= of <g>"),
        (make('<path d="M0 0" fill="url(//a.example/b)"/>'), "fill= of <path>"),
        (make('<path d="M0 0" id="a"/>'), "id= of <path>"),
        (make('<path class="top sky" d="M0 0"/>'), "a class that drawing.css does not know, top s"),
        (make('<path d="M0 0.25"/>'), "more than one decimal, M0 0.25"),
        (make('<path d="M90 90l10-1"/>'), "a line outside the viewBox"),
        (make('<circle cx="9" cy="1" r="2"/>'), "a circle outside the viewBox"),
        (make('<text x="60" y="50">Epidermis</text>'), "“Epidermis” outside the viewBox"),
        (make('<g text-anchor="end"><text x="9" y="9">a b</text></g>'), "“a b” outside the view"),
        (make('<text y="20">a</text><text y="30">b</text>'), "“a” on “b”"),
        (make(attributes=' viewBox="0 0 9 9"'), '<svg role="img"> is not at the top'),
        ("<b/>", '<svg role="img"> is not at the top'),
        ('<svg role="img" viewBox="0 0 9 9"/>', "no <desc> that describes it"),
        ('<svg role="img" viewBox="0 0 9 9"><desc/></svg>', "no <desc> that describes it"),
        (make(attributes=' role="img"'), "no viewBox from 0 0 in whole units"),
        (make(attributes=' role="img" viewBox="0 0 340 9"'), "labels of less than 12 px where"),
    ],
)
def test_a_drawing_that_could_do_harm_or_be_misread_would_be_noticed(markup, fault):
    assert any(one.startswith(fault) for one in faults(markup))


# How they are put together ------------------------------------------------------


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of drawings with an empty folder of parts."""
    (tmp_path / "parts").mkdir()
    monkeypatch.setattr(drawings, "FOLDER", tmp_path)
    drawings.known.cache_clear()
    drawings.svg.cache_clear()
    yield tmp_path
    drawings.known.cache_clear()
    drawings.svg.cache_clear()


def put(path, inside):
    """A file as an illustrator writes it."""
    path.write_text(
        f'<!-- Origin: the middle. -->\n<svg xmlns="http://www.w3.org/2000/svg">\n  {inside}\n'
        "</svg>\n",
        encoding="utf-8",
    )


def test_drawings_are_known_by_the_names_of_their_files(shelf):
    put(shelf / "skin-layers-1.svg", "")
    put(shelf / "skin-layers-2.svg", "")
    put(shelf / "parts" / "skin.svg", "")
    (shelf / "README.md").write_text("Draw in black.")

    assert drawings.known() == {"skin-layers-1", "skin-layers-2"}


def test_without_a_folder_there_are_none(shelf, monkeypatch):
    monkeypatch.setattr(drawings, "FOLDER", shelf / "missing")
    assert drawings.known() == frozenset()


def test_a_drawing_is_given_without_what_only_its_file_needs(shelf):
    put(shelf / "a-1.svg", "<!-- Words -->\n  <text>Épidermis &amp; <tspan>b</tspan> c</text>")

    assert drawings.svg("a-1") == ("<svg><text>Épidermis &amp; <tspan>b</tspan> c</text></svg>")


def test_a_part_stands_in_its_place_before_what_the_place_holds(shelf):
    put(shelf / "parts" / "leader.svg", '<path d="M0 0h9"/>')
    put(shelf / "a-1.svg", '<g data-part="leader" transform="translate(1 2)"><text>Fat</text></g>')

    assert drawings.svg("a-1") == (
        '<svg><g transform="translate(1 2)"><path d="M0 0h9" /><text>Fat</text></g></svg>'
    )


def test_a_part_may_be_put_twice_and_hold_parts_and_take_values(shelf):
    put(shelf / "parts" / "tip.svg", '<path d="M0 {depth}"/>')
    put(shelf / "parts" / "needle.svg", '<g data-part="tip" data-depth="{depth}"/>')
    put(
        shelf / "a-1.svg",
        '<g data-part="needle" data-depth="5"/><g data-part="needle" data-depth="9"/>',
    )

    assert drawings.svg("a-1") == (
        '<svg><g><g><path d="M0 5" /></g></g><g><g><path d="M0 9" /></g></g></svg>'
    )


def test_a_part_that_does_not_exist_is_refused_by_name(shelf):
    put(shelf / "parts" / "skin.svg", "")
    put(shelf / "parts" / "hair.svg", "")
    put(shelf / "a-1.svg", '<g data-part="hare"/>')

    with pytest.raises(drawings.DrawingFault, match=r"^no part “hare”; use one of: hair, skin$"):
        drawings.svg("a-1")


def test_a_value_that_a_part_needs_is_asked_for(shelf):
    put(shelf / "parts" / "needle.svg", '<path d="M0 {length}"/>')
    put(shelf / "a-1.svg", '<g data-part="needle"/>')

    with pytest.raises(drawings.DrawingFault, match=r"^needle\.svg has no “length”; add data-le"):
        drawings.svg("a-1")


def test_a_drawing_that_declares_entities_is_refused(shelf):
    put(shelf / "a-1.svg", "<desc>&b;</desc>")
    drawing = shelf / "a-1.svg"
    bomb = '<!DOCTYPE svg [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'
    drawing.write_text(bomb + drawing.read_text())

    with pytest.raises(drawings.DrawingFault, match=r"^a-1\.svg declares a type"):
        drawings.svg("a-1")


def test_a_drawing_is_announced_by_the_alt_text_of_the_page(shelf):
    put(shelf / "a-1.svg", "<desc>One.</desc>")

    assert drawings.titled("a-1", 'A "b" & <c>') == (
        '<svg><title>A "b" &amp; &lt;c&gt;</title><desc>One.</desc></svg>'
    )
