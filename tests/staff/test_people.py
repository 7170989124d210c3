"""Who works here: invited, given roles, let go and taken back, and all of it written down."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.models import User
from django.core import mail

from procedures.editorial.refusals import NotAllowed
from procedures.models import Step
from procedures.staff.access.permissions import roles
from procedures.staff.people import accounts, inviting
from procedures.vocabulary import Role
from tests.clinic import NOW, make_person
from tests.staff.conftest import signed_in, with_role
from tests.staff.test_editor import told
from tests.staff.test_inviting import PASSWORD, choose

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/people/"
ASKED = {
    "first_name": "Una",
    "last_name": "Usher",
    "username": "una.usher",
    "roles": ["editor", "reviewer"],
}


def link(answer):
    (found,) = re.findall(
        r'id="link" value="http://127.0.0.1:8000([^"]+)"', answer.content.decode()
    )
    return found


def notes():
    return list(Step.objects.filter(procedure=None).values_list("kind", "note"))


def act(browser, who, verb, **sent):
    return browser.post(f"{ADDRESS}{who.pk}/{verb}/", sent)


def test_somebody_is_invited_with_a_link_that_is_shown_once(sam, client):
    assert "Nobody has been invited yet" in sam.get(ADDRESS).content.decode()

    answer = sam.post(ADDRESS, ASKED)

    una = User.objects.get(username="una.usher")
    assert roles(una) == {Role.EDITOR, Role.REVIEWER}
    assert choose(link(answer)).headers["Location"] == "/admin/sign-in/"
    sent = {"username": "una.usher", "password": PASSWORD}
    assert client.post("/admin/sign-in/", sent).headers["Location"] == "/admin/"
    page = sam.get(ADDRESS).content.decode()
    assert "Una Usher" in page
    assert 'id="link"' not in page
    assert notes() == [("invited", "Una Usher (una.usher): Editor, Reviewer")]
    assert not mail.outbox


def test_an_invitation_goes_by_mail_where_there_is_an_address(sam, settings):
    answer = sam.post(ADDRESS, {**ASKED, "email": "una@clinic.example"})

    (sent,) = mail.outbox
    assert sent.to == ["una@clinic.example"]
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert f"http://127.0.0.1:8000{link(answer)}" in sent.body
    assert told(answer) == ["A mail with the link was sent to una@clinic.example."]


def test_a_mail_that_cannot_be_sent_loses_nothing(sam, monkeypatch):
    def fail(*words):
        raise SMTPServerDisconnected("the server is not there")

    monkeypatch.setattr(accounts, "send_mail", fail)

    answer = sam.post(ADDRESS, {**ASKED, "email": "una@clinic.example"})

    assert "No mail could be sent" in told(answer)[0]
    assert link(answer)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"username": "EVE.editor"}, "Somebody has this name already"),
        ({"username": "eve editor"}, "Enter a valid username"),
        ({"roles": []}, "Choose at least one role."),
        ({"first_name": ""}, "This field is required."),
        ({"email": "una"}, "Enter a valid email address."),
    ],
)
def test_an_invitation_that_lacks_something_says_what(sam, asked, said):
    make_person()

    answer = sam.post(ADDRESS, {**ASKED, **asked})

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert 'value="Usher"' in answer.content.decode()
    assert not User.objects.filter(username="una.usher").exists()


def test_roles_are_changed_from_what_to_what(sam):
    eve = with_role(make_person(), Role.EDITOR)

    for _ in range(2):
        act(sam, eve, "roles", roles=["reviewer", "site_manager", "odd"])

    assert roles(User.objects.get(pk=eve.pk)) == {Role.REVIEWER, Role.SITE_MANAGER}
    assert notes() == [("roles_changed", "Eve Editor: Editor → Reviewer, Site manager")]
    act(sam, eve, "roles")
    assert notes()[-1][1] == "Eve Editor: Reviewer, Site manager → no role"


def test_whose_access_ends_is_out_at_once_and_their_words_stay(sam, eve):
    who = User.objects.get(username="eve.editor")
    open_link = link(act(sam, who, "link"))
    assert eve.get("/admin/").status_code == 200

    for _ in range(2):
        act(sam, who, "end")

    assert eve.get("/admin/").status_code == 302
    assert "used already" in choose(open_link).content.decode()
    assert "access ended" in sam.get(ADDRESS).content.decode()
    answer = act(sam, who, "return")
    assert eve.get("/admin/").status_code == 302, "an old sign-in stays ended"
    assert choose(link(answer)).headers["Location"] == "/admin/sign-in/"
    act(sam, who, "return")
    assert [kind for kind, _ in notes()] == ["invited", "access_ended", "access_returned"]


def test_a_site_manager_stays_one_and_stays_here(sam):
    me = User.objects.get(username="sam")

    assert told(sam.post(f"{ADDRESS}{me.pk}/end/", follow=True)) == [
        "You cannot end your own access. Ask another site manager."
    ]
    assert told(sam.post(f"{ADDRESS}{me.pk}/roles/", {"roles": ["editor"]}, follow=True)) == [
        "You cannot take this role from yourself. Ask another site manager."
    ]
    assert told(act_follow(sam, me, "roles", roles=["site_manager", "editor"])) == [
        "Roles changed."
    ]


def act_follow(browser, who, verb, **sent):
    return browser.post(f"{ADDRESS}{who.pk}/{verb}/", sent, follow=True)


def test_of_two_managers_who_end_each_other_the_second_may_not(sam):
    me = User.objects.get(username="sam")
    other = with_role(make_person("una"), Role.SITE_MANAGER)
    act(signed_in(other), me, "end")

    with pytest.raises(NotAllowed, match="changed meanwhile"):
        inviting.end_access(other, by=me, at=NOW)


def test_who_set_the_site_up_is_left_to_the_server(sam):
    boss = make_person("boss")
    boss.is_superuser = True
    boss.save()

    answer = act(sam, boss, "end")

    assert answer.status_code == 403
    assert User.objects.get(username="boss").is_active
    assert notes() == [
        ("refused", "This account set the site up. It is changed on the server only.")
    ]
    page = sam.get(ADDRESS).content.decode()
    assert "set this site up" in page
    assert "Change boss" not in page


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_needs_few_queries_however_many_work_here(
    sam, django_assert_max_num_queries, count
):
    for number in range(count):
        with_role(make_person(f"person-{number}"), Role.EDITOR)

    with django_assert_max_num_queries(8):
        sam.get(ADDRESS)
