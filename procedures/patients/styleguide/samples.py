"""Sample words and records for the style guide, none of them in the database."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from procedures.models import Procedure, Review, Version
from procedures.patients.deciding.recovery import Asked
from procedures.text.days import planning
from procedures.text.days.planning import Period
from procedures.text.format.document import Document, Section
from procedures.text.format.glance import Fact
from procedures.text.format.parse import reread
from procedures.text.lists.glossary import Glossary, Term
from procedures.text.said.pictures import photos
from procedures.text.showing import drawings
from procedures.text.showing.page import Page, page
from procedures.text.showing.render import Surroundings
from procedures.vocabulary import REQUIRED_SECTIONS, Change, Status

#: What a template takes.
Context = dict[str, Any]

SLUG = "example"
FROM = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
UNTIL = datetime(2025, 11, 22, 14, 0, tzinfo=UTC)
REASON = "A sentence that says why, to those who read it."
FUNDING = "A sentence that says who pays."
NOTES = ["A sentence that says what changed.", "A sentence about something else that changed."]


def everything(photo: str) -> Page:
    """A page with everything a text may have; `photo` is the address of some picture."""
    words = text("sample")
    surroundings = Surroundings(
        photos={f"photo:{one}": (64, 64) for one in photos(words)},
        photo_url=lambda digest, width: photo,
        procedure_url=lambda slug: reverse("procedure", args=[slug]),
        glossary=Glossary((Term(("medical word",), "What it means, in plain ones."),)),
    )
    return page(words, surroundings)


def text(name: str) -> Document:
    """A sample text, read as the text of a version is; `{drawings}` are all there are."""
    pictures = [
        f'![What a reader would see](drawing:{known} "The caption of {known}.")'
        for known in sorted(drawings.known())
    ]
    path = Path(settings.BASE_DIR) / "templates" / "styleguide" / f"{name}.md"
    words = path.read_text(encoding="utf-8").replace("{drawings}", "\n\n".join(pictures))
    return reread(words, path.name)


def least() -> Document:
    """A text that says no more than it must."""
    return Document(
        title="The title of a page",
        updated=FROM.date(),
        change=Change.FIRST,
        change_notes=("The first text.",),
        written_by="Name of a writer",
        summary="A sentence that says what it is.",
        sections=tuple(Section(kind, "A sentence.") for kind in REQUIRED_SECTIONS),
    )


def version(number: int, status: Status = Status.PUBLISHED, **columns: Any) -> Version:
    """A version with its place in a procedure; `columns` are other than usual."""
    usual = {
        "procedure": Procedure(slug=SLUG),
        "text": "The words of a page.",
        "digest": hashlib.sha256(b"The words of a page.").hexdigest(),
        "title": "The title of a page",
        "summary": "A sentence that says what it is. Another that says whom it is for.",
        "updated": FROM.date(),
        "change": Change.WORDING,
        "change_notes": NOTES[:1],
        "published_at": FROM,
        "ended_at": None if status == Status.PUBLISHED else UNTIL,
    }
    made = Version(number=number, status=status, **usual | columns)
    made.previous_number = number - 1 or None
    return made


def reviewed(version: Version) -> Review:
    """A review of the whole text."""
    return Review(
        version=version,
        reviewer_name="Name of a reviewer",
        reviewer_role="role of a reviewer",
        on=FROM.date(),
        next_due=FROM.date() + timedelta(days=365),
    )


def asked(day: date | None = None, problem: str = "") -> Context:
    """A question that a day answers, and the day or what is wrong with it."""
    year = Period(FROM.date(), FROM.date() + timedelta(days=365))
    return {
        "asked": Asked("day", year, day is not None or problem != "", day, problem),
        "action": reverse("recovery", args=[SLUG]),
        "label": "A question",
        "button": "Do it",
    }


def counted(stated: tuple[Fact, ...], today: date) -> Context:
    """An event counted back, as it looks on a day."""
    event = FROM.date() + timedelta(days=3 * 28)
    return {"sum": planning.count_back(stated, event), "today": today}


class Listed:
    """A version as the list of all reads it: its reviews need no database."""

    def __init__(self, version: Version, *reviews: Review) -> None:
        self.version = version
        self.reviews = {"all": reviews}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.version, name)
