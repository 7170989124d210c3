"""The starter catalogue, as a patient of a fresh site meets it."""

import hashlib
import json
import re

import pytest

from procedures.models import Version
from tests.clinic import make_review
from tests.databases import ROOT
from tests.patients.opened import announced, opened, read
from tests.patients.test_links import assert_whole, walk
from tests.patients.test_structured import read as words_of
from tests.patients.test_structured import sentences, told

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


@pytest.mark.uncounted
def test_every_link_of_every_page_leads_to_a_page_and_a_part_that_is_there(client):
    answers = walk(client, "/")

    assert_whole(answers)
    pages = [address for address in answers if re.fullmatch("/procedures/[a-z-]+/", address)]
    assert len(pages) == 13
    for address in pages:
        assert_every_citation_leads_to_its_source(read(answers[address].content.decode()))


def assert_every_citation_leads_to_its_source(page):
    sources = page.one("ol", **{"class": "sources"}).all("li")
    numbers = {source["id"]: str(number) for number, source in enumerate(sources, 1)}
    cited = set()
    for link in page.one("article").all("a"):
        part = link["href"].removeprefix("#")
        if part in numbers:
            assert re.search(r"[0-9]+", link.words())[0] == numbers[part]
            cited.add(part)
    assert cited == set(numbers)


def test_every_page_can_be_planned_around_and_stays_light(client):
    pages = set(re.findall(r"/procedures/[a-z-]+/", client.get("/").content.decode()))

    assert len(pages) == 13
    for page in pages:
        address = f"{page}recovery/?from=2026-12-01&event=2027-12-01"
        stages = opened(client, address).one("ol", **{"class": "timeline plan"})
        assert stages.lines("h3")[0] == "Tuesday 1 December 2026 Treatment day"
        answer = client.get(address, headers={"accept-encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.content) < 20_000


def test_the_page_is_version_2_with_the_notice_that_nobody_has_checked_it(client):
    page = opened(client, PAGE)

    assert announced(page).startswith("Nobody clinical has checked this page yet")
    about = page.one("section", id="about-this-page")
    assert "Microneedling, version 2, 23 November 2026, digest " in about.words()
    assert "no clinician has checked it" in about.facts()["Written by"]
    assert len(page.one("ol", **{"class": "sources"}).all("li")) == 44
    stages = page.one("section", id="recovery").one("ol", **{"class": "timeline"}).lines("h3")
    assert stages[:3] == ["Treatment day", "Days 1 to 3", "Days 4 to 7"]
    assert "The words “no downtime” were wrong" in about.words()


def test_version_1_shows_the_words_of_2021_as_replaced(client):
    page = opened(client, f"{PAGE}versions/1/")

    said = announced(page)
    assert said.startswith("Replaced: do not use for decisions")
    assert "Never shown by this site" in said
    assert "What version 2 corrected for safety:" in said
    assert "Recovery is short but real" in said
    article = page.one("article").words()
    assert "There is no downtime after microneedling." in article
    assert "27 July 2021" in article


def test_what_was_shown_in_2022_is_said_to_be_beyond_the_record(client):
    page = opened(client, f"{PAGE}on/2022-01-01/")

    said = page.one("main").words()
    assert "This site cannot say what it showed on this day" in said
    assert "its record of this page begins on 22 November 2026" in said
    assert page.one("main").link("version 1") == f"{PAGE}versions/1/"
    assert "27 July 2021" in said
    assert "not proof that patients were shown them" in said


def test_before_2021_there_is_no_text_to_name(client):
    said = opened(client, f"{PAGE}on/2021-07-26/").one("main").words()

    assert "No text of this page is dated on or before this day." in said


@pytest.mark.parametrize("number", [1, 2])
def test_the_file_served_has_the_digest_shown_and_is_the_file_in_content(client, number):
    source = client.get(f"{PAGE}versions/{number}/source.md").content

    assert source == (ROOT / "content" / "microneedling" / f"{number}.md").read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    page = opened(client, f"{PAGE}versions/{number}/")
    assert f"version {number}, " in page.words()
    assert f"digest {digest[:12]}" in page.words()
    versions = client.get("/api/procedures/microneedling/").json()["versions"]
    assert versions[number - 1]["digest"] == digest


def test_the_comparison_shows_that_the_promise_of_no_downtime_is_gone(client):
    recovery = opened(client, f"{PAGE}changes/1..2/").one("section", id="recovery")

    removed = " ".join(one.words() for one in recovery.all("del"))
    assert "There is no downtime after microneedling" in removed
    assert recovery.all("ins")


def test_the_page_is_not_in_the_sitemap_until_somebody_checks_it(client):
    assert b"microneedling" not in client.get("/sitemap.xml").content
    assert client.get(PAGE).headers["X-Robots-Tag"] == "noindex"


@pytest.fixture
def reviewed():
    """As if somebody had reviewed the page about microneedling."""
    make_review(Version.objects.published().get(procedure__slug="microneedling"))


def test_the_starter_page_says_the_same_to_machines_word_for_word(client, reviewed):
    page = opened(client, PAGE)

    therapy = told(page)["about"]
    assert therapy["howPerformed"] == words_of(page, "about")
    assert therapy["preparation"] == words_of(page, "before")
    assert therapy["contraindication"] == words_of(page, "who-should-not-have-it")
    assert sentences(therapy["followup"]) == sentences(words_of(page, "recovery"))
    effects = sentences(
        "Common Less common Rare but serious "
        + therapy["adverseOutcome"]["description"]
        + " "
        + therapy["seriousAdverseOutcome"]["description"]
    )
    assert effects == sentences(words_of(page, "side-effects"))
    names = [source["name"] for source in told(page)["citation"]]
    visible = page.one("ol", **{"class": "sources"}).all("li")
    assert names == [source.all("a")[0].words() for source in visible]
    assert len(names) == 44


def test_nobody_rates_a_procedure_here(client, reviewed):
    words = json.dumps(told(opened(client, PAGE)))

    assert not re.search("rating|offer|price", words.partition('"citation"')[0], re.IGNORECASE)
    assert not re.search(r'"(aggregateRating|review|offers)"', words)
