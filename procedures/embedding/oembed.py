"""oEmbed: what a pasted address of a page becomes, for WordPress and whatever else asks.

The answer holds just what WordPress keeps of an unknown provider: a link in a quotation, and a
frame. It is off until staff switch it on, by a website of the register that is for it.
"""

from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from procedures.models import EmbedSite, Version
from procedures.patients.words import listing

#: Pixels. WordPress gives a frame at most 1,000 of height.
WIDTH, HEIGHT = 600, 1_000
_LONGEST = 2_000
_KEPT = 3_600


def oembed(request: HttpRequest) -> HttpResponse:
    """The document of a published and reviewed page; 404 for everything else."""
    asked = request.GET.get("format", "json")
    if asked not in ("json", "xml"):
        return HttpResponse("Ask for json or xml.", status=501, content_type="text/plain")
    address = request.GET.get("url", "")
    if not address:
        return HttpResponseBadRequest("Say which page: ?url=…", content_type="text/plain")
    site = EmbedSite.objects.oembed().first()
    version = _version(address) if site else None
    if site is None or version is None:
        raise Http404("No page to show in a frame has this address")
    said = _said(site, version, _pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    response = JsonResponse(said) if asked == "json" else _xml(said)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"max-age={_KEPT}"
    return response


def _version(address: str) -> Version | None:
    """The page at an address of ours, whole and as patients have it, or None."""
    if len(address) > _LONGEST:
        return None
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL or match.view_name != "procedure":
        return None
    found = listing.published().reviewed()
    return found.filter(procedure__slug=match.kwargs["slug"]).first()


def _pixels(request: HttpRequest, name: str) -> int | None:
    """A number of pixels; None where the reader named none that means anything."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 7 else None


def _said(
    site: EmbedSite, version: Version, widest: int | None, highest: int | None
) -> dict[str, str | int]:
    slug = version.procedure.slug
    width = min(WIDTH, widest or WIDTH)
    height = min(HEIGHT, highest or HEIGHT)
    html = format_html(
        '<blockquote><a href="{}">{}</a></blockquote>'
        '<iframe src="{}" title="{}: patient information" width="{}" height="{}" frameborder="0">'
        "</iframe>",
        settings.SITE_URL + reverse("procedure", args=[slug]),
        version.title,
        settings.EMBED_URL + reverse("embed", args=[site.key, slug]),
        version.title,
        width,
        height,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": version.title,
        "provider_name": settings.CLINIC_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": _KEPT,
        "width": width,
        "height": height,
        "html": str(html),
    }


def _xml(said: dict[str, str | int]) -> HttpResponse:
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        ElementTree.SubElement(root, name).text = str(value)
    words = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(words, content_type="text/xml; charset=utf-8")
