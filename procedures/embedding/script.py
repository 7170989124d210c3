"""The script of homepages: one address for ever, so that nobody edits their page for our sake."""

from base64 import b64encode
from hashlib import sha384

from django.http import HttpRequest, HttpResponse

from procedures.patients.answers import assets

_KEPT = "max-age=3600"


def script(request: HttpRequest) -> HttpResponse:
    """The script; a browser asks anew after an hour."""
    response = HttpResponse(assets.content("embed-host"), content_type=assets.JS)
    response.headers["Cache-Control"] = _KEPT
    # A homepage that checks `integrity` may read what it loads.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def integrity() -> str:
    """What a homepage may write beside the address, to be given exactly this script or none."""
    digest = sha384(assets.content("embed-host").encode()).digest()
    return f"sha384-{b64encode(digest).decode()}"
