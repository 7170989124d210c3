"""Who is told that a page is to be read again, when, and how often: over a real mail server."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from procedures.editorial.content import arranging
from procedures.models import Procedure, Reminder, Run
from procedures.staff.reviews import reminding
from procedures.vocabulary import Role
from tests.browser.serving import free_port
from tests.clinic import NOW, TODAY, make_clinician, make_person, make_published, make_review
from tests.staff.conftest import with_role

pytestmark = pytest.mark.django_db


class Postbox:
    """A mail server's post: who was written to, and what."""

    def __init__(self):
        self.post, self.refuses = [], ()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        words = envelope.content.decode().replace("\r\n", "\n")
        self.post.append((envelope.rcpt_tos[0], words))
        return "250 OK"


@contextmanager
def served(postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def postbox(settings):
    """The clinic's mail server."""
    box = Postbox()
    with served(box) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box


def reachable(person, role):
    person.email = f"{person.username}@clinic.example"
    person.save()
    return with_role(person, role)


@pytest.fixture
def nia():
    """A reviewer with an address."""
    return reachable(make_clinician(), Role.REVIEWER)


@pytest.fixture
def sam():
    """A site manager with an address."""
    return reachable(make_person("sam", "Sam", "Steward"), Role.SITE_MANAGER)


def make_due(slug, days, *, reviewer=None):
    """A page whose review is due so many days from today."""
    page = make_published(slug=slug, title=slug.title())
    make_review(page, on=TODAY - timedelta(days=300), next_due=TODAY + timedelta(days=days))
    if reviewer:
        arranging.assign(page.procedure, reviewer, by=reviewer, at=NOW)
    return page


def remind(*days):
    """What the run of each day says."""
    said = []
    for day in days:
        on = TODAY + timedelta(days=day)
        said.append([(mail.outcome, len(mail.pages)) for mail in reminding.remind(on, NOW)])
    return said


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-91, None),
        (-90, -90),
        (-31, -90),
        (-30, -30),
        (-1, -30),
        (0, 0),
        (13, 0),
        (14, 14),
        (29, 28),
    ],
)
def test_the_steps_are_90_and_30_days_before_the_day_itself_and_every_14_after(days, step):
    assert reminding.step(days) == step


def test_each_step_is_told_once_and_a_missed_one_with_the_next(postbox, nia):
    make_due("arms", 90, reviewer=nia)

    told = [day for day in range(130) if remind(day) != [[]]]

    assert told == [0, 60, 90, 104, 118]
    assert len(postbox.post) == 5
    assert set(Reminder.objects.values_list("days", flat=True)) == {-90, -30, 0, 14, 28}
    remind(200)
    assert len(postbox.post) == 6, "an outage of weeks is made up with one mail"


def test_one_person_gets_one_mail_of_all_their_pages(postbox, nia):
    make_due("arms", 20, reviewer=nia)
    make_due("brows", -3, reviewer=nia)
    make_due("chin", 0, reviewer=nia)
    make_due("feet", 200, reviewer=nia)

    assert remind(0) == [[("sent to nia.nurse@clinic.example", 3)]]

    ((to, words),) = postbox.post
    assert to == "nia.nurse@clinic.example"
    assert "Subject: 3 pages to review at Example Clinic" in words
    assert "Brows: overdue since 19 November 2026" in words
    assert "Chin: due today, 22 November 2026" in words
    assert "Arms: due on 12 December 2026" in words
    assert "http://127.0.0.1:8000/admin/procedures/brows/redate/" in words
    assert words.index("Brows") < words.index("Chin") < words.index("Arms")


def test_a_page_that_was_signed_again_is_not_told(postbox, nia):
    page = make_due("arms", -3, reviewer=nia)
    make_review(page, next_due=TODAY + timedelta(days=365))

    assert remind(0) == [[]]


def test_in_place_of_somebody_who_left_a_site_manager_is_told(postbox, nia, sam):
    make_due("arms", 0, reviewer=nia)
    make_due("brows", 0)
    nia.is_active = False
    nia.save()

    assert remind(0) == [[("sent to sam@clinic.example", 2)]]
    ((_, words),) = postbox.post
    assert "(asked: Nia Nurse, who cannot be reached)" in words


def test_where_nobody_can_be_told_the_run_says_so_and_tries_again(postbox):
    make_due("arms", 0)
    out = StringIO()

    with pytest.raises(CommandError, match="Not everybody could be told"):
        call_command("remindreviews", stdout=out)

    assert "nobody: Arms (nobody to tell has an email address)" in out.getvalue()
    assert not Reminder.objects.exists()
    assert not Run.objects.exists()


def test_a_mail_that_is_refused_is_sent_by_the_next_run_and_the_others_go_out(postbox, nia, sam):
    make_due("arms", 0, reviewer=nia)
    make_due("brows", 0)
    postbox.refuses = ("nia.nurse@clinic.example",)

    (((first, _), (second, _)),) = remind(0)

    assert first.startswith("not sent: ")
    assert second == "sent to sam@clinic.example"
    postbox.refuses = ()
    assert remind(1) == [[("sent to nia.nurse@clinic.example", 1)]]


def test_an_outage_of_the_mail_server_is_made_up(settings, nia):
    make_due("arms", 0, reviewer=nia)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    ((outcome, _),) = remind(0)[0]
    assert outcome.startswith("not sent: ")

    box = Postbox()
    with served(box) as port:
        settings.EMAIL_PORT = port
        remind(1)
    ((_, words),) = box.post
    assert "overdue since 22 November 2026" in words


def test_two_runs_at_once_tell_a_person_once(postbox, nia, monkeypatch):
    make_due("arms", 0, reviewer=nia)

    def meanwhile(*rows):
        raise IntegrityError("one_reminder_a_step")

    monkeypatch.setattr(Reminder.objects, "bulk_create", meanwhile)

    assert remind(0) == [[("told by another run meanwhile", 1)]]
    assert not postbox.post


def test_the_command_sends_says_so_and_is_seen_to_have_run(postbox, nia):
    make_due("arms", 0, reviewer=nia)
    out = StringIO()

    call_command("remindreviews", dry_run=True, stdout=out)
    assert out.getvalue() == "nia.nurse@clinic.example: Arms\n"
    assert not postbox.post
    assert not Run.objects.exists()

    call_command("remindreviews", stdout=out)
    assert "Arms (sent to nia.nurse@clinic.example)" in out.getvalue()
    assert len(postbox.post) == 1
    assert str(Run.objects.get()) == f"remindreviews, {NOW}"
    assert str(Reminder.objects.get()) == f"{Reminder.objects.get().review_id}, +0 days"


def test_somebody_without_an_address_is_told_through_a_site_manager(postbox, sam):
    una = with_role(make_person("una", "Una", "Usher"), Role.REVIEWER)
    make_due("arms", 0)
    Procedure.objects.update(reviewer=una)

    assert remind(0) == [[("sent to sam@clinic.example", 1)]]
