"""Rows of the database as values: what was made of them once need not be made again."""

from typing import Generic, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


class Row(Generic[M]):
    """A row as it was fetched, with what its query added. Equal to any that says the same.

    Django holds two rows for equal that have the same key, whatever they say.
    """

    __slots__ = ("_said", "one")

    def __init__(self, one: M) -> None:
        self.one = one
        self._said = tuple(
            (name, repr(value) if isinstance(value, dict | list) else value)
            for name, value in vars(one).items()
            if name != "_state"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)
