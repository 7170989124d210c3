"""However many procedures there are, staff are shown a page of them at a time, and find each."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from procedures.editorial import signing
from procedures.models import Procedure
from procedures.staff import home
from procedures.staff.reviews import standing
from procedures.vocabulary import Change
from tests.clinic import NOW, TODAY, make_clinician, make_person, make_published, make_review
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

LIST = "/admin/reviews/"


def make_pages(count):
    """Pages that patients read; the first was due longest ago, and the last due in weeks."""
    for number in range(count):
        page = make_published(slug=f"page-{number:02}", title=f"Page {number:02}")
        due = TODAY + timedelta(days=number * 10 - 30)
        make_review(page, on=TODAY - timedelta(days=400), next_due=due)


@pytest.fixture
def few(monkeypatch):
    """Lists of five."""
    monkeypatch.setattr(standing, "PAGE", 5)
    monkeypatch.setattr(home, "_PAGE", 5)


def names(answer):
    """The procedures that a page of staff names, in their order."""
    main = answer.content.decode().partition("<main")[2]
    return [int(found) for found in re.findall(r'/admin/procedures/page-(\d+)/"', main)]


def test_the_start_page_lists_some_procedures_and_leads_to_the_others(eve, few):
    make_pages(12)

    first = eve.get("/admin/")
    assert names(first) == [0, 1, 2, 3, 4]
    assert "1 to 5 of 12" in first.content.decode()
    second = eve.get("/admin/?find=&page=2")
    assert names(second) == [5, 6, 7, 8, 9]
    assert "6 to 10 of 12" in second.content.decode()
    assert names(eve.get("/admin/?page=3")) == [10, 11]
    for beyond in ("4", "-1", "two", "999999999999999999", "9" * 40):
        assert names(eve.get(f"/admin/?page={beyond}")) == [0, 1, 2, 3, 4]


def test_a_few_procedures_are_listed_without_anything_to_press(eve):
    make_pages(2)

    page = eve.get("/admin/").content.decode()

    assert "Find a procedure" not in page
    assert "of 2" not in page


def test_a_procedure_is_found_by_a_part_of_its_name_or_address(eve, few):
    make_pages(12)
    make_published(slug="arms", title="Old name")
    make_published(slug="arms", title="Laser on arms", change=Change.WORDING)
    Procedure.objects.create(slug="unwritten")

    def found(typed):
        page = eve.get("/admin/", {"find": typed})
        assert f'value="{typed}"' in page.content.decode()
        return [one["slug"] for one in page.context["procedures"]]

    assert found("laser ON") == ["arms"]
    assert found("ARM") == ["arms"]
    assert found("writ") == ["unwritten"]
    assert found("old name") == [], "nobody reads that any more"
    assert found("page 1") == ["page-10", "page-11"]
    assert found("Page 0") == [f"page-{number:02}" for number in range(5)]
    answer = eve.get("/admin/?find=Page 0&page=2")
    assert names(answer) == [5, 6, 7, 8, 9]
    assert "?find=Page+0" in answer.content.decode()
    assert "No procedure has “brows”" in eve.get("/admin/?find=brows").content.decode()


def test_reviews_come_in_pages_the_most_urgent_first(nia, few):
    make_pages(12)
    make_published(slug="page-99", title="Page 99")

    assert names(nia.get(LIST)) == [99, 0, 1, 2, 3]
    third = nia.get(f"{LIST}?which=all&page=3")
    assert names(third) == [9, 10, 11]
    assert "11 to 13 of 13" in third.content.decode()
    due = nia.get(f"{LIST}?which=due&page=99")
    assert names(due) == [9, 10, 11], "the last page, where there is no such page"
    make_review(
        Procedure.objects.get(slug="page-11").versions.get(), next_due=NOW.date().replace(year=2031)
    )
    assert names(nia.get(f"{LIST}?which=due&page=3")) == [9, 10]
    assert "11 to 12 of 12" in nia.get(f"{LIST}?which=due&page=3").content.decode()


def test_one_reads_the_pages_in_sight_one_after_the_other(nia, few):
    make_pages(12)
    assert "5 pages you can sign, of those in sight" in nia.get(LIST).content.decode()

    answer = nia.post(f"{LIST}start/", {"which": "due", "at": "3"}, follow=True)

    assert answer.request["PATH_INFO"] == "/admin/procedures/page-10/redate/"
    assert "Page 1 of 2" in answer.content.decode()


def test_whoever_asks_for_reviews_comes_back_to_where_the_list_stood(sam, few):
    make_pages(12)

    sent = {"page": ["page-06"], "reviewer": "", "which": "all", "at": "2"}
    answer = sam.post(f"{LIST}assign/", sent, follow=True)

    assert answer.request["QUERY_STRING"] == "which=all&page=2"
    assert names(answer) == [5, 6, 7, 8, 9]


def test_what_is_to_be_mended_and_what_checks_say_have_lists_of_their_own(nia, monkeypatch):
    monkeypatch.setattr(home, "_MOST", 2)
    for number in range(4):
        make_published(slug=f"page-{number}", title=f"Page {number}", evidence_to="2020-01")
        signing.needs_edit(f"page-{number}", by=make_clinician(), at=NOW, note="Mend it.")
    make_published(slug="page-9", title="Page 9")
    call_command("checkpages", stdout=StringIO())

    page = nia.get("/admin/").content.decode()

    assert page.count("Mend it.") == 2
    assert page.count("evidence was last searched") == 2
    for which, said, listed in (
        ("mend", "Mend it.", [0, 1, 2, 3]),
        ("checks", "The evidence was last searched in 2020-01", [0, 1, 2, 3, 9]),
    ):
        assert f'<a href="{LIST}?which={which}">Every page' in page
        whole = nia.get(f"{LIST}?which={which}")
        assert names(whole) == listed
        assert whole.content.decode().count(said) == 4
    assert "The evidence" not in nia.get(LIST).content.decode()


def test_a_list_without_a_page_says_so(nia):
    for which in standing.CHOICES:
        assert "There is no page here." in nia.get(f"{LIST}?which={which}").content.decode()
    assert told(nia.post(f"{LIST}start/", {"at": "7"}, follow=True)) == [
        "There is no page here that you could sign."
    ]


@pytest.mark.uncounted
@pytest.mark.parametrize("which", standing.CHOICES)
def test_a_list_of_reviews_needs_ten_queries_at_most(nia, django_assert_max_num_queries, which):
    make_pages(12)
    make_person()
    with django_assert_max_num_queries(10):
        nia.get(f"{LIST}?which={which}")
