"""What the instruments that rate health information ask, as far as structure can answer.

A yes or no here says that the thing is there, never how good it is. What only a person can
judge is listed as such, and no score is made of the answers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from procedures.text.checks import plain, whole
from procedures.text.checks.findings import Hit
from procedures.text.checks.reading import Reading
from procedures.vocabulary import ANY_TIME, SectionKind

#: Whether it is so, and what decided it.
Decided = tuple[bool, str]


@dataclass(frozen=True)
class Item:
    """One question of an instrument; `decide` is None where a person must answer it."""

    instrument: str
    number: str
    asks: str
    decide: Callable[[Reading], Decided] | None = None


@dataclass(frozen=True)
class Answer:
    """`yes` is None where a person must answer."""

    item: Item
    yes: bool | None
    because: str


def answers(reading: Reading) -> Iterator[Answer]:
    """An answer to every item, in the order of the table."""
    for item in ITEMS:
        yes, because = item.decide(reading) if item.decide else (None, "needs a person")
        yield Answer(item, yes, because)


def _unless(
    *checks: Callable[[Reading], Iterator[Hit]], because: str
) -> Callable[[Reading], Decided]:
    """Yes, unless one of the checks has something to say; then no, and what it says first."""

    def decide(reading: Reading) -> Decided:
        first = next((hit for check in checks for hit in check(reading)), None)
        return (False, f"line {first.line}: {first.words}") if first else (True, because)

    return decide


def _has(*kinds: SectionKind) -> Callable[[Reading], Decided]:
    """Yes, where the page has all these sections."""

    def decide(reading: Reading) -> Decided:
        missing = [kind for kind in kinds if reading.document.section(kind) is None]
        named = ", ".join(f"“{kind.label}”" for kind in missing or kinds)
        return (False, f"no section {named}") if missing else (True, f"the page has {named}")

    return decide


def _written_by(reading: Reading) -> Decided:
    return True, f"written_by: {reading.document.written_by}"


def _sources(reading: Reading) -> Decided:
    count = len(reading.document.sources)
    return (
        _unless(whole.uncited_sources, because=f"{count} sources, each cited")(reading)
        if count
        else (False, "no sources")
    )


def _addresses(reading: Reading) -> Decided:
    count = sum(bool(source.url) for source in reading.document.sources)
    return count > 0, f"{count} sources with an address"


def _disclosure(reading: Reading) -> Decided:
    funding = reading.clinic.funding
    return bool(funding), funding or "CLINIC_FUNDING is not set"


def _dates(reading: Reading) -> Decided:
    document = reading.document
    if not document.evidence_to:
        return False, f"updated {document.updated}, but no evidence_to"
    return True, f"updated {document.updated}, evidence to {document.evidence_to}"


def _updated(reading: Reading) -> Decided:
    return True, f"updated {reading.document.updated}"


def _update_policy(reading: Reading) -> Decided:
    months = reading.clinic.review_months
    return months > 0, f"the site says that pages are checked again within {months} months"


def _options(reading: Reading) -> Decided:
    if reading.document.section(SectionKind.OPTIONS) is None:
        return False, "no section “Other options”"
    said = _unless(whole.doing_nothing, because="“Other options”, doing nothing among them")
    return said(reading)


def _experience(reading: Reading) -> Decided:
    stages = [place.place.part for place in reading.under(SectionKind.RECOVERY)]
    dated = [stage for stage in stages if stage not in ("", ANY_TIME)]
    return len(dated) > 1, f"{len(dated)} stages of recovery"


def _cues(reading: Reading) -> Decided:
    count = sum(len(place.lists) for place in reading.places)
    return count > 0, f"{count} lists"


def _captions(reading: Reading) -> Decided:
    count = sum(passage.form == "caption" for passage in reading.passages)
    return count > 0, f"{count} pictures, each with a caption" if count else "no picture"


def _actions(reading: Reading) -> Decided:
    kinds = (SectionKind.BEFORE, SectionKind.RECOVERY)
    places = [place for kind in kinds for place in reading.under(kind)]
    count = sum(one.form == "item" for place in places for one in place.passages)
    return count > 0, f"{count} things to do or leave, before and after"


ITEMS = (
    Item("JAMA", "1", "Authorship", _written_by),
    Item("JAMA", "2", "Attribution", _sources),
    Item("JAMA", "3", "Disclosure", _disclosure),
    Item("JAMA", "4", "Currency", _dates),
    Item(
        "IPDAS",
        "Q1",
        "Describes the problem and the procedure",
        _has(SectionKind.ABOUT, SectionKind.INDICATIONS),
    ),
    Item("IPDAS", "Q2", "States the decision to be made"),
    Item("IPDAS", "Q3", "Describes the options", _options),
    Item("IPDAS", "Q4", "Describes what is good about each option"),
    Item("IPDAS", "Q5", "Describes what is bad about each option"),
    Item("IPDAS", "Q6", "Describes what it is like to live with", _experience),
    Item(
        "IPDAS",
        "C1",
        "Shows good and bad in equal detail",
        _unless(whole.balance, because="pros and cons are of like length"),
    ),
    Item("IPDAS", "C2", "Cites the evidence", _sources),
    Item("IPDAS", "C3", "Gives a date of publication", _updated),
    Item("IPDAS", "C4", "Says how it is kept up to date", _update_policy),
    Item("IPDAS", "C5", "Says how uncertain it is", _has(SectionKind.UNKNOWN)),
    Item("IPDAS", "C6", "Says who paid for it", _disclosure),
    Item("DISCERN", "1", "Are the aims clear?"),
    Item("DISCERN", "2", "Does it achieve its aims?"),
    Item("DISCERN", "3", "Is it relevant?"),
    Item("DISCERN", "4", "Is it clear what sources were used?", _sources),
    Item("DISCERN", "5", "Is it clear when its facts were found?", _dates),
    Item("DISCERN", "6", "Is it balanced and unbiased?"),
    Item("DISCERN", "7", "Does it lead to more information?", _addresses),
    Item("DISCERN", "8", "Does it speak of uncertainty?", _has(SectionKind.UNKNOWN)),
    Item("DISCERN", "9", "Does it say how each treatment works?"),
    Item("DISCERN", "10", "Does it describe the benefits of each treatment?"),
    Item("DISCERN", "11", "Does it describe the risks of each treatment?"),
    Item("DISCERN", "12", "Does it say what happens without treatment?", _options),
    Item("DISCERN", "13", "Does it say how the choice affects daily life?"),
    Item("DISCERN", "14", "Is it clear that there is more than one choice?", _options),
    Item("DISCERN", "15", "Does it support deciding together?", _has(SectionKind.QUESTIONS)),
    Item("DISCERN", "16", "How good is it overall?"),
    Item("PEMAT", "1", "Makes its purpose evident"),
    Item("PEMAT", "2", "Has nothing that distracts"),
    Item("PEMAT", "3", "Uses common, everyday language"),
    Item(
        "PEMAT",
        "4",
        "Defines medical terms",
        _unless(plain.unexplained, because="each known term is explained where it comes first"),
    ),
    Item("PEMAT", "5", "Uses the active voice"),
    Item("PEMAT", "6", "Has numbers that are clear"),
    Item("PEMAT", "7", "Expects nobody to calculate"),
    Item(
        "PEMAT",
        "8",
        "Comes in short sections",
        _unless(
            plain.long_paragraphs, plain.long_lists, because="no long paragraph and no long list"
        ),
    ),
    Item("PEMAT", "9", "Has headings that inform", _has(SectionKind.ABOUT, SectionKind.RECOVERY)),
    Item("PEMAT", "10", "Has a logical order"),
    Item("PEMAT", "11", "Gives a summary", lambda reading: (True, "the summary")),
    Item("PEMAT", "12", "Uses visual cues", _cues),
    Item("PEMAT", "15", "Uses pictures wherever they help"),
    Item("PEMAT", "16", "Has pictures that support the words"),
    Item("PEMAT", "17", "Has pictures with captions", _captions),
    Item("PEMAT", "18", "Has pictures that are clear"),
    Item("PEMAT", "19", "Has simple tables with headings"),
    Item("PEMAT", "20", "Names something to do", _actions),
    Item(
        "PEMAT",
        "21",
        "Speaks to the reader",
        _unless(plain.third_person, because="nobody is spoken of who could be “you”"),
    ),
    Item("PEMAT", "22", "Breaks what to do into steps", _experience),
    Item("PEMAT", "23", "Gives a tool to act with", _has(SectionKind.QUESTIONS)),
    Item("PEMAT", "24", "Explains how to calculate"),
    Item("PEMAT", "25", "Explains how to use its charts"),
    Item("PEMAT", "26", "Uses pictures wherever they help to act"),
)
