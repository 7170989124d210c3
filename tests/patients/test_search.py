"""A patient types what they call it, and finds the page that speaks of it."""

import logging

import pytest

from procedures.patients.answers.logs import WithoutQueries
from procedures.text.lists.catalogue import Entry
from tests.clinic import make_published, make_submitted, make_withdrawn
from tests.patients import states
from tests.patients.opened import opened

pytestmark = pytest.mark.django_db


def found(client, typed, status=200):
    """The page of what was typed."""
    response = client.get("/search/", {"q": typed})
    assert response.status_code == status
    return opened(client, response.wsgi_request.get_full_path())


def titles(client, typed):
    return found(client, typed).one("main").lines("h2")


def test_a_hit_shows_the_section_that_says_most_marks_the_words_and_leads_there(client):
    make_published(words={"before": "- Tell us if you take zincum tablets."})

    page = found(client, "zincum tablet")

    main = page.one("main")
    assert main.lines("mark") == ["zincum", "tablets"]
    assert "Tell us if you take zincum tablets." in main.words()
    address = main.link("Before your appointment, Microneedling")
    assert address == "/procedures/microneedling/#before"
    assert opened(client, address).all("section", id="before")


def test_a_hit_of_the_name_alone_shows_the_summary_and_leads_to_the_page(client):
    make_published()

    main = found(client, "Microneedling").one("main")

    assert "pricks the skin with fine needles." in main.words()
    assert main.link("Microneedling") == "/procedures/microneedling/"


def test_what_is_not_published_is_not_found(client):
    make_submitted(slug="waiting", title="Waiting", words={"about": "About zebras."})
    make_withdrawn(slug="gone", title="Gone", words={"about": "About zebras."})
    make_published(slug="old", title="Old", words={"about": "About zebras."})
    make_published(slug="old", title="Old", words={"about": "About giraffes."})

    assert titles(client, "zebra") == []
    assert titles(client, "zebar") == []
    assert titles(client, "giraffe") == ["Old"]


def test_a_page_that_says_it_in_its_title_comes_before_one_that_says_it_in_passing(client):
    make_published(slug="a", title="Alpha", words={"about": "Unlike a peel it does not sting."})
    make_published(slug="b", title="Peel")

    assert titles(client, "peel") == ["Peel", "Alpha"]


def test_it_says_so_where_the_clinic_does_not_offer_what_was_found(client, folder):
    folder.version(1)
    states.arrange(folder, Entry("microneedling", offered_here=False))
    folder.load()

    assert "We do not offer this here." in found(client, "microneedling").one("main").words()


def test_nothing_found_is_said_with_what_to_do_next(client):
    make_published()

    main = found(client, "zzzzzz").one("main")

    assert "No page here speaks of that." in main.words()
    assert main.link("020 7946 0000") == "tel:02079460000"
    assert main.link("See every procedure") == "/"


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_a_search_for_nothing_says_what_one_may_type(client, typed):
    words = found(client, typed).one("main").words()

    assert "What you type is not kept." in words
    assert "No page here" not in words


@pytest.mark.parametrize(
    "typed",
    [
        "needle " * 1_500,
        "n" * 10_000,
        "microneedling\x00\x07\x1b[31m\u202e",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        '"microneedling" AND NOT (peel OR *) NEAR/3 title:^x -y +z',
        "%' OR 1=1; DROP TABLE procedures_version; --",
        "microneedling* % _ \\ ' \" <script>alert(1)</script>",
        "= == =microneedling",
        "🙂🙂🙂",
        "микроиглы 微针",
        "?",
    ],
)
def test_whatever_is_typed_is_answered_politely(client, typed):
    make_published()

    page = found(client, typed)

    assert page.one("main").lines("h1") == ["Search"]
    box = page.one("input", type="search")
    assert len(box["value"]) <= 200
    assert all(one.isprintable() for one in box["value"])


def test_a_long_question_is_cut_and_says_so(client):
    make_published()

    page = found(client, "microneedling " + "and more words " * 100)

    assert "We looked for its first words only." in page.one("main").words()
    assert page.one("main").lines("h2") == ["Microneedling"]


def test_no_cache_keeps_what_was_typed_and_no_engine_lists_it(client):
    answer = client.get("/search/?q=scars")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_the_empty_search_page_may_be_kept_and_listed(client):
    answer = client.get("/search/")

    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert "X-Robots-Tag" not in answer.headers
    assert '<link rel="canonical"' in answer.content.decode()


def test_the_server_writes_down_no_question():
    for said in ("GET /search/?q=my+worry HTTP/1.1", "GET /recovery/?from=2026-12-01 HTTP/1.1"):
        record = logging.LogRecord("django.server", 20, "", 0, '"%s" %s', (said, "200"), None)
        assert WithoutQueries().filter(record)
        assert record.getMessage() == f'"{said.split("?")[0]}?… HTTP/1.1" 200'
    plain = logging.LogRecord("django.server", 20, "", 0, "Starting", None, None)
    assert WithoutQueries().filter(plain)
    assert plain.getMessage() == "Starting"
