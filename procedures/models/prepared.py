"""A question that every page asks: Django writes its SQL once, for that takes it milliseconds."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
V = TypeVar("V")


class Prepared(Generic[M, V]):
    """Gives the rows that `ask` makes a queryset for, of any value in the place of `hole`.

    `hole` is a value that no question has. What the queryset adds to a row comes as the database
    gives it, and is not joined to other rows.
    """

    def __init__(self, ask: Callable[[V], models.QuerySet[M]], hole: V) -> None:
        self._ask = ask
        self._hole = hole

    @cached_property
    def _written(self) -> tuple[type[M], str, int]:
        """The model, the SQL, and how often the value stands in it."""
        asked = self._ask(self._hole)
        sql, params = asked.query.sql_with_params()
        places = sql.split("%s")
        written = places[0]
        for value, rest in zip(params, places[1:], strict=True):
            written += ("%s" if value == self._hole else _literal(value)) + rest
        return asked.model, written, list(params).count(self._hole)

    def first(self, value: V) -> M | None:
        """The first of them, or None."""
        model, sql, times = self._written
        return next(iter(model._default_manager.raw(sql, [value] * times)), None)


# SQLite plans a question anew each time where a value that is handed over might decide which
# partial index serves: 340 µs in place of 60.
def _literal(value: object) -> str:
    """A value of our own code, as SQL."""
    if isinstance(value, int):
        return str(int(value))
    return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
