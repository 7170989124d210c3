"""How somebody comes in: a password, a code of a phone, and only so often."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.models import Procedure, Step
from procedures.staff.access.signing_in import client_address
from procedures.vocabulary import Role, StepKind
from tests.clinic import NOW, make_clinician, make_draft, make_person
from tests.staff.conftest import signed_in, with_role
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SIGN_IN = "/admin/sign-in/"
CODE, SET_UP, RECOVER = (f"{SIGN_IN}{one}/" for one in ("code", "set-up", "recover"))


@pytest.fixture(autouse=True)
def second_step(settings):
    settings.SECOND_STEP_ROLES = ["reviewer", "site_manager"]


@pytest.fixture
def clock(monkeypatch):
    """The time of the site, which a test may move on."""

    class Clock:
        now = NOW

        def on(self, **passed):
            self.now += timedelta(**passed)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(time, "time", lambda: clock.now.timestamp())
    monkeypatch.setattr("axes.attempts.now", lambda: clock.now)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: clock.now)
    return clock


@pytest.fixture
def nia():
    """A reviewer, who is not signed in."""
    person = with_role(make_clinician(), Role.REVIEWER)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def eve():
    """An editor, who is not signed in."""
    person = with_role(make_person(), Role.EDITOR)
    person.set_password(PASSWORD)
    person.save()
    return person


def password(client, person, typed=PASSWORD, **sent):
    return client.post(SIGN_IN, {"username": person.username, "password": typed, **sent})


def shown(person, *, confirmed=True):
    """The code that the person's phone shows now."""
    app = TOTP(TOTPDevice.objects.get(user=person, confirmed=confirmed).bin_key)
    app.time = time.time()
    return f"{app.token():06}"


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def phone(client, nia, clock):
    """A reviewer who has set up her phone: her recovery codes."""
    password(client, nia)
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": shown(nia, confirmed=False)}).content.decode()
    client.post("/admin/sign-out/")
    clock.on(minutes=1)
    return re.findall(r"<code>(\w{4}-\w{4})</code>", page)


# With a phone -------------------------------------------------------------------


def test_a_reviewer_sets_up_a_phone_before_anything_else(client, nia, clock):
    answer = password(client, nia, next="/admin/reviews/")
    assert answer.url == SET_UP
    assert client.get("/admin/").url == f"{SIGN_IN}?next=/admin/"

    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    key = re.search('<code class="key">([A-Z2-7 ]+)</code>', page)[1]
    assert len(key.replace(" ", "")) == 32
    assert client.get(SET_UP).content.decode().count(key) == 1, "the key stays the same"
    page = client.post(SET_UP, {"code": shown(nia, confirmed=False)}).content.decode()

    codes = re.findall(r"<code>(\w{4}-\w{4})</code>", page)
    assert len(set(codes)) == 10
    assert 'href="/admin/reviews/"' in page
    assert is_in(client)
    kept = Step.objects.filter(kind=StepKind.SECOND_STEP_CHANGED).values_list("note", flat=True)
    assert list(kept) == ["Nia Nurse: app set up", "Nia Nurse: new recovery codes"]


def test_with_a_phone_it_takes_the_password_and_the_code(client, nia, phone):
    assert password(client, nia).url == CODE
    assert not is_in(client)

    assert client.post(CODE, {"code": shown(nia)}).url == "/admin/"

    assert is_in(client)


def test_the_code_alone_is_worth_nothing(client, nia, phone):
    for address in (CODE, SET_UP, RECOVER):
        assert client.post(address, {"code": shown(nia)}).url == SIGN_IN
        assert client.get(address).url == SIGN_IN
    assert not is_in(client)


def test_a_code_is_taken_once(client, nia, phone):
    code = shown(nia)
    password(client, nia)
    client.post(CODE, {"code": code})
    other = Client()
    password(other, nia)

    answer = other.post(CODE, {"code": code})

    assert answer.status_code == 400
    assert "was used already" in answer.content.decode()
    assert not is_in(other)


def test_wrong_codes_are_slowed_down(client, nia, phone, clock):
    password(client, nia)
    said = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(3)]
    assert "That code is not right" in said[0]
    assert "wrong too often" in said[1]
    assert "wrong too often" in client.post(CODE, {"code": shown(nia)}).content.decode()
    clock.on(minutes=1)
    assert client.post(CODE, {"code": shown(nia)}).status_code == 302


@pytest.mark.parametrize("typed", ["", "abcdef", "12345678901234567890", "１２３４５６"])
def test_what_is_no_code_is_refused(client, nia, phone, typed):
    password(client, nia)
    assert client.post(CODE, {"code": typed}).status_code == 400
    assert not is_in(client)


