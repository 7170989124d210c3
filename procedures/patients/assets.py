"""The one stylesheet and the few files pages need, all our own."""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from procedures.editorial.photos import stored_at
from procedures.models import Photo

_FOR_EVER = "max-age=31536000, immutable"


def _css() -> str:
    """Every small CSS file joined: layers and tokens first, then the rest by name."""
    files = sorted(
        Path(settings.STATIC_SOURCE).glob("*/*.css"),
        key=lambda path: (path.parent.name != "base", str(path)),
    )
    css = "".join(path.read_text(encoding="utf-8") for path in files)
    # Comments and indentation are for those who write the styles.
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).lstrip()


@cache
def _kept() -> str:
    return _css()


def css() -> str:
    """The stylesheet; read anew for every page while it is being worked on."""
    return _css() if settings.DEBUG else _kept()


def stylesheet_url() -> str:
    """An address that changes with the styles, so that browsers may keep it for ever."""
    return reverse("stylesheet", args=[hashlib.sha256(css().encode()).hexdigest()[:12]])


def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet as it is now; kept for ever only under its own name."""
    response = HttpResponse(css(), content_type="text/css; charset=utf-8")
    if request.path == stylesheet_url():
        response.headers["Cache-Control"] = _FOR_EVER
    return response


def icon(request: HttpRequest) -> HttpResponse:
    """The sign in the browser's tab."""
    path = Path(settings.STATIC_SOURCE) / "patients" / "icon.svg"
    return HttpResponse(path.read_bytes(), content_type="image/svg+xml")


def photo(request: HttpRequest, digest: str) -> HttpResponse:
    """A photo, whose name is the SHA-256 of its bytes."""
    path = stored_at(digest)
    if not Photo.objects.filter(digest=digest).exists() or not path.is_file():
        raise Http404("No such photo")
    response = HttpResponse(path.read_bytes(), content_type="image/webp")
    response.headers["Cache-Control"] = _FOR_EVER
    return response
