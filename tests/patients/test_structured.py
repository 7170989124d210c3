"""The page for machines says what the page for patients says, and nothing else."""

import json
import re
from datetime import date, timedelta

import pytest
from django.conf import settings

from procedures.vocabulary import SectionKind
from tests.clinic import TODAY, make_published, make_review
from tests.patients import states
from tests.patients.opened import opened
from tests.patients.test_page import ALL

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


def told(page):
    """The JSON-LD of a page."""
    script = page.one("script", type="application/ld+json")
    return json.loads(script.inside[0])


def read(page, section):
    """The words of a section as a machine is to have them: no heading, citation or picture."""
    words = page.one("section", id=section).words(without=("sup", "h2", "h4", "figure"))
    words = words.removeprefix("Put your own dates to this ")
    return re.sub(r" ([.,;:)])", r"\1", words)


def sentences(words):
    """The words, whatever order their sentences stand in."""
    return sorted(words.replace(".", "").split())


def day(words):
    """The date in visible words such as "6 August 2026 (overdue)"."""
    months = "January February March April May June July August September October November December"
    number, month, year = re.match(r"(\d+) (\w+) (\d{4})", words).groups()
    return date(int(year), months.split().index(month) + 1, int(number)).isoformat()


def test_the_page_is_a_medical_page_for_patients_at_its_own_address(client, folder):
    states.reviewed(folder)

    page = told(opened(client, PAGE))

    assert page["@context"] == "https://schema.org"
    assert page["@type"] == "MedicalWebPage"
    assert page["url"] == page["@id"] == f"{settings.SITE_URL}{PAGE}"
    assert page["inLanguage"] == "en"
    assert page["medicalAudience"]["audienceType"] == "Patient"
    assert page["about"]["@type"] == "MedicalTherapy"
    assert page["publisher"]["name"] == settings.CLINIC_NAME


def test_title_names_dates_version_reviewer_and_sources_equal_the_visible_ones(client, folder):
    states.reviewed(folder)

    page = opened(client, PAGE)

    data = told(page)
    facts = page.one("section", id="about-this-page").facts()
    assert [data["name"]] == [data["about"]["name"]] == page.lines("h1")
    assert f"Also known as {', '.join(data['about']['alternateName'])}" in page.words()
    assert data["dateModified"] == day(facts["Last updated"])
    assert data["lastReviewed"] == day(facts["Last reviewed"])
    reviewer = data["reviewedBy"]
    assert facts["Last reviewed"].endswith(f"by {reviewer['name']}, {reviewer['jobTitle']}")
    assert data["creditText"] == facts["Written by"]
    assert f", version {data['version']}, " in page.words()
    sources = page.one("ol", **{"class": "sources"}).all("li")
    assert len(data["citation"]) == len(sources) == 2
    for citation, source in zip(data["citation"], sources, strict=True):
        assert source.words().startswith(citation["name"])
        if "url" in citation:
            assert source.link(citation["name"]) == citation["url"]
    assert data["description"] == page.one("meta", name="description")["content"]


def test_the_sections_equal_the_visible_ones(client):
    make_published(reviewed=True, words=ALL)

    page = opened(client, PAGE)

    therapy = told(page)["about"]
    assert therapy["howPerformed"] == read(page, "about")
    assert therapy["preparation"] == read(page, "before")
    assert therapy["contraindication"] == read(page, "who-should-not-have-it")
    assert sentences(therapy["followup"]) == sentences(read(page, "recovery"))
    assert therapy["adverseOutcome"]["description"] == "Redness for 2 to 3 days."
    assert therapy["seriousAdverseOutcome"]["description"] == "Infection, in 3 in 100 people."
    for words in ("Redness for 2 to 3 days.", "Infection, in 3 in 100 people."):
        assert words in read(page, "side-effects")


def test_the_order_of_the_warnings_is_the_one_patients_read(client):
    make_published(
        reviewed=True,
        words={
            SectionKind.CONTRAINDICATIONS: {
                "Talk to us first if": "- You take isotretinoin.",
                "Do not have it if": "- You have an infection.",
            }
        },
    )

    page = opened(client, PAGE)

    assert told(page)["about"]["contraindication"] == read(page, "who-should-not-have-it")


def test_a_page_that_is_not_to_be_found_is_not_told_to_search_engines(client, folder):
    states.unreviewed(folder)

    page = opened(client, PAGE)

    assert page.one("meta", name="robots")["content"] == "noindex"
    assert page.all("script", type="application/ld+json") == []


def test_the_review_told_is_the_newest(client):
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=300))
    make_review(version, on=TODAY - timedelta(days=1))

    assert told(opened(client, PAGE))["lastReviewed"] == "2026-11-21"


def test_a_page_without_other_names_or_sources_tells_of_none(client):
    make_published(
        reviewed=True,
        also_known_as=(),
        sources=(),
        summary="It pricks the skin.",
        words={
            SectionKind.AT_A_GLANCE: None,
            SectionKind.ABOUT: "Fine needles.",
            SectionKind.BEFORE: None,
            SectionKind.RECOVERY: "It fades.",
            SectionKind.INDICATIONS: "If you like.",
            SectionKind.CONTRAINDICATIONS: "If you are ill.",
            SectionKind.SIDE_EFFECTS: "Redness.",
        },
    )

    page = told(opened(client, PAGE))

    assert page["citation"] == []
    assert not {"alternateName", "preparation", "seriousAdverseOutcome"} & set(page["about"])
    assert page["about"]["adverseOutcome"]["description"] == "Redness."


def test_a_text_with_only_serious_side_effects_tells_of_no_empty_others(client):
    make_published(
        reviewed=True, words={SectionKind.SIDE_EFFECTS: {"Rare but serious": "Infection."}}
    )

    therapy = told(opened(client, PAGE))["about"]

    assert "adverseOutcome" not in therapy
    assert therapy["seriousAdverseOutcome"]["description"] == "Infection."


@pytest.mark.parametrize(
    "hostile",
    [
        "A </script><script>alert(1)</script> z",
        "A <!-- <script> ]]> --> z",
        "A </SCRIPT >&lt;/script&gt; \" ' \\ {{ x }} z",
    ],
)
def test_no_words_break_out_of_the_data(client, hostile):
    make_published(reviewed=True, title=hostile, written_by=hostile, also_known_as=(hostile,))

    page = opened(client, PAGE)

    data = told(page)
    assert [data["name"], data["creditText"], *data["about"]["alternateName"]] == [hostile] * 3
    assert len(page.all("script", type="application/ld+json")) == 1
    assert page.lines("h1") == [hostile]
    # Browsers end a script at more than Python's reader of HTML does: no "<" may be in it.
    (script,) = re.findall(
        '<script type="app[^>]*>([^<]*)</script>', client.get(PAGE).content.decode()
    )
    assert json.loads(script) == data
