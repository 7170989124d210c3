"""The page about these pages: what it says, and that it is so."""

import hashlib
import re
from urllib.parse import unquote

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from procedures.editorial.refusals import StepRefused
from tests.clinic import make_draft, make_person, make_published, make_review, make_withdrawn
from tests.patients import states
from tests.patients.opened import announced, opened, read

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]

ABOUT = "/about/"
PAGE = "/procedures/microneedling/"
SITE = "https://pages.example"

#: What a patient may open of the `site`, with pages that are missing, replaced or gone.
ADDRESSES = (ABOUT, "/", *states.of().values(), "/nothing/", "/procedures/filler/")


@pytest.fixture
def site(folder):
    """A site with a page, an old version of it and a withdrawn page."""
    states.replaced(folder)
    make_withdrawn(slug="filler")


def part(client, name):
    """One section of the page."""
    return opened(client, ABOUT).one("section", id=name)


def said(client, name):
    """The words of one section of the page."""
    return part(client, name).words()


def test_the_page_has_one_title_and_leads_to_each_of_its_parts(client):
    page = opened(client, ABOUT)

    assert page.lines("h1") == ["About these pages"]
    contents = page.one("nav", aria_label="On this page")
    parts = [(f"#{one['id']}", one.one("h2").words()) for one in page.all("section")]
    assert [(one["href"], one.words()) for one in contents.all("a")] == parts
    assert [name for name, _ in parts] == [
        "#who-we-are", "#how-pages-are-made", "#up-to-date", "#who-pays", "#privacy",
        "#accessibility", "#mistakes",
    ]  # fmt: skip


def test_the_page_may_be_found_at_one_address(client, settings):
    settings.SITE_URL = SITE

    answer = client.get(ABOUT)

    head = read(answer.content.decode()).one("head")
    assert head.one("link", rel="canonical")["href"] == f"{SITE}{ABOUT}"
    assert "Who runs these pages" in head.one("meta", name="description")["content"]
    assert not head.all("meta", name="robots")
    assert "X-Robots-Tag" not in answer.headers


def test_the_page_asks_the_database_nothing_and_is_there_while_it_is_broken(client):
    def refuse(*of):
        raise OperationalError("no answer")

    with connection.execute_wrapper(refuse):
        assert opened(client, ABOUT).lines("h1") == ["About these pages"]


def test_no_sentence_is_longer_than_twenty_words(client):
    lines = opened(client, ABOUT).one("main").lines("p", "li", "dd")

    sentences = [one for line in lines for one in re.split(r"(?<=[.?:])\s+", line)]
    assert len(sentences) > 60
    assert [one for one in sentences if len(one.split()) > 20] == []


def test_the_clinic_says_who_it_is_and_how_it_is_reached(client, settings):
    settings.CLINIC_NAME = "Ärzte & Söhne"
    settings.CLINIC_PHONE = "0131 496 0000"
    settings.CLINIC_OUT_OF_HOURS = "0131 496 0999"
    settings.CLINIC_EMAIL = "skin@clinic.example"
    settings.EMERGENCY_NUMBER = "112"

    who = part(client, "who-we-are")

    assert "These pages come from Ärzte & Söhne. Where they say “we”" in who.words()
    assert who.facts() == {
        "Phone": "0131 496 0000",
        "When we are closed": "0131 496 0999",
        "In an emergency": "112",
        "E-mail": "skin@clinic.example",
    }
    assert who.link("0131 496 0000") == "tel:01314960000"
    assert who.link("0131 496 0999") == "tel:01314960999"
    assert who.link("112") == "tel:112"
    assert who.link("skin@clinic.example") == "mailto:skin@clinic.example"


def test_a_line_for_the_night_may_be_words(client, settings):
    settings.CLINIC_OUT_OF_HOURS = "your local hospital"

    who = part(client, "who-we-are")

    assert who.facts()["When we are closed"] == "your local hospital"
    assert "your local hospital" not in who.lines("a")


