"""Where requests come from."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from. What it says of others is believed of `TRUSTED_PROXIES` alone.

    Each proxy adds the address before it on the right, so the first from there that is none
    of ours is the client; whatever stands left of it, the client wrote. None where a server
    says nothing of where requests come from.
    """
    hop = str(request.META.get("REMOTE_ADDR", ""))
    for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_ours(hop) or not _is_address(said.strip()):
            break
        hop = said.strip()
    return hop if _is_address(hop) else None


def _is_ours(hop: str) -> bool:
    return _is_address(hop) and any(
        ip_address(hop) in ip_network(trusted, strict=False) for trusted in settings.TRUSTED_PROXIES
    )


def _is_address(hop: str) -> bool:
    try:
        ip_address(hop)
    except ValueError:
        return False
    return True
