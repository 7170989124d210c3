"""Odd words in every box and every address: kept, or refused in a sentence, and nothing breaks."""

import logging
from itertools import cycle

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.clinic import make_draft, make_person, make_published, make_submitted
from tests.embedding.conftest import make_site
from tests.patients.opened import read
from tests.staff.conftest import quick_passwords  # noqa: F401
from tests.staff.test_doors import POSTS

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
#: What nobody types: for a reader of text, of numbers, of days, of a database, and of a page.
WORDS = [
    "\ufffd\ufeff\u202e", "\r\nSet-Cookie: a=b", "9" * 5_000, "1" * 18, "1e309", "²", "9999-12-31",
    "' OR 1=1--", "%s%n{0}{{7*7}}${7*7}", "../../etc/passwd", "e" + "\u0301" * 2_000, "💉" * 300,
]  # fmt: skip
#: Every address that reads a word, and how it calls it.
ASKED = [
    *(("/", name) for name in ("group", "within")),
    *((PAGE, name) for name in ("since",)),
    *((f"{PAGE}recovery/", name) for name in ("from", "event")),
    (f"{PAGE}recovery.ics", "from"),
    *((f"{PAGE}leaflet.pdf", name) for name in ("paper", "print")),
    ("/search/", "q"),
    ("/compare/", "p"),
    *(("/oembed", name) for name in ("url", "format", "maxwidth")),
    ("/admin/sign-in/", "next"),
    *(("/admin/procedures/microneedling/compare/", name) for name in ("from", "to")),
    ("/admin/procedures/microneedling/history/", "page"),
    ("/admin/photos/", "page"),
    ("/admin/reviews/", "which"),
    (f"/admin{PAGE}redate/", "queue"),
]
#: What the forms of staff call their boxes.
BOXES = """
    title slug from updated note reason due approval which page reviewer leaving offered content
    editor then settles username first_name last_name email roles registration role old_password
    new_password1 new_password2 password code whole_page on next_due digest override why name
    origins procedures theme accent contact notes alt caption agreed reference until
    of_patient consent change change_notes also_known_as written_by evidence_to summary about
    recovery pros sources
""".split()


@pytest.fixture(autouse=True)
def calm():
    """The log of refused requests is not what is tested here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def desk(quick_passwords):  # noqa: F811
    """The browser of somebody who may do everything, and a text in review."""
    make_site()
    make_published()
    version = make_submitted(make_draft())
    person = make_person("boss", "Bo", "Boss")
    person.groups.set(Group.objects.all())
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser, version


@pytest.mark.uncounted
def test_no_word_in_an_address_breaks_a_page(desk):
    browser, _ = desk
    wrong = {}
    for address, name in ASKED:
        for words in ["a\x00b", *WORDS]:
            answer = browser.get(address, {name: words})
            if answer.status_code >= 500 and answer.status_code != 501:
                wrong[address, name, words[:20]] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("name", [*POSTS, "draft", "new", "new-homepage", "people", "me"])
def test_no_word_in_a_box_breaks_a_form(desk, name):
    browser, version = desk
    boss = User.objects.get(username="boss")
    address = {
        "draft": "drafts/{}/",
        "new": "new/",
        "new-homepage": "homepages/new/",
        "people": "people/",
        "me": "me/",
    }.get(name) or POSTS[name]
    wrong = {}
    for turn in range(0, len(WORDS), 4):
        sent = dict(zip(BOXES, cycle(WORDS[turn:] + WORDS[:turn]), strict=False))
        sent |= {f"base-{one}": one for one in BOXES}
        answer = browser.post(f"/admin/{address.format(version.pk)}", sent)
        if answer.status_code >= 500:
            wrong[turn] = answer.status_code
        if not browser.session.get("_auth_user_id"):
            browser.force_login(boss)
    assert wrong == {}


def test_what_was_pasted_with_a_character_that_no_text_has_is_given_back_without_it(desk):
    browser, version = desk
    answer = browser.post(
        f"/admin/texts/{version.pk}/send-back/", {"note": "Say\x00 how long.", "password": "x\x00"}
    )

    assert answer.status_code == 400
    page = read(answer.content.decode())
    assert "a character that nobody can see" in page.words()
    boxes = {box["name"]: box["value"] for box in page.one("main").all("input")}
    assert boxes.pop("csrfmiddlewaretoken")
    assert boxes == {"note": "Say how long."}


@pytest.mark.parametrize("name", ["username", "csrf\x00", "password"])
def test_signing_in_is_no_way_round_that(name):
    answer = Client().post("/admin/sign-in/", {name: "a\x00"})

    assert answer.status_code == 400


def test_an_address_that_is_too_long_is_refused_and_says_how_long_it_may_be(desk):
    browser, version = desk
    for length, said in ((80, "has its new address"), (81, "at most 80 characters. Shorten it.")):
        version.procedure.refresh_from_db()
        slug = version.procedure.slug
        answer = browser.post(
            f"/admin/procedures/{slug}/rename/", {"slug": "a" * length}, follow=True
        )
        assert said in answer.content.decode()
