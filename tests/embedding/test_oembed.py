"""An address of ours pasted into WordPress or elsewhere becomes a frame, once staff allow it."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from procedures.editorial import lifecycle
from procedures.models import EmbedSite
from procedures.vocabulary import Role
from tests.clinic import NOW, make_clinician, make_draft, make_published
from tests.embedding.conftest import make_site
from tests.patients.opened import read
from tests.staff.conftest import signed_in, with_role

pytestmark = pytest.mark.django_db

KEY = "pasted00"
ADDRESS = f"{settings.SITE_URL}/procedures/microneedling/"
HOSTILE = 'Peel "><script>alert(1)</script> & “more” 🙂'


@pytest.fixture
def on():
    """Staff have switched it on."""
    return make_site(KEY, name="Pasted", oembed=True, any_site=True, reason="Anybody may paste.")


def asked(client, url=ADDRESS, **said):
    return client.get("/oembed", {"url": url, **said})


def test_a_page_becomes_a_link_and_a_frame(client, on):
    make_published(reviewed=True)

    answer = asked(client)

    said = answer.json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "Microneedling")
    assert (said["width"], said["height"], said["cache_age"]) == (600, 1000, 3600)
    assert said["html"] == (
        f'<blockquote><a href="{ADDRESS}">Microneedling</a></blockquote>'
        f'<iframe src="{settings.SITE_URL}/embed/{KEY}/microneedling/" title="Microneedling: '
        'patient information" width="600" height="1000" frameborder="0"></iframe>'
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "max-age=3600"
    assert client.get(f"/embed/{KEY}/microneedling/").status_code == 200


def test_the_frame_is_at_the_host_of_frames_and_the_link_at_the_site(client, on, settings):
    settings.EMBED_URL = "https://embed.example"
    make_published(reviewed=True)

    page = read(f"<body>{asked(client).json()['html']}</body>")

    assert page.one("iframe")["src"] == f"https://embed.example/embed/{KEY}/microneedling/"
    assert page.one("a")["href"] == ADDRESS


def test_the_same_in_xml(client, on):
    make_published(reviewed=True)

    answer = asked(client, format="xml")

    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    found = {one.tag: one.text for one in ElementTree.fromstring(answer.content)}
    assert found == {name: str(value) for name, value in asked(client).json().items()}


@pytest.mark.parametrize(
    ("most", "width", "height"),
    [
        ({"maxwidth": "200", "maxheight": "150"}, 200, 150),
        ({"maxwidth": "9000", "maxheight": "9000"}, 600, 1000),
        ({"maxwidth": "wide", "maxheight": "-1"}, 600, 1000),
        ({"maxwidth": "", "maxheight": "9" * 5_000}, 600, 1000),
        ({"maxwidth": "٣٠٠", "maxheight": "0"}, 600, 1000),
    ],
)
def test_50_it_is_as_wide_and_high_as_asked_at_most(client, on, most, width, height):
    make_published(reviewed=True)

    said = asked(client, **most).json()

    assert (said["width"], said["height"]) == (width, height)
    assert f'width="{width}" height="{height}"' in said["html"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/procedures/microneedling/",
        f"{settings.SITE_URL}@evil.example/procedures/microneedling/",
        f"{settings.SITE_URL}.evil.example/procedures/microneedling/",
        "javascript:alert(1)",
        "http://[::1",
        "/procedures/microneedling/",
        f"{settings.SITE_URL}/procedures/none/",
        f"{settings.SITE_URL}/procedures/microneedling/versions/1/",
        f"{settings.SITE_URL}/admin/",
        f"{settings.SITE_URL}/nothing/at/all",
        f"{settings.SITE_URL}/de/procedures/microneedling/",
        ADDRESS.replace("/", "%2F"),
        f"{ADDRESS}   ",
        f"{ADDRESS}?{'x' * 5_000}",
    ],
)
def test_49_what_is_no_page_of_ours_is_not_found(client, on, url):
    make_published(reviewed=True)

    assert asked(client, url).status_code == 404


def test_49_a_page_that_patients_do_not_have_or_nobody_checked_is_not_found(client, on):
    make_draft()
    assert asked(client).status_code == 404
    make_published(slug="laser", title="Laser")
    assert asked(client, f"{settings.SITE_URL}/procedures/laser/").status_code == 404
    gone = make_published(slug="peel", title="Peel", reviewed=True)
    assert asked(client, f"{settings.SITE_URL}/procedures/peel/").status_code == 200
    lifecycle.withdraw(gone, by=make_clinician(), at=NOW, reason="The maker recalled it.")
    assert asked(client, f"{settings.SITE_URL}/procedures/peel/").status_code == 404


def test_50_other_forms_are_not_spoken_and_an_address_must_be_named(client, on):
    assert asked(client, format="yaml").status_code == 501
    assert client.get("/oembed").status_code == 400
    assert client.head("/oembed", {"url": ADDRESS}).status_code == 404
    assert client.post("/oembed").status_code == 405


def test_nobody_can_paste_before_staff_allow_it_or_once_they_end_it(client, on):
    make_published(reviewed=True)
    assert asked(client).status_code == 200

    for change in ({"active": False}, {"active": True, "oembed": False}):
        EmbedSite.objects.update(**change)
        assert asked(client).status_code == 404
        assert b"oembed" not in client.get(ADDRESS).content


def test_48_a_title_with_markup_in_it_stays_words_everywhere(client, on):
    make_published(title=HOSTILE, reviewed=True)

    said = asked(client).json()

    assert said["title"] == HOSTILE
    page = read(f"<body>{said['html']}</body>")
    assert page.one("a").words() == HOSTILE
    assert page.one("iframe")["title"] == f"{HOSTILE}: patient information"
    assert not page.all("script")
    root = ElementTree.fromstring(asked(client, format="xml").content)
    assert root.findtext("title") == HOSTILE


def test_51_a_page_names_its_documents_and_each_opens(client, on, django_assert_max_num_queries):
    make_published(reviewed=True)

    with django_assert_max_num_queries(3):
        page = read(client.get(ADDRESS).content.decode())

    links = [one for one in page.all("link") if "oembed" in one.attributes.get("type", "")]
    assert [one["type"] for one in links] == ["application/json+oembed", "text/xml+oembed"]
    for link in links:
        assert link["title"] == "Microneedling"
        assert client.get(link["href"].removeprefix(settings.SITE_URL)).status_code == 200


def test_51_a_page_nobody_checked_and_a_draft_name_none(client, on):
    make_published()
    assert b"oembed" not in client.get(ADDRESS).content

    make_published(slug="peel", title="Peel", reviewed=True)
    assert b"oembed" in client.get("/procedures/peel/").content
    draft = make_draft(slug="peel", title="Peel", summary="Other words.")
    staff = signed_in(with_role(make_clinician(), Role.REVIEWER))
    preview = staff.get(f"/admin/texts/{draft.pk}/preview/")
    assert "Other words." in preview.content.decode()
    assert b"oembed" not in preview.content
