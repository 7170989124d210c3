"""Whether it says how often, with a number, and in the one form people grasp."""

import re
from collections.abc import Iterator

from procedures.text.checks.findings import Example, Hit, Level, Rule, hit, lack
from procedures.text.checks.matching import COUNT, PEOPLE, words
from procedures.text.checks.passages import Passage, Place
from procedures.text.checks.reading import Reading
from procedures.vocabulary import SectionKind

_STUDIES = "studies|trials|papers|reviews|cases|reports|published"
_NUMBER = "[0-9][0-9,]{0,11}"

_OFTEN = words(
    "rare(?:ly)?(?! (?:[a-z]+ ){0,4}(?:disorders?|diseases?|conditions?))",
    "(?:un)?common(?:ly)?(?! cold)",
    "seldom",
    "frequent(?:ly)?",
    "minimal",
    "(?:low|small|slight|tiny|negligible) (?:risk|chance)",
    "(?:risks?|chances?)(?: of [a-z ]{1,40})? (?:is|are) (?:very )?(?:low|small|slight|tiny)",
    "(?<!at )(?<!the )most (?:of (?:the|these|those|them|us)|people|patients|women|men|users|"
    "cases|reactions|(?:side )?effects)",
)
_VAGUELY = words(
    "often",
    "usually",
    "sometimes",
    "occasional(?:ly)?",
    "typical(?:ly)?",
    "generally",
    "mostly",
    "(?:some|many|few|several) (?:people|patients|women|men|cases)",
)
_SAYS_UNKNOWN = (
    "(?:not|never) (?:yet )?(?:known|counted|clear)",
    "(?:nobody|no one) knows",
    "no (?:[a-z]+ )?(?:figures?|numbers?)",
)
#: A number of people or the like, none of them, or that nobody knows.
_HOW_OFTEN = words(
    f"{_NUMBER} (?:in|of|out of) (?:the |every |those )?[0-9]+",
    "(?:none|all|any) of (?:the )?[0-9]+",
    f"(?:{_NUMBER}|{COUNT}) (?:[a-z]+ )?(?:{PEOPLE}|{_STUDIES})",
    f"one in (?:{COUNT})",
    "(?:half|quarter|thirds?|fifths?) of",
    *_SAYS_UNKNOWN,
    "how (?:many|often|common|rare|likely)",
)
#: That nobody knows how often, said of everything in one part.
_UNKNOWN_HERE = words(
    r"how (?:many|often|common|rare|likely)\b[^.\n]{0,80}\bnot (?:yet )?known", _SAYS_UNKNOWN[-1]
)

_PERCENT = re.compile(r"(?<![0-9.,])[0-9][0-9.,]{0,11} ?(?:%|per ?cent\b)")
#: Beside one of these a percentage says how strong something is.
_STRENGTH = words(
    "acids?",
    "(?:lido|prilo|benzo)caine",
    "creams?",
    "gels?",
    "serums?",
    "solutions?",
    "peels?",
    "peroxide",
    "saline",
    "alcohol",
    "phenol",
    "urea",
    "strengths?",
)
_DECIMAL = words(rf"[0-9]+\.[0-9]+ (?:in|of|out of) (?:every )?{_NUMBER}")
_OTHER_FORM = words(
    f"{_NUMBER} (?:out of(?: every)?|per|in every) {_NUMBER}",
    "1:[0-9]{2,}",
    "[0-9]+/[0-9]{2,}(?!/)",
    f"(?:one|{COUNT}) in (?:{COUNT}|(?:a|one) (?:hundred|thousand))",
)
#: On a scale of pain, say, “1 out of 10” is no frequency.
_SCALE = words("scores?", "scale", "points?", "rate[ds]?", "pain")
_RATE = words(f"{_NUMBER} in (?!(?:19|20)[0-9]{{2}}\\b){_NUMBER}", unless=" (?:minutes|hours|days)")
#: Where words such as “often” speak of the reader, not of what the procedure does.
_OF_SOMETHING_ELSE = frozenset({SectionKind.CONTRAINDICATIONS, SectionKind.QUESTIONS})


def how_often(reading: Reading) -> Iterator[Hit]:
    yield from _without_number(reading, _OFTEN)


def how_often_vaguely(reading: Reading) -> Iterator[Hit]:
    yield from _without_number(reading, _VAGUELY)


def _without_number(reading: Reading, pattern: re.Pattern[str]) -> Iterator[Hit]:
    told = _Told(reading)
    for found in reading.find(pattern):
        elsewhere = found.passage.place.section in _OF_SOMETHING_ELSE
        if not elsewhere and not told.near(found.passage):
            yield hit(
                found.sentence,
                found.words,
                "say “3 in 100” with its source, or “how often is not known”",
            )


