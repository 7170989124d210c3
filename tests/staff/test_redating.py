"""A page is read again and signed, by somebody who has it open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.editorial import lifecycle
from procedures.models import Profile, Review, Step
from procedures.vocabulary import Role
from tests.clinic import NOW, TODAY, make_clinician, make_person, make_published, make_review
from tests.staff.conftest import signed_in, with_role
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/procedures/microneedling/redate/"
SIGNED = {"job_title": "Nurse prescriber", "registration": "00A0000E", "note": "Read aloud."}


def opened(browser, address=ADDRESS):
    """What vouches that the page is open in this browser."""
    return browser.get(address).context["form"].initial["opened"]


def sign(browser, vouched, address=ADDRESS, **said):
    sent = {"opened": vouched, "next_due": "2027-11-22", **SIGNED, **said}
    return browser.post(address, sent, follow=True)


def test_a_page_is_opened_read_and_signed(nia, client):
    make_published()
    assert 'value="2027-11-22"' in nia.get(ADDRESS).content.decode()

    answer = sign(nia, opened(nia))

    assert told(answer) == ["Signed. Patients see today’s date and your name."]
    review = Review.objects.get()
    assert (review.on, review.reviewer_role, review.at) == (TODAY, "Nurse prescriber", NOW)
    assert "Nia Nurse" in client.get("/procedures/microneedling/").content.decode()
    assert Profile.objects.get().job_title == "Nurse prescriber"
    assert 'value="Nurse prescriber"' in nia.get(ADDRESS).content.decode()
    assert answer.request["PATH_INFO"].endswith("/signed/")


def test_a_page_that_was_not_opened_since_it_changed_is_not_signed(nia):
    make_published()
    una = signed_in(with_role(make_person("una"), Role.REVIEWER))
    old = opened(nia)
    make_published(words={"pros": "- Newer"})

    for vouched in ("", "forged", old, opened(una)):
        answer = sign(nia, vouched)
        assert answer.status_code == 400
        assert "have not opened" in told(answer)[0]
    assert not Review.objects.exists()
    assert told(sign(nia, answer.context["form"].initial["opened"]))[0].startswith("Signed")


def test_a_page_that_was_withdrawn_meanwhile_is_not_signed(nia):
    page = make_published()
    vouched = opened(nia)
    lifecycle.withdraw(page, by=make_clinician(), at=NOW, reason="Recall")

    assert sign(nia, vouched).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"job_title": ""}, "Say your job title"),
        ({"next_due": "soon"}, "when it is due again"),
        ({"next_due": "2026-11-22"}, "must be due on a day after this one"),
    ],
)
def test_a_signature_that_lacks_something_says_what(nia, said, wrong):
    make_published()

    answer = sign(nia, opened(nia), **said)

    assert answer.status_code == 400
    assert wrong in told(answer)[0]
    assert "Read aloud." in answer.content.decode()


def test_nobody_signs_their_own_words(nia):
    make_published(by=make_clinician())

    answer = sign(nia, opened(nia))

    assert answer.status_code == 403
    assert "Your own words" in told(answer)[0]
    assert Step.objects.filter(kind="refused").count() == 1


def test_a_page_is_signed_from_the_start_page_with_twenty_queries_in_all(nia):
    page = make_published()
    make_review(page, on=TODAY - timedelta(days=400), next_due=TODAY - timedelta(days=35))
    sign(nia, opened(nia))
    assert f'href="{ADDRESS}"' in nia.get("/admin/").content.decode()

    with CaptureQueriesContext(connection) as counted:
        vouched = opened(nia)
        nia.get(f"/admin/texts/{page.pk}/preview/")
        assert told(sign(nia, vouched))[0].startswith("Signed")

    assert len(counted) <= 20
