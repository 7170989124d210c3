"""What patients read in a frame: the words of the page, who checked them, and whom to call."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from procedures.editorial import lifecycle
from procedures.models import EmbedSite, Procedure, Version
from procedures.vocabulary import Change
from tests.clinic import FINISHED, NOW, Folder, make_published, make_review, make_withdrawn
from tests.databases import ROOT
from tests.editorial.test_folder import put_photo, webp
from tests.embedding.conftest import KEY
from tests.patients.opened import read

pytestmark = pytest.mark.django_db

PAGE = f"/embed/{KEY}/microneedling/"
ALONE = (
    "recovery",
    "side-effects",
    "who-should-not-have-it",
    "when-to-get-help",
    "before",
)


def framed(client, address=PAGE, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return read(answer.content.decode())


def test_a_frame_says_all_that_the_page_says(client, homepage):
    make_published(reviewed=True)

    whole = read(client.get("/procedures/microneedling/").content.decode())
    frame = framed(client)

    def sections(page):
        return {one["id"]: one.words() for one in page.all("section")}

    ours = sections(frame)
    for anchor, words in sections(whole).items():
        if anchor != "about-this-page":
            # Links out have a cue of styles, no words; ways to other pages of ours are left out.
            for leading in ("Put your own dates to this", "Compare this with other treatments"):
                words = words.replace(leading, "")
            assert ours[anchor].split() == words.split(), anchor
    assert "Next review due" in ours["about-this-page"]
    assert len(frame.all("h1")) == 1
    assert frame.one("html")["lang"] == "en-GB"
    assert not frame.all("details", "form", "input", "button")


@pytest.mark.parametrize("name", ["", *(f"{one}/" for one in ALONE)])
def test_who_checked_it_when_to_get_help_and_whose_words_they_are_stand_in_every_frame(
    client, homepage, name
):
    make_published(reviewed=True)

    frame = framed(client, f"{PAGE}{name}")

    line = frame.one("p", **{"class": "source-line"}).words()
    assert line.startswith("From Example Clinic. Last reviewed 22 November 2026 by Nia Nurse")
    assert "cannot take the place of" in line
    assert frame.one("section", id="when-to-get-help").words()
    first = frame.one("body").all("a")[0]
    assert first.words() == "Open the full page"
    assert first["href"].endswith("/procedures/microneedling/")
    levels = [int(one.tag[1]) for one in frame.all("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1


def test_links_lead_out_in_a_tab_of_their_own_and_numbers_are_called(client, homepage):
    make_published(reviewed=True)

    links = framed(client).all("a")

    for link in links:
        if link["href"].startswith(("#", "tel:", "mailto:")):
            assert "target" not in link.attributes
        else:
            assert re.match("https?://", link["href"])
            assert (link["target"], link["rel"]) == ("_blank", "noopener")
    assert {link["href"].partition(":")[0] for link in links} >= {"tel", "http"}


@pytest.mark.parametrize("name", ["pros", "cons", "about", "what-is-not-known", "none"])
def test_a_part_that_would_mislead_alone_is_not_shown_alone(client, homepage, name):
    make_published(reviewed=True)

    page = framed(client, f"{PAGE}{name}/", status=404)

    assert "This part of a page is not shown on its own." in page.words()


def test_a_page_without_a_part_says_so(client, homepage):
    make_published(reviewed=True, words={"before": None, "when-to-get-help": None})

    page = framed(client, f"{PAGE}before/", status=404)
    assert "This page has no such part." in page.words()
    for name in ("", "recovery/"):
        assert framed(client, f"{PAGE}{name}").one("section", id="when-to-get-help")


def test_a_page_nobody_checked_is_not_framed_and_says_why(client, homepage):
    make_published()

    for name in ("", "recovery/"):
        page = framed(client, f"{PAGE}{name}", status=404)
        assert "Nobody clinical has checked this page yet" in page.words()
        assert page.all("a")[0]["href"].endswith("/procedures/microneedling/")


def test_an_overdue_page_says_so_in_the_frame(client, homepage, monkeypatch):
    make_published(reviewed=True)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=400))

    assert "overdue" in framed(client).words()


def test_words_that_changed_since_the_review_say_so(client, homepage):
    make_published(reviewed=True)
    make_published(change=Change.WORDING, summary="Other words.")

    assert "(version 1); wording changed since" in framed(client).words()


def test_a_withdrawn_page_says_why_and_when_to_get_help(client, homepage):
    gone = make_withdrawn(reviewed=True)

    for name in ("", "recovery/"):
        page = framed(client, f"{PAGE}{name}", status=410)
        assert "The maker has recalled the device." in page.words()
        assert page.one("section", id="when-to-get-help")
        assert page.all("a")[0].words() == "Open the full page"
    lifecycle.redact(gone.version, at=NOW, removed="A name", reason="It named a person.")
    assert "A page that was withdrawn" in framed(client, status=410).words()


def test_a_homepage_shows_the_pages_it_chose_and_no_others(client, homepage):
    make_published(reviewed=True)
    make_published(slug="peel", title="Chemical peel", reviewed=True)
    make_published(slug="filler", title="Filler")

    def listed():
        return [one.words() for one in framed(client, f"/embed/{KEY}/").one("ul").all("a")]

    assert listed() == ["Chemical peel", "Microneedling"]
    homepage.procedures.set(Procedure.objects.filter(slug="peel"))
    assert listed() == ["Chemical peel"]
    assert framed(client, f"/embed/{KEY}/peel/")
    page = framed(client, status=404)
    assert "not among those that this website shows" in page.words()
    links = framed(client, f"/embed/{KEY}/").one("ul").all("a")
    assert [one.attributes for one in links] == [{"href": f"/embed/{KEY}/peel/"}]


def test_a_list_without_pages_says_why(client, homepage):
    assert "No page can be shown here yet" in framed(client, f"/embed/{KEY}/").words()


def test_which_websites_show_a_procedure_is_known(homepage):
    peel = make_published(slug="peel", title="Chemical peel").procedure
    other = make_published().procedure
    chosen = EmbedSite.objects.create(name="B", key="b0000000")
    chosen.procedures.add(peel)
    EmbedSite.objects.create(name="C", key="c0000000", active=False)

    assert list(EmbedSite.objects.showing(peel)) == [chosen, homepage]
    assert list(EmbedSite.objects.showing(other)) == [homepage]


@pytest.mark.parametrize("name", ["", "recovery/"])
def test_a_frame_needs_three_queries_at_most(
    client, folder, homepage, name, django_assert_max_num_queries
):
    put_photo(folder, webp())
    folder.load()
    make_review(Version.objects.get())
    homepage.procedures.set(Procedure.objects.all())
    slug = Procedure.objects.get().slug

    with django_assert_max_num_queries(3):
        assert client.get(f"/embed/{KEY}/{slug}/{name}").status_code == 200


@pytest.mark.uncounted
def test_a_frame_and_its_files_fit_in_18_kb(client, homepage):
    Folder(ROOT / "content").load(today=FINISHED)
    make_review(Version.objects.published().get(procedure__slug="microneedling"))

    answer = client.get(PAGE, headers={"accept-encoding": "br"})
    sizes = {PAGE: len(answer.content)}
    words = client.get(PAGE).content.decode()
    for path in re.findall(r'"(/embed/[^"]+\.(?:css|js))"', words):
        sizes[path] = len(client.get(path, headers={"accept-encoding": "br"}).content)

    assert sum(sizes.values()) <= 18_000, sizes
