"""The styles, scripts and few files pages need: all our own, and named by what is in them."""

import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from procedures.editorial.pictures import photos
from procedures.models import Photo

_FOR_EVER = "max-age=31536000, immutable"


#: The components of framed pages: what they have not need not be fetched.
_FRAMED = frozenset(
    """
    contents drawing figure glance help icon notice often record section sources table timeline
    """.split()
)


def _css(room: str, components: frozenset[str] | None = None) -> str:
    """The small CSS files of a room joined: layers and tokens, components, then its own."""
    rooms = ("base", "components", room)
    sheets = [
        path
        for one in rooms
        for path in sorted((settings.STATIC_SOURCE / one).glob("*.css"))
        if one != "components" or components is None or path.stem in components
    ]
    return _small("".join(sheet.read_text(encoding="utf-8") for sheet in sheets))


def _small(css: str) -> str:
    """The styles without comments and the white space that is for those who write them."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = re.split(r'("[^"]*")', css)  # what stands in quotation marks is shown as it is
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"\s*([{};,])\s*|(:)\s+", r"\1\2", parts[place])
        parts[place] = re.sub(r"\s+", " ", parts[place]).replace(";}", "}")
    return "".join(parts).strip()


def _script(name: str) -> str:
    """One thing that the editor of staff does beyond its form."""
    return (settings.STATIC_SOURCE / "staff" / name).read_text(encoding="utf-8")


def _device() -> str:
    """What pages do on the reader's own device: modules joined, each in a block of its own."""
    parts = sorted((settings.STATIC_SOURCE / "patients").glob("*.js"))
    joined = "".join(f"{{{part.read_text(encoding='utf-8')}}}\n" for part in parts)
    return _bare(joined)


def _bare(script: str) -> str:
    # Comments stand on lines of their own, and no string goes over a line.
    return re.sub(r"(?m)^\s*(?:/\*(?s:.*?)\*/|//.*)?\s*", "", script)


def _embedding(name: str) -> str:
    """A script of frames, or of the homepages around them, without what is for its readers."""
    source = (settings.STATIC_SOURCE / "embedding" / name).read_text(encoding="utf-8")
    return _bare(source)


def _markdownx() -> str:
    """The preview script of django-markdownx, as it came."""
    return (files("markdownx") / "static/markdownx/js/markdownx.min.js").read_text("utf-8")


def _icon() -> str:
    """The sign in the browser's tab."""
    return (Path(settings.STATIC_SOURCE) / "patients" / "icon.svg").read_text(encoding="utf-8")


_CSS = "text/css; charset=utf-8"
#: What the editor of staff does beyond its form, and what every page of staff does.
EDITOR = ("editor.js", "inserts.js", "sections.js", "pictures.js")
SCRIPTS = ("stay.js", "homepage.js", *EDITOR)
JS = "text/javascript; charset=utf-8"
_FILES: dict[str, tuple[Callable[[], str], str]] = {
    "stylesheet": (partial(_css, "patients"), _CSS),
    "staff:stylesheet": (partial(_css, "staff"), _CSS),
    "staff:markdownx.js": (_markdownx, JS),
    **{f"staff:{name}": (partial(_script, name), JS) for name in SCRIPTS},
    "script": (_device, JS),
    "embed-stylesheet": (partial(_css, "embedding", _FRAMED), _CSS),
    "embed-child": (partial(_embedding, "child.js"), JS),
    "embed-host": (partial(_embedding, "v1.js"), JS),
    "icon": (_icon, "image/svg+xml"),
}


@cache
def _kept(name: str) -> str:
    return _FILES[name][0]()


def content(name: str) -> str:
    """The content of such a file; read anew for every page while it is being worked on."""
    return _FILES[name][0]() if settings.DEBUG else _kept(name)


def address(name: str) -> str:
    """An address that changes with the content, so that browsers may keep it for ever."""
    return _address(name, content(name))


@lru_cache(maxsize=32)
def _address(name: str, content: str) -> str:
    return reverse(name, args=[hashlib.sha256(content.encode()).hexdigest()[:12]])


def file(request: HttpRequest, name: str, digest: str = "") -> HttpResponse:
    """Such a file as it is now; kept for ever only under its own address."""
    response = HttpResponse(content(name), content_type=_FILES[name][1])
    if request.path == address(name):
        response.headers["Cache-Control"] = _FOR_EVER
    return response


def photo(request: HttpRequest, digest: str, width: int | None = None) -> HttpResponse:
    """A photo, whose name is the SHA-256 of its bytes, or a narrower one made of it.

    One of a patient is there while they agree, and is asked for anew each time.
    """
    found = Photo.objects.shown(timezone.localdate()).filter(digest=digest).first()
    raw = _bytes(found, width) if found else None
    if found is None or raw is None:
        raise Http404("No such photo")
    response = HttpResponse(raw, content_type="image/webp")
    if not found.of_patient:
        response.headers["Cache-Control"] = _FOR_EVER
    return response


def _bytes(found: Photo, width: int | None) -> bytes | None:
    if width is not None:
        return photos.narrower(found, width)
    path = photos.stored_at(found.digest)
    return path.read_bytes() if path.is_file() else None
