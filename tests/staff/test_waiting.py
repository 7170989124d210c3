"""What waits is in sight: on the start page, and on the page of its procedure."""

from datetime import timedelta

import pytest

from procedures.editorial import lifecycle, scheduling
from procedures.models import RegisterEntry, Version
from procedures.vocabulary import Change
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_person,
    make_published,
    make_submitted,
)
from tests.staff.test_editor import told, words

pytestmark = pytest.mark.django_db

PAGE = "/admin/procedures/microneedling/"


def test_a_text_that_is_to_be_published_is_told_and_one_that_is_late_too(eve):
    version = make_submitted()
    made = scheduling.schedule(
        version,
        approval=make_approved(version),
        due=NOW + timedelta(days=1),
        by=make_clinician(),
        at=NOW,
    )
    for there in ("/admin/", PAGE):
        assert "will be published" in eve.get(there).content.decode()
    made.due = NOW - timedelta(hours=2)
    made.save()

    for there in ("/admin/", PAGE):
        page = eve.get(there).content.decode()
        assert "Late:" in page
        assert "manage.py publishdue" in page
    [*scheduling.publish_due(NOW)]
    assert "Late:" not in eve.get("/admin/").content.decode()


def test_what_a_register_says_and_nobody_did_here_is_told(nia):
    version = make_published(reviewed=True)
    kept = {"procedure": version.procedure, "number": 1, "digest": version.digest, "at": NOW}
    RegisterEntry.objects.create(kind="withdrawal", reason="The maker recalled it.", **kept)
    RegisterEntry.objects.create(kind="redaction", reason="It names a patient.", **kept)

    page = nia.get(PAGE).content.decode()
    assert "Withdrawal of version 1" in page
    assert "The maker recalled it." in page
    assert "Withdraw it here too" in page
    assert "only on the server" in page

    lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason="Recalled.")
    page = nia.get(PAGE).content.decode()
    assert "Withdrawal of version 1" not in page
    lifecycle.redact(version, at=NOW, removed="A name", reason="It names a patient.")
    assert "Said elsewhere" not in nia.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_start_page_needs_few_queries_however_much_waits(
    eve, django_assert_max_num_queries, count
):
    for number in range(count):
        make_published(slug=f"page-{number}", title=f"Page {number}")
        make_submitted(slug=f"page-{number}", title=f"Page {number}")

    with django_assert_max_num_queries(12):
        eve.get("/admin/")


def test_only_the_date_of_a_page_is_corrected_and_that_is_a_version_of_its_own(eve, client):
    page = make_published(reviewed=True, words={"pros": "- Quick [1]."})
    right = TODAY - timedelta(days=40)

    answer = eve.post(f"{PAGE}correct-date/", {"updated": f"{right}"}, follow=True)

    assert told(answer)[0] == "Only the date differs. Save it and send it for review."
    draft = Version.objects.latest("pk")
    assert words(draft, "change_notes").startswith("The date of the last update was wrong")
    version = make_submitted(draft)
    approval = make_approved(version, whole_page=False)
    shown = lifecycle.publish(version, approval=approval, by=make_clinician(), at=NOW)
    assert (shown.number, shown.change, shown.updated) == (2, Change.REDATE, right)
    assert shown.text.count("Quick") == page.text.count("Quick")
    assert "13 October 2026" in client.get("/procedures/microneedling/").content.decode()
    assert "Nia Nurse" in client.get("/procedures/microneedling/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose the day"),
        ("soon", "Choose the day"),
        ("2026-11-23", "on a day to come"),
        ("2026-11-22", "gives that day already"),
    ],
)
def test_a_date_that_cannot_be_is_refused(eve, typed, said):
    page = make_published(updated=TODAY)

    answer = eve.post(f"{PAGE}correct-date/", {"updated": typed}, follow=True)

    assert said in told(answer)[0]
    assert Version.objects.latest("pk") == page


def test_a_procedure_without_a_page_has_no_date_to_correct(eve):
    make_submitted(by=make_person())

    answer = eve.post(f"{PAGE}correct-date/", {"updated": "2026-11-01"}, follow=True)

    assert "Nothing is published" in told(answer)[0]
