"""How nginx answers from a frozen site: the same headers, codings and ETags as Django."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from procedures.patients.answers.compression import LEAST
from procedures.serving.freezing.addresses import LIVE, MEANING
from procedures.serving.store import Kept

#: The files to include: in `http { … }`, and in `server { … }`.
FILES = ("frozen.conf", "frozen-site.conf")
#: Headers that are said of one answer, not of its sort.
_OF_ONE = frozenset({"Content-Length", "Content-Type", "ETag", "Location"})


@dataclass(frozen=True)
class Sort:
    """Answers that differ only in their bytes, their ETag, or where they lead."""

    status: int
    type: str
    headers: tuple[tuple[str, str], ...]
    #: Whether they lie there compressed too.
    twins: bool

    @property
    def is_known(self) -> bool:
        """Whether a reader who has it already is told so."""
        return self.status == 200

    @property
    def moves(self) -> bool:
        return self.status == 301


def sort(answer: Kept) -> Sort:
    """The sort of an answer."""
    told = dict(answer.headers)
    return Sort(
        status=int(answer.status[:3]),
        type=told.get("Content-Type", ""),
        headers=tuple(one for one in answer.headers if one[0] not in _OF_ONE),
        twins="Vary" in told and len(answer.body) >= LEAST,
    )


@dataclass(frozen=True)
class Lying:
    """An answer that lies in a folder, or leads elsewhere. `asked` is what the site was asked."""

    asked: str
    sort: Sort
    file: str
    moved: str = ""
    etag: str = ""

    @property
    def address(self) -> str:
        """What a reader asks for."""
        return self.asked.removesuffix(TYPED)

    @property
    def is_of_patient(self) -> bool:
        """Whether it is a photo that is shown while a patient agrees."""
        kept = dict(self.sort.headers)["Cache-Control"]
        return self.address.startswith("/photos/") and "immutable" not in kept


#: Something that a reader may have typed: nobody on the way keeps the answer to it.
TYPED = "?typed"


def confs(
    release: Path,
    lying: list[Lying],
    others: dict[str, Lying],
    *,
    until: datetime,
    midnight: datetime,
) -> Iterator[tuple[str, str]]:
    """The name and the text of each file to include."""
    sorts = list(dict.fromkeys(one.sort for one in (*lying, *others.values())))
    numbers = {one: number for number, one in enumerate(sorts)}

    def to(one: Lying) -> str:
        return f"/-/{numbers[one.sort]}/{one.file}{'$frozen_twin' if one.sort.twins else ''}"

    def places(status: int, *, of_patient: bool = False) -> list[tuple[str, str]]:
        return [
            (one.address, to(one))
            for one in lying
            if one.sort.status == status and one.is_of_patient == of_patient
        ]

    def etags(*, of_patient: bool = False) -> list[tuple[str, str]]:
        return [
            (one.address, f'"{one.etag}-{"$frozen_coding" if one.sort.twins else "identity"}"')
            for one in lying
            if one.etag and one.is_of_patient == of_patient
        ]

    longest = max(len(one.address) for one in lying)
    context: dict[str, Any] = {
        "folder": release,
        "sorts": [{"number": numbers[one], "sort": one} for one in sorts],
        "places": places(200),
        "patients": places(200, of_patient=True),
        "etags": etags(),
        "patients_etags": etags(of_patient=True),
        "gone": places(410),
        "moved": [(one.address, one.moved) for one in lying if one.moved],
        **{name: to(one) for name, one in others.items()},
        "meaning": "|".join(MEANING),
        "live": LIVE,
        "until": below(int(until.timestamp())),
        "midnight": below(int(midnight.timestamp())),
        # A bucket holds its longest key; both are powers of two.
        "bucket": 1 << (longest + 32).bit_length(),
        "size": 1 << (2 * len(lying)).bit_length(),
    }
    for name in FILES:
        yield name, render_to_string(f"serving/{name}", context)


def below(limit: int) -> str:
    """A pattern for the whole numbers below one, with as many digits: nginx cannot subtract."""
    digits = str(limit)
    return "|".join(
        f"{digits[:place]}[0-{int(digit) - 1}]" + r"\d" * (len(digits) - place - 1)
        for place, digit in enumerate(digits)
        if digit != "0"
    )
