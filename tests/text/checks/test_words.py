"""Where each rule draws its line: words it is against, and words like them that it is not."""

import pytest

from procedures.vocabulary import SectionKind
from tests.text.checks.pages import said

#: Rule → words it is against, as Markdown → what it marks.
AGAINST = {
    "how-often": {
        "Burns are rare [1].": "rare",
        "Swelling is common for 2 to 3 days [1].": "common",
        "Most people feel sore [1].": "Most people",
        "It comes with a low risk [1].": "low risk",
        "The risk of burns is very low [1].": "risk of burns is very low",
        "There is minimal harm [1].": "minimal",
        "Most of them fade [1].": "Most of them",
    },
    "how-often-vaguely": {
        "You may often feel sore.": "often",
        "Some people feel sore.": "Some people",
        "It usually fades.": "usually",
    },
    "uncited-figure": {
        "It lasts 20 minutes.": "20",
        "The lamp gives 1.5 joules.": "1.5",
        "It costs £300.": "300",
        "You need six sessions.": "six sessions",
        "On day 1 it takes 20 minutes.": "20",
        "It fades in 12 to 48 hours.": "12",
        "One in ten people felt sore.": "One in ten",
        "Scars faded by two-fifths.": "two-fifths",
        "About half of them felt sore.": "half of them",
    },
    "uncited-claim": {
        "Experts agree.": "Experts",
        "A trial says so.": "trial",
        "Two reviews say so.": "Two reviews",
        "Studies prove it.": "Studies",
    },
    "percentage": {
        "It clears 80% of marks [1].": "80%",
        "Pain came to 3.5 per cent [1].": "3.5 per cent",
    },
    "decimal": {"It burns 0.5 in 100 people [1].": "0.5 in 100"},
    "frequency-form": {
        "It burns 1:100 people [1].": "1:100",
        "It burns 1 out of 10 people [1].": "1 out of 10",
        "It burns 5 per 1,000 people [1].": "5 per 1,000",
        "It burns 1/20 of people [1].": "1/20",
        "One in ten people had burns [1].": "One in ten",
    },
    "mixed-denominators": {"Sore in 3 in 100, red in 1 in 10 [1].": "1 in 10"},
    "number-to-call": {
        "Call 111.": "Call 111",
        "Ring us on 020 7946.": "Ring us on 020 7946",
    },
    "promise": {
        "It is a lunchtime treatment.": "lunchtime",
        "There is no downtime.": "no downtime",
        "There is no real recovery time.": "no real recovery time",
        "It is painless.": "painless",
        "Results are guaranteed.": "guaranteed",
        "You are an ideal person for it.": "ideal",
        "It rejuvenates the skin.": "rejuvenates",
        "There is nothing to worry about.": "nothing to worry about",
        "It is a quick fix.": "quick fix",
        "Hair is permanently removed.": "permanently removed",
    },
    "safe": {
        "It is very safe.": "safe",
        "Lasers can safely treat you.": "safely",
        "It is safer than a peel.": "safer",
        "It is harmless.": "harmless",
    },
    "offer": {
        "Book now.": "Book now",
        "Get 20% off.": "20% off",
        "We sell gift cards.": "gift cards",
    },
    "prescription-brand": {"We use Botox.": "Botox", "You took Roaccutane.": "Roaccutane"},
    "brand": {"We use Restylane.": "Restylane", "A Morpheus8 device.": "Morpheus8"},
    "colour": {
        "Your skin may look red.": "red",
        "It looks red. Tell us about any skin problem.": "red",
        "Expect redness.": "redness",
        "Marks look pink or purple.": "pink",
        "The marks look tan or brown, and then pink.": "pink",
    },
    "dark-skin": {
        "It suits dark skin.": "dark skin",
        "It suits people with darker skin tones.": "darker skin",
        "It suits skin of color.": "skin of color",
        "Dark-skinned people scar more.": "Dark-skinned",
    },
    "passive-voice": {
        "The skin is cleaned.": "is cleaned",
        "A gel is then put on.": "is then put",
        "It can be done at home.": "be done",
        "You are not told.": "are not told",
    },
    "third-person": {
        "The patient lies down.": "The patient",
        "Ask the clinician.": "the clinician",
        "People who smoke should stop.": "People who smoke should",
        "A trial of old patients says so [1].": "patients",
    },
    "jargon": {
        "Put on a topical gel.": "topical",
        "Erythema fades.": "Erythema",
        "It utilises heat.": "utilises",
        "Come prior to that day.": "prior to",
    },
    "unexplained-word": {
        "You take isotretinoin.": "isotretinoin",
        "It makes collagen. Collagen is a protein.": "collagen",
        "You get keloids.": "keloids",
    },
}

