"""Whether what a page states can be traced to where it comes from."""

import re
from collections.abc import Iterator

from procedures.text.checks.findings import Example, Hit, Level, Rule, hit, lack
from procedures.text.checks.matching import COUNT, PEOPLE, small, words
from procedures.text.checks.passages import Sentence
from procedures.text.checks.reading import Found, Reading
from procedures.vocabulary import GlanceKey, SectionKind

#: Digits that state no fact: names of stages and types, strengths of sun cream.
_NO_FACT = words(
    "(?:days?|weeks?|months?|steps?|versions?|types?|parts?|sections?|spf|factor|pages?|"
    "vitamin [a-z]) [0-9]+(?: (?:to|and|or) [0-9]+)?",
    "24 hours a day",
)
_FIGURE = re.compile(
    r"[0-9](?<![\w.,-][0-9])[0-9]*(?:[.,][0-9]+){0,3}(?![\w-])|"
    + words(
        f"(?:{COUNT}) (?:{PEOPLE}|minutes|hours|days|weeks|months|years|times|sessions)",
        f"one in (?:{COUNT})",
        "(?:two|three|four)-(?:thirds|quarters|fifths|tenths)",
        f"(?:half|quarter|third) of (?:the |these |those )?(?:them|scars|studies|trials|{PEOPLE})",
    ).pattern
)
_CLAIM = words(
    "stud(?:y|ies)",
    "trials?",
    "(?:an?|another|one|newer|expert) (?:[a-z-]+ )?review",
    f"(?:{COUNT}|newer|expert) reviews",
    "reviews (?:of|found|find|saw|say|advise|suggest|report)",
    "researchers?",
    "experts?",
    "guidelines?",
)
_NOT_FOUND = words("not known", "no (?:[a-z]+ ){0,2}(?:figures?|study|studies|trials?)", "we found")

#: Questions state nothing, and what stands at a glance has a rule of its own.
_STATES_NOTHING = frozenset({SectionKind.QUESTIONS, SectionKind.AT_A_GLANCE})
#: The clinic's own to say.
_OUR_OWN = (GlanceKey.COST, GlanceKey.MINIMUM_AGE)


def uncited_figures(reading: Reading) -> Iterator[Hit]:
    cited = _Cited(reading)
    for found in reading.once(_FIGURE):
        if found.passage.place.section in _STATES_NOTHING or found.passage.form == "alt text":
            continue
        text = found.sentence.text
        figure = _FIGURE.search(_NO_FACT.sub(lambda match: " " * len(match[0]), small(text)))
        if figure and not cited.covers(found):
            said = text[figure.start() : figure.end()]
            yield hit(found.sentence, said, "cite its source as [2], or take the figure out")


def uncited_facts(reading: Reading) -> Iterator[Hit]:
    for place in reading.under(SectionKind.AT_A_GLANCE):
        for passage in place.passages:
            key, _, value = passage.text.partition(":")
            if key not in _OUR_OWN and _FIGURE.search(value) and not passage.cited:
                yield lack(passage.line, passage.text, "cite its source as [2]")


def uncited_claims(reading: Reading) -> Iterator[Hit]:
    cited = _Cited(reading)
    seen: set[Sentence] = set()
    for found, not_found in reading.beside(_CLAIM, _NOT_FOUND):
        # “Studies like these” looks back, so a source cited before it will do.
        known = not_found is not None or found.passage.cited or cited.covers(found)
        states = found.passage.place.section not in _STATES_NOTHING
        if states and not known and found.sentence not in seen:
            yield hit(found.sentence, found.words, "cite it as [2], or take the claim out")
        seen.add(found.sentence)


def uncited_benefits(reading: Reading) -> Iterator[Hit]:
    cited = _Cited(reading)
    for place in reading.under(SectionKind.PROS):
        for passage in place.passages:
            known = passage.cited or passage in cited.leading
            if passage.text and not passage.leads and not known:
                yield lack(
                    passage.line, passage.text, "cite its source as [2], or take the benefit out"
                )


class _Cited:
    """Which words a citation stands for."""

    def __init__(self, reading: Reading) -> None:
        citing = [passage for passage in reading.passages if passage.cited]
        self.leading = {one for passage in citing for one in passage.above}
        self.before: set[Sentence] = set()
        for passage in citing:
            cited = [place for place, one in enumerate(passage.sentences, 1) if one.cited]
            self.before.update(passage.sentences[: max(cited, default=0)])

    def covers(self, found: Found) -> bool:
        """Whether a source is cited in the sentence, later in its paragraph, or around it."""
        return (
            found.sentence in self.before
            or found.passage in self.leading
            or any(one.cited for one in found.passage.above)
        )


RULES = (
    Rule(
        "uncited-figure",
        Level.ERROR,
        uncited_figures,
        why="A figure that nobody can trace cannot be checked.",
        source="DISCERN 4; JAMA benchmarks: attribution",
        bad=Example("about", "Fine needles prick the skin [1][2]. They are 2 mm long."),
        good=Example("about", "Fine needles prick the skin [1]. They are 2 mm long [2]."),
    ),
    Rule(
        "uncited-fact",
        Level.WARNING,
        uncited_facts,
        why="A figure that nobody can trace cannot be checked.",
        source="DISCERN 4; JAMA benchmarks: attribution",
        bad=Example("at-a-glance", "- Session: 1 hour\n- Cost: ask us, and what it includes"),
        good=Example("at-a-glance", "- Session: 1 hour [1]\n- Cost: £90 for one session"),
    ),
    Rule(
        "uncited-claim",
        Level.WARNING,
        uncited_claims,
        why="A study that is not named might as well not exist.",
        source="DISCERN 4; JAMA benchmarks: attribution",
        bad=Example("pros", "- It is brief [1].\n- It works. Studies say so."),
        good=Example("pros", "- It is brief. Studies say so [1]."),
    ),
    Rule(
        "uncited-benefit",
        Level.ERROR,
        uncited_benefits,
        why="A benefit without a source is an advertisement.",
        source="GMC, Guidance on cosmetic interventions (2016); CAP Code 3.7",
        bad=Example("pros", "- You heal soon."),
        good=Example("pros", "- You heal soon [1]."),
    ),
)
