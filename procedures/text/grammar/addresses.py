"""Where a link may lead: to a page of ours by its slug, or to a web address."""

import re
from urllib.parse import urlsplit

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

#: A name of ASCII letters (Markdown has turned others into "xn--…" by then), or an IPv6 address.
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*")


def address_fault(address: str) -> tuple[str, str] | None:
    """What is wrong with the address of a link, and the mend; None where nothing is."""
    if address.startswith("procedure:"):
        if SLUG.fullmatch(address.removeprefix("procedure:")):
            return None
        return f"a link to “{address}”", "write procedure: and the slug, as procedure:chemical-peel"
    unreadable = (
        f"an address that cannot be read, “{address}”",
        "copy it again from the page itself",
    )
    try:
        parts = urlsplit(address)
        _ = parts.port  # read to see whether it can be
    except ValueError:
        return unreadable
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return (
            f"a link to “{address}”",
            "link to https://…, or to a page of ours as procedure:<slug>",
        )
    if parts.username is not None or parts.password is not None:
        return f"an address with a name or password in it, “{address}”", "take them out"
    if not _HOST.fullmatch(parts.hostname):
        return unreadable
    return None
