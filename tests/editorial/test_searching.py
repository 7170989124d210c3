"""Search knows the words of published texts, and no others, at every moment."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from procedures.editorial import lifecycle
from procedures.editorial.index import searching
from procedures.editorial.upkeep.verifying import verify
from procedures.models import Posting, Procedure, Section, Word
from procedures.text.lists.catalogue import Entry
from tests.clinic import NOW, make_clinician, make_published, make_submitted
from tests.editorial.test_arranging import arrange

pytestmark = pytest.mark.django_db


def known():
    """The words by which search finds something."""
    return set(Posting.objects.values_list("word__stem", flat=True))


def about(word):
    return {"about": f"This is about {word}."}


def test_a_text_is_found_from_the_moment_it_is_published():
    waiting = make_submitted(words=about("zebras"))
    assert "zebra" not in known()

    lifecycle.show(waiting, at=NOW)

    assert "zebra" in known()


def test_the_words_of_the_version_before_are_found_no_longer():
    make_published(words=about("zebras"))

    make_published(words=about("giraffes"))

    assert "giraff" in known()
    assert "zebra" not in known()


def test_nothing_of_a_withdrawn_page_is_found():
    version = make_published()

    lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason="The device was recalled.")

    assert not known()


def test_a_publication_that_fails_leaves_search_as_it_was(monkeypatch):
    make_published(words=about("zebras"))
    waiting = make_submitted(words=about("giraffes"))

    def fail(version):
        raise OSError("the disk is full")

    monkeypatch.setattr(searching, "enter", fail)
    with pytest.raises(OSError, match="disk is full"):
        lifecycle.show(waiting, at=NOW)

    assert "zebra" in known()


def test_words_that_people_type_are_found_as_soon_as_the_catalogue_has_them(folder):
    folder.version(1)
    folder.load()
    arrange(folder, Entry("microneedling", search_words=("dermaroller",)))
    assert "dermaroller" not in known()

    folder.load()

    assert "dermaroller" in known()


def test_the_record_is_whole_when_search_knows_what_the_texts_say():
    make_published()

    call_command("verifyversions")


def test_words_that_were_lost_or_left_are_named():
    make_published()
    Posting.objects.filter(word__stem="collagen").delete()
    searching.enter(make_submitted(slug="peel", title="Peel"))

    assert list(verify(progress=lambda *of: None)) == [
        "microneedling 1: what search knows of it is not what the text says",
        "search finds words of texts that are not published",
    ]


def test_other_words_for_a_page_leave_what_search_knows_of_it_as_it_stands(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling", search_words=("dermaroller",)))
    folder.load()
    before = dict(Posting.objects.values_list("word__stem", "pk"))

    arrange(folder, Entry("microneedling", search_words=("dermastamp",)))
    folder.load()

    after = dict(Posting.objects.values_list("word__stem", "pk"))
    assert before.keys() - after.keys() == {"dermaroller", "=dermaroller"}
    assert after.keys() - before.keys() == {"dermastamp", "=dermastamp"}
    assert {after[stem] for stem in before if stem in after} < {*before.values()}
    assert list(verify(progress=lambda *of: None)) == []


def test_a_word_that_another_page_has_already_is_not_stored_again():
    make_published()
    rows = Procedure.objects.count(), len(known())

    make_published(slug="other")

    assert (Procedure.objects.count(), len(known())) == (rows[0] + 1, rows[1])


def test_texts_that_were_stored_before_there_was_a_search_are_found_after_the_migration():
    make_published(words=about("zebras"))
    make_published(words=about("giraffes"))
    make_published(slug="peel", title="Peel")
    Posting.objects.all().delete()
    Word.objects.all().delete()
    Section.objects.update(words="Words of an index that knew no lines.")

    import_module("procedures.migrations.0008_search").fill(apps, None)

    assert list(verify(progress=lambda *of: None)) == []
    assert "giraff" in known()
    assert "zebra" not in known()
