"""The site, asked by itself for what it answers to a reader."""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Sum

from procedures.editorial.files.glossary import FILE
from procedures.models import Generation
from procedures.serving.asking import request
from procedures.serving.freshness import Freshness, Token
from procedures.serving.front import Front
from procedures.serving.store import Kept


class _Counted:
    """The generation, asked for as everything else is."""

    lain = 1

    def number(self) -> int:
        return int(Generation.objects.aggregate(number=Sum("number"))["number"])

    def close(self) -> None:
        """Nothing is to be let go of: the connection is everybody's."""


class Site:
    """Django's own answers, and the token that says whether they still hold."""

    def __init__(self) -> None:
        self._freshness = Freshness(
            _Counted(),
            glossary=Path(settings.CONTENT_ROOT) / FILE,
            zone=ZoneInfo(settings.TIME_ZONE),
        )
        self._front = Front(WSGIHandler(), self._freshness, store=None, copies=None)

    def token(self) -> Token:
        return self._freshness.token()

    def ask(self, address: str, said: dict[str, str] | None = None) -> Kept:
        """What is answered to a reader."""
        return self._front.whole(request(address, said))