#: Rule → words it has nothing against.
NOTHING_AGAINST = {
    "how-often": [
        "Burns are rare: 3 in 100 people had one [1].",
        "Burns are rare, but how often they happen is not known.",
        "Most of the 15 people felt sore [1].",
        "How often each happens is not known.\n\n- Burns are rare.\n- Scars are rare.",
        "- **Burns**\n  - They are rare.\n  - None of 39 people had one [1].",
        "Wait at most a day.",
        "That is the most of all.",
        "You have a common cold.",
        "Tell us about a rare blood or enzyme disorder.",
        "Higher heat is a greater risk.",
    ],
    "how-often-vaguely": ["It often fades, in 3 in 100 people [1].", "It may fade."],
    "uncited-figure": [
        "It lasts 20 minutes [1].",
        "It lasts 20 minutes. You may feel sore [1].",
        "- **Soreness** [1]\n  - It lasts 2 days.",
        "In a trial of 15 people:\n\n- pain fell [1]\n- scars faded [2]",
        "Tell us about [1]:\n\n- scars of less than 6 months",
        "On day 1 the skin feels hot. In weeks 2 to 6 it fades.",
        "Use sun cream of SPF 30.",
        "You have type 1 diabetes.",
        "You take vitamin B12.",
        "One of us is there 24 hours a day.",
        "One maker has not said.",
        "We treat half of the face.",
    ],
    "uncited-claim": [
        "A trial says so [1].",
        "A trial saw it [1]. Studies like this can miss harm.",
        "We found no studies.",
        "A doctor reviews your skin.",
        "Whether experts agree is not known.",
    ],
    "percentage": ["The cream holds 4% lidocaine.", "We use an acid of 30%."],
    "decimal": ["The needle goes 1.5 mm in."],
    "frequency-form": [
        "Pain was 1 out of 10 [1].",
        "It burns 1 in 7 people [1].",
        "We are open 24/7, from 10:30.",
        "The ratio is not known.",
    ],
    "mixed-denominators": [
        "Sore in 3 in 100, red in 10 in 100 [1].",
        "It hurt 3 in 100 in 2018 [1].",
        "Of 15 people, 14 felt sore [1].",
        "Use it 2 in 24 hours, or 1 in 7 days [1].",
    ],
    "number-to-call": ["Call us.", "Call us 2 days before.", "Call us if 3 spots itch."],
    "promise": [
        "We cannot guarantee a result.",
        "It is not a quick fix.",
        "Is it painless?",
        "There is no cure.",
    ],
    "safe": [
        "Call us if you do not feel safe.",
        "Nobody knows whether it is safe.",
        "It is not safe for you.",
        "Do not drive until it is safe.",
        "Is it safe?",
        "Keep the area safe.",
        "Put it in a safe place.",
        "How safe it is we do not know.",
        "Tell us about unsafe heat.",
    ],
    "offer": ["We offer it here.", "Peel the film off."],
    "prescription-brand": ["We use botulinum toxin, which relaxes muscles."],
    "brand": ["We use a pen."],
    "colour": [
        "It looks red on white skin. On brown or black skin it is harder to see.",
        "It looks red.\n\nOn brown and black skin it looks darker.",
        "- redness that spreads\n- pus\n\nBrown or black skin shows redness less.",
        "- **Redness**\n  - It feels hot.\n  - It looks red and darker on black skin.",
        "We use red light on red veins.",
        "We call it redundant.",
    ],
    "dark-skin": ["It leaves darker patches.", "It looks darker than the skin around it."],
    "passive-voice": [
        "We clean the skin.",
        "It is not known.",
        "You are pregnant.",
        "It is a cream made for broken skin.",
        "The scar is raised.",
        "You are tired, or worried.",
        "Your skin is infected.",
    ],
    "third-person": [
        "Ask us.",
        "Tell us if you are ill.",
        "A trial of 15 people says so [1].",
        "One trial looked at people who smoke [1].",
        "A trial asked clinicians [1].",
        "This is patient information.",
    ],
    "jargon": [
        "Swelling (oedema) fades. Oedema may itch.",
        "You may swell.",
        "Numbness (anaesthesia) fades.",
    ],
    "unexplained-word": [
        "Tell us about raised scars (keloids).",
        "It makes collagen, the protein that keeps skin firm.",
        "It makes collagen (a protein). Collagen keeps skin firm.",
        "Keloids are a kind of scar.",
        "This is called cellulitis.",
        "It holds hyaluronic acid, a sugar.",
    ],
}


@pytest.mark.parametrize(
    ("rule", "words", "marked"),
    [(rule, *pair) for rule, pairs in AGAINST.items() for pair in pairs.items()],
)
def test_a_rule_marks_the_words_it_is_against(rule, words, marked):
    assert said(rule, words) == [marked]


def test_how_often_the_reader_has_something_is_no_question_of_numbers():
    words = "You often have cold sores, or a rare rash."
    for kind in (SectionKind.CONTRAINDICATIONS, SectionKind.QUESTIONS):
        assert said("how-often", words, kind=kind) == []
        assert said("how-often-vaguely", words, kind=kind) == []
    assert said("how-often", words) == ["rare"]


@pytest.mark.parametrize(
    ("rule", "words"), [(rule, words) for rule, many in NOTHING_AGAINST.items() for words in many]
)
def test_a_rule_leaves_other_words_alone(rule, words):
    assert said(rule, words) == []
