"""A page is made once, and anew as soon as anything differs that it says."""

from datetime import date

import pytest
from django.test.signals import template_rendered

from procedures.models import EmbedSite, Procedure
from procedures.vocabulary import Change
from tests.clinic import NOW, make_published, make_review

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"


@pytest.fixture
def made():
    """The templates that were rendered, one by one."""
    names = []

    def told(template, **_):
        names.append(template.name)

    template_rendered.connect(told)
    yield names
    template_rendered.disconnect(told)


def test_a_page_that_says_the_same_is_not_made_again(client, made):
    make_published(reviewed=True)
    first = client.get(PAGE)
    assert "patients/procedure.html" in made

    made.clear()
    again = client.get(PAGE)

    assert made == []
    assert (again.content, again.headers) == (first.content, first.headers)


def test_a_page_says_at_once_what_differs(client, clock, settings, folder):
    make_published(reviewed=True)

    def now():
        return client.get(PAGE).content.decode()

    assert "020 7946 0111" not in now()
    settings.CLINIC_PHONE = "020 7946 0111"
    assert "020 7946 0111" in now()

    assert "We do not offer this here" not in now()
    Procedure.objects.update(offered_here=False)
    assert "We do not offer this here" in now()

    assert "json+oembed" not in now()
    EmbedSite.objects.create(
        key="k3y8abc2", name="Any", any_site=True, reason="Asked for.", oembed=True
    )
    assert "json+oembed" in now()

    version = make_published(change=Change.WORDING, summary="In other words.")
    assert "In other words." in now()
    assert "(version 1); wording changed since" in now()

    make_review(version, next_due=date(2027, 1, 6))
    assert "wording changed since" not in now()
    assert "6 January 2027" in now()

    folder.write("glossary.md", "## Collagen\nWhat keeps skin firm.\n")
    assert "What keeps skin firm." in now()

    assert "Its next review was due" not in now()
    clock.set(NOW.replace(year=2027, month=1, day=7))
    assert "Its next review was due" in now()


def test_a_page_needs_one_query_whether_or_not_it_was_reviewed(client, django_assert_num_queries):
    version = make_published()
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)

    make_review(version)
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_only_to_make_a_page_its_words_are_fetched(client, django_assert_num_queries):
    make_published(words={"about": "This is about zebras."})

    with django_assert_num_queries(2) as asked:
        assert "zebras" in client.get(PAGE).content.decode()
    assert ['"procedures_version"."text"' in one["sql"] for one in asked] == [False, True]

    with django_assert_num_queries(1) as asked:
        assert "zebras" in client.get(PAGE).content.decode()
    assert '"procedures_version"."text"' not in asked[0]["sql"]
