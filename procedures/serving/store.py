"""Answers kept as finished bytes. What a page says is the same for every reader of an address.

A cookie changes nothing: on patients' addresses Django itself takes it away first (`Answers`).
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qsl

from procedures.patients.answers.compression import best
from procedures.serving.freshness import Token

Headers = list[tuple[str, str]]
#: Whether it came by HTTPS, host, path, query, and the coding of the answer.
Key = tuple[bool, str, str, str, str]

#: Bytes. What is longer is asked for seldom.
LONGEST = 512 * 1024
#: Bytes beside the body that an answer takes.
_AROUND = 4_000
#: Path → the parameters with which its answer is kept. Any other is something typed.
_ASKED = {"/": {"group", "within"}, "/compare/": {"p"}}
#: What holds a date or words somebody typed, or is better asked for anew.
_TYPED = ("/search/", "/on/", "/photos/", "/admin/")
_STATUSES = ("200", "410")


@dataclass(slots=True)
class Kept:
    """One answer in one coding. `known` are the headers for who has it, once Django said them."""

    status: str
    headers: Headers
    body: bytes
    etag: str = ""
    known: Headers | None = field(default=None)


class Store:
    """What was answered since the token last moved; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._token: Token | None = None
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._codings: dict[str, str] = {}
        self._bytes = 0
        self._lock = Lock()

    def coding(self, taken: str) -> str:
        """The coding of the answers to an Accept-Encoding header."""
        found = self._codings.get(taken)
        if found is None:
            found = best(taken)
            if len(self._codings) < 256:  # browsers have few
                self._codings[taken] = found
        return found

    def get(self, key: Key, token: Token) -> Kept | None:
        """What is kept, if it was answered while the token was this one."""
        if token != self._token:
            return None
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found

    def keep(self, key: Key, token: Token, answer: Kept) -> None:
        """Keep an answer that was asked for after the token was, and before it moved."""
        if not is_for_all(key, answer):
            return
        with self._lock:
            if token != self._token:
                self._kept.clear()
                self._token, self._bytes = token, 0
            before = self._kept.pop(key, None)
            self._bytes += _size(answer) - (_size(before) if before else 0)
            self._kept[key] = answer
            while self._bytes > self._most:
                self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(answer: Kept) -> int:
    return len(answer.body) + _AROUND


def is_for_all(key: Key, answer: Kept) -> bool:
    """Whether everybody may be given the answer: it holds nothing typed, secret or gone wrong."""
    path, query = key[2], key[3]
    named = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    told = {name.lower(): value for name, value in answer.headers}
    return (
        answer.status[:3] in _STATUSES
        and (not query or (bool(named) and named <= _ASKED.get(path, set())))
        and not any(one in path for one in _TYPED)
        and len(answer.body) <= LONGEST
        and "set-cookie" not in told
        and "no-store" not in told.get("cache-control", "")
        and not told.get("content-type", "").startswith(("image/webp", "application/pdf"))
    )
