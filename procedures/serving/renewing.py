"""Makes the last good pages anew whenever what they say may have changed."""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from django.db import Error, connections
from django.urls import reverse

from procedures.models import Procedure
from procedures.serving.asking import request
from procedures.serving.freshness import Freshness, Unreadable
from procedures.serving.last_good import MOST, LastGood
from procedures.serving.store import Kept

Ask = Callable[[dict[str, Any]], Kept]

_log = logging.getLogger(__name__)


class Renewal:
    """Asks the site itself for the pages a patient may need at any hour, beside its readers.

    Waiting until a reader asks would leave the folder empty just after something was published.
    """

    def __init__(
        self,
        ask: Ask,
        freshness: Freshness,
        copies: LastGood,
    ) -> None:
        self._ask = ask
        self._freshness = freshness
        self._copies = copies
        self._started = time.time()

    def start(self) -> None:
        """Begin, where no other process or thread is at it."""
        Thread(target=self.run, name="last good pages", daemon=True).start()

    def run(self) -> None:
        """Make what is missing until nothing is, also if something changes meanwhile."""
        try:
            with self._copies.alone() as alone:
                while alone and not self._run():
                    pass
        except (Unreadable, Error, OSError) as error:
            _log.warning("the last good pages were not made anew: %s", error)
        finally:
            connections.close_all()

    def _run(self) -> bool:
        """Whether every copy is of the token that there is now."""
        token = self._freshness.token()
        self._copies.see(token)
        paths = pages()
        for path in paths:
            if self._copies.has(path, token, self._started):
                continue
            answer = self._ask(request(path))
            if self._freshness.token() != token:
                return False
            if answer.status[:3] in ("200", "410"):
                self._copies.keep(path, token, answer)
        self._copies.sweep(set(paths))
        return True


def pages() -> list[str]:
    """The addresses of the pages that a worried patient needs."""
    slugs: Iterable[str] = Procedure.objects.values_list("slug", flat=True)[:MOST]
    found = [reverse(name) for name in ("catalogue", "about", "glossary")]
    return found + [reverse("procedure", args=[slug]) for slug in slugs]
