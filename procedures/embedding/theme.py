"""The colours of a website's frames: any accent it likes, as near as can still be read."""

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from procedures.models import Theme

#: What words, and the lines around what is focused, need of contrast with what is behind them.
LEAST = 4.5
_HEX = re.compile("[0-9a-f]{6}")
_SCHEMES = {Theme.LIGHT: "light", Theme.DARK: "dark", Theme.AUTO: "light dark"}
_BEHIND = re.compile(r"--(?:paper|sheet|tint): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)")
_STEPS = 100
_FOR_EVER = "max-age=31536000, immutable"

Colour = tuple[int, int, int]


def colour(digits: str) -> Colour:
    """Red, green and blue of six hexadecimal digits, each from 0 to 255."""
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as WCAG 2 reckons it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(one: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in one)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _grounds() -> tuple[tuple[Colour, ...], tuple[Colour, ...]]:
    """What words of the accent's colour stand on, by day and by night."""
    tokens = (Path(settings.STATIC_SOURCE) / "base" / "tokens.css").read_text(encoding="utf-8")
    found = _BEHIND.findall(tokens)
    return tuple(colour(day) for day, _ in found), tuple(colour(night) for _, night in found)


def readable(accent: str) -> tuple[str, str]:
    """The accent by day and by night: mixed with just as much black or white as it needs."""
    day, night = _grounds()
    return _mixed(colour(accent), (0, 0, 0), day), _mixed(colour(accent), (255, 255, 255), night)


def _mixed(accent: Colour, end: Colour, grounds: tuple[Colour, ...]) -> str:
    mixtures = [_mix(accent, end, step / _STEPS) for step in range(_STEPS + 1)]
    found = next(one for one in mixtures if all(contrast(one, on) >= LEAST for on in grounds))
    return "#{:02x}{:02x}{:02x}".format(*found)


def _mix(accent: Colour, end: Colour, part: float) -> Colour:
    red, green, blue = (
        round(one + (other - one) * part) for one, other in zip(accent, end, strict=True)
    )
    return red, green, blue


@lru_cache(maxsize=256)
def styles(theme: str, accent: str) -> str:
    """The styles of a theme, to stand after those of every frame."""
    said = [f"color-scheme:{_SCHEMES[Theme(theme)]}"]
    if accent:
        said.append("--accent:light-dark({}, {})".format(*readable(accent)))
    return f"@layer tokens{{:root{{{';'.join(said)}}}}}"


def address(theme: str, accent: str) -> str:
    """Where those styles lie; it changes with them, so that browsers may keep them for ever."""
    return reverse("embed-theme", args=[theme, accent or "none", _digest(theme, accent)])


def _digest(theme: str, accent: str) -> str:
    return hashlib.sha256(styles(theme, accent).encode()).hexdigest()[:12]


def stylesheet(request: HttpRequest, theme: str, accent: str, digest: str) -> HttpResponse:
    """The styles of a theme, at the one address that is made for them."""
    digits = "" if accent == "none" else accent
    known = theme in Theme.values and (not digits or _HEX.fullmatch(digits))
    if not known or digest != _digest(theme, digits):
        raise Http404("No such theme")
    response = HttpResponse(styles(theme, digits), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = _FOR_EVER
    return response
