"""What waits is in sight: on the start page, and on the page of its procedure."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from procedures.editorial import lifecycle, scheduling, signing
from procedures.models import Checkup, Procedure, RegisterEntry, Review, Run, Version
from procedures.vocabulary import Change
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
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


@pytest.mark.uncounted
@pytest.mark.parametrize("count", [1, 20])
def test_the_start_page_needs_few_queries_however_much_waits(
    eve, django_assert_max_num_queries, count
):
    for number in range(count):
        make_published(slug=f"page-{number}", title=f"Page {number}")
        make_submitted(slug=f"page-{number}", title=f"Page {number}")

    with django_assert_max_num_queries(10):
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


def test_the_start_page_counts_the_reviews_that_are_due_and_leads_to_them(nia):
    assert "Reviews, the most urgent first" in nia.get("/admin/").content.decode()
    for slug, days in (("arms", -3), ("brows", 30), ("chin", 300)):
        page = make_published(slug=slug)
        make_review(page, on=TODAY - timedelta(days=400), next_due=TODAY + timedelta(days=days))
    make_published(slug="feet")
    Procedure.objects.filter(slug="brows").update(reviewer=make_clinician())

    page = nia.get("/admin/").content.decode()

    for said, which in (
        ("1 page that nobody has reviewed", "due"),
        ("1 page overdue", "due"),
        ("1 page due within 90 days", "due"),
        ("1 page of these for you to review", "mine"),
    ):
        assert f'<a href="/admin/reviews/?which={which}">{said}</a>' in page


def test_drafts_are_mine_or_those_of_others(eve, ida):
    make_draft(by=make_person())

    assert "My drafts" in eve.get("/admin/").content.decode()
    assert "My drafts" not in ida.get("/admin/").content.decode()


def test_my_own_words_in_review_wait_for_a_colleague(nia):
    make_submitted(by=make_clinician())

    assert "a colleague checks it" in nia.get("/admin/").content.decode()


def test_what_runs_by_itself_is_seen_to_have_run_or_not(nia):
    assert nia.get("/admin/").content.decode().count("has never run") == 5
    call_command("publishdue")
    assert "last ran" in nia.get("/admin/").content.decode()

    Run.objects.update(at=NOW - timedelta(hours=3))

    page = nia.get("/admin/").content.decode()
    assert "That is too long ago: tell whoever runs the server." in page


def test_the_review_register_is_a_table_that_holds_no_formula(eve):
    page = make_published()
    review = make_review(page)
    Review.objects.create(
        version=page,
        digest=page.digest,
        reviewer=make_clinician(),
        reviewer_name="=cmd|'/C calc'!A0",
        reviewer_role="-1",
        on=TODAY,
        next_due=TODAY + timedelta(days=1),
        note='Said: "fine", and\n+1',
    )

    answer = eve.get("/admin/reviews/register.csv")

    assert 'filename="reviews.csv"' in answer.headers["Content-Disposition"]
    first, second = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert (first["Page"], first["Version"], first["Reviewer"]) == (
        "microneedling",
        "1",
        review.reviewer_name,
    )
    assert first["Next due"] == f"{review.next_due}"
    assert second["Reviewer"] == "'=cmd|'/C calc'!A0"
    assert second["Role"] == "'-1"
    assert second["Note"] == 'Said: "fine", and\n+1'


def test_pages_that_the_checks_of_today_refuse_or_whose_evidence_is_old_are_told(nia, capsys):
    make_published(slug="arms", title="Arms", evidence_to="2024-10")
    make_published(slug="brows", title="Brows", evidence_to="2024-11")
    assert "What the checks of today say" not in nia.get("/admin/").content.decode()

    call_command("checkpages")

    assert "arms: " in capsys.readouterr().out
    page = nia.get("/admin/").content.decode()
    assert "What the checks of today say" in page
    assert page.count("The evidence was last searched in") == 1
    assert "The evidence was last searched in 2024-10" in page
    assert str(Checkup.objects.first()).endswith("errors")
    assert nia.get("/admin/").content.decode().count("has never run") == 4


@pytest.mark.uncounted
@pytest.mark.parametrize("count", [10, 40])
def test_the_start_page_stays_within_ten_queries_with_everything_on_it(
    nia, django_assert_max_num_queries, count
):
    for number in range(count):
        page = make_published(slug=f"page-{number}", title=f"Page {number}")
        make_review(page, on=TODAY - timedelta(days=400), next_due=TODAY - timedelta(days=1))
        signing.needs_edit(
            f"page-{number}", by=make_clinician(), at=NOW + timedelta(minutes=1), note="Mend it."
        )
        version = make_submitted(slug=f"page-{number}", title=f"Page {number}")
        scheduling.schedule(
            version,
            approval=make_approved(version),
            due=NOW + timedelta(days=1),
            by=make_clinician(),
            at=NOW,
        )
        make_draft(slug=f"page-{number}")
    call_command("checkpages", stdout=StringIO())
    call_command("publishdue", stdout=StringIO())

    with django_assert_max_num_queries(10):
        nia.get("/admin/")
