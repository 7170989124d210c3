"""The e-mail in which a reader tells the clinic about a mistake."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote

import pytest
from django.template.loader import render_to_string

from procedures.vocabulary import Change
from tests.clinic import make_published
from tests.patients.opened import opened, read

pytestmark = pytest.mark.django_db

ABOUT = "/about/"
PAGE = "/procedures/microneedling/"
MISTAKE = "Tell us about a mistake on this page"
SITE = "https://pages.example"

#: Every character an address of a mail must hold as it is, or as %XX.
ENCODED = re.compile(r"mailto:[\w.~%@-]+\?subject=[\w.~%-]+&body=[\w.~%-]+", re.ASCII)


def mail(link):
    """To whom, about what and with which lines an e-mail opens: sent, and read again."""
    assert ENCODED.fullmatch(link), link
    to, fields = link.removeprefix("mailto:").split("?")
    named = dict(field.split("=") for field in fields.split("&"))
    lines = unquote(named["body"], errors="strict").split("\r\n")
    message = EmailMessage()
    message["To"] = unquote(to, errors="strict")
    message["Subject"] = unquote(named["subject"], errors="strict")
    message.set_content("\n".join(lines))
    sent = message_from_bytes(message.as_bytes(), policy=policy.default)
    (clinic,) = sent["To"].addresses
    assert sent.get_content().splitlines() == lines
    return clinic.addr_spec, sent["Subject"], lines


def mistake(version, settings):
    """The link that the page of a version offers."""
    words = {
        "title": version.title,
        "version": version,
        "clinic": {"email": settings.CLINIC_EMAIL},
        "site": settings.SITE_URL,
    }
    return read(render_to_string("components/mistake.html", words)).link(MISTAKE)


def test_an_e_mail_about_this_page_says_which_page_it_is(client, settings):
    settings.SITE_URL = SITE
    settings.CLINIC_EMAIL = "skin@clinic.example"

    link = opened(client, ABOUT).link(MISTAKE)

    assert mail(link) == (
        "skin@clinic.example",
        "Mistake on the page: About these pages",
        [f"Page: {SITE}/about/", "", "What is wrong: "],
    )


def test_an_e_mail_about_a_procedure_names_exactly_the_words_that_were_read(client, settings):
    settings.SITE_URL = SITE
    make_published()
    version = make_published(change=Change.SAFETY)

    to, subject, body = mail(mistake(version, settings))

    assert (to, subject) == ("care@clinic.example", "Mistake on the page: Microneedling, version 2")
    assert body == [
        f"Page: {SITE}{PAGE}versions/2/",
        "Date: 20 November 2026",
        f"Digest: {version.digest[:12]}",
        "",
        "What is wrong: ",
    ]
    named = opened(client, body[0].removeprefix(f"Page: {SITE}"))
    assert named.lines("h1") == ["Microneedling"]
    assert f"version 2, 20 November 2026, digest {version.digest[:12]}" in named.words()


@pytest.mark.parametrize(
    "title",
    [
        "Ärzte & “Filler”: Bo's <b>peel</b> + 100 %? #1; a=b",
        'The "50/50" peel & body=x',
        "皮膚 🙂 needling",
        "Ü" * 120,
    ],
)
def test_a_title_reaches_the_clinic_as_it_is_written(settings, title):
    link = mistake(make_published(title=title), settings)

    _, subject, body = mail(link)

    assert subject == f"Mistake on the page: {title}, version 1"
    assert len(body) == 5
    assert len(link) < 2_000  # Windows opens no longer ones


@pytest.mark.parametrize(
    "address",
    ["o'neill+skin&co@clinic.example", "100%25?/#@clinic.example", '"a b"@clinic.example'],
)
def test_an_e_mail_reaches_an_address_with_odd_characters(client, settings, address):
    settings.CLINIC_EMAIL = address

    assert mail(opened(client, ABOUT).link(MISTAKE))[0] == address