@pytest.mark.parametrize("address", ["o'neill+skin&co@clinic.example", "100%25?/#@clinic.example"])
def test_an_address_with_odd_characters_can_be_written_to(client, settings, address):
    settings.CLINIC_EMAIL = address

    for name in ("who-we-are", "accessibility"):
        link = part(client, name).link(address)
        assert re.fullmatch(r"mailto:[\w.~%@-]+", link)
        assert unquote(link.removeprefix("mailto:")) == address


@pytest.mark.parametrize(
    ("name", "claim", "state", "address", "proof"),
    [
        (
            "how-pages-are-made",
            "If nobody clinical has checked a page yet, it says so at the top.",
            "unreviewed", PAGE, "Nobody clinical has checked this page yet",
        ),
        (
            "up-to-date",
            "A note at the top says that a check is due.",
            "overdue", PAGE, "This page is due to be checked again",
        ),
        (
            "up-to-date",
            "An old version has a note at the top that says not to use it for decisions.",
            "replaced", f"{PAGE}versions/1/", "Replaced: do not use for decisions",
        ),
        (
            "up-to-date",
            "An old version has a note at the top that says not to use it for decisions.",
            "withdrawn", f"{PAGE}versions/1/", "Withdrawn on 22 November 2026: do not use for",
        ),
    ],
)  # fmt: skip
def test_a_note_stands_at_the_top_as_we_say(client, folder, name, claim, state, address, proof):
    states.STATES[state](folder)

    assert claim in said(client, name)
    assert proof in announced(opened(client, address))


def test_a_page_says_who_wrote_and_checked_it_and_until_when_as_we_say(client):
    make_published(reviewed=True)

    made, kept = said(client, "how-pages-are-made"), said(client, "up-to-date")

    assert "says who wrote the words and when they last changed" in made
    assert "Their name, their role and the date then stand at its end." in made
    assert "A page that was checked says when the next check is due." in kept
    assert "Where a page says “Evidence searched to”" in kept
    facts = opened(client, PAGE).one("section", id="about-this-page").facts()
    assert facts["Written by"] == "A nurse at the clinic"
    assert facts["Last updated"] == "20 November 2026"
    assert facts["Last reviewed"] == "22 November 2026 by Nia Nurse, Nurse prescriber"
    assert facts["Next review due"] == "22 November 2027"
    assert facts["Evidence searched to"] == "October 2026"


def test_nobody_signs_off_their_own_words_as_we_say(client):
    assert "Nobody may sign off their own words." in said(client, "how-pages-are-made")
    author = make_person()
    draft = make_draft(by=author)

    with pytest.raises(StepRefused, match="Your own words are in this text"):
        make_review(draft, by=author)


def test_a_page_reworded_since_its_check_says_so_as_we_say(client, folder):
    states.reworded(folder)

    made = said(client, "how-pages-are-made")

    assert "If only its wording has changed since the check, it says that too." in made
    assert "wording changed since" in opened(client, PAGE).words()


def test_old_versions_are_kept_with_a_digest_of_every_letter_as_we_say(client):
    first = make_published(summary="One letter.")
    second = make_published(summary="Ono letter.", change_notes=("A slip was mended.",))

    made = said(client, "how-pages-are-made")

    assert "You can still read the old versions." in made
    assert "Change one letter, and the code is another." in made
    assert "One letter." in opened(client, f"{PAGE}versions/1/").words()
    assert "A slip was mended." in opened(client, PAGE).words()
    for version in (first, second):
        file = client.get(f"{PAGE}versions/{version.number}/source.md").content
        assert hashlib.sha256(file).hexdigest() == version.digest
    assert first.digest != second.digest


def test_a_version_that_had_to_go_says_what_when_and_why_as_we_say(client, folder):
    states.redacted(folder)

    made = said(client, "how-pages-are-made")

    assert "A note in its place then says what was removed, when and why." in made
    facts = opened(client, f"{PAGE}versions/1/").facts()
    assert facts["What was removed"] == "A patient's name"
    assert facts["Why"] == "It named a person."
    assert facts["Removed on"] == "22 November 2026, 09:30"


@pytest.mark.parametrize(("months", "words"), [(1, "1 month"), (6, "6 months"), (12, "12 months")])
def test_the_page_says_how_often_pages_are_checked_again(client, settings, months, words):
    settings.REVIEW_MONTHS = months

    aim = f"We aim to check each whole page again within {words} of its last check."
    assert aim in said(client, "up-to-date")


