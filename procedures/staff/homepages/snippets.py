"""What is pasted into a homepage: a block, an address or an element, by where it goes."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from procedures.models import EmbedSite
from procedures.vocabulary import SectionKind

#: What a frame may do: run our script, open tabs, call numbers, print and download.
SANDBOX = (
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation allow-modals allow-downloads"
)
#: Pixels that are kept free until the height of the words is known: a screen of most devices.
RESERVE = 1_180
#: Pixels of a frame that scrolls, because nothing will give it the height of its words.
SCROLLING = 900


@dataclass(frozen=True)
class Place:
    """Where something is pasted: a family of platforms, what to do there, and what to paste."""

    key: str
    label: str
    paste: str
    steps: tuple[str, ...]


PLACES = (
    Place(
        "html",
        "Plain HTML",
        "block",
        ("Open the page in your editor.", "Paste the block where the words belong, and save."),
    ),
    Place(
        "wordpress",
        "WordPress",
        "block",
        (
            "Edit the page. Press + and choose the block “Custom HTML”.",
            "Paste into it, and press Update.",
            "Only editors and administrators of a site of its own may do this. In any other role, "
            "and on the smaller plans of WordPress.com, take “WordPress, pasted address”.",
        ),
    ),
    Place(
        "pasted",
        "WordPress, pasted address",
        "pasted",
        (
            "Paste the address alone on an empty line of the page. The frame appears by itself.",
            "WordPress shows up to 1,000 pixels of it; the rest scrolls.",
        ),
    ),
    Place(
        "wix",
        "Wix",
        "address",
        (
            "Press Add, Embed Code, and choose “Embed a site”, not “Embed HTML”.",
            "Paste the address, and pull the frame as tall as you can.",
            "If it stays empty, add the address that Wix shows your site at to this homepage.",
        ),
    ),
    Place(
        "squarespace",
        "Squarespace",
        "block",
        (
            "Add a Code block, choose HTML, and paste.",
            "If your plan refuses the last line, leave it out: the frame scrolls then.",
        ),
    ),
    Place(
        "webflow",
        "Webflow",
        "block",
        (
            "Add the element “Code Embed”, paste, and publish.",
            "The designer shows another address than your homepage: look at the published page.",
        ),
    ),
    Place(
        "no-script",
        "Without a script",
        "bare",
        ("Where scripts are not allowed, paste this. The frame scrolls, and all words are in it.",),
    ),
    Place(
        "developers",
        "For developers",
        "element",
        ("Put the element where the words belong. The link in it is shown without the script.",),
    ),
)


@dataclass(frozen=True)
class Snippet:
    """One frame of a homepage. Without a slug it is the list of its pages."""

    site: EmbedSite
    slug: str = ""
    name: str = ""
    section: str = ""
    low: bool = False

    @property
    def title(self) -> str:
        """What a screen reader calls the frame."""
        if not self.slug:
            return "Patient information"
        part = SectionKind(self.section).label.lower() if self.section else "patient information"
        return f"{self.name}: {part}"

    @property
    def address(self) -> str:
        """What the frame shows."""
        return f"{settings.EMBED_URL}{self._path()}"

    @property
    def page(self) -> str:
        """The page itself, for whoever has no frame."""
        path = reverse("procedure", args=[self.slug]) if self.slug else reverse("catalogue")
        return f"{settings.SITE_URL}{path}"

    def pasted(self, place: Place) -> str:
        """The words to paste there."""
        match place.paste:
            case "block":
                return f"{self._block(RESERVE)}\n{self._script()}"
            case "bare":
                return self._block(SCROLLING)
            case "element":
                return f"{self._element()}\n{self._script()}"
            case "address":
                return self.address
            case _:
                return self.page

    def _path(self) -> str:
        if not self.slug:
            return reverse("embed-list", args=[self.site.key])
        if self.section:
            return reverse("embed-section", args=[self.site.key, self.slug, self.section])
        return reverse("embed", args=[self.site.key, self.slug])

    def _block(self, height: int) -> str:
        return format_html(
            "<!-- {title}. Please keep this whole block. -->\n"
            '<div class="procinfo">\n'
            '  <iframe data-procinfo title="{title}"\n'
            '    src="{address}"\n'
            '    width="100%" height="{height}" frameborder="0" referrerpolicy="strict-origin"'
            "{lazy}\n"
            '    style="display:block;width:1px;min-width:100%;border:0"\n'
            '    sandbox="{sandbox}"></iframe>\n'
            "  {link}\n"
            "</div>",
            title=self.title,
            address=self.address,
            height=height,
            lazy=format_html(' loading="{}"', "lazy") if self.low else "",
            sandbox=SANDBOX,
            link=self._link(),
        )

    def _link(self) -> str:
        words = f"{self.title} ({settings.CLINIC_NAME})"
        return format_html('<p><a href="{}">{}</a></p>', self.page, words)

    def _element(self) -> str:
        said = {"site": self.site.key, "slug": self.slug, "section": self.section}
        named = format_html_join("", ' {}="{}"', [one for one in said.items() if one[1]])
        return format_html(
            '<procedure-info{} label="{}">\n  {}\n</procedure-info>',
            named,
            self.title,
            self._link(),
        )

    def _script(self) -> str:
        address = settings.EMBED_URL + reverse("embed-host")
        return format_html('<script async src="{}"></script>', address)
