"""Whether it promises, sells, or leaves out those whose skin is not white."""

import re
from collections.abc import Iterator

from procedures.text.checks.findings import Example, Hit, Level, Rule, hit, lack
from procedures.text.checks.matching import small, words
from procedures.text.checks.passages import Passage, Place
from procedures.text.checks.reading import Found, Reading
from procedures.text.checks.terms import BRANDS, PRESCRIPTION_BRANDS
from procedures.vocabulary import SectionKind

_PROMISE = words(
    "lunch(?:time|[- ]hour| break)",
    "quick[- ]fix",
    "pain(?:less|lessly|[- ]free)",
    "(?:no|zero|without) (?:real |any )?(?:downtime|side effects|risks?|pain|scarring|"
    "recovery(?: time)?)",
    "risk[- ]free",
    "guarantee[ds]?",
    "miracles?|miraculous",
    "ideal(?:ly)?",
    "perfect(?:ly)?",
    "flawless",
    "(?:younger|youthful)[- ]looking",
    "anti-?age?ing",
    "rejuvenat[a-z]+",
    "turns? back the clock",
    "revolutionary",
    "breakthrough",
    "state[- ]of[- ]the[- ]art",
    "cutting[- ]edge",
    "world[- ]class",
    "life[- ]changing",
    "permanent(?:ly)? (?:gone|remov[a-z]+|results?)",
    "cures?",
    "walk in,? walk out",
    "tweakments?",
    "nothing to worry about",
    "only a (?:little|tiny|small) (?:prick|pinch)",
)
_DENIED = re.compile(r"\b(?:not|no|nor|never|cannot|nobody|nothing)\b|n[’']t\b")
_SAFE = words("safe(?:ly|r|st)?", "harmless", unless="guard| place| to say")
#: Before “safe” one of these makes it something other than a claim.
_UNSURE = re.compile(
    r"\b(?:not|no|nor|never|cannot|nobody|whether|unless|until|if|how|without|feel|keeps?|stay|"
    r"lacking)\b|n[’']t\b"
)
_OFFER = words(
    "book (?:now|today|online|your)",
    "special offers?",
    "discount(?:s|ed)?",
    "limited[- ]time",
    "today only",
    "half[- ]price",
    "vouchers?",
    "gift cards?",
    "package deals?",
    "free consultations?",
    "[0-9]+(?:%| per cent) off",
    "money back",
    "don[’']t miss",
    "hurry",
    "while stocks last",
    "best prices?",
)

_COLOUR = words(
    "red",
    "redd(?:er|en(?:s|ed|ing)?|ish)",
    "redness",
    "pink(?:ish|er)?",
    "flushed",
    "purpl(?:e|ish)",
    unless=" (?:light|flags?|blood|wine|cross|lasers?|hair|ink|veins?|vessels?)",
)
_SKIN = words("(?:brown|black) skin", "(?:any|every) skin(?! (?:condition|problem|disease|cancer))")
_DARK = words(
    "dark(?:er|[- ]coloured)?[- ]skin(?:ned|s)?",
    "dark(?:er)? complexions?",
    "skin of colou?r",
    "colou?red skin",
    "ethnic skin",
    "fair[- ]skinned",
)
#: Where it is told what can be seen on the skin.
_VISIBLE = frozenset(
    {SectionKind.ABOUT, SectionKind.RECOVERY, SectionKind.SIDE_EFFECTS, SectionKind.HELP}
)
_ACT = words(
    "call",
    "contact",
    "tell",
    "keep",
    "do not",
    "don[’']t",
    "leave",
    "use",
    "stop",
    "show",
    "get (?:[a-z]+ )?help",
    "wash",
    "watch",
    "ask",
    "wait",
    "cool",
    "drink",
    "take",
    "rest",
    "protect",
    "read",
    "lie down",
    "we (?:will|can)",
    "be gentle",
)
#: Both lists in one search.
_BRAND = words(*map(re.escape, [*PRESCRIPTION_BRANDS, *BRANDS]))


def promises(reading: Reading) -> Iterator[Hit]:
    for found in _claimed(reading, _PROMISE, _DENIED):
        yield hit(found.sentence, found.words, "say what happened to how many, with its source")


def safe(reading: Reading) -> Iterator[Hit]:
    for found in _claimed(reading, _SAFE, _UNSURE):
        yield hit(found.sentence, found.words, "say which harm is known, and how often")


def _claimed(
    reading: Reading, pattern: re.Pattern[str], unless: re.Pattern[str]
) -> Iterator[Found]:
    """Where the pattern matches, with nothing of `unless` before it and in no question."""
    for found, other in reading.beside(pattern, unless):
        denied = other is not None and other < found.start
        if not denied and not found.sentence.text.endswith("?"):
            yield found


def offers(reading: Reading) -> Iterator[Hit]:
    for found in reading.find(_OFFER):
        yield hit(found.sentence, found.words, "take it out: this page helps to decide")


def prescription_brands(reading: Reading) -> Iterator[Hit]:
    yield from _named(
        reading, PRESCRIPTION_BRANDS, "name the medicine itself, as “botulinum toxin”"
    )


