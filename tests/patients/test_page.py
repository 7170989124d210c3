"""The page patients read shows all its text has, in the order patients need it."""

import hashlib

import pytest

from procedures.vocabulary import SectionKind
from tests.clinic import make_published
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"

#: Words for every section there is.
ALL = {
    SectionKind.AT_A_GLANCE: "- Cost: £100 to £350\n- Session: 20 to 45 minutes [1]",
    SectionKind.OPTIONS: "**Doing nothing.** You can choose no treatment.",
    SectionKind.UNKNOWN: "- how long the result lasts",
    SectionKind.QUESTIONS: "- Who will treat me?",
}


def test_the_page_opens_with_title_other_names_and_summary(client):
    make_published(title="Skin & scars", also_known_as=("skin needling", "collagen induction"))

    page = opened(client, PAGE)

    assert page.lines("h1") == ["Skin & scars"]
    assert "Skin & scars" in page.one("title").inside[0]
    opening = page.one("article").words()
    assert opening.startswith("Skin & scars Microneedling pricks the skin with fine needles[1].")
    assert "Also known as skin needling, collagen induction." in opening


def test_a_page_without_other_names_does_not_speak_of_them(client):
    make_published(also_known_as=())

    assert "Also known as" not in opened(client, PAGE).words()


def test_the_facts_at_a_glance_stand_in_their_fixed_order(client):
    make_published(words=ALL)

    glance = opened(client, PAGE).one("section", id="at-a-glance")

    assert glance.lines("h2") == ["At a glance"]
    assert list(glance.facts().items()) == [
        ("Session", "20 to 45 minutes[1]"),
        ("Cost", "£100 to £350"),
    ]


def test_every_section_stands_in_the_fixed_order_and_the_contents_lead_to_each(client):
    make_published(words=ALL)

    page = opened(client, PAGE)

    contents = page.one("article").one("nav").all("a")
    sections = page.one("article").all("section")
    assert [link["href"] for link in contents] == [f"#{section['id']}" for section in sections]
    headings = [str(kind.label) for kind in SectionKind]
    assert [link.words() for link in contents] == [*headings, "About this page"]
    assert [section.lines("h2") for section in sections] == [[link.words()] for link in contents]


#: What scripts show on the reader's own device.
ON_DEVICE = {
    *("data-aloud", "data-changed", "data-copy", "data-of"),
    *("data-read", "data-reading", "data-stop", "data-talk"),
}


def test_the_sections_say_what_the_text_says(client):
    make_published(words=ALL)

    page = opened(client, PAGE)

    said = {section["id"]: section.words() for section in page.one("article").all("section")}
    assert said["about"] == (
        "About the procedure Fine needles prick the skin[1]. The skin then makes new collagen."
    )
    assert said["before"] == "Before your appointment Tell us about every medicine you take."
    assert said["who-it-may-suit"] == (
        "Who it may suit It may suit you if you have shallow scars[1]."
    )
    assert said["pros"] == "Pros You heal soon."
    assert said["cons"] == "Cons You need several sessions."
    assert said["other-options"] == (
        "Other options Doing nothing. You can choose no treatment. "
        "Compare this with other treatments"
    )
    assert said["what-is-not-known"] == "What is not known how long the result lasts"
    assert said["questions-to-ask"] == "Questions to ask Who will treat me?"


def test_a_section_the_text_has_not_is_neither_on_the_page_nor_in_the_contents(client):
    make_published(words={SectionKind.BEFORE: None})

    assert not opened(client, PAGE).all(id="before") + opened(client, PAGE).all(href="#before")


def test_recovery_is_a_timeline_of_what_to_expect_to_do_and_to_avoid(client):
    stages = {
        "Treatment day": "Red skin.\n\n- Do not swim.\n- Wash your hands.\n\nIt fades.",
        "Days 2 to 3": "Less red.",
        "When you are ready": "- Ring us.",
    }
    make_published(words={SectionKind.RECOVERY: stages})

    timeline = opened(client, PAGE).one("section", id="recovery").one("ol")

    stages = [one for one in timeline.inside if not isinstance(one, str)]
    assert [(stage.tag, stage.lines("h3")) for stage in stages] == [
        ("li", ["Treatment day"]),
        ("li", ["Days 2 to 3"]),
        ("li", ["When you are ready"]),
    ]
    assert stages[0].words() == (
        "Treatment day Red skin. It fades. Do Wash your hands. Do not Do not swim."
    )
    assert stages[1].words() == "Days 2 to 3 Less red."
    assert stages[2].words() == "When you are ready Do Ring us."


@pytest.mark.parametrize("kind", ["who-should-not-have-it", "side-effects", "when-to-get-help"])
def test_no_warning_is_folded_away(client, kind):
    make_published()

    page = opened(client, PAGE)

    section = page.one("section", id=kind)
    assert section.lines("h3")
    for element in section.walk():
        assert element.tag not in ("details", "summary", "dialog", "template", "button", "iframe")
        assert not {"hidden", "inert", "style", "popover"} & set(element.attributes)
    for element in page.walk():
        if not element.is_shown:  # without a script there is nothing to press
            assert ON_DEVICE & set(element.attributes), element.attributes


