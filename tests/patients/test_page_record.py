"""What changed and why, pictures and links on the page, and words that look like code."""

from urllib.parse import unquote

import pytest
from django.conf import settings

from procedures.models import Photo
from procedures.text.showing import drawings
from procedures.vocabulary import Change
from tests.clinic import make_draft, make_published
from tests.editorial.test_folder import put_photo, webp
from tests.patients import states
from tests.patients.opened import opened
from tests.text.documents import PHOTO

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.SAFETY, "Changed for safety"),
        (Change.FACTS, "Facts changed"),
        (Change.WORDING, "Wording changed"),
        (Change.REDATE, "Date corrected"),
    ],
)
def test_the_page_says_what_changed_and_why_and_leads_to_the_comparison(client, change, words):
    make_published()
    make_published(change=change, change_notes=("Recovery takes days.", "One slip mended."))

    about = opened(client, PAGE).one("section", id="about-this-page")

    why = about.words().partition("What changed in this version and why")[2]
    assert why.strip().startswith(f"{words}: Recovery takes days. One slip mended.")
    assert about.link("Word by word, since version 1") == f"{PAGE}changes/1..2/"


def test_the_page_leads_to_its_versions_its_permalink_and_its_file(client):
    make_published()

    about = opened(client, PAGE).one("section", id="about-this-page")

    assert about.link("All versions of this page") == f"{PAGE}versions/"
    assert about.link("Exactly these words, for ever") == f"{PAGE}versions/1/"
    assert about.link("The file they are made from") == f"{PAGE}versions/1/source.md"
    assert not [one for one in about.lines("a") if one.startswith("Word by word")]


def test_the_page_takes_word_of_a_mistake_and_names_itself_in_the_mail(client):
    make_published()

    about = opened(client, PAGE).one("section", id="about-this-page")

    mail = unquote(about.link("Tell us about a mistake on this page"))
    assert "Microneedling, version 1" in mail
    assert f"{settings.SITE_URL}{PAGE}versions/1/" in mail


def test_every_printed_sheet_says_which_words_it_bears_and_whose(client):
    version = make_published()

    sheet = opened(client, PAGE).one("footer", **{"class": "sheet"}).words()

    assert sheet == (
        f"Microneedling, version 1, 20 November 2026, digest {version.digest[:12]}. "
        f"Example Clinic, 020 7946 0000. {settings.SITE_URL}{PAGE}versions/1/"
    )


def test_the_page_tells_machines_its_own_address_and_its_history(client):
    make_published(reviewed=True)

    links = {one["rel"]: one["href"] for one in opened(client, PAGE).one("head").all("link")}

    assert links["canonical"] == f"{settings.SITE_URL}{PAGE}"
    assert links["version-history"] == f"{PAGE}versions/"


def test_a_photo_is_shown_with_its_words_and_size(client, folder):
    digest = put_photo(folder, webp(size=(64, 40)))
    folder.load()

    figure = opened(client, PAGE).one("figure")

    photo = figure.one("img")
    assert photo["src"] == f"/photos/{digest}.webp"
    assert (photo["alt"], photo["width"], photo["height"]) == ("A hand in a glove", "64", "40")
    assert figure.words() == "What to see in it"
    assert client.get(photo["src"]).status_code == 200


def test_a_patients_photo_is_not_shown(client, folder):
    Photo.objects.create(digest=PHOTO, width=1600, height=1200)
    make_published(words={"about": f'Words.\n\n![A cheek](patient-photo:{PHOTO} "Day 3")'})

    page = opened(client, PAGE)

    assert not page.all("img")
    assert "It is shown only while the patient agrees to it." in page.words()
    assert "cheek" not in page.words()
    assert PHOTO not in client.get(PAGE).content.decode()


@pytest.fixture
def drawing(monkeypatch, tmp_path):
    """The house has one drawing: skin-layers-1."""
    (tmp_path / "skin-layers-1.svg").write_text('<svg role="img"><path/></svg>', encoding="utf-8")
    monkeypatch.setattr(drawings, "FOLDER", tmp_path)
    drawings.known.cache_clear()
    drawings.svg.cache_clear()
    yield
    drawings.known.cache_clear()
    drawings.svg.cache_clear()


def test_a_drawing_stands_in_the_page_itself(client, drawing):
    make_published(words={"about": 'Words.\n\n![Two layers](drawing:skin-layers-1 "The skin")'})

    figure = opened(client, PAGE).one("figure")

    picture = figure.one("svg", role="img")
    assert picture.one("title").inside == ["Two layers"]
    assert picture.all("path")
    assert figure.words() == "The skin"


def test_a_link_to_another_procedure_leads_to_its_page(client):
    make_published(slug="chemical-peel", title="Chemical peel")
    make_published(words={"about": "Read about [peels](procedure:chemical-peel) too."})

    address = opened(client, PAGE).one("section", id="about").link("peels")

    assert opened(client, address).lines("h1") == ["Chemical peel"]


def test_words_that_look_like_code_are_shown_as_words(client):
    hostile = "{{ settings.SECRET_KEY }} {% now 'Y' %} \"><img src=x onerror=alert(1)> & 'x' <3"
    make_published(
        title=hostile,
        also_known_as=(hostile,),
        change_notes=(hostile,),
        written_by=hostile,
        words={"about": "A < b & c > d, {{ 7 }} {% x %} \"q\" 'r' &#x; 1 <3"},
    )

    for address in (PAGE, f"{PAGE}versions/", f"{PAGE}versions/1/", f"{PAGE}changes/1..1/", "/"):
        page = opened(client, address)
        assert hostile in page.one("main").words()
        assert not page.all("img")
    about = opened(client, PAGE).one("section", id="about").words()
    assert about == "About the procedure A < b & c > d, {{ 7 }} {% x %} \"q\" 'r' &#x; 1 <3"


def test_a_draft_of_the_next_version_is_not_shown(client):
    make_published()
    make_draft(title="Not for patients", summary="Not for patients.")

    for address in (*states.of().values(), *states.MACHINES, "/"):
        assert b"Not for patients" not in client.get(address).content
