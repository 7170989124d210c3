"""A site manager says which homepages may show our pages, and each change is written down."""

import re
from base64 import b64encode
from hashlib import sha384

import pytest
from django.conf import settings

from procedures.models import EmbedSite, Procedure, Step
from tests.clinic import make_published
from tests.patients.opened import read

pytestmark = pytest.mark.django_db

SAID = {"name": "Example Health", "origins": "https://www.clinic.example/about/", "theme": "light"}


def add(browser, **said):
    return browser.post("/admin/homepages/new/", SAID | said)


def seen(form):
    """What the form was filled with, as it sends it."""
    return {"seen": form.one("input", name="seen")["value"]}


def faults(answer):
    assert answer.status_code == 400
    page = read(answer.content.decode())
    return " ".join(one.words() for one in page.all("ul", **{"class": "errorlist"}))


def told(browser):
    """The lines of the list, without their buttons."""
    page = read(browser.get("/admin/homepages/").content.decode())
    return page.one("ul", **{"class": "rows"}).words()


def test_a_homepage_is_added_with_a_key_of_its_own_and_shows_pages(sam, client):
    make_published(reviewed=True)
    assert "No homepage shows our pages yet." in told(sam)

    answer = sam.post("/admin/homepages/new/", SAID, follow=True)

    site = EmbedSite.objects.get()
    assert re.fullmatch("[2-9a-z]{10}", site.key)
    assert site.origins == ["https://www.clinic.example"]
    assert "Does https://clinic.example open too? Then add it." in answer.content.decode()
    framed = client.get(f"/embed/{site.key}/microneedling/")
    policy = framed.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://www.clinic.example")
    step = Step.objects.get(kind="homepage_changed")
    assert (step.by_name, step.note) == (
        "Sam Steward",
        f"Example Health ({site.key}): shown by https://www.clinic.example",
    )


def test_what_is_said_of_it_can_be_changed_and_stands_in_the_form(sam):
    page = make_published(reviewed=True)
    add(sam, accent="#FFAA00", origins="clinic.example\n\nhttps://clinic.example\n")
    site = EmbedSite.objects.get()
    address = f"/admin/homepages/{site.pk}/"
    form = read(sam.get(address).content.decode())
    assert form.one("textarea", name="origins").words() == "https://clinic.example"
    assert form.one("input", name="accent")["value"] == "ffaa00"

    sam.post(address, SAID | seen(form) | {"name": "Other", "procedures": [page.procedure_id]})

    site.refresh_from_db()
    assert (site.name, site.accent, list(site.procedures.all())) == (
        "Other",
        "",
        [Procedure.objects.get()],
    )
    assert "microneedling" in told(sam)


def test_it_gets_another_key_is_ended_and_may_again(sam, client):
    make_published(reviewed=True)
    add(sam)
    site = EmbedSite.objects.get()

    def status():
        return client.get(f"/embed/{site.key}/microneedling/").status_code

    def do(verb):
        sam.post(f"/admin/homepages/{site.pk}/{verb}/")

    old = site.key
    do("key")
    assert status() == 404
    site.refresh_from_db()
    assert site.key != old
    assert status() == 200
    do("end")
    assert status() == 404
    assert "ended" in told(sam)
    do("return")
    assert status() == 200
    notes = Step.objects.filter(kind="homepage_changed").values_list("note", flat=True)
    assert [one.partition(": ")[2] for one in notes.order_by("pk")] == [
        "shown by https://www.clinic.example",
        "another key",
        "may show no page any more",
        "may show pages again",
    ]


