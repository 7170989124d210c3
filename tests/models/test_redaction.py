"""Words are removed by law, and then only removed: number, digest and dates stay."""

import pytest

from procedures.editorial import lifecycle
from procedures.models import Redaction, Version
from procedures.models.version import REDACTED
from procedures.vocabulary import Status
from tests.clinic import NOW, make_published
from tests.models import rows
from tests.models.attacks import another, named, refused, stored

pytestmark = pytest.mark.django_db

FROZEN = "a numbered version never changes; publish the next one"
QUOTED = sorted(REDACTED)


def make_tombstone(version):
    return Redaction.objects.create(
        version=version, at=NOW, removed="A name", reason="It named a person."
    )


def rewrite(version, **columns):
    Version.objects.filter(pk=version.pk).update(**columns)


@pytest.mark.parametrize("make", [rows.waiting, rows.replaced, rows.withdrawn], ids=named)
def test_words_are_removed_only_under_a_tombstone(make, folder):
    version = make(folder)

    with refused(version, FROZEN):
        rewrite(version, **REDACTED)
    make_tombstone(version)
    rewrite(version, **REDACTED)

    version.refresh_from_db()
    assert {name: getattr(version, name) for name in QUOTED} == REDACTED


def test_a_tombstone_lets_no_other_version_go(folder):
    second = rows.withdrawn(folder)
    make_tombstone(second)
    other = make_published(slug="chemical-peel")
    rewrite(other, status=Status.SUPERSEDED, ended_at=NOW)

    with refused(other, FROZEN):
        rewrite(other, **REDACTED)


@pytest.mark.parametrize("name", QUOTED)
def test_words_are_removed_and_not_rewritten(name, folder):
    version = rows.replaced(folder)
    make_tombstone(version)
    field = Version._meta.get_field(name)

    with refused(version, FROZEN):
        rewrite(version, **{**REDACTED, name: another(field, getattr(version, name))})
    if name != "text":
        with refused(version, FROZEN):
            rewrite(version, **{name: REDACTED[name]})


@pytest.mark.parametrize("name", ["number", "digest", "updated", "change", "procedure", "id"])
def test_a_tombstone_keeps_what_it_is_the_tombstone_of(name, folder):
    version = rows.replaced(folder)
    make_tombstone(version)
    field = Version._meta.get_field(name)

    with refused(version, FROZEN):
        rewrite(version, **REDACTED, **{name: another(field, field.value_from_object(version))})


def test_removed_words_do_not_come_back(folder):
    before = rows.replaced(folder)
    lifecycle.redact(before, at=NOW, removed="A name", reason="It named a person.")

    with refused(before, FROZEN):
        rewrite(before, **{name: getattr(before, name) for name in QUOTED})


def test_words_patients_are_reading_are_not_removed(folder):
    version = rows.published(folder)
    make_tombstone(version)

    with refused(version, "published_means_words"):
        rewrite(version, **REDACTED)


def test_a_text_without_words_is_not_published(folder):
    version = rows.waiting(folder)
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    with refused(version, "published_means_words"):
        rewrite(version, status=Status.PUBLISHED, published_at=NOW)


def test_a_redacted_text_still_ends_in_its_place(folder):
    version = rows.waiting(folder)
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    lifecycle.decline(version)

    version.refresh_from_db()
    assert (version.status, version.is_redacted) == (Status.DECLINED, True)


def test_the_tombstone_of_a_text_this_site_never_had(folder):
    procedure = make_published(slug="chemical-peel").procedure
    version = Version.objects.create(
        procedure=procedure, number=2, status=Status.SUPERSEDED, text="", digest="0" * 64
    )
    make_tombstone(version)
    before = stored(version)

    rewrite(version, **REDACTED)

    assert stored(version) == before
    with refused(version, FROZEN):
        rewrite(version, title="Chemical peel")
