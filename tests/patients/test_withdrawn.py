"""A withdrawn page says why and whom to call, and an exact version says it first of all."""

import pytest

from procedures.vocabulary import SectionKind
from tests.clinic import make_published, make_withdrawn
from tests.patients import states
from tests.patients.opened import announced, opened

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


def test_a_withdrawn_page_says_when_why_when_to_get_help_and_whom_to_call(client):
    make_withdrawn(reason="The maker has recalled the device.")

    page = opened(client, PAGE, 410)

    main = page.one("main")
    assert page.lines("h1") == ["Microneedling"]
    assert "This page was withdrawn on 22 November 2026" in main.words()
    assert "The maker has recalled the device." in main.words()
    help_ = main.one("section", id="when-to-get-help")
    assert help_.lines("h3")[0] == "Emergency: call 999 now"
    assert "Redness that spreads." in help_.words()
    assert main.all("a", href="tel:02079460000")
    assert "pricks the skin" not in main.words()
    assert page.one("meta", name="robots")["content"] == "noindex"


def test_the_sources_of_when_to_get_help_stay_with_it(client):
    help_ = {"Emergency": "Trouble with your breath [2].", "Same day": "Redness [2]."}
    make_withdrawn(words={SectionKind.HELP: help_})

    main = opened(client, PAGE, 410).one("main")

    cited = [sup.one("a") for sup in main.one("section", id="when-to-get-help").all("sup")]
    assert [link["href"] for link in cited] == ["#source-2", "#source-2"]
    source = main.one("li", id="source-2")
    assert source.words().startswith("A textbook of skin.")
    assert source.link("When to get help") == "#when-to-get-help"


def test_a_withdrawn_page_whose_text_has_no_help_still_says_whom_to_call(client):
    make_withdrawn(words={SectionKind.HELP: None})

    help_ = opened(client, PAGE, 410).one("section", id="when-to-get-help")

    assert help_.link("020 7946 0000") == "tel:02079460000"
    assert help_.link("999") == "tel:999"


def test_a_withdrawn_page_whose_words_were_removed_still_says_why_and_whom_to_call(client, folder):
    states.withdrawn_and_redacted(folder)

    main = opened(client, PAGE, 410).one("main")

    assert "The maker has recalled the device." in main.words()
    assert main.one("section", id="when-to-get-help").link("020 7946 0000")


def test_the_permalink_of_a_withdrawn_version_says_so_first(client, folder):
    states.withdrawn(folder)

    page = opened(client, f"{PAGE}versions/1/")

    said = announced(page)
    assert said.startswith("Withdrawn on 22 November 2026: do not use for decisions")
    assert "The maker has recalled the device." in said
    assert "There is no current page: ask us before you decide." in said
    assert client.get(f"{PAGE}versions/1/").headers["X-Robots-Tag"] == "noindex"
    assert "Fine needles prick the skin" in page.words()


def test_the_comparison_and_the_list_say_that_a_version_was_withdrawn(client, folder):
    states.withdrawn(folder)

    compared = opened(client, f"{PAGE}changes/1..1/").one("main")
    listed = opened(client, f"{PAGE}versions/").one("li", id="version-1")

    assert "Withdrawn: do not use for decisions" in compared.words()
    assert compared.words().index("Withdrawn") < compared.words().index("Nothing that patients")
    assert "Withdrawn: do not use for decisions" in listed.words()
    assert "22 November 2026" in listed.words()
    assert "The maker has recalled the device." in listed.words()


def test_a_withdrawn_page_is_in_neither_the_catalogue_nor_the_sitemap(client):
    make_published(slug="chemical-peel", title="Chemical peel", reviewed=True)
    make_withdrawn(reviewed=True)

    for address in ("/", "/sitemap.xml"):
        answer = client.get(address).content.decode()
        assert "/procedures/chemical-peel/" in answer
        assert "microneedling" not in answer


def test_a_page_published_again_is_read_again(client):
    make_withdrawn()
    make_published(reviewed=True)

    assert announced(opened(client, PAGE)) == ""
    assert "Read the current page, version 2" in announced(opened(client, f"{PAGE}versions/1/"))
    feed = client.get("/feed.xml").content.decode()
    assert "withdrawn" not in feed
    assert [one["status"] for one in client.get("/api/procedures/").json()["procedures"]] == [
        "published"
    ]


def test_withdrawing_brings_no_older_words_back(client):
    make_published(summary="Old advice.")
    make_withdrawn()

    main = opened(client, PAGE, 410).one("main")

    assert "Old advice" not in main.words()
    assert client.get(f"{PAGE}versions/1/").status_code == 200


def test_the_newest_withdrawal_speaks_for_the_page(client):
    make_withdrawn(reason="The first reason.")
    make_withdrawn(reason="The second reason.")

    for address in (PAGE, "/feed.xml", "/api/procedures/", "/api/procedures/microneedling/"):
        said = client.get(address).content.decode()
        assert "The second reason." in said, address
        assert "The first reason." not in said, address


@pytest.mark.parametrize("kind", ["versions", "permalink", "day", "changes"])
def test_while_withdrawn_every_address_of_an_earlier_version_says_so_at_the_top(client, kind):
    make_published()
    states.withdraw(make_published())

    words = opened(client, states.of()[kind]).one("main").words()

    said = words.partition("The maker has recalled the device.")[0]
    assert "withdrawn on 22 November 2026" in said
    assert len(said) < 300


def test_once_there_is_a_page_again_nothing_says_it_is_gone(client):
    states.withdraw(make_published())
    make_published()

    for kind in ("versions", "day"):
        assert "This page was withdrawn" not in opened(client, states.of()[kind]).words()
