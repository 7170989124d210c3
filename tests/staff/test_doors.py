"""Who comes in, cell by cell; and what is kept of those who do not."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern

from procedures.models import Step
from procedures.patients.assets import SCRIPTS
from procedures.staff.access import permissions
from procedures.staff.access.permissions import ALLOWED, Action
from procedures.urls import urlpatterns as site
from procedures.vocabulary import Role
from tests.clinic import make_draft, make_person, make_published, make_submitted
from tests.staff.conftest import signed_in, with_role
from tests.staff.test_editor import form, send, words

pytestmark = pytest.mark.django_db

urlpatterns = site[0].url_patterns
#: Name → the action its view asks for.
VIEWS = {
    one.name: one.callback.action
    for one in urlpatterns
    if isinstance(one, URLPattern) and hasattr(one.callback, "action")
}
POSTS = {
    "change-homepage": "homepages/1/end/",
    "correct-date": "procedures/microneedling/correct-date/",
    "needs-edit": "procedures/microneedling/needs-edit/",
    "start": "reviews/start/",
    "add-photo": "photos/add/",
    "consent": f"photos/{'0' * 64}/consent/",
    "delete-photo": f"photos/{'0' * 64}/delete/",
    "end-consent": f"photos/{'0' * 64}/end/",
    "person": "people/1/link/",
    "password": "me/password/",
    "my-step": "me/second-step/codes/",
    "stay": "stay/",
    "assign-many": "reviews/assign/",
    "rename": "procedures/microneedling/rename/",
    "offer": "procedures/microneedling/offer/",
    "assign": "procedures/microneedling/assign/",
    "begin": "procedures/microneedling/begin/",
    "update": "drafts/{}/update/",
    "section": "drafts/{}/sections/pros/",
    "act": "drafts/{}/discard/",
    "approve": "texts/{}/approve/",
    "send-back": "texts/{}/send-back/",
    "publish": "texts/{}/publish/",
    "cancel": "texts/{}/cancel/",
}
GETS = {
    "home": "",
    "queue": "reviews/",
    "register": "reviews/register.csv",
    "people": "people/",
    "me": "me/",
    "left": "stay/left/",
    "leaving": "people/1/leaving/",
    "homepages": "homepages/",
    "new-homepage": "homepages/new/",
    "homepage": "homepages/1/",
    "snippet": "homepages/1/snippet/",
    "framed": "homepages/1/shown/",
    "photos": "photos/",
    "photo": f"photos/{'0' * 64}/",
    "signed": "procedures/microneedling/signed/",
    "new": "new/",
    "procedure": "procedures/microneedling/",
    "redate": "procedures/microneedling/redate/",
    "compare": "procedures/microneedling/compare/",
    "history": "procedures/microneedling/history/",
    "withdraw": "procedures/microneedling/withdraw/",
    "draft": "drafts/{}/",
    "preview": "texts/{}/preview/",
    "review": "texts/{}/review/",
}


@pytest.fixture
def version():
    make_published()
    return make_submitted(make_draft())


def test_every_view_asks_for_an_action_and_is_tried_here():
    open_to_all = {
        "sign-in",
        "code",
        "recover",
        "enrol",
        "sign-out",
        "stylesheet",
        "join",
        "markdownx.js",
        *SCRIPTS,
    }
    assert {one.name for one in urlpatterns} == {*VIEWS, *open_to_all}
    assert {*GETS, *POSTS} == {*VIEWS}


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_each_role_may_do_what_the_table_says_and_nothing_else(version, role, name):
    roles = [role] if role else []
    browser = signed_in(with_role(make_person("uma", "Uma", "Usher"), *roles))
    address = f"/admin/{(GETS | POSTS)[name].format(version.pk)}"

    answer = browser.get(address) if name in GETS else browser.post(address)

    assert (answer.status_code != 403) is (role in ALLOWED[VIEWS[name]])
    refused = Step.objects.filter(kind="refused")
    if answer.status_code == 403 and name in POSTS:
        (step,) = refused
        about = version.procedure if "{}" in POSTS[name] or "needling" in POSTS[name] else None
        assert (step.by_name, step.procedure) == ("Uma Usher", about)
    else:
        assert not refused.exists()


@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_nobody_comes_in_unasked(version, name):
    address = f"/admin/{(GETS | POSTS)[name].format(version.pk)}"

    if name in GETS:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/sign-in/?next=")
    assert Client().post(address).status_code in (403, 405)
    assert not Step.objects.filter(kind="refused").exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SITE_MANAGER])
@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_with_the_password_alone_no_page_opens_to_whom_it_takes_a_phone(
    version, settings, role, name
):
    settings.SECOND_STEP_ROLES = ["reviewer", "site_manager"]
    browser = signed_in(with_role(make_person("uma", "Uma", "Usher"), role))
    address = f"/admin/{(GETS | POSTS)[name].format(version.pk)}"

    answer = browser.get(address) if name in GETS else browser.post(address)

    if name in GETS:
        assert answer.headers["Location"].startswith("/admin/sign-in/?next=")
    else:
        assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session


def test_who_set_the_site_up_may_do_everything_and_who_left_nothing():
    boss = make_person("boss")
    boss.is_superuser = True
    assert all(permissions.may(boss, action) for action in Action)
    boss.is_active = False
    assert not any(permissions.may(boss, action) for action in Action)
    assert not permissions.roles(AnonymousUser())


def test_a_form_for_the_whole_site_is_written_down_without_a_procedure(nia):
    assert nia.post("/admin/new/", {"title": "A"}).status_code == 403

    step = Step.objects.get()
    assert (step.procedure, step.note) == (None, Action.WRITE.label)


def test_an_expired_sign_in_loses_nothing_that_was_typed(eve):
    version = make_draft()
    sent = form(eve, version, pros="- Typed\n- for an hour")
    eve.logout()

    answer = send(eve, version, sent)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nothing you typed is lost" in page
    kept = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page))
    assert kept["pros"] == "- Typed\n- for an hour"
    eve.force_login(make_person())
    send(eve, version, kept)
    assert words(version, "pros") == "- Typed\n- for an hour"
    again = Client().post(
        f"/admin/drafts/{version.pk}/", sent, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert again.content.decode() == "You are no longer signed in."


def test_a_form_older_than_the_sign_in_is_given_back(eve):
    version = make_draft()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person())

    answer = send(browser, version, {"pros": "- Typed", "csrfmiddlewaretoken": "old"})

    assert answer.status_code == 403
    assert "older than your sign-in" in answer.content.decode()
    assert 'name="pros" value="- Typed"' in answer.content.decode()
    assert answer.content.decode().count("csrfmiddlewaretoken") == 2


def test_somebody_signs_in_with_a_password_and_out_again(client):
    person = with_role(make_person(), Role.EDITOR)
    person.set_password("correct horse battery")
    person.save()
    assert client.get("/admin/sign-in/").status_code == 200
    wrong = client.post("/admin/sign-in/", {"username": "eve.editor", "password": "x"})
    assert "do not go together" in wrong.content.decode()

    asked = {"username": "eve.editor", "password": "correct horse battery", "next": "/admin/new/"}
    assert client.post("/admin/sign-in/", asked).headers["Location"] == "/admin/new/"

    assert "Eve Editor" in client.get("/admin/").content.decode()
    client.post("/admin/sign-out/")
    assert client.get("/admin/").status_code == 302


def test_an_answer_to_staff_is_compressed_as_the_browser_takes_it(eve):
    for coding in ("br", "gzip"):
        answer = eve.get("/admin/", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in eve.get("/admin/").headers


def test_patients_pages_neither_know_nor_say_who_is_signed_in(eve, client):
    make_published()

    signed_in_, anybody = (one.get("/procedures/microneedling/") for one in (eve, client))

    assert signed_in_.content == anybody.content
    assert not signed_in_.cookies
    assert "Cookie" not in signed_in_.headers.get("Vary", "")


def test_the_styles_of_staff_are_not_sent_to_patients(eve):
    page = eve.get("/admin/").content.decode()

    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert ".rows" in eve.get(address).content.decode()
