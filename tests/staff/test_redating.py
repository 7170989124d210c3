"""A page is read again and signed, by somebody who has it open."""

from datetime import timedelta

import pytest

from procedures.models import Profile, Review, Step
from tests.clinic import NOW, TODAY, make_clinician, make_published, make_review
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/procedures/microneedling/redate/"
SIGNED = {"job_title": "Nurse prescriber", "registration": "00A0000E", "note": "Read aloud."}


def sign(browser, page, **said):
    sent = {"digest": page.digest, "next_due": "2027-11-22", **SIGNED, **said}
    return browser.post(ADDRESS, sent, follow=True)


def test_a_page_is_opened_read_and_signed(nia, client):
    page = make_published()
    opened = nia.get(ADDRESS).content.decode()
    assert "No clinician has reviewed this page." in opened
    assert 'value="2027-11-22"' in opened

    answer = sign(nia, page)

    assert told(answer) == ["Signed. Patients see today’s date and your name."]
    review = Review.objects.get()
    assert (review.on, review.reviewer_role, review.at) == (TODAY, "Nurse prescriber", NOW)
    assert "Nia Nurse" in client.get("/procedures/microneedling/").content.decode()
    assert Profile.objects.get().job_title == "Nurse prescriber"
    assert "by Nia Nurse" in nia.get(ADDRESS).content.decode()


def test_a_page_that_was_not_opened_since_it_changed_is_not_signed(nia):
    page = make_published()
    assert "have not opened" in told(sign(nia, page))[0]
    newer = make_published(words={"pros": "- Newer"})

    assert "have not opened" in told(sign(nia, page))[0]
    assert not Review.objects.exists()
    assert told(sign(nia, newer))[0].startswith("Signed")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"job_title": ""}, "Say your job title"),
        ({"next_due": "soon"}, "when it is due again"),
        ({"next_due": "2026-11-22"}, "must be due on a day after this one"),
    ],
)
def test_a_signature_that_lacks_something_says_what(nia, said, wrong):
    page = make_published()
    nia.get(ADDRESS)

    answer = sign(nia, page, **said)

    assert answer.status_code == 400
    assert wrong in told(answer)[0]
    assert "Read aloud." in answer.content.decode()


def test_nobody_signs_their_own_words(nia):
    page = make_published(by=make_clinician())
    nia.get(ADDRESS)

    answer = sign(nia, page)

    assert answer.status_code == 403
    assert "Your own words" in told(answer)[0]
    assert Step.objects.filter(kind="refused").count() == 1


def test_one_page_is_signed_with_few_queries(nia, django_assert_max_num_queries):
    page = make_published()
    make_review(page, on=TODAY - timedelta(days=400), next_due=TODAY - timedelta(days=35))
    with django_assert_max_num_queries(20):
        nia.get(ADDRESS)

    with django_assert_max_num_queries(20):
        sent = {"digest": page.digest, "next_due": "2027-11-22", **SIGNED}
        assert nia.post(ADDRESS, sent).status_code == 302
