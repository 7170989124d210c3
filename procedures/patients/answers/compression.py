"""Text leaves compressed, in the best coding that the reader takes."""

import gzip
import re
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

#: The fewest bytes that are worth it.
LEAST = 500
#: From so many bytes on the best compression takes half a second and more, and gains little.
LONG = 250_000

_AS_IT_IS = "identity"
#: Best first.
_CODINGS = ("br", "gzip", _AS_IT_IS)
_TEXT = re.compile(r"text/|image/svg\+xml|application/(?:json|xml|atom\+xml)\b")
#: One element of Accept-Encoding, as RFC 9110 has it.
_TAKEN = re.compile(r"([\w*-]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?")


def coding(request: HttpRequest, response: HttpResponse) -> str:
    """What the answer will be compressed with: br or gzip; identity where it stays as it is."""
    if not _TEXT.match(response.headers.get("Content-Type", "")):
        return _AS_IT_IS
    # Caches between here and the reader must know it of every coding, and of a 304 too.
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) < LEAST:
        return _AS_IT_IS
    return best(request.headers.get("Accept-Encoding", ""))


# Browsers send a dozen different ones.
@lru_cache(maxsize=256)
def best(taken: str) -> str:
    """The coding with the greatest weight in an Accept-Encoding header."""
    elements = (_TAKEN.fullmatch(one.strip()) for one in taken.lower().split(","))
    weights = {one[1]: float(one[2] or 1) for one in elements if one}

    def weight(name: str) -> float:
        return weights.get(name, weights.get("*", 0.0))

    found = max(_CODINGS, key=weight)
    return found if weight(found) else _AS_IT_IS


def compress(response: HttpResponse, name: str) -> None:
    """Put the words of an answer into that coding."""
    if name != _AS_IT_IS:
        _replace(response, _compressed(response.content, name), name)


def compress_once(response: HttpResponse, name: str) -> None:
    """The same for an answer that is sent to one reader: quickly, and not kept.

    The token of forms against forged requests is masked anew in each answer, so its length and
    that of the answer say nothing of it.
    """
    if name != _AS_IT_IS:
        _replace(response, _packed(response.content, name, brotli_level=4, gzip_level=5), name)


# The length of compressed words can betray a secret among them (BREACH), but pages hold none,
# and no cookie. A published page is the same bytes for everyone until somebody publishes, so the
# tenth of a second that the best compression takes is spent once.
@lru_cache(maxsize=64)
def _compressed(content: bytes, name: str) -> bytes:
    brotli_level = 9 if len(content) > LONG else 11
    return _packed(content, name, brotli_level=brotli_level, gzip_level=9)


def _packed(content: bytes, name: str, *, brotli_level: int, gzip_level: int) -> bytes:
    """The same bytes for the same words: gzip would else put the time into them."""
    if name == "gzip":
        return gzip.compress(content, gzip_level, mtime=0)
    packed: bytes = brotli.compress(content, quality=brotli_level)
    return packed


def _replace(response: HttpResponse, packed: bytes, name: str) -> None:
    response.content = packed
    response.headers["Content-Encoding"] = name
    response.headers["Content-Length"] = str(len(packed))
