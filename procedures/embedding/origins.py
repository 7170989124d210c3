"""Addresses that people paste, as the origins that a policy may name."""

import re
from urllib.parse import urlsplit

#: Hosts of the reader's own machine: only a site under development may be framed from there.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: Below each of these everybody may have a name, so `*.` before it would mean strangers.
SHARED = frozenset(
    """
    blogspot.com co.nz co.uk com.au com.br editorx.io gitbook.io github.io gitlab.io
    godaddysites.com hubspotpagebuilder.com jimdosite.com me.uk myshopify.com netlify.app org.uk
    pages.dev squarespace.com vercel.app web.app webflow.io weebly.com wixsite.com wixstudio.com
    wordpress.com wpengine.com
    """.split()
)
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
_ADDRESS = re.compile(r"[!-~\u00a1-\U0010ffff]+")


class OriginRefused(ValueError):
    """Words that name no website; the message says what to write instead."""


def normalised(typed: str, *, loopback: bool = False) -> str:
    """The origin of a website's address, such as https://www.clinic.example.

    `loopback` lets http://localhost pass too, with any port. Raises `OriginRefused`.
    """
    words = typed.strip(" \t")
    if not _ADDRESS.fullmatch(words):
        raise OriginRefused("Write one address on each line, without spaces in it.")
    if "://" not in words:
        words = f"https://{words}"
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError:
        raise OriginRefused(f"“{typed.strip()}” is no address of a website.") from None
    if parts.username is not None or parts.password is not None:
        raise OriginRefused("An address with a name or a password in it is refused.")
    host = (parts.hostname or "").removesuffix(".")
    if loopback and parts.scheme == "http" and host in LOOPBACK:
        return f"http://{host}" + (f":{port}" if port not in (None, 80) else "")
    if parts.scheme != "https":
        raise OriginRefused("Only addresses that begin with https:// may show our pages.")
    named = _ascii(host)
    if not _HOST.fullmatch(named) or len(named) > 253:
        raise OriginRefused(f"“{typed.strip()}” is no address of a website.")
    _refuse_shared(named)
    return f"https://{named}" + (f":{port}" if port not in (None, 443) else "")


def _ascii(host: str) -> str:
    """The name as the web's directories have it: what is not ASCII in punycode."""
    star, name = ("*.", host[2:]) if host.startswith("*.") else ("", host)
    try:
        return star + name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _refuse_shared(host: str) -> None:
    if host.startswith("*.") and (host[2:] in SHARED or "." not in host[2:]):
        raise OriginRefused(f"Below {host[2:]} anybody may have a website. Write the whole name.")


def beside(origin: str) -> str:
    """The origin that people forget: without www where it has it; empty where there is none."""
    for lead in ("https://www.", "https://*."):
        if origin.startswith(lead):
            return f"https://{origin.removeprefix(lead)}"
    return ""
