"""The states of every component, made of sample words and records.

A new component needs an entry in `states`.
"""

from procedures.models import Procedure, Redaction, Withdrawal
from procedures.patients.catalogue import FACTS, Entry, Filter
from procedures.patients.deciding.comparing import Column, side_by_side
from procedures.patients.deciding.search import Hit
from procedures.patients.styleguide.samples import (
    FROM,
    FUNDING,
    NOTES,
    REASON,
    SLUG,
    UNTIL,
    Context,
    Listed,
    asked,
    counted,
    everything,
    least,
    reviewed,
    text,
    version,
)
from procedures.patients.words.reading import ReviewState, Since
from procedures.text.comparing.differences import compare
from procedures.text.days import planning
from procedures.text.searching import Run
from procedures.text.showing.page import facts, page
from procedures.text.showing.render import Surroundings
from procedures.vocabulary import Change, GlanceKey, SectionKind, Status


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

    sides = [
        Column(current, whole, checked, None),
        Column(replaced, page(least(), Surroundings()), nobody, None),
        Column(withdrawn, None, None, withdrawal),
    ]
    runs = (Run("Words, and ", False), Run("those looked for", True), Run(" among them.", False))
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
        "aloud": {"Shown by its script": {}},
        "ask": {
            "Nothing typed": asked(),
            "A day": asked(FROM.date()),
            "A mistake": asked(problem="A sentence that says what to type."),
        },
        "changed": {"Shown by its script": {}},
        "copy": {"Shown by its script": {"line": "A line to copy", "words": "Copy this line"}},
        "choose": {
            "At first": {"listed": [(current, False), (replaced, True)], "again": ()},
            "Compared already": {"listed": [(current, True)], "again": sides},
            "Nothing there": {"listed": (), "again": ()},
        },
        "compared": {
            "Current": {"name": "To", "version": current, "slug": SLUG},
            "Replaced": {"name": "From", "version": replaced, "slug": SLUG},
            "Without a date": {"name": "From", "version": undated, "slug": SLUG},
        },
        "contact": {
            "A number when closed": {"clinic": site["clinic"]._replace(out_of_hours="111")},
            "Words when closed": {
                "clinic": site["clinic"]._replace(out_of_hours="ask a neighbour")
            },
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
        "heed": {
            "Never reviewed": {"version": current, "state": nobody},
            "Overdue, not offered here": {"version": elsewhere, "state": overdue},
        },
        "help": {part.heading: {"part": part} for part in parts[SectionKind.HELP].parts},
        "hit": {
            "In a section": {"hit": Hit(SLUG, current.title, True, SectionKind.PROS, runs)},
            "Not offered here": {"hit": Hit(SLUG, current.title, False, None, runs)},
        },
        "mistake": {
            "In a version": {"title": document.title, "version": current},
            "In the page about these pages": {"title": "About these pages"},
        },
        "not-offered": {"Not offered here": {}},
        "notes": {kind.label: {"version": version(2, change=kind)} for kind in Change},
        "number": {"A number": {"number": "111"}, "Words": {"number": "ask a neighbour"}},
        "overdue": {"Overdue": {"review": review}},
        "own-words": {"On paper only": {}},
        "plan": {
            "Today is one of its days": {
                "plan": planning.plan(stages, FROM.date()),
                "today": UNTIL.date(),
            },
        },
        "read": {"Shown by its script": {}},
        "runs": {f"In a line that was {one.kind}": {"runs": one.runs} for one in blocks},
        "safer": {"With and without a text before it": {"versions": [safer, version(1)]}},
        "search": {"Before": {"said": ""}, "Afterwards": {"said": "words that were typed"}},
        "section": {
            section.heading: {"section": section, "slug": SLUG} for section in whole.sections
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
        "side": {
            "Reviewed": {"column": sides[0]},
            "Overdue": {"column": Column(current, whole, overdue, None)},
            "Never reviewed, replaced": {"column": sides[1]},
            "Withdrawn": {"column": sides[2]},
        },
        "sides": {
            "Two": side_by_side(sides[:2]),
            "Three, one withdrawn": side_by_side(sides),
        },
        "signed": {key.label: {"key": key} for key in GlanceKey},
        "since": {
            "Changed": {"since": Since(1, True, True, (safer, replaced)), "version": safer},
            "Nothing changed": {"since": Since(3, True, True, ()), "version": current},
            "No such version": {"since": Since(9, False, False, ()), "version": current},
        },
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
        "talk": {"Shown by its script": {"title": document.title, "version": current}},
        "source-line": {
            "Reviewed": {"version": current, "state": overdue, "clinic": site["clinic"]},
        },
        "stage": {one.heading: {"stage": one} for one in stages[:2]},
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
        "whom-to-ask": {"Words removed": {"page": None, "clinic": site["clinic"]}},
        "words": {
            "Everything": {
                "version": current,
                "page": whole,
                "state": checked,
                "clinic": site["clinic"]._replace(funding=FUNDING),
            },
            "As little as there may be": {
                "version": unshown,
                "page": page(least(), Surroundings()),
                "state": nobody,
                "clinic": site["clinic"]._replace(funding=""),
            },
        },
    }
