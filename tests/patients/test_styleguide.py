"""The style guide: all there is to build pages from, for those who work on it and nobody else."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from django.conf import settings as site
from django.test import Client, override_settings

from procedures.patients.styleguide.guide import apart
from procedures.text.showing import drawings
from tests.patients.opened import opened

GUIDE = "/styleguide/"
TEMPLATES = sorted((site.BASE_DIR / "templates" / "components").glob("*.html"))
ICONS = sorted((site.BASE_DIR / "templates" / "components" / "icons").glob("*.svg"))
STYLES = sorted((site.STATIC_SOURCE / "components").glob("*.css"))
TOKENS = site.STATIC_SOURCE / "base" / "tokens.css"


@pytest.fixture
def development(settings):
    settings.DEBUG = True


@pytest.fixture(scope="module")
def guide():
    """The guide, opened once: it needs no database."""
    with override_settings(DEBUG=True):
        return opened(Client(), GUIDE)


def selectors(path):
    """The selectors of a file of styles, in one text."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.findall(r"[^{};]+(?=\{)", css))


def named(page):
    """Id → element."""
    return {one["id"]: one for one in page.walk() if "id" in one.attributes}


@pytest.mark.django_db
def test_a_clinics_site_has_no_style_guide(client):
    page = opened(client, GUIDE, status=404)

    assert page.one("h1").words() == "There is no such page"


def test_no_search_engine_is_to_list_the_guide(client, development, guide):
    assert guide.one("meta", name="robots")["content"] == "noindex"
    assert client.get(GUIDE).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_the_guide_asks_nothing_of_the_database(client, development, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(GUIDE).status_code == 200


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_component_is_shown_with_what_it_takes(guide, path):
    ids = [one.attributes.get("id", "") for one in guide.all("h3")]
    states = [one for one in ids if one.startswith(f"{path.stem}-")]

    assert guide.one("h2", id=path.stem).words() == path.name
    assert states, f"{path.name} has no states: add some to procedures/patients/styleguide"
    about = path.read_text(encoding="utf-8").partition("\n")[0].strip("{# }")
    assert about in guide.lines("p")


def test_the_guide_shows_nothing_that_is_not_there_any_more(guide):
    files = {one.words() for one in guide.all("h2") if one.words().endswith(".html")}

    assert files == {path.name for path in TEMPLATES}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_every_class_and_every_kind_that_has_a_style_is_in_the_guide(guide, path):
    classes, kinds = set(), set()
    for one in guide.walk():
        classes.update(one.attributes.get("class", "").split())
        kinds.update(one.attributes.items())

    styled = set(re.findall(r"\.([a-z][\w-]*)", selectors(path)))
    chosen = set(re.findall(r'\[(data-[\w-]+)="([^"]*)"\]', selectors(path)))

    assert styled <= classes
    assert chosen <= kinds


def test_every_token_is_in_the_guide_with_its_value(guide):
    tokens = re.findall(r"^ *(--[\w-]+): (.+);", TOKENS.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(tokens) > 20
    for name, value in tokens:
        assert guide.facts()[name].endswith(value), name


def test_every_icon_and_drawing_is_in_the_guide(guide):
    names = guide.lines("dt")
    captions = guide.lines("figcaption")

    assert [path.stem for path in ICONS if path.stem not in names] == []
    for drawing in drawings.known():
        assert f"The caption of {drawing}." in captions
    assert captions[0] == "The caption of a photo."
    assert [one["src"] for one in guide.all("img")] == [guide.one("link", rel="icon")["href"]] * 2


def test_no_two_things_in_the_guide_have_the_same_id(guide):
    found = Counter(one["id"] for one in guide.walk() if "id" in one.attributes)

    assert [name for name, times in found.items() if times > 1] == []


def test_every_link_within_the_guide_leads_to_something(guide):
    known = named(guide)
    links = [one["href"] for one in guide.all("a") if one["href"].startswith("#")]

    assert len(links) > 100
    assert [link for link in links if link[1:] not in known] == []


def test_parts_of_the_guide_that_one_can_jump_to_have_names_of_their_own(guide):
    known = named(guide)
    names = [
        one.attributes.get("aria-label")
        or " ".join(known[part].words() for part in one["aria-labelledby"].split())
        for one in guide.all("nav")
    ]

    assert len(names) == len(set(names)) > 3


def test_no_heading_of_the_guide_skips_a_level(guide):
    levels = [int(one.tag[1]) for one in guide.all("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_component_can_stand_on_one_page_twice():
    markup = (
        '<nav aria-labelledby="a"><h2 id="a">A</h2><a href="#b">B</a><a href="#c">C</a>'
        '<label for="b">B</label><input id="b" aria-describedby="a b" data-id="a"></nav>'
    )

    assert apart(markup, "one") == (
        '<nav aria-labelledby="one-a one"><h2 id="one-a">A</h2><a href="#one-b">B</a>'
        '<a href="#words-everything-c">C</a>'
        '<label for="one-b">B</label>'
        '<input id="one-b" aria-describedby="one-a one-b" data-id="a"></nav>'
    )