def test_a_password_that_waits_ten_minutes_for_its_code_is_asked_again(client, nia, phone, clock):
    password(client, nia)
    clock.on(minutes=11)
    answer = client.post(CODE, {"code": shown(nia)}, follow=True)
    assert answer.redirect_chain[-1][0] == SIGN_IN
    assert told(answer) == ["Begin again with your name and password."]


def test_a_password_changed_meanwhile_or_an_access_ended_lets_nobody_in(client, nia, phone):
    password(client, nia)
    nia.set_password("another horse battery")
    nia.save()
    assert client.post(CODE, {"code": shown(nia)}).url == SIGN_IN
    nia.set_password(PASSWORD)
    nia.is_active = False
    nia.save()
    assert client.post(CODE, {"code": shown(nia)}).url == SIGN_IN


def test_whoever_has_a_phone_set_up_is_not_shown_a_new_key(client, nia, phone):
    password(client, nia)
    assert client.get(SET_UP).url == CODE
    assert client.post(SET_UP, {"code": "1"}).url == CODE


def test_a_wrong_code_while_setting_up_is_said_and_the_key_stays(client, nia, clock):
    password(client, nia)
    key = re.search('class="key">([^<]+)<', client.get(SET_UP).content.decode())[1]
    answer = client.post(SET_UP, {"code": "000000"})
    assert answer.status_code == 400
    assert "That code is not right" in answer.content.decode()
    assert key in answer.content.decode()
    assert not is_in(client)


def test_an_editor_needs_no_phone_and_may_have_one(client, eve, clock):
    assert password(client, eve).url == "/admin/"
    page = client.get("/admin/me/").content.decode()
    assert "You sign in with your password alone" in page
    steps = "/admin/me/second-step/"
    assert "No camera?" in client.post(f"{steps}set-up/", {"password": PASSWORD}).content.decode()
    wrong = client.post(f"{steps}set-up/", {"code": "000000"})
    assert wrong.status_code == 400
    clock.on(minutes=1)
    page = client.post(f"{steps}set-up/", {"code": shown(eve, confirmed=False)}).content.decode()
    assert page.count("<code>") == 10
    assert is_in(client)
    other = Client()
    assert password(other, eve).url == CODE

    client.post(f"{steps}off/", {"password": PASSWORD})

    assert is_in(client)
    assert password(Client(), eve).url == "/admin/"


def test_a_session_from_before_the_phone_was_set_up_ends(client, eve, clock):
    old = Client()
    password(old, eve)
    password(client, eve)
    client.post("/admin/me/second-step/set-up/", {"password": PASSWORD})
    client.post("/admin/me/second-step/set-up/", {"code": shown(eve, confirmed=False)})
    assert is_in(client)
    answer = old.get("/admin/", follow=True)
    assert told(answer) == ["Sign in again: the codes of your phone have changed."]


def test_whoever_becomes_a_reviewer_signs_in_again_with_a_phone(client, eve):
    password(client, eve)
    with_role(eve, Role.EDITOR, Role.REVIEWER)
    answer = client.get("/admin/", follow=True)
    assert told(answer) == ["Sign in again: your role asks for a code of your phone as well."]
    assert password(client, eve).url == SET_UP


@pytest.mark.parametrize("verb", ["set-up", "codes", "off"])
def test_at_an_open_screen_nothing_of_it_is_changed_without_the_password(client, eve, verb):
    password(client, eve)
    for sent in ({}, {"password": "wrong"}, {"code": "123456"}):
        answer = client.post(f"/admin/me/second-step/{verb}/", sent, follow=True)
        assert told(answer) == ["That is not your password. Nothing was changed."]
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_a_reviewer_cannot_do_without(client, nia, phone):
    password(client, nia)
    client.post(CODE, {"code": shown(nia)})
    sent = {"password": PASSWORD}
    answer = client.post("/admin/me/second-step/off/", sent, follow=True)
    assert told(answer) == ["Your role asks for a second step, so it stays on."]
    assert "10 recovery codes are left" in answer.content.decode()


# Without the phone ----------------------------------------------------------------


def test_without_the_phone_a_code_on_paper_lets_one_in_once(client, nia, phone):
    for count, typed in enumerate((phone[0].upper(), phone[1].replace("-", " ")), start=1):
        browser = Client()
        password(browser, nia)
        assert "No codes either?" in browser.get(RECOVER).content.decode()
        answer = browser.post(RECOVER, {"code": typed}, follow=True)
        assert answer.redirect_chain[-1][0] == "/admin/me/"
        left = f"{10 - count} recovery codes are left."
        assert told(answer)[0].startswith(left)
        assert is_in(browser)
    password(client, nia)
    assert client.post(RECOVER, {"code": phone[0]}).status_code == 400


