"""Who comes in, cell by cell; and what is kept of those who do not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from procedures.models import Step
from procedures.patients.answers.assets import SCRIPTS
from procedures.staff.access import permissions
from procedures.staff.access.permissions import ALLOWED, Action
from procedures.urls import urlpatterns as site
from procedures.vocabulary import Role
from tests.clinic import make_draft, make_person, make_published, make_submitted
from tests.staff.conftest import signed_in, with_role

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


@pytest.fixture(scope="module")
def version(django_db_setup, django_db_blocker):
    """A text in review, made once for all of these; each leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_published()
        yield make_submitted(make_draft())
        transaction.set_rollback(True)


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


@pytest.mark.uncounted
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
