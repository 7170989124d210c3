"""What the site asks of itself, as a reader would who takes no compression."""

from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings


def request(address: str, said: dict[str, str] | None = None) -> dict[str, Any]:
    """What a server would hand to the site; `said` are the reader's headers, as WSGI names them."""
    site = urlsplit(settings.SITE_URL)
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "wsgi.url_scheme": site.scheme,
        **(said or {}),
    }
    setup_testing_defaults(environ)
    return environ
