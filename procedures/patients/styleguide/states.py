"""The states of every component: sample words and records, none of them in the database.

A new component needs an entry in `states`.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from procedures.models import Procedure, Redaction, Review, Version, Withdrawal
from procedures.patients.catalogue import FACTS, Entry, Filter
from procedures.patients.reading import ReviewState
from procedures.patients.recovery import Asked
from procedures.text import drawings, planning
from procedures.text.differences import compare
from procedures.text.document import Document, Section
from procedures.text.glance import Fact
from procedures.text.page import Page, facts, page
from procedures.text.parse import reread
from procedures.text.pictures import photos
from procedures.text.planning import Period
from procedures.text.render import Surroundings
from procedures.vocabulary import REQUIRED_SECTIONS, Change, GlanceKey, SectionKind, Status

#: What a template takes.
Context = dict[str, Any]

SLUG = "example"
FROM = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
UNTIL = datetime(2025, 11, 22, 14, 0, tzinfo=UTC)
REASON = "A sentence that says why, to those who read it."
FUNDING = "A sentence that says who pays."
NOTES = ["A sentence that says what changed.", "A sentence about something else that changed."]


def states(site: Context) -> dict[str, dict[str, Context]]:
    """Component → state → what its template takes, beside `site`, which all of them are given."""
    whole = everything(site["icon"])
    document = whole.document
    parts = {section.kind: section for section in whole.sections}
    stages = parts[SectionKind.RECOVERY].stages
    differences = compare(text("before"), text("after"))
    blocks = sorted(
        (block for section in differences for block in section.blocks if block.runs),
        key=lambda block: len(block.runs),
    )

    current = version(3, title=document.title)
    safer = version(3, change=Change.SAFETY, change_notes=NOTES)
    replaced = version(2, Status.SUPERSEDED)
    unshown = version(1, Status.SUPERSEDED, change=Change.FIRST, published_at=None, ended_at=None)
    undated = version(1, Status.SUPERSEDED, updated=None)
    redacted = version(2, Status.SUPERSEDED, text="")
    Redaction(version=redacted, at=UNTIL, removed="A few words.", reason=REASON)
    elsewhere = version(1, procedure=Procedure(slug=SLUG, offered_here=False))
    withdrawn = version(3, Status.WITHDRAWN)
    withdrawal = Withdrawal(version=withdrawn, at=UNTIL, reason=REASON)
    review = reviewed(current)
    brief = tuple(fact for fact in facts(document) if fact.key in FACTS.values())
    nobody = ReviewState(None, of_this_version=False, overdue=False)
    checked = ReviewState(review, of_this_version=True, overdue=False)
    overdue = ReviewState(review, of_this_version=True, overdue=True)
    reworded = ReviewState(reviewed(replaced), of_this_version=False, overdue=False)

    sums = {
        "Enough time": counted(facts(document), FROM.date()),
        "Not enough time": counted(facts(document), UNTIL.date()),
        "Numbers missing": counted((), UNTIL.date()),
    }

    return {
        "about": {
            "Reviewed": {"version": current, "document": document, "state": checked},
            "Overdue": {"version": current, "document": document, "state": overdue},
            "Reworded since": {"version": current, "document": document, "state": reworded},
            "Never reviewed": {"version": unshown, "document": least(), "state": nobody},
        },
        "advice": {
            "Do": {"kind": "do", "heading": "Do", "items": stages[0].do},
            "Do not": {"kind": "avoid", "heading": "Do not", "items": stages[0].avoid},
        },
        "ask": {
            "Nothing typed": asked(),
            "A day": asked(FROM.date()),
            "A mistake": asked(problem="A sentence that says what to type."),
        },
        "compared": {
            "Current": {"name": "To", "version": current, "slug": SLUG},
            "Replaced": {"name": "From", "version": replaced, "slug": SLUG},
            "Without a date": {"name": "From", "version": undated, "slug": SLUG},
        },
        "contact": {
            "A number when closed": {"clinic": site["clinic"] | {"out_of_hours": "111"}},
            "Words when closed": {"clinic": site["clinic"] | {"out_of_hours": "ask a neighbour"}},
        },
        "contents": {
            "Every section": {
                "sections": document.sections,
                "help": parts[SectionKind.HELP],
                "sources": whole.sources,
            },
            "As few as there may be": {"sections": least().sections},
        },
        "difference": {f"{one.heading}: {one.change}": {"section": one} for one in differences},
        "entry": {
            "Reviewed": {"entry": Entry(current, review, False, brief)},
            "Overdue": {"entry": Entry(replaced, review, True, brief[:1])},
            "Never reviewed": {"entry": Entry(replaced, None, False, ())},
            "Not offered here": {"entry": Entry(elsewhere, None, False, brief)},
        },
        "event": {
            "Asked": asked(),
            "Answered": asked(UNTIL.date()) | sums["Enough time"],
        },
        "filter": {"A choice of each": {"choices": Filter("", 3).choices(["A group"])}},
        "glance": {"Every key": {"facts": whole.facts, "heading": SectionKind.AT_A_GLANCE.label}},
        "gone": {"Withdrawn": {"withdrawal": withdrawal}},
        "help": {part.heading: {"part": part} for part in parts[SectionKind.HELP].parts},
        "mistake": {
            "In a version": {"title": document.title, "version": current},
            "In the page about these pages": {"title": "About these pages"},
        },
        "not-offered": {"Not offered here": {}},
        "notes": {kind.label: {"version": version(2, change=kind)} for kind in Change},
        "number": {"A number": {"number": "111"}, "Words": {"number": "ask a neighbour"}},
        "overdue": {"Overdue": {"review": review}},
        "plan": {
            "Today is one of its days": {
                "plan": planning.plan(stages, FROM.date()),
                "today": UNTIL.date(),
            },
        },
        "runs": {f"In a line that was {one.kind}": {"runs": one.runs} for one in blocks},
        "safer": {"With and without a text before it": {"versions": [safer, version(1)]}},
        "section": {
            **{section.heading: {"section": section} for section in whole.sections},
            "Recovery that gets real dates": {
                "section": parts[SectionKind.RECOVERY],
                "planner": reverse("recovery", args=[SLUG]),
            },
        },
        "sheet": {
            "Current, on paper only": {"version": current},
            "Replaced, on paper only": {"version": replaced},
        },
        "shown": {
            "Shown now": {"version": current},
            "Shown once": {"version": replaced},
            "Never shown": {"version": unshown},
        },
        "signed": {key.label: {"key": key} for key in GlanceKey},
        "sources": {
            "Sources and funding": {"sources": whole.sources, "funding": FUNDING},
            "Sources": {"sources": whole.sources[:1]},
            "Funding": {"funding": FUNDING},
        },
        "standing": {
            "Current": {"version": current},
            "Replaced": {"version": replaced, "current": current},
            "Replaced for safety": {
                "version": replaced,
                "current": safer,
                "corrections": [safer],
            },
            "Replaced, later withdrawn": {"version": unshown, "withdrawal": withdrawal},
            "Withdrawn": {"version": withdrawn, "withdrawal": withdrawal},
            "Withdrawn, and followed by another": {"version": withdrawn, "current": current},
        },
        "sum": sums,
        "timeline": {"Every pace": {"stages": stages}},
        "unreviewed": {"Never reviewed": {}},
        "version": {
            "Current": {
                "slug": SLUG,
                "version": Listed(current, review, review),
                "previous": replaced,
            },
            "Replaced": {"slug": SLUG, "version": Listed(replaced), "previous": redacted},
            "Withdrawn": {"slug": SLUG, "version": Listed(withdrawn, review)},
            "Redacted": {"slug": SLUG, "version": Listed(redacted)},
        },
        "words": {
            "Everything": {
                "version": current,
                "page": whole,
                "state": checked,
                "clinic": site["clinic"] | {"funding": FUNDING},
            },
            "As little as there may be": {
                "version": unshown,
                "page": page(least(), Surroundings()),
                "state": nobody,
                "clinic": site["clinic"] | {"funding": ""},
            },
        },
    }


def everything(photo: str) -> Page:
    """A page with everything a text may have; `photo` is the address of some picture."""
    words = text("sample")
    surroundings = Surroundings(
        photos={f"photo:{one}": (64, 64) for one in photos(words)},
        photo_url=lambda digest, width: photo,
        procedure_url=lambda slug: reverse("procedure", args=[slug]),
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