def test_the_most_urgent_stands_first_however_the_file_has_it(client):
    make_published(
        words={
            SectionKind.CONTRAINDICATIONS: {
                "Talk to us first if": "- You take isotretinoin.",
                "Do not have it if": "- You have an infection.",
            },
            SectionKind.HELP: {"Any time": "A worry.", "Emergency": "No breath."},
        }
    )

    page = opened(client, PAGE)

    assert page.one("section", id="who-should-not-have-it").words() == (
        "Who should not have it Do not have it if You have an infection. "
        "Talk to us first if You take isotretinoin."
    )
    help_ = page.one("section", id="when-to-get-help").lines("h3")
    assert [heading.partition(":")[0] for heading in help_] == ["Emergency", "Any time"]


def test_help_stands_by_urgency_and_says_the_clinics_own_numbers(client, settings):
    settings.EMERGENCY_NUMBER = "112"
    settings.CLINIC_PHONE = "0131 496 0000"
    settings.CLINIC_OUT_OF_HOURS = "your local hospital"
    settings.CLINIC_EMAIL = "nurse@clinic.example"
    make_published()

    help_ = opened(client, PAGE).one("section", id="when-to-get-help")

    emergency, same_day, any_time = help_.all("h3")
    assert emergency.words() == "Emergency: call 112 now"
    assert emergency.link("112") == "tel:112"
    assert same_day.words().startswith("Same day: call us on 0131 496 0000")
    assert same_day.words().endswith("when we are closed: your local hospital")
    assert [link["href"] for link in same_day.all("a")] == ["tel:01314960000"]
    assert any_time.words() == "Any time: call or write"
    assert help_.link("nurse@clinic.example") == "mailto:nurse@clinic.example"
    assert "Redness that spreads." in help_.words()


def test_a_text_that_does_not_say_when_to_get_help_still_says_whom_to_call(client):
    make_published(words={SectionKind.HELP: None})

    page = opened(client, PAGE)

    contents = page.one("article").one("nav").lines("a")
    after = contents.index("Side effects") + 1
    assert contents[after] == "When to get help"
    help_ = page.one("section", id="when-to-get-help")
    assert "If you are worried: call us on 020 7946 0000" in help_.words()
    assert help_.link("999") == "tel:999"


def test_sources_and_the_places_that_cite_them_are_linked_both_ways(client):
    make_published()

    page = opened(client, PAGE)

    citations = page.all("sup")
    assert len(citations) == 7
    for source in page.one("ol", **{"class": "sources"}).all("li"):
        places = [link["href"] for link in source.all("a") if link["href"].startswith("#")]
        assert places
        for place in (page.one(id=name.removeprefix("#")) for name in places):
            assert place.all("a", href=f"#{source['id']}")
    cited = {citation.one("a")["href"] for citation in citations}
    assert cited == {
        f"#{source['id']}" for source in page.one("ol", **{"class": "sources"}).all("li")
    }


def test_a_source_says_what_it_is_and_leads_to_it_where_it_has_an_address(client):
    make_published()

    first, second = opened(client, PAGE).one("ol", **{"class": "sources"}).all("li")

    assert first.link("Skin needling. DermNet, 2022.") == (
        "https://dermnetnz.org/topics/skin-needling"
    )
    assert second.words().startswith("A textbook of skin. Example Press, 2020.")
    assert not [link for link in second.all("a") if not link["href"].startswith("#")]


def test_what_the_clinic_earns_stands_with_the_sources(client, settings):
    settings.CLINIC_FUNDING = "We are paid for each session."
    make_published(
        sources=(),
        words=dict.fromkeys(("about", "who-it-may-suit"), "Words.")
        | {
            "at-a-glance": "- Cost: ask us",
            "recovery": "Words.",
            "who-should-not-have-it": "Words.",
            "side-effects": "Words.",
        },
        summary="Words.",
    )

    sources = opened(client, PAGE).one("section", id="sources")

    assert sources.words() == "Sources Funding: We are paid for each session."


def test_the_page_says_its_dates_its_authors_and_the_line_for_a_consent_form(client):
    version = make_published(reviewed=True)

    about = opened(client, PAGE).one("section", id="about-this-page")

    facts = about.facts()
    assert facts["Last updated"] == "20 November 2026"
    assert facts["Last reviewed"] == "22 November 2026 by Nia Nurse, Nurse prescriber"
    assert facts["Next review due"] == "22 November 2027"
    assert facts["Written by"] == "A nurse at the clinic"
    assert facts["Evidence searched to"] == "October 2026"
    line = f"Microneedling, version 1, 20 November 2026, digest {version.digest[:12]}"
    assert line in [one.words() for one in about.walk() if not one.all("dt")]
    assert "consent form" in about.words()
    assert hashlib.sha256(version.text.encode()).hexdigest().startswith(line[-12:])


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-01", "January 2026"),
        ("2025-02", "February 2025"),
        ("2026-03", "March 2026"),
        ("2026-09", "September 2026"),
        ("2026-11", "November 2026"),
        ("2025-12", "December 2025"),
    ],
)
def test_the_month_of_the_evidence_is_said_in_words(client, month, words):
    make_published(evidence_to=month)

    facts = opened(client, PAGE).one("section", id="about-this-page").facts()

    assert facts["Evidence searched to"] == words
