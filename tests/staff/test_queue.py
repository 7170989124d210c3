"""Many pages to read again: the most urgent first, one after the other."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.models import Procedure, Review, Step, Version
from procedures.vocabulary import Role
from tests.clinic import NOW, TODAY, make_clinician, make_person, make_published, make_review
from tests.staff.test_editor import told
from tests.staff.test_redating import SIGNED, opened, sign

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/reviews/"


def make_page(slug, *, due=None, **options):
    page = make_published(slug=slug, title=slug.title(), **options)
    if due is not None:
        make_review(page, on=TODAY - timedelta(days=400), next_due=TODAY + timedelta(days=due))
    return page


@pytest.fixture
def pages():
    """Four pages: overdue, never reviewed, due soon, due late."""
    due = {"brows": -1, "arms": None, "chin": 60, "feet": 300}
    return {slug: make_page(slug, due=days) for slug, days in due.items()}


def slugs(answer):
    return [row.version.procedure.slug for row in answer.context["rows"]]


def sign_at(browser, address):
    return sign(browser, opened(browser, address), address)


def test_the_most_urgent_page_stands_first(eve, pages):
    answer = eve.get(ADDRESS)

    assert slugs(answer) == ["arms", "brows", "chin", "feet"]
    page = answer.content.decode()
    assert "Nobody has reviewed it" in page
    assert "Overdue:" in page
    assert "Read them one after the other" not in page, "an editor signs nothing"


def test_a_reviewer_sees_those_due_soon_or_their_own(nia, pages):
    Procedure.objects.filter(slug="feet").update(reviewer=make_clinician())

    assert slugs(nia.get(f"{ADDRESS}?which=due")) == ["arms", "brows", "chin"]
    assert slugs(nia.get(f"{ADDRESS}?which=mine")) == ["feet"]
    assert slugs(nia.get(f"{ADDRESS}?which=odd")) == ["arms", "brows", "chin", "feet"]
    assert "Nia Nurse is asked" in nia.get(ADDRESS).content.decode()


def test_pages_are_read_and_signed_one_after_the_other(nia, pages):
    answer = nia.post(f"{ADDRESS}start/", {"which": "due"}, follow=True)
    assert "Page 1 of 3" in answer.content.decode()

    address = answer.request["PATH_INFO"] + "?queue"
    assert address == "/admin/procedures/arms/redate/?queue"
    answer = sign_at(nia, address)
    assert told(answer)[0].startswith("Signed.")
    assert "Page 2 of 3" in answer.content.decode()
    answer = nia.post(
        "/admin/procedures/brows/needs-edit/?queue", {"note": "Say how long."}, follow=True
    )
    assert "Page 3 of 3" in answer.content.decode()
    answer = sign_at(nia, "/admin/procedures/chin/redate/?queue")

    assert told(answer)[-1] == "That was the last one."
    assert Review.objects.filter(on=TODAY).count() == 2
    assert "To be mended, Nia Nurse says: Say how long." in answer.content.decode()


def test_a_page_that_is_read_alone_leads_back_to_its_procedure(nia, pages):
    answer = sign_at(nia, "/admin/procedures/arms/redate/?queue")

    assert answer.request["PATH_INFO"] == "/admin/procedures/arms/signed/"


def test_what_needs_an_edit_is_said_until_it_is_mended_or_signed(nia, eve):
    page = make_page("arms")
    address = "/admin/procedures/arms/needs-edit/"
    empty = nia.post(address, {"note": " "})
    assert empty.status_code == 400
    assert told(empty)[0] == "Say in a sentence what to mend."
    nia.post(address, {"note": "Say how long the skin is red."}, follow=True)

    eve.post("/admin/procedures/arms/begin/", {"from": page.pk})
    draft = f"/admin/drafts/{Version.objects.latest('pk').pk}/"
    for there in ("/admin/", "/admin/procedures/arms/", ADDRESS, draft):
        assert "Say how long the skin is red." in eve.get(there).content.decode()
    assert told(nia.post(f"{ADDRESS}start/", follow=True))[0] == (
        "There is no page here that you could sign."
    )
    make_review(page)
    assert "Say how long" in eve.get("/admin/").content.decode(), "signed at the same moment"
    Review.objects.create(
        version=page,
        digest=page.digest,
        reviewer=make_clinician(),
        on=TODAY,
        next_due=TODAY + timedelta(days=1),
        at=NOW + timedelta(minutes=1),
    )
    assert "Say how long" not in eve.get("/admin/").content.decode()


def test_a_page_replaced_meanwhile_is_not_sent_to_be_mended(nia, eve):
    make_page("arms")
    nia.post("/admin/procedures/arms/needs-edit/", {"note": "Say how long."})

    make_page("arms")

    assert "Say how long." not in eve.get("/admin/").content.decode()


def test_nobody_is_led_to_sign_their_own_words(nia):
    make_page("arms", by=make_clinician())

    answer = nia.get(ADDRESS)

    assert "has your own words" in answer.content.decode()
    assert answer.context["ready"] == 0


def test_one_person_is_asked_to_review_many_pages_and_nothing_else_is_done_to_many(sam, pages):
    make_clinician().groups.set(Group.objects.filter(name=Role.REVIEWER))
    sent = {"page": ["arms", "chin"], "reviewer": make_clinician().pk, "which": "due"}

    answer = sam.post(f"{ADDRESS}assign/", sent, follow=True)

    assert told(answer) == ["Nia Nurse is asked to review 2 pages more."]
    assert answer.request["QUERY_STRING"] == "which=due"
    notes = Step.objects.filter(kind="assigned").values_list("procedure__slug", "note")
    assert set(notes) == {("arms", "nobody → Nia Nurse"), ("chin", "nobody → Nia Nurse")}
    again = sam.post(f"{ADDRESS}assign/", {**sent, "page": ["arms", "feet"]}, follow=True)
    assert told(again) == ["Nia Nurse is asked to review 1 page more."]
    nobody = sam.post(f"{ADDRESS}assign/", {"page": ["arms"]}, follow=True)
    assert told(nobody) == ["Nobody is asked to review 1 page more."]
    assert told(sam.post(f"{ADDRESS}assign/", follow=True)) == ["Tick the pages first."]


@pytest.mark.uncounted
@pytest.mark.parametrize("count", [3, 30])
def test_a_queue_needs_few_queries_however_long_it_is(nia, django_assert_max_num_queries, count):
    made = [make_page(f"page-{number}", due=number) for number in range(count)]
    nia.post(f"{ADDRESS}start/")
    make_person()

    with django_assert_max_num_queries(10):
        nia.get(ADDRESS)
    address = "/admin/procedures/{}/redate/?queue"
    sign_at(nia, address.format("page-0"))
    vouched = opened(nia, address.format("page-1"))
    with CaptureQueriesContext(connection) as counted:
        sent = {"opened": vouched, "next_due": "2027-11-22", **SIGNED}
        answer = nia.post(address.format("page-1"), sent)
        assert answer.headers["Location"] == address.format("page-2")
        nia.get(answer.headers["Location"])
        nia.get(f"/admin/texts/{made[2].pk}/preview/")
    asked = [one["sql"] for one in counted if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 12, "to sign a page, open the next, and see it framed"