def untold(reading: Reading) -> Iterator[Hit]:
    told = _Told(reading)
    for place in reading.under(SectionKind.SIDE_EFFECTS):
        effects = [one for one in place.passages if one.form == "item" and one.group is one]
        if not effects and not any(map(told.near, place.passages)):
            effects = list(place.passages[:1])
        for one in effects:
            if one.text and not told.before(one):
                yield lack(one.line, one.text, "say “3 in 100” with its source, or “not known”")


class _Told:
    """Where a page says how often."""

    def __init__(self, reading: Reading) -> None:
        self.groups = {found.passage.group for found in reading.find(_HOW_OFTEN)}
        self.unknown: dict[Place, int] = {}  # the line that says so of all that follows
        for found in reading.find(_UNKNOWN_HERE):
            if found.passage.form == "paragraph":
                self.unknown.setdefault(found.passage.place, found.passage.line)

    def near(self, passage: Passage) -> bool:
        """Whether it is said in the same paragraph, bullet group or part."""
        return passage.place in self.unknown or self._around(passage)

    def before(self, passage: Passage) -> bool:
        """Whether it is said in the same bullet group, or before it of all that follows."""
        said = self.unknown.get(passage.place, passage.line) < passage.line
        return said or self._around(passage)

    def _around(self, passage: Passage) -> bool:
        return not self.groups.isdisjoint((passage.group, *passage.above))


def percentages(reading: Reading) -> Iterator[Hit]:
    for found, strength in reading.beside(_PERCENT, _STRENGTH):
        if strength is None:
            yield hit(found.sentence, found.words, "write “3 in 100”, or a fraction in words")


def decimals(reading: Reading) -> Iterator[Hit]:
    for found in reading.find(_DECIMAL):
        yield hit(found.sentence, found.words, "count people whole: “3 in 1,000”, not “0.3 in 100”")


def other_forms(reading: Reading) -> Iterator[Hit]:
    for found, scale in reading.beside(_OTHER_FORM, _SCALE):
        if scale is None:
            yield hit(found.sentence, found.words, "write “3 in 100” or “1 in 7”, in figures")


def denominators(reading: Reading) -> Iterator[Hit]:
    first: dict[SectionKind | None, str] = {}
    for found in reading.find(_RATE):
        section = found.passage.place.section
        one = found.words.split()[-1]
        other = first.setdefault(section, one)
        if one != other:
            yield hit(found.sentence, found.words, f"say it of {other}, as before, if you can")


RULES = (
    Rule(
        "how-often",
        Level.ERROR,
        how_often,
        why="People take such a word for a far higher or lower number than was meant.",
        source="Berry 2004; PMC4153005",
        bad=Example("side-effects", "### Rare but serious\n\nBurns are rare."),
        good=Example("side-effects", "### Rare but serious\n\nBurns are rare: 1 in 100 [1]."),
    ),
    Rule(
        "how-often-vaguely",
        Level.HINT,
        how_often_vaguely,
        why="“Some” and “often” mean something else to each reader.",
        source="Berry 2004; CDC Clear Communication Index",
        bad=Example("cons", "- You often need more sessions."),
        good=Example("cons", "- You may need more sessions. How many is not known."),
    ),
    Rule(
        "effect-frequency",
        Level.ERROR,
        untold,
        why="Whoever decides wants to know how many people it happens to.",
        source="Berry 2004; GMC, Decision making and consent (2020)",
        bad=Example("side-effects", "### Rare but serious\n\n- Burns. Call us."),
        good=Example("side-effects", "### Rare but serious\n\n- Burns, in 1 in 100 people [1]."),
    ),
    Rule(
        "percentage",
        Level.ERROR,
        percentages,
        why="More people grasp “3 in 100” than “3%”.",
        source="NHS service manual; CDC Clear Communication Index 17",
        bad=Example("cons", "- It does nothing for 14% of people [1]."),
        good=Example("cons", "- It does nothing for 14 in 100 people [1]."),
    ),
    Rule(
        "decimal",
        Level.ERROR,
        decimals,
        why="There is no third of a person.",
        source="NHS service manual; CDC Clear Communication Index 17",
        bad=Example("cons", "- It burns 0.3 in 100 people [1]."),
        good=Example("cons", "- It burns 3 in 1,000 people [1]. The needles are 0.3 mm long [1]."),
    ),
    Rule(
        "frequency-form",
        Level.WARNING,
        other_forms,
        why="Two ways to say the same look like two different figures.",
        source="NHS service manual: numbers",
        bad=Example("cons", "- It burns 3 out of 100 people [1]."),
        good=Example("cons", "- It burns 3 in 100 people. Pain is 1 out of 10 points [1]."),
    ),
    Rule(
        "mixed-denominators",
        Level.WARNING,
        denominators,
        why="Nobody sees at a glance whether 1 in 20 or 3 in 50 is more.",
        source="CDC Clear Communication Index 17; PMC4153005",
        bad=Example("cons", "- It burns 3 in 100 people, and scars 1 in 7 [1]."),
        good=Example("cons", "- It burned 3 in 100 people in 2018, and scarred 14 in 100 [1]."),
    ),
)
