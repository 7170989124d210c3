"""From accepted Markdown to HTML that is safe to show."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from procedures.text.format.allowed import DRAWING, PHOTO
from procedures.text.grammar import markdown
from procedures.text.lists.glossary import Glossary
from procedures.text.said import frequencies
from procedures.text.said.pictures import NARROWER
from procedures.text.showing import arrays, drawings
from procedures.text.showing.meanings import Meanings
from procedures.vocabulary import SectionKind

_TAGS = set("p ul ol li strong em a sup table thead tbody tr th td".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "aria-label"},
    "ol": {"start"},
    "th": {"class", "scope"},
    "td": {"class", "data-label"},
}


#: How wide a photo is shown: as the text is, and no wider than a phone.
_SIZES = "(min-width: 44rem) 40rem, 100vw"


class Html(str):
    """Markup that was escaped or cleaned; templates show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _photo_url(digest: str, width: int | None = None) -> str:
    return f"/photos/{digest}{f'-{width}' if width else ''}.webp"


@dataclass(frozen=True)
class Surroundings:
    """What a text needs from the site it is shown on.

    `photos` are the width and height in pixels of each photo that may be shown, by what a text
    names to show it, such as photo:<SHA-256>. `photo_url` takes a SHA-256, and a width for a
    narrower one. Words in `glossary` are explained where a section first has them. `sources_url`
    is the page that lists the sources, where it is another.
    """

    photos: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    photo_url: Callable[[str, int | None], str] = _photo_url
    procedure_url: Callable[[str], str] = "/procedures/{}/".format
    glossary: Glossary = field(default_factory=Glossary)
    sources_url: str = ""


@dataclass(frozen=True)
class Place:
    """A section of a page, by the id it has there and its heading."""

    anchor: str
    heading: str


