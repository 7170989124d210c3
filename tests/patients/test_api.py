"""The published text as JSON: the same words, versions and digests as on the pages."""

import hashlib
from datetime import timedelta

import pytest
from django.utils.dateparse import parse_datetime

from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_published, make_review, make_withdrawn
from tests.patients import states
from tests.text.documents import WORDS

pytestmark = pytest.mark.django_db

ALL = "/api/procedures/"
ONE = "/api/procedures/microneedling/"
SITE = "https://pages.example"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def test_every_procedure_is_listed_once_by_slug_with_its_status_and_digest(client):
    withdrawn = make_withdrawn(slug="filler", title="Filler").version
    peel = make_published(slug="chemical-peel", title="Chemical peel", reviewed=True)
    make_published()
    version = make_published()

    answer = client.get(ALL)

    assert answer.headers["Content-Type"] == "application/json"
    found = answer.json()["procedures"]
    assert [
        (one["slug"], one["status"], one["title"], one["version"], one["digest"]) for one in found
    ] == [
        ("chemical-peel", "published", "Chemical peel", 1, peel.digest),
        ("filler", "withdrawn", "Filler", 1, withdrawn.digest),
        ("microneedling", "published", "Microneedling", 2, version.digest),
    ]
    assert [one.get("reviewed") for one in found] == [True, None, False]


def test_every_address_in_the_list_opens(client):
    make_published()
    make_withdrawn(slug="filler")

    for one in client.get(ALL).json()["procedures"]:
        page = client.get(one["url"].removeprefix(SITE)).status_code
        assert page == (410 if one["status"] == "withdrawn" else 200)
        again = client.get(one["api"].removeprefix(SITE)).json()
        assert {key: again[key] for key in one} == one


def test_a_procedure_gives_its_whole_text(client):
    version = make_published(reviewed=True)

    told = client.get(ONE).json()

    assert told["title"] == "Microneedling"
    assert told["also_known_as"] == ["skin needling"]
    assert told["summary"] == "Microneedling pricks the skin with fine needles."
    assert (told["version"], told["updated"]) == (1, "2026-11-20")
    assert (told["change"], told["change_notes"]) == ("first", ["The first text."])
    assert (told["written_by"], told["evidence_to"]) == ("A nurse at the clinic", "2026-10")
    assert told["at_a_glance"] == {"Session": "20 to 45 minutes [1]", "Cost": "£100 to £350"}
    assert [one["key"] for one in told["sections"]] == [kind.value for kind in WORDS]
    about = told["sections"][1]
    assert about["heading"] == "About the procedure"
    assert about["markdown"] == WORDS["about"]
    assert told["sources"][0]["url"] == "https://dermnetnz.org/topics/skin-needling"
    assert [one["number"] for one in told["sources"]] == [1, 2]
    assert told["digest"] == hashlib.sha256(version.text.encode()).hexdigest()
    assert parse_datetime(told["published_at"]) == NOW


def test_a_procedure_says_who_reviewed_which_version(client, folder):
    states.reworded(folder)

    told = client.get(ONE).json()

    assert told["version"] == 3
    assert told["reviewed"] is True
    assert told["review"] == {
        "on": "2026-11-22",
        "next_due": "2027-11-22",
        "reviewer": "Nia Nurse",
        "role": "Nurse prescriber",
        "version": 2,
    }


def test_a_procedure_nobody_reviewed_claims_no_review(client, folder):
    states.unreviewed(folder)

    told = client.get(ONE).json()

    assert (told["reviewed"], told["review"]) == (False, None)


def test_no_answer_gives_a_registration_number_or_a_name_of_staff(client):
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=1))

    for address in (ALL, ONE):
        answer = client.get(address).content.decode()
        assert "NMC" not in answer
        assert "Eve" not in answer


def test_a_procedure_lists_every_public_version(client):
    first = make_published(at=NOW - timedelta(days=2))
    second = make_published(change=Change.SAFETY)

    versions = client.get(ONE).json()["versions"]

    assert [(one["number"], one["status"], one["change"]) for one in versions] == [
        (1, "superseded", "first"),
        (2, "published", "safety"),
    ]
    assert [one["digest"] for one in versions] == [first.digest, second.digest]
    assert parse_datetime(versions[0]["ended_at"]) == NOW
    assert versions[1]["ended_at"] is None
    for one in versions:
        source = client.get(f"{one['url'].removeprefix(SITE)}source.md")
        assert hashlib.sha256(source.content).hexdigest() == one["digest"]


def test_a_withdrawn_procedure_says_when_and_why_and_gives_no_text(client):
    make_withdrawn(reason="The maker has recalled the device.")

    told = client.get(ONE).json()

    assert told["status"] == "withdrawn"
    assert told["reason"] == "The maker has recalled the device."
    assert parse_datetime(told["withdrawn_at"]) == NOW
    assert not {"sections", "summary", "review", "at_a_glance"} & set(told)
    assert [one["status"] for one in told["versions"]] == ["withdrawn"]


def test_a_redacted_version_keeps_its_number_and_digest(client, folder):
    version = states.redacted(folder)

    redacted, current = client.get(ONE).json()["versions"]

    assert (redacted["number"], redacted["digest"]) == (1, version.digest)
    assert current["status"] == "published"


def test_an_empty_site_lists_nothing(client):
    assert client.get(ALL).json() == {"procedures": []}