def test_any_website_needs_a_reason_and_pasted_addresses_any_website(sam):
    assert "Say why any website may" in faults(add(sam, any_site="on", reason=" "))
    assert "Name at least one address." in faults(add(sam, origins=""))
    assert "tick “any website” too" in faults(add(sam, oembed="on"))
    add(sam, any_site="on", reason="Anybody may paste.", oembed="on", origins="")
    assert EmbedSite.objects.oembed().exists()
    assert "any website: Anybody may paste. · for pasted addresses" in told(sam)
    again = add(sam, any_site="on", reason="More.", oembed="on")
    assert "“Example Health” is for that already." in faults(again)
    assert "shown by any website" in Step.objects.last().note


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("origins", "https://clinic.example; script-src *", "without spaces"),
        ("origins", "http://clinic.example", "begin with https://"),
        ("origins", "https://*.wixsite.com", "anybody may have a website"),
        ("accent", "red", "six digits"),
        ("accent", "ffff000", "six digits"),
        ("accent", "１２３４５６", "six digits"),
        ("accent", ";}body{", "six digits"),
        ("name", "", "required"),
    ],
)
def test_what_would_not_work_is_refused_and_nothing_typed_is_lost(sam, field, typed, said):
    answer = add(sam, notes="A long note", **{field: typed})

    assert said in faults(answer)
    assert "A long note" in answer.content.decode()
    assert not EmbedSite.objects.exists()


def test_others_see_the_homepages_and_change_nothing(eve, sam):
    add(sam)

    assert "https://www.clinic.example" in told(eve)
    assert "Add a homepage" not in eve.get("/admin/homepages/").content.decode()


def test_who_withdraws_a_page_sees_which_homepages_show_it(nia, sam):
    make_published(reviewed=True)
    add(sam)

    page = nia.get("/admin/procedures/microneedling/withdraw/").content.decode()

    assert "Example Health (https://www.clinic.example)" in page


def test_while_developing_a_homepage_on_this_machine_may_show_pages(sam, settings):
    settings.EMBED_LOOPBACK = True

    add(sam, origins="http://localhost:8200/")

    assert EmbedSite.objects.get().origins == ["http://localhost:8200"]


def test_the_script_is_told_with_what_a_homepage_may_pin_it_by(eve, client):
    page = eve.get("/admin/homepages/").content.decode()

    script = client.get("/embed/v1.js")
    assert f"{settings.SITE_URL}/embed/v1.js" in page
    assert f"sha384-{b64encode(sha384(script.content).digest()).decode()}" in page


def test_of_two_who_change_a_homepage_the_second_is_told_and_loses_nothing(sam):
    add(sam)
    address = f"/admin/homepages/{EmbedSite.objects.get().pk}/"
    form = seen(read(sam.get(address).content.decode()))
    sam.post(address, SAID | form | {"name": "From Sam"})

    late = sam.post(address, SAID | form | {"name": "From Max", "notes": "A long note"})

    assert late.status_code == 400
    assert "Somebody else has changed this homepage" in late.content.decode()
    assert "A long note" in late.content.decode()
    assert EmbedSite.objects.get().name == "From Sam"
    again = seen(read(late.content.decode()))
    assert sam.post(address, SAID | again | {"name": "From Max"}).status_code == 302
    assert EmbedSite.objects.get().name == "From Max"


@pytest.mark.parametrize(
    ("verb", "said"), [("key", "shows no page"), ("end", "frames are empty"), ("return", "again")]
)
def test_before_a_homepage_loses_something_it_is_said_what(sam, verb, said):
    add(sam)
    site = EmbedSite.objects.get()

    page = read(sam.get(f"/admin/homepages/{site.pk}/{verb}/").content.decode())

    assert said in page.one("main").words()
    assert page.one("main").one("button").words()
    assert EmbedSite.objects.get().key == site.key
    assert EmbedSite.objects.get().active


def test_who_withdraws_a_page_sees_what_patients_will_read(nia):
    make_published(reviewed=True)

    page = read(nia.get("/admin/procedures/microneedling/withdraw/").content.decode())

    words = page.one("section", **{"aria-labelledby": "instead"}).words()
    assert "This page was withdrawn on" in words
    assert "Your reason stands here." in words
    assert page.one("section", id="when-to-get-help")