class Renderer(RendererHTML):
    """Renders the parts of one page in reading order, and remembers what they cite.

    `place` is the section whose words are next, `cited` is source number → the sections that
    cite it, and `counted` the sources whose frequencies are drawn.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._labels: list[str] = []
        self._column = 0
        self.place = Place("", "")
        self.cited: dict[int, list[Place]] = {}
        self.counted: frozenset[int] = frozenset()
        self._meanings = Meanings(surroundings.glossary)
        self._made: list[str] = []
        self._drawn: set[tuple[int, int, tuple[int, ...]]] = set()
        self._in_link = False

    # The base class takes every public method for the rule of a token, but those whose name
    # begins with "render".

    def render_markdown(self, source: str) -> Html:
        """The HTML of some accepted Markdown."""
        tokens, _ = markdown.parse(source)
        return self.render_blocks(tokens)

    def render_blocks(self, tokens: Sequence[Token]) -> Html:
        """The HTML of some whole blocks."""
        return Html("".join(self._block(block) for block in markdown.blocks(tokens)))

    def _block(self, block: Sequence[Token]) -> str:
        picture = _picture(block)
        if picture is not None:
            return self._figure(picture)
        return self._cleaned(self.render(block, markdown.MARKDOWN.options, {}))

    def render_line(self, source: str) -> Html:
        """The HTML of words on one line."""
        tokens = markdown.MARKDOWN.parseInline(source)
        return Html(self._cleaned(self.render(tokens, markdown.MARKDOWN.options, {})))

    def _cleaned(self, markup: str) -> str:
        # The parser escapes everything already; this holds if it ever fails to.
        cleaned = nh3.clean(
            markup,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https"},
            link_rel=None,
        )
        return _ASIDE.sub(lambda found: self._made[int(found[1])], cleaned)

    def _figure(self, image: Token) -> str:
        source = str(image.attrGet("src"))
        caption = html.escape(str(image.attrGet("title")))
        drawing = DRAWING.fullmatch(source)
        if drawing and drawing[1] in drawings.known():
            shown = drawings.titled(drawing[1], image.content)
            return f'<figure class="drawing">{shown}<figcaption>{caption}</figcaption></figure>'
        if drawing:
            return _withheld("A drawing belongs here. It is not shown at the moment.", caption)
        photo = PHOTO.fullmatch(source)
        if photo is None or source not in self._surroundings.photos:
            # A patient's photo is shown nowhere until this database holds live consent for it.
            of_patient = photo is not None and photo[1] == "patient-photo"
            return _withheld(_OF_PATIENT if of_patient else _PHOTO, caption)
        alt = html.escape(image.content)
        return (
            f'<figure class="photo"><img {self._sizes(source, photo[2])} alt="{alt}" '
            f'loading="lazy"><figcaption>{caption}</figcaption></figure>'
        )

    def _sizes(self, source: str, digest: str) -> str:
        """Where the photo lies, and where narrower ones do for screens that need no more."""
        width, height = self._surroundings.photos[source]

        def address(narrower: int | None) -> str:
            return html.escape(self._surroundings.photo_url(digest, narrower))

        widths = [one for one in NARROWER if one < width]
        offered = ", ".join(
            [*(f"{address(one)} {one}w" for one in widths), f"{address(None)} {width}w"]
        )
        srcset = f' srcset="{offered}" sizes="{_SIZES}"' if widths else ""
        return f'src="{address(None)}"{srcset} width="{width}" height="{height}"'

    # The rules: one method for each kind of token.

    def citation(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        number = int(tokens[idx].content)
        places = self.cited.setdefault(number, [])
        if self.place not in places:
            places.append(self.place)
        return self._cited(number)

    def _cited(self, number: int) -> str:
        address = f"{html.escape(self._surroundings.sources_url)}#source-{number}"
        return f'<sup><a href="{address}" aria-label="Source {number}">[{number}]</a></sup>'

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # A raised number stands close to the word it belongs to, also at the end of a line.
        followed = idx + 1 < len(tokens) and tokens[idx + 1].type == "citation"
        content = tokens[idx].content.rstrip() if followed else tokens[idx].content
        return html.escape(content) if self._in_link else self._with_meanings(content)

    def _with_meanings(self, words: str) -> str:
        """The words, and beside each that the glossary explains a way to its meaning."""
        return "".join(
            self._put_aside(part) if ours else html.escape(part)
            for part, ours in self._meanings.told(self.place.anchor, words)
        )

    def paragraph_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        often = "".join(self._how_often(tokens[idx - 1]))
        return ("" if tokens[idx].hidden else "</p>\n") + (self._put_aside(often) if often else "")

    def _how_often(self, said: Token) -> Iterator[str]:
        """A drawing of each frequency that a paragraph says first and that can be drawn.

        That nobody knows one stands out as much, where it is about side effects.
        """
        for rate in frequencies.rates(said, self.counted):
            if (rate.count, rate.among, rate.sources) not in self._drawn:
                self._drawn.add((rate.count, rate.among, rate.sources))
                yield arrays.drawn(rate, "".join(map(self._cited, dict.fromkeys(rate.sources))))
        if self.place.anchor == SectionKind.SIDE_EFFECTS:
            yield from map(arrays.unknown, frequencies.unknown(said))

    def _put_aside(self, markup: str) -> str:
        """A place for markup of ours. Texts cannot hold its characters, nor does cleaning."""
        self._made.append(markup)
        return f"\ue000{len(self._made) - 1}\ue001"

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        self._in_link = True
        address = str(tokens[idx].attrGet("href"))
        if address.startswith("procedure:"):
            address = self._surroundings.procedure_url(address.removeprefix("procedure:"))
        return f'<a href="{html.escape(address)}">'

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        self._in_link = False
        return "</a>"

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        self._labels = []
        return "<table>"

    def tr_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        self._column = 0
        return "<tr>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        label = markdown.words(tokens[idx + 1])
        self._labels.append(label)
        # A corner without words heads nothing.
        return f'<th scope="col"{_alignment(tokens[idx])}>' if label else "<td>"

    def th_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</th>\n" if self._labels[-1] else "</td>\n"

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        label = html.escape(self._labels[self._column])
        self._column += 1
        return f'<td data-label="{label}"{_alignment(tokens[idx])}>'


#: The place of markup of ours, by its number.
_ASIDE = re.compile("\ue000([0-9]+)\ue001")
_PHOTO = "A photo belongs here. It is not shown at the moment."
_OF_PATIENT = "A photo of a patient belongs here. It is shown only while the patient agrees to it."


def _withheld(why: str, caption: str) -> str:
    """A place where a picture was: its words stay."""
    return f'<figure class="withheld"><p>{why}</p><figcaption>{caption}</figcaption></figure>'


def _alignment(cell: Token) -> str:
    """The parser writes an inline style for `---:`; the site's policy forbids those."""
    style: Any = cell.attrGet("style")
    return f' class="{style.replace("text-align:", "align-")}"' if style else ""


def _picture(block: Sequence[Token]) -> Token | None:
    """The image of a paragraph that is nothing else."""
    if block[0].type != "paragraph_open":
        return None
    children = block[1].children or []
    return children[0] if children and children[0].type == "image" else None
