"""What a browser is told of everything below the key of a website: who may frame it."""

from procedures.models import EmbedSite
from procedures.models.embed import may_frame

#: What nobody may frame says; what some may frame says who instead.
_NOBODY = "'none'"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'none'; base-uri 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "strict-origin",
    # Both together are what a homepage needs that isolates itself.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), unload=(), usb=()"
    ),
}


def headers(site: EmbedSite) -> dict[str, str]:
    """The headers of every answer below the key of that website, whatever its status."""
    return _HEADERS | {"Content-Security-Policy": _POLICY + _ancestors(site)}


def _ancestors(site: EmbedSite) -> str:
    if site.any_site:
        # Only without the directive may a frame without an origin frame us: `*` excludes it.
        return ""
    allowed = [origin for origin in site.origins if may_frame(origin)]
    return f"; frame-ancestors {' '.join(allowed) or _NOBODY}"
