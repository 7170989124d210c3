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
    def _written(self) -> tuple[type[M], str, tuple[object, ...]]:
        asked = self._ask(self._hole)
        return asked.model, *asked.query.sql_with_params()

    def first(self, value: V) -> M | None:
        """The first of them, or None."""
        model, sql, params = self._written
        filled = [value if one == self._hole else one for one in params]
        return next(iter(model._default_manager.raw(sql, filled)), None)
