"""What is pasted into a homepage, and what staff see of it before they do."""

import re

import pytest
from django.conf import settings

from procedures.models import EmbedSite, Procedure
from tests.clinic import make_published
from tests.patients.opened import read

pytestmark = pytest.mark.django_db

KEY = "k3y8abc2de"
FRAME = f"{settings.SITE_URL}/embed/{KEY}/microneedling/"


@pytest.fixture
def site():
    return EmbedSite.objects.create(
        name="Example Health", key=KEY, origins=["https://www.clinic.example"]
    )


@pytest.fixture
def address(site):
    """Where what to paste is told."""
    return f"/admin/homepages/{site.pk}/snippet/"


def told(browser, address, **said):
    answer = browser.get(address, said)
    assert answer.status_code == 200
    return read(answer.content.decode())


def pasted(page):
    """What is pasted, as the browser takes it out of its box."""
    return page.one("textarea", id="snippet").words()


def test_the_block_is_a_frame_a_link_that_stays_and_the_script(eve, client, address):
    make_published(reviewed=True)

    block = read(f"<body>{pasted(told(eve, address))}</body>")

    frame = block.one("iframe")
    assert frame["src"] == FRAME
    assert frame["title"] == "Microneedling: patient information"
    assert (frame["height"], frame["referrerpolicy"]) == ("1180", "strict-origin")
    assert "allow-forms" not in frame["sandbox"]
    assert "loading" not in frame.attributes
    assert block.one("a")["href"] == f"{settings.SITE_URL}/procedures/microneedling/"
    assert block.one("script")["src"] == f"{settings.SITE_URL}/embed/v1.js"
    assert client.get(f"/embed/{KEY}/microneedling/").status_code == 200


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"section": "recovery"}, f"{FRAME}recovery/"),
        ({"page": ""}, f"{settings.SITE_URL}/embed/{KEY}/"),
        ({"page": "", "section": "recovery"}, f"{settings.SITE_URL}/embed/{KEY}/"),
        ({"low": "on"}, f'{FRAME}"\n    width="100%" height="1180" frameborder="0" '),
    ],
)
def test_one_chooses_a_page_a_part_or_the_list_and_where_it_stands(eve, address, said, shown):
    make_published(reviewed=True)

    words = pasted(told(eve, address, **said))

    assert re.sub(r"\s+", " ", shown) in re.sub(r"\s+", " ", words)
    assert ('loading="lazy"' in words) is ("low" in said)


@pytest.mark.parametrize(
    ("on", "begins", "script"),
    [
        ("html", "<!--", True),
        ("wordpress", "<!--", True),
        ("pasted", f"{settings.SITE_URL}/procedures/", False),
        ("wix", FRAME, False),
        ("squarespace", "<!--", True),
        ("webflow", "<!--", True),
        ("no-script", "<!--", False),
        ("developers", f'<procedure-info site="{KEY}" slug="microneedling" label=', True),
    ],
)
def test_each_kind_of_homepage_has_what_works_there(eve, address, on, begins, script):
    make_published(reviewed=True)

    page = told(eve, address, on=on)

    assert pasted(page).startswith(begins)
    assert ("<script" in pasted(page)) is script
    assert page.one("nav", **{"class": "tabs"}).all("a", **{"aria-current": "true"})
    assert page.one("ol").words()


def test_pasted_addresses_say_when_they_are_off(eve, address):
    make_published(reviewed=True)
    assert "stay plain links" in told(eve, address, on="pasted").words()

    EmbedSite.objects.create(
        name="Pasted", key="pasted00", oembed=True, any_site=True, reason="Anybody may paste."
    )

    assert "stay plain links" not in told(eve, address, on="pasted").words()


def test_48_a_name_with_markup_in_it_stays_words_in_what_is_pasted(eve, address):
    make_published(title='Peel "><script>alert(1)</script> & 🙂', reviewed=True)

    page = told(eve, address)

    assert not [one for one in page.all("script") if "alert" in one.words()]
    block = read(f"<body>{pasted(page)}</body>")
    assert block.one("iframe")["title"].startswith('Peel "><script>alert(1)</script> & 🙂:')
    assert len(block.all("script")) == 1


def test_only_pages_that_are_shown_there_can_be_chosen(eve, address, site):
    make_published(reviewed=True)
    make_published(slug="peel", title="Chemical peel", reviewed=True)
    make_published(slug="filler", title="Filler")
    site.procedures.set(Procedure.objects.filter(slug="peel"))

    page = told(eve, address, page="filler", section="pros", on="nowhere")

    options = [one["value"] for one in page.one("select", name="page").all("option")]
    assert options == ["peel", ""]
    assert "is not one of the available choices" in page.words()
    assert pasted(page).startswith("<!-- Patient information.")


def test_where_nothing_is_checked_yet_the_way_to_reviews_is_shown(eve, address):
    make_published()

    page = told(eve, address)

    assert "No page can be shown yet" in page.words()


def test_a_homepage_that_was_ended_says_so_beside_what_to_paste(eve, address):
    EmbedSite.objects.update(active=False)

    assert "This homepage was ended." in told(eve, address).words()


def test_staff_see_the_frame_byte_for_byte_as_the_homepage_will(eve, client, site):
    make_published(reviewed=True)
    for path in ("microneedling/", "microneedling/recovery/"):
        there = client.get(f"/embed/{KEY}/{path}")
        here = eve.get(f"/admin/homepages/{site.pk}/shown/{path}")

        assert here.content == there.content
    here = eve.get(f"/admin/homepages/{site.pk}/shown/")
    link = read(here.content.decode()).one("ul").one("a")
    assert eve.get(link["href"]).status_code == 200


def test_in_place_of_what_is_not_framed_staff_read_what_patients_will(eve, site):
    make_published()

    answer = eve.get(f"/admin/homepages/{site.pk}/shown/microneedling/")

    assert answer.status_code == 404
    assert "Nobody clinical has checked this page yet" in answer.content.decode()