def brands(reading: Reading) -> Iterator[Hit]:
    yield from _named(reading, BRANDS, "say what it is; put the name into catalogue.yaml")


def _named(reading: Reading, names: list[str], suggestion: str) -> Iterator[Hit]:
    for line, text in reading.front:
        for match in _BRAND.finditer(small(text)):
            if match[0] in names:
                yield Hit(line, text[match.start() : match.end()], suggestion, text.strip())
    for found in reading.find(_BRAND):
        if found.words.lower() in names:
            yield hit(found.sentence, found.words, suggestion)


def colours(reading: Reading) -> Iterator[Hit]:
    told = {_scope(reading, found.passage) for found in reading.find(_SKIN)}
    named: set[Passage | Place] = set()
    for found in reading.find(_COLOUR):
        place = found.passage.place
        scope = _scope(reading, found.passage)
        if place.section in _VISIBLE and scope not in named and told.isdisjoint((scope, place)):
            yield hit(
                found.sentence,
                found.words,
                "say how it feels, then how it looks on white skin and on brown and black skin",
            )
        named.add(scope)


def _scope(reading: Reading, passage: Passage) -> Passage | Place:
    """The bullet group it stands in, where that has several lines; or else its whole part."""
    return passage.group if len(reading.groups[passage.group]) > 1 else passage.place


def dark_skin(reading: Reading) -> Iterator[Hit]:
    for found in reading.find(_DARK):
        yield hit(found.sentence, found.words, "write “brown or black skin”")


def what_to_do(reading: Reading) -> Iterator[Hit]:
    told = {found.passage.group for found in reading.find(_ACT)}
    for first, passages in reading.groups.items():
        effect = first.place.section is SectionKind.SIDE_EFFECTS and len(passages) > 1
        if effect and first.text and first not in told:
            yield lack(first.line, first.text, "say what to do, as “Call us if it grows”")


RULES = (
    Rule(
        "promise",
        Level.ERROR,
        promises,
        why="It promises, or makes light of what happens to the body.",
        source="GMC, Guidance on cosmetic interventions (2016); ASA: cosmetic interventions",
        bad=Example("pros", "- It is a painless, quick fix [1]."),
        good=Example("pros", "- 9 in 10 people felt little pain [1]. It is not a miracle."),
    ),
    Rule(
        "safe",
        Level.ERROR,
        safe,
        why="Nothing that breaks or heats the skin is safe for everybody.",
        source="GMC, Guidance on cosmetic interventions (2016); ASA: cosmetic interventions",
        bad=Example("pros", "- It is safe for all [1]."),
        good=Example("pros", "- We tell you if it is not safe for you [1]."),
    ),
    Rule(
        "offer",
        Level.ERROR,
        offers,
        why="A price that ends soon leaves no time to think.",
        source="GMC, Guidance on cosmetic interventions (2016)",
        bad=Example("pros", "- Book now for a discount [1]."),
        good=Example("pros", "- You can take your time [1]."),
    ),
    Rule(
        "prescription-brand",
        Level.ERROR,
        prescription_brands,
        why="A medicine on prescription must not be advertised to the public.",
        source="ASA: CAP Code 12.12; Human Medicines Regulations 2012, 284",
        bad=Example("also_known_as", "Botox"),
        good=Example("also_known_as", "anti-wrinkle injections"),
    ),
    Rule(
        "brand",
        Level.ERROR,
        brands,
        why="A make says nothing to a patient, and its name sells.",
        source="GMC, Guidance on cosmetic interventions (2016)",
        bad=Example("about", "We use the SkinPen [1][2]."),
        good=Example("about", "We use a pen with fine needles [1][2]."),
    ),
    Rule(
        "colour",
        Level.ERROR,
        colours,
        why="On brown and black skin it looks otherwise, or cannot be seen.",
        source="NHS service manual: skin symptoms",
        bad=Example("recovery", "### Treatment day\n\nYour skin may feel hot and look red."),
        good=Example(
            "recovery",
            "### Treatment day\n\nYour skin may feel hot. It looks red on white skin. On brown or "
            "black skin it can be harder to see.",
        ),
    ),
    Rule(
        "dark-skin",
        Level.ERROR,
        dark_skin,
        why="It makes white skin the one that others are darker than.",
        source="NHS service manual: skin symptoms",
        bad=Example("who-it-may-suit", "It may suit you if you have darker skin [1]."),
        good=Example("who-it-may-suit", "It may suit you if you have brown or black skin [1]."),
    ),
    Rule(
        "what-to-do",
        Level.WARNING,
        what_to_do,
        why="Whoever has it wants to know what to do.",
        source="PEMAT 20",
        bad=Example(
            "side-effects",
            "### Rare but serious\n\nHow often is not known.\n\n- **Burns**\n  - They hurt.",
        ),
        good=Example(
            "side-effects",
            "### Rare but serious\n\nHow often is not known.\n\n- **Burns**\n  - They hurt.\n"
            "  - Call us.",
        ),
    ),
)