def test_a_withdrawn_page_says_when_why_and_whom_to_call_as_we_say(client):
    make_published(summary="Old advice.")
    make_withdrawn(reason="The maker has recalled the device.")

    kept = said(client, "up-to-date")

    assert "Its address then says when, why and whom to call." in kept
    assert "The old advice does not come back by itself." in kept
    page = opened(client, PAGE, 410)
    assert "This page was withdrawn on 22 November 2026" in page.words()
    assert "The maker has recalled the device." in page.words()
    assert "Old advice." not in page.words()
    assert "020 7946 0000" in page.one("main").lines("a")


def test_a_clinic_that_says_who_pays_is_quoted(client, settings):
    settings.CLINIC_FUNDING = "We are paid for each session, by <you> & nobody else."

    pays = said(client, "who-pays")

    assert "We are paid for each session, by <you> & nobody else." in pays
    assert "We have not said" not in pays


def test_a_clinic_that_does_not_say_who_pays_says_that_it_may_earn(client, settings):
    settings.CLINIC_FUNDING = ""

    pays = said(client, "who-pays")

    assert "We have not said here who pays for these pages." in pays
    assert "We may earn money from the procedures they explain." in pays


def test_there_is_no_space_for_adverts_as_we_say(client, site):
    assert "The site has no space for adverts, and it loads nothing" in said(client, "who-pays")

    for address in ADDRESSES:
        answer = client.get(address)
        directives = answer.headers["Content-Security-Policy"].split("; ")
        allowed = {one for directive in directives for one in directive.split(" ")[1:]}
        assert allowed == {"'none'", "'self'"}, address
        assert not re.search(rb"<(?:iframe|object|embed|video|audio)\b", answer.content), address


def test_no_cookie_is_set_and_no_page_opened_is_stored_as_we_say(client, site):
    privacy = said(client, "privacy")
    assert "These pages set no cookies and do not track you." in privacy
    assert "does not store which pages you open, or any date you look up." in privacy

    with CaptureQueriesContext(connection) as asked:
        answers = [client.get(address) for address in ADDRESSES]

    assert not any(answer.cookies for answer in answers)
    assert not client.cookies
    assert len(asked) > len(answers)
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_nobody_is_told_apart_by_what_their_browser_is_sent(client, site):
    for address in ADDRESSES:
        first = client.get(address, headers={"user-agent": "One", "accept-language": "de"})
        second = client.get(address, headers={"user-agent": "Another", "cookie": "a=b"})
        assert first.content == second.content, address
        assert first.headers == second.headers, address


def test_pages_fetch_nothing_from_others_and_name_no_page_to_them_as_we_say(client, site):
    privacy = said(client, "privacy")
    assert "They fetch nothing from other companies." in privacy
    assert "We ask your browser not to tell them which page you came from." in privacy

    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_what_we_cannot_help_seeing_is_said(client):
    privacy = said(client, "privacy")

    for seen in ("(IP address)", "which page you ask for, and when", "what your browser says"):
        assert seen in privacy
    assert "Those who run the server may keep this in a log for a time." in privacy


def test_we_claim_no_standard_and_say_whom_to_ask_for_another_form(client, settings):
    settings.CLINIC_PHONE = "0131 496 0000"
    settings.CLINIC_EMAIL = "skin@clinic.example"

    access = part(client, "accessibility")

    assert "No person has audited these pages, so we do not claim" in access.words()
    assert not re.search(r"WCAG|conform|complian", access.words())
    assert access.link("0131 496 0000") == "tel:01314960000"
    assert access.link("skin@clinic.example") == "mailto:skin@clinic.example"


def test_who_is_unwell_is_told_to_call_and_not_to_write(client, settings):
    settings.CLINIC_PHONE = "0131 496 0000"
    settings.EMERGENCY_NUMBER = "112"

    mistakes = part(client, "mistakes")

    assert "Do not write if you feel unwell" in mistakes.words()
    assert mistakes.link("0131 496 0000") == "tel:01314960000"
    assert mistakes.link("112") == "tel:112"