def test_the_last_code_on_paper_is_told_as_one(client, nia, phone):
    StaticToken.objects.exclude(token__in=[one.replace("-", "") for one in phone[:2]]).delete()
    password(client, nia)
    answer = client.post(RECOVER, {"code": phone[0]}, follow=True)
    assert told(answer)[0].startswith("1 recovery code is left.")


def test_new_codes_end_those_before(client, nia, phone):
    password(client, nia)
    client.post(CODE, {"code": shown(nia)})
    page = client.post("/admin/me/second-step/codes/", {"password": PASSWORD}).content.decode()
    new = re.findall(r"<code>(\w{4}-\w{4})</code>", page)
    other = Client()
    password(other, nia)
    assert other.post(RECOVER, {"code": phone[3]}).status_code == 400
    StaticToken.objects.get(token=new[0].replace("-", ""))


def test_codes_on_paper_come_with_a_phone_and_are_nothing_without(client, eve, nia, phone):
    password(client, eve)
    answer = client.post("/admin/me/second-step/codes/", {"password": PASSWORD}, follow=True)
    assert told(answer) == ["Set up your phone first; codes come with it."]
    other = Client()
    password(other, nia)
    TOTPDevice.objects.all().delete()
    assert other.post(RECOVER, {"code": phone[0]}).url == SET_UP
    assert other.get(RECOVER).url == SET_UP


def test_a_phone_that_is_forgotten_between_password_and_code_is_told(client, nia, phone):
    password(client, nia)
    code = shown(nia)
    TOTPDevice.objects.all().delete()
    page = client.post(CODE, {"code": code}).content.decode()
    assert "No app is set up any more. Sign in again." in page


def test_whoever_has_no_codes_is_sent_to_a_site_manager(client, nia, phone):
    StaticToken.objects.all().delete()
    nia.staticdevice_set.all().delete()
    password(client, nia)
    page = client.post(RECOVER, {"code": "abcd-efgh"}).content.decode()
    assert "There are no recovery codes of yours. Ask a site manager." in page


def test_a_lost_phone_is_taken_no_more_and_another_is_set_up(client, nia, phone, settings):
    settings.SECOND_STEP_ROLES = ["reviewer"]
    open_still = Client()
    password(open_still, nia)
    open_still.post(CODE, {"code": shown(nia)})
    assert is_in(open_still)
    nia.email = "nia@clinic.example"
    nia.save()
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))

    answer = sam.post(f"/admin/people/{nia.pk}/forget/", follow=True)

    assert told(answer) == ["Their app and recovery codes are no longer taken."]
    assert not is_in(open_still), "who found the phone is out at once"
    (sent,) = mail.outbox
    assert sent.to == ["nia@clinic.example"]
    assert "set up your new phone" in sent.body
    assert password(client, nia).url == SET_UP
    note = Step.objects.filter(kind=StepKind.SECOND_STEP_CHANGED).last()
    assert (note.by_name, note.note) == (
        "Sam Steward",
        "Nia Nurse: app and recovery codes are no longer taken",
    )


def test_a_site_manager_does_not_forget_their_own(settings):
    settings.SECOND_STEP_ROLES = []
    me = with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER)
    answer = signed_in(me).post(f"/admin/people/{me.pk}/forget/", follow=True)
    assert told(answer) == ["Use a recovery code for your own, or ask another site manager."]


def test_a_new_link_does_not_get_round_the_phone(client, nia, phone, settings):
    settings.SECOND_STEP_ROLES = ["reviewer"]
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))
    page = sam.post(f"/admin/people/{nia.pk}/link/").content.decode()
    join = re.search('value="http://127.0.0.1:8000(/admin/join/[^"]+)"', page)[1]
    chosen = client.get(join).url
    new = {"new_password1": "four odd words here", "new_password2": "four odd words here"}
    client.post(chosen, new)
    assert password(client, nia, "four odd words here").url == CODE


def test_whoever_leaves_hands_over_first(eve, nia, settings):
    settings.SECOND_STEP_ROLES = []
    make_draft(by=nia, title="Chemical peel")
    Procedure.objects.update(reviewer=nia)
    una = with_role(make_person("una", "Una", "Usher"), Role.REVIEWER)
    sam = signed_in(with_role(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER))
    address = f"/admin/people/{nia.pk}/leaving/"
    page = sam.get(address).content.decode()
    assert "Nia Nurse leaves" in page
    assert "microneedling" in page
    assert "Chemical peel" in page

    sent = {"leaving": nia.pk, "page": "microneedling", "reviewer": una.pk}
    answer = sam.post("/admin/reviews/assign/", sent)

    assert answer.url == address
    assert Procedure.objects.get().reviewer == una
    sam.post(f"/admin/people/{nia.pk}/end/")
    assert not User.objects.get(pk=nia.pk).is_active


