"""What a page patients rely on must have, and what must be in balance."""

from collections.abc import Iterator
from itertools import product

from procedures.text.checks.findings import Example, Hit, Level, Rule, hit, lack
from procedures.text.checks.matching import words
from procedures.text.checks.reading import Reading
from procedures.text.said import stages
from procedures.vocabulary import ANY_TIME, EMERGENCY, SAME_DAY, SERIOUS, GlanceKey, SectionKind

#: Below this many words twice as much is no more than a sentence longer.
_FEW_WORDS = 30

_NEEDED = {
    SectionKind.AT_A_GLANCE: "- Cost: ask us, and ask what the price includes",
    SectionKind.BEFORE: "- Tell us about every medicine you take.",
    SectionKind.HELP: "### Emergency",
    SectionKind.OPTIONS: "**Doing nothing.** You can choose no treatment.",
    SectionKind.UNKNOWN: "How long the result lasts is not known.",
    SectionKind.QUESTIONS: "- Who will treat me?",
    SectionKind.SOURCES: "1. Title. Publisher, year. <https://…>",
}
_INCLUDES = words("includ[a-z]+", "covers?", "each", "an?", "per", "for", "by")
_NOTHING = words(
    "do(?:ing)? nothing",
    "no treatment",
    "without (?:any )?treatment",
    "not (?:to have|having) (?:any )?treatment",
    "leav(?:e|ing) (?:it|them|your)",
)
_CALL = words(r"(?:call|ring|phone|dial|text)(?: us)?(?: on| at)? \+?[0-9][0-9 ]{1,}[0-9]")


def missing_sections(reading: Reading) -> Iterator[Hit]:
    document = reading.document
    for kind, begins in _NEEDED.items():
        found = document.sources if kind is SectionKind.SOURCES else document.section(kind)
        if not found:
            yield lack(1, kind.label, f"add “## {kind.label}”, as “{begins}”")


def cost(reading: Reading) -> Iterator[Hit]:
    facts = [one for place in reading.under(SectionKind.AT_A_GLANCE) for one in place.passages]
    named = [one for one in facts if one.text.startswith(f"{GlanceKey.COST}:")]
    if facts and not named:
        yield lack(
            reading.line(SectionKind.AT_A_GLANCE),
            "no cost",
            "add “- Cost: £100 to £350 for one session”, or “ask us, and ask what it includes”",
        )
    for one in named:
        if not _INCLUDES.search(one.text):
            yield lack(one.line, one.text, "say what the price includes, or what it is for")


def evidence_date(reading: Reading) -> Iterator[Hit]:
    if not reading.document.evidence_to:
        yield lack(
            1, "no evidence_to", "add the month of the last search, as “evidence_to: 2026-11”"
        )


def doing_nothing(reading: Reading) -> Iterator[Hit]:
    options = {one for place in reading.under(SectionKind.OPTIONS) for one in place.passages}
    if options and not any(found.passage in options for found in reading.find(_NOTHING)):
        yield lack(
            reading.line(SectionKind.OPTIONS),
            "no word on doing nothing",
            "say first what to expect without any treatment",
        )


def funding(reading: Reading) -> Iterator[Hit]:
    if reading.clinic.funding == "":
        yield lack(1, "no word on funding", "set CLINIC_FUNDING to one sentence that says who pays")


def undated_stages(reading: Reading) -> Iterator[Hit]:
    for place in reading.under(SectionKind.RECOVERY):
        heading = place.place.part
        if heading and heading != ANY_TIME and stages.days(heading) is None:
            yield lack(place.line, heading, "write it as “Day 1”, “Days 2 to 3” or “Weeks 2 to 6”")


def urgency(reading: Reading) -> Iterator[Hit]:
    parts = {place.place.part for place in reading.under(SectionKind.HELP)}
    for part in (EMERGENCY, SAME_DAY):
        if parts and part not in parts:
            yield lack(
                reading.line(SectionKind.HELP), f"no “{part}”", f"add “### {part}” and its signs"
            )


def numbers_to_call(reading: Reading) -> Iterator[Hit]:
    for found in reading.find(_CALL):
        yield hit(found.sentence, found.words, "write “call us”; the site adds the number")


def serious_effects(reading: Reading) -> Iterator[Hit]:
    parts = [place.place.part for place in reading.under(SectionKind.SIDE_EFFECTS)]
    if SERIOUS not in parts:
        yield lack(
            reading.line(SectionKind.SIDE_EFFECTS),
            f"no “{SERIOUS}”",
            f"add “### {SERIOUS}”: what it is, how often, what it looks like, what to do",
        )


def balance(reading: Reading) -> Iterator[Hit]:
    sizes = {kind: _size(reading, kind) for kind in (SectionKind.PROS, SectionKind.CONS)}
    for more, less in product(sizes, repeat=2):
        for unit, one, other in zip(("points", "words"), sizes[more], sizes[less], strict=True):
            if one > 2 * other and (unit == "points" or one > _FEW_WORDS):
                yield lack(
                    reading.line(less),
                    f"{one} {unit} in “{more.label}”, {other} in “{less.label}”",
                    f"give “{less.label}” the same detail",
                )
                break


