"""How often in a minute somebody may ask for what is much work.

Only numbers are kept, for that minute, under what nobody can read an address out of. A cache that
does not answer counts nothing, and refuses nobody.
"""

from functools import cache as once
from importlib import import_module
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from procedures.patients.answers.visitors import client_address

_MINUTE = 60
#: Whoever has one address of IPv6 has all that begin with the same so many bits.
_NETWORK = 64


def is_over(request: HttpRequest, what: str) -> bool:
    """Whether an address asks more often than `settings.MOST_A_MINUTE` lets it; 0 lets all."""
    most: int = settings.MOST_A_MINUTE[what]
    address = client_address(request)
    if not most or address is None:
        return False
    who = salted_hmac("procedures.patients.answers.limits", _whose(address), algorithm="sha256")
    return counted(f"{what}:{who.hexdigest()}") > most


def _whose(address: str) -> str:
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, _NETWORK), strict=False))
    return address


def counted(key: str) -> int:
    """How often this was counted in this minute, with this time; 0 where nothing counts."""
    try:
        cache.add(key, 0, timeout=_MINUTE)
        return cache.incr(key)
    except ValueError:  # the minute ended between the two
        return 0
    except unreachable():
        return 0


@once
def unreachable() -> tuple[type[Exception], ...]:
    """What a cache raises that does not answer."""
    try:
        return OSError, import_module("redis.exceptions").RedisError
    except ImportError:  # Redis is an extra
        return (OSError,)


def later(request: HttpRequest) -> HttpResponse:
    """429: what to do meanwhile, and when to ask again."""
    response = render(request, "patients/later.html", status=429)
    response.headers["Retry-After"] = str(_MINUTE)
    response.headers["Cache-Control"] = "no-store"
    return response
