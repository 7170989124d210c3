"""From a draft to what patients read: reviewed, approved, published, withdrawn."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from procedures.editorial import lifecycle
from procedures.models import Approval, Profile, Review, Step, Version
from procedures.vocabulary import Change, Status, StepKind
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_published,
    make_submitted,
)
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

YES = {
    "whole_page": "yes",
    "job_title": "Nurse prescriber",
    "registration": "NMC 00A0000E",
    "next_due": "2027-11-22",
    "note": "Read aloud.",
    "override": "The texts of tests are short.",
}


def at(version, verb="review"):
    return f"/admin/texts/{version.pk}/{verb}/"


def approve(browser, version, **said):
    sent = {"digest": version.digest, **YES, **said}
    return browser.post(at(version, "approve"), sent, follow=True)


def publish(browser, version, **said):
    sent = {"approval": Approval.objects.get().pk, **said}
    return browser.post(at(version, "publish"), sent, follow=True)


def test_a_reviewer_sees_what_changed_beside_the_checks(nia):
    make_published()
    version = make_submitted(make_draft(words={"pros": "- You heal late."}))

    page = nia.get(at(version)).content.decode()

    assert re.search(r"<del>.*soon.*</del>", page)
    assert re.search(r"<ins>.*late.*</ins>", page)
    assert "What the checks say" in page
    assert 'value="2027-11-22"' in page


def test_each_finding_says_where_in_the_form_it_stands(nia):
    version = make_submitted(make_draft(words={"pros": "- It is often used."}))

    found = nia.get(at(version)).context["findings"]

    places = {(place, finding.words) for place, finding in found}
    assert {("the whole page", "no word on funding"), ("Pros", "often")} <= places
    levels = [finding.level for _, finding in found]
    assert levels == sorted(levels, key=["error", "warning", "hint"].index)


def test_a_page_that_is_all_new_or_the_same_says_so(nia):
    version = make_submitted()
    assert "all of it is new" in nia.get(at(version)).content.decode()
    lifecycle.show(version, at=NOW)

    again = make_submitted(make_draft(change=Change.REDATE))

    assert "Nothing that patients read changes" in nia.get(at(again)).content.decode()


def test_a_text_is_approved_and_published_and_the_reviewers_details_are_kept(nia, client):
    version = make_submitted()

    assert told(approve(nia, version))[0].startswith("Approved.")
    assert told(publish(nia, version)) == ["Published. Patients read it now."]

    review = Review.objects.get()
    assert (review.reviewer_name, review.reviewer_role) == ("Nia Nurse", "Nurse prescriber")
    assert (review.on, review.note, review.at) == (TODAY, "Read aloud.", NOW)
    assert Profile.objects.get().registration == "NMC 00A0000E"
    assert client.get("/procedures/microneedling/").status_code == 200
    again = make_submitted(make_draft())
    assert 'value="NMC 00A0000E"' in nia.get(at(again)).content.decode()


def test_a_change_of_wording_is_approved_without_the_whole_page(nia):
    make_published()
    version = make_submitted(make_draft(change=Change.WORDING))

    approve(nia, version, whole_page="no", job_title="")

    assert Approval.objects.latest("pk").whole_page_checked is False
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"whole_page": ""}, "Say whether you checked the whole page."),
        ({"job_title": ""}, "Say your job title"),
        ({"next_due": ""}, "when the page is to be checked again"),
        ({"next_due": "soon"}, "Look at what is marked below."),
        ({"next_due": "2020-01-01"}, "must be due on a day after this one"),
        ({"override": ""}, "The checks found"),
        ({"digest": "0" * 64}, "The text has changed since you read it"),
        ({"whole_page": "no"}, "Check the whole page first"),
    ],
)
def test_an_approval_that_lacks_something_says_what_and_keeps_what_was_typed(nia, said, wrong):
    version = make_submitted()

    answer = approve(nia, version, **said)

    assert answer.status_code == 400
    assert wrong in told(answer)[0]
    assert "Read aloud." in answer.content.decode()
    assert not Approval.objects.exists()


def test_nobody_approves_their_own_words_and_a_forged_try_is_written_down(eve, nia):
    version = make_submitted(make_draft(by=make_clinician()))
    assert "a colleague must check it" in nia.get(at(version)).content.decode()

    assert approve(nia, version).status_code == 403
    assert approve(eve, version).status_code == 403

    steps = Step.objects.filter(kind=StepKind.REFUSED)
    assert [(one.by_name, one.version) for one in steps] == [
        ("Nia Nurse", version),
        ("Eve Editor", version),
    ]
    assert not Approval.objects.exists()


def test_a_text_is_sent_back_with_what_to_mend(nia):
    version = make_submitted()
    answer = nia.post(at(version, "send-back"), {"note": " "}, follow=True)
    assert "what to mend" in told(answer)[0]

    answer = nia.post(at(version, "send-back"), {"note": "Say how long."}, follow=True)

    assert told(answer) == ["Sent back."]
    answer = nia.get(at(version), follow=True)
    assert told(answer) == ["This text is not in review any more."]


def test_a_text_that_came_by_file_is_approved_or_declined_the_same_way(nia, folder):
    folder.version(1)
    folder.load(publish=False)
    version = Version.objects.get()
    assert "Decline" in nia.get(at(version)).content.decode()

    answer = nia.post(at(version, "send-back"), {"note": "Not ours."}, follow=True)

    assert "Declined" in told(answer)[0]
    assert Version.objects.get().status == Status.DECLINED


def test_a_text_is_published_at_the_moment_chosen(nia):
    version = make_submitted()
    approve(nia, version)

    answer = publish(nia, version, due="2026-11-24T09:00")

    assert told(answer) == ["Scheduled for 24 November 2026, 09:00."]
    assert "as Nia Nurse chose" in answer.content.decode()
    out = StringIO()
    call_command("publishdue", stdout=out)
    assert out.getvalue() == ""


def test_the_command_publishes_what_is_due(nia, monkeypatch):
    version = make_submitted()
    approve(nia, version)
    publish(nia, version, due="2026-11-24T09:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=3))
    out = StringIO()

    call_command("publishdue", stdout=out)

    assert out.getvalue() == "microneedling: Published\n"


@pytest.mark.parametrize(
    ("due", "said"), [("soon", "Write the day"), ("2020-01-01T09:00", "Choose a moment to come")]
)
def test_a_moment_that_cannot_be_is_refused(nia, due, said):
    version = make_submitted()
    approve(nia, version)

    assert said in told(publish(nia, version, due=due))[0]
    assert Version.objects.get().status == Status.IN_REVIEW


def test_a_schedule_is_cancelled(nia):
    version = make_submitted()
    approve(nia, version)
    publish(nia, version, due="2026-11-24T09:00")

    answer = nia.post(at(version, "cancel"), follow=True)

    assert told(answer) == ["Cancelled. The text stays approved."]
    assert not version.schedules.waiting().exists()


def test_an_approval_that_is_none_publishes_nothing(nia):
    version = make_submitted()
    make_approved(version)

    assert nia.post(at(version, "publish"), {"approval": "x"}).status_code == 404


def test_a_text_that_was_overtaken_says_so(nia):
    make_published()
    version = make_submitted(make_draft())
    make_published()

    assert "brings it up to date" in nia.get(at(version)).content.decode()


def test_a_page_is_withdrawn_with_a_reason_for_patients(nia, client):
    make_published()
    address = "/admin/procedures/microneedling/withdraw/"
    assert "whom to call" in nia.get(address).content.decode()
    answer = nia.post(address, {"reason": " ", "note": "Batch 7"})
    assert answer.status_code == 400
    assert "Batch 7" in answer.content.decode()

    nia.post(address, {"reason": "The maker has recalled it.", "note": "Batch 7"})

    page = client.get("/procedures/microneedling/")
    assert page.status_code == 410
    assert "The maker has recalled it." in page.content.decode()
    assert "is withdrawn" in nia.get("/admin/procedures/microneedling/").content.decode()
