"""A site manager puts a page on a homepage: what is pasted, and how it will look there."""

import pytest

from tests.browser.homepages import homepages
from tests.browser.test_accessibility import axe, faults  # noqa: F401
from tests.browser.test_staff import enter  # noqa: F401

#: A site manager, and a homepage that may show the reviewed pages.
STAFF = """
from django.contrib.auth.models import Group
from procedures.models import EmbedSite
from tests.clinic import make_person
mia = make_person("mia", "Mia", "Moor")
mia.set_password("correct horse battery")
mia.save()
mia.groups.set(Group.objects.filter(name="site_manager"))
site, _ = EmbedSite.objects.update_or_create(
    key="m0ckpage", defaults={"name": "Mock", "origins": ["https://www.mock.example"]})
print(site.pk)
"""


@pytest.fixture(scope="module")
def desk(site_of, browser):
    """The number of the homepage."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.fixture
def builder(enter, desk):  # noqa: F811
    """Opens what to paste for the page about peels."""

    def open_(**options):
        return enter("mia", f"/admin/homepages/{desk}/snippet/?page=peel", **options)

    return open_


def frame(page):
    """The frame of the homepage that is shown, once its words are there."""
    one = page.frame_locator("#mock iframe")
    one.get_by_role("heading", level=1, name="Chemical peel").wait_for()
    return one


def height(page):
    return page.locator("#mock iframe").evaluate("one => one.offsetHeight")


def test_what_is_pasted_is_copied_with_one_press_and_holds_the_measured_height(builder):
    page = builder(permissions=["clipboard-read", "clipboard-write"])
    page.locator("#mock [data-procinfo-state=ready]").wait_for()

    page.get_by_role("button", name="Copy").press("Enter")

    page.get_by_role("status").filter(has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#snippet").input_value()
    assert f' height="{height(page)}"' in copied
    assert height(page) > 1_180


def test_where_copying_is_refused_all_of_it_is_marked(builder):
    page = builder()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error(1)); }")

    page.get_by_role("button", name="Copy").click()

    page.get_by_role("status").filter(has_text="press Control and C").wait_for()
    marked = "one => one.value.slice(one.selectionStart, one.selectionEnd) === one.value"
    assert page.locator("#snippet").evaluate(marked)


def test_the_homepage_is_shown_narrow_wide_dark_without_the_script_and_in_wordpress(builder):
    page = builder()
    frame(page)
    page.locator("#mock [data-procinfo-state=ready]").wait_for()
    tall = height(page)
    mock = page.locator("#mock")

    page.get_by_role("button", name="320").click()
    page.wait_for_function(
        "before => document.querySelector('#mock iframe').offsetHeight > before", arg=tall
    )
    assert mock.evaluate("one => one.offsetWidth") == 320
    page.get_by_role("button", name="1200").click()
    assert mock.evaluate("one => one.offsetWidth") == 1_200
    # All of it is in sight, made smaller.
    assert mock.evaluate("one => one.getBoundingClientRect().width") <= 1_200
    page.get_by_role("button", name="Dark homepage").click()
    assert mock.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(18, 18, 18)"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.frames[1].evaluate(ground) == "rgb(252, 249, 243)"

    page.get_by_role("button", name="Script removed").click()
    frame(page)
    assert height(page) == 600
    page.get_by_role("button", name="WordPress").click()
    frame(page)
    page.wait_for_function("() => document.querySelector('#mock iframe').offsetHeight === 1000")
    pressed = page.locator("#looks [aria-pressed=true]").all_inner_texts()
    assert pressed == ["1200", "Dark homepage", "WordPress"]


def test_12_what_staff_see_of_a_frame_is_shown_to_nobody_else(builder, visit, desk, address):
    page = builder()
    frame(page)
    shown = f"/admin/homepages/{desk}/shown/peel/"
    with homepages() as stranger:
        there = stranger.put(f'<iframe src="{address}{shown}"></iframe>')
        page.goto(there)
        page.wait_for_load_state("networkidle")
        assert page.frames[1].url.startswith("chrome-error:")

        nobody = visit("/about/")
        nobody.goto(there)
        nobody.wait_for_load_state("networkidle")
        assert nobody.frames[1].url.startswith("chrome-error:")
    assert nobody.goto(f"{address}{shown}").url.startswith(f"{address}/admin/sign-in/")


@pytest.mark.parametrize("path", ["", "new/", "{}/", "{}/snippet/?on=wix", "{}/key/"])
def test_axe_finds_no_fault_where_staff_keep_homepages(enter, desk, axe, path):  # noqa: F811
    page = enter("mia", f"/admin/homepages/{path.format(desk)}")

    found = faults(page, axe)

    assert not found, "\n".join(found)