def uncited_sources(reading: Reading) -> Iterator[Hit]:
    cited = {number for passage in reading.passages for number in passage.cited}
    for source in reading.document.sources:
        if source.number not in cited:
            yield lack(
                source.line,
                f"{source.number}. {source.text}",
                f"cite it as [{source.number}] where it is used, or take it out",
            )


def _size(reading: Reading, kind: SectionKind) -> tuple[int, int]:
    """How many points a section makes, and in how many words."""
    passages = [one for place in reading.under(kind) for one in place.passages]
    items = sum(one.form == "item" and one.level == 1 for one in passages)
    sentences = [sentence for one in passages for sentence in one.sentences]
    return items or len(sentences), sum(sentence.length for sentence in sentences)


RULES = (
    Rule(
        "missing-section",
        Level.ERROR,
        missing_sections,
        why="A patient who decides needs this, and pages elsewhere leave it out.",
        source="DISCERN 4, 8, 12, 14 and 15; PEMAT 11, 20 and 23; IPDAS",
        bad=Example("questions-to-ask"),
        good=Example("questions-to-ask", "- Who will treat me?"),
    ),
    Rule(
        "cost",
        Level.ERROR,
        cost,
        why="A price is no price where nobody says what it includes.",
        source="GMC, Guidance on cosmetic interventions (2016)",
        bad=Example("at-a-glance", "- Cost: £100 to £350"),
        good=Example("at-a-glance", "- Cost: £100 to £350 for one session"),
    ),
    Rule(
        "evidence-date",
        Level.ERROR,
        evidence_date,
        why="Nobody can tell how old the facts are.",
        source="DISCERN 5; JAMA benchmarks: currency",
        bad=Example("evidence_to"),
        good=Example("evidence_to", "2026-10"),
    ),
    Rule(
        "doing-nothing",
        Level.ERROR,
        doing_nothing,
        why="To have no treatment is always an option, and pages that sell forget it.",
        source="DISCERN 12; IPDAS: describes the options",
        bad=Example("other-options", "Peels and lasers are other ways [1]."),
        good=Example("other-options", "**Doing nothing.** You can choose no treatment."),
    ),
    Rule(
        "funding",
        Level.ERROR,
        funding,
        why="Readers must be told who pays for the page, and who earns from the procedure.",
        source="JAMA benchmarks: disclosure; IPDAS: funding",
        bad=Example("funding", ""),
        good=Example("funding", "We earn from each session. Nobody else pays for these pages."),
    ),
    Rule(
        "undated-stage",
        Level.WARNING,
        undated_stages,
        why="A stage without days has no place in a patient's calendar.",
        source="Our own format: stages of recovery",
        bad=Example("recovery", "### The first days\n\nYour skin may feel sore."),
        good=Example("recovery", "### Days 1 to 3\n\nYour skin may feel sore."),
    ),
    Rule(
        "urgency",
        Level.ERROR,
        urgency,
        why="A person in danger must see at once whether it can wait.",
        source="NHS service manual: care cards",
        bad=Example("when-to-get-help", "### Any time\n\nAny worry."),
        good=Example(
            "when-to-get-help",
            "### Emergency\n\nTrouble with your breath.\n\n### Same day\n\nPus.",
        ),
    ),
    Rule(
        "number-to-call",
        Level.ERROR,
        numbers_to_call,
        why="A number that has changed must not stay in words that cannot change.",
        source="Our own format: the site adds the clinic's numbers around the words",
        bad=Example("when-to-get-help", "### Emergency\n\nCall 999.\n\n### Same day\n\nPus."),
        good=Example("when-to-get-help", "### Emergency\n\nCall us.\n\n### Same day\n\nPus."),
    ),
    Rule(
        "serious-effects",
        Level.ERROR,
        serious_effects,
        why="Harm that changes a life belongs on the page, however few people it meets.",
        source="GMC, Decision making and consent (2020); Montgomery v Lanarkshire (2015)",
        bad=Example("side-effects", "### Common\n\nSore skin. How many people is not known."),
        good=Example("side-effects", "### Rare but serious\n\nBurns. How often is not known."),
    ),
    Rule(
        "balance",
        Level.WARNING,
        balance,
        why="One side told at length weighs more than the other, whatever it says.",
        source="IPDAS: equal detail",
        bad=Example("pros", "- You heal soon [1].\n- It is brief [1].\n- It is near you [1]."),
        good=Example("pros", "- You heal soon [1].\n- It is brief [1]."),
    ),
    Rule(
        "uncited-source",
        Level.ERROR,
        uncited_sources,
        why="A list of sources proves nothing where no sentence says which it rests on.",
        source="DISCERN 4; JAMA benchmarks: attribution",
        bad=Example("about", "Fine needles prick the skin."),
        good=Example("about", "Fine needles prick the skin [2]."),
    ),
)