# Wrong passwords --------------------------------------------------------------------


def test_the_fifth_wrong_password_locks_the_name_from_that_address_for_a_while(client, eve, clock):
    answers = [password(client, eve, "wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]

    answer = password(client, eve)

    assert answer.status_code == 429
    assert "tried again in 15 minutes" in answer.content.decode()
    assert answer.headers["Retry-After"] == "900"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert password(elsewhere, eve).status_code == 302
    assert password(client, with_role(make_person("ida"), Role.EDITOR)).status_code == 200
    clock.on(minutes=16)
    assert password(client, eve).status_code == 302


def test_a_right_password_begins_the_count_anew(client, eve):
    for _ in range(3):
        assert [password(client, eve, "wrong").status_code for _ in range(4)] == [200] * 4
        assert password(client, eve).status_code == 302
        client.post("/admin/sign-out/")


def test_at_an_open_screen_passwords_are_not_guessed_either(client, eve):
    password(client, eve)
    for _ in range(5):
        answer = client.post("/admin/me/second-step/codes/", {"password": "wrong"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        ([], "192.0.2.1", "", "192.0.2.1"),
        ([], "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (["10.0.0.1"], "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.1"], "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "rubbish", "10.0.0.1"),
        (["10.0.0.1"], "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (["10.0.0.1"], "", "203.0.113.9", None),
        (["::1"], "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_what_a_request_says_of_its_way_is_believed_of_our_proxies_alone(
    rf, settings, trusted, remote, forwarded, found
):
    settings.TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = rf.get("/", REMOTE_ADDR=remote, headers=headers)
    assert client_address(request) == found


def test_no_client_gets_round_the_lock_by_naming_other_addresses(client, eve):
    for number in range(5):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = client.post(
            SIGN_IN, {"username": eve.username, "password": "wrong"}, headers=headers
        )
    assert answer.status_code == 429


# How long ------------------------------------------------------------------------------


def test_after_half_an_hour_without_doing_anything_one_is_signed_out(client, eve, clock):
    password(client, eve)
    for _ in range(3):
        clock.on(minutes=29)
        assert is_in(client)
    clock.on(minutes=30)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [(f"{SIGN_IN}?next=/admin/", 302)]
    assert told(answer)[0].startswith("You were signed out, because nothing was done")


def test_after_eight_hours_one_is_signed_out_whatever_one_did(client, eve, clock):
    password(client, eve)
    for _ in range(19):
        clock.on(minutes=25)
        assert is_in(client)
    clock.on(minutes=5)
    assert not is_in(client)


def test_what_was_typed_when_the_time_was_over_is_given_back(client, eve, clock):
    password(client, eve)
    clock.on(minutes=31)
    answer = client.post("/admin/new/", {"title": "Chemical peel", "slug": "peel"})
    assert answer.status_code == 403
    assert 'value="Chemical peel"' in answer.content.decode()


def test_a_page_that_asks_how_long_is_left_changes_nothing_and_a_press_does(client, eve, clock):
    password(client, eve)
    clock.on(minutes=28)
    left = client.get("/admin/stay/left/").json()
    assert left == {"left": 120, "longest": 27_120}
    clock.on(minutes=1)
    assert client.get("/admin/stay/left/").json()["left"] == 60

    assert client.post("/admin/stay/").json()["left"] == 1800

    clock.on(minutes=29)
    assert is_in(client)


def test_once_it_is_over_a_page_that_asks_is_told(client, eve, clock):
    password(client, eve)
    clock.on(minutes=31)
    headers = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get("/admin/stay/left/", headers=headers).status_code == 403


def test_signing_in_makes_a_new_session_at_each_step(client, nia, phone):
    seen = []
    client.get(SIGN_IN)
    for act in (lambda: password(client, nia), lambda: client.post(CODE, {"code": shown(nia)})):
        act()
        seen.append(client.session.session_key)
    assert len(set(seen)) == 2


# Passwords ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("short words", "at least 12 characters"),
        ("password12345", "too common"),
        ("eve.editor.12", "too similar"),
        ("all small letters here", ""),
        ("x" * 60 + " and more words than anybody types by hand", ""),
        ("пароль из слов, каких мало", ""),
    ],
)
def test_passwords_are_long_and_rare_and_nothing_else(client, eve, typed, said):
    password(client, eve)
    sent = {"old_password": PASSWORD, "new_password1": typed, "new_password2": typed}
    answer = client.post("/admin/me/password/", sent)
    assert answer.status_code == (400 if said else 302)
    assert said in answer.content.decode()
    eve.refresh_from_db()
    assert eve.check_password(PASSWORD if said else typed)
