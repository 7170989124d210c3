"""What the parts of an address may be."""

from datetime import date

from django.urls import register_converter


class Slug:
    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """A version number: 1, 2, 3 … and never 01."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Day:
    """A day that exists, as 2026-11-22; the last day there is has no end to compute."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not date.min < day < date.max:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Sha256:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Slug, "procedure")
register_converter(Number, "number")
register_converter(Day, "day")
register_converter(Sha256, "sha256")
