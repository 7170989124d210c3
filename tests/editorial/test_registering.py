"""Rows of `register.yaml` take effect by themselves only where nobody here has acted."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from procedures.editorial import lifecycle
from procedures.models import Redaction, RegisterEntry, Version, Withdrawal
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists import register
from procedures.text.lists.register import Register, Row
from procedures.vocabulary import Status
from tests.clinic import NOW, make_clinician, make_published, make_review

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def digest_of(folder, number):
    return hashlib.sha256((folder.path / f"microneedling/{number}.md").read_bytes()).hexdigest()


def withdrawn(folder, number, *, digest=None):
    row = Row(number, digest or digest_of(folder, number), BEFORE, "The device was recalled.")
    folder.write("microneedling/register.yaml", register.write(Register(withdrawals=(row,))))


def redacted(folder, number, *, digest=None):
    sha256 = digest or digest_of(folder, number)
    row = Row(number, sha256, BEFORE, "It named a person.", "A patient's name")
    folder.write("microneedling/register.yaml", register.write(Register(redactions=(row,))))


@pytest.mark.parametrize("publish", [True, False])
def test_a_text_withdrawn_elsewhere_is_never_shown_here(folder, publish):
    folder.version(1)
    folder.version(2)
    withdrawn(folder, 2)

    folder.load(publish=publish)

    second = Version.objects.get(number=2)
    assert (second.status, second.published_at) == (Status.WITHDRAWN, None)
    assert (second.withdrawal.reason, second.withdrawal.at, second.withdrawal.by) == (
        "The device was recalled.",
        BEFORE,
        None,
    )
    assert not Version.objects.published().exists()


def test_a_page_shown_here_goes_when_the_register_says_so_and_nobody_acted(folder):
    folder.version(1)
    folder.load()
    withdrawn(folder, 1)

    folder.load(now=NOW + timedelta(days=1))

    version = Version.objects.get()
    assert (version.status, version.ended_at) == (Status.WITHDRAWN, NOW + timedelta(days=1))
    assert version.withdrawal.at == BEFORE


def test_a_text_that_waits_is_declined_when_the_register_says_so(folder):
    folder.version(1)
    folder.load(publish=False)
    withdrawn(folder, 1)

    folder.load(publish=False)

    assert Version.objects.get().status == Status.DECLINED
    assert Withdrawal.objects.get().version.number == 1


def test_an_earlier_text_keeps_its_status_and_its_withdrawal_is_told(folder):
    folder.version(1)
    folder.version(2)
    folder.load()
    withdrawn(folder, 1)

    folder.load()

    assert Version.objects.get(number=1).status == Status.SUPERSEDED
    assert Withdrawal.objects.get().version.number == 1
    assert Version.objects.published().get().number == 2


def test_where_somebody_acted_a_withdrawal_waits_for_staff(folder):
    folder.version(1)
    folder.load()
    make_review(Version.objects.get())
    withdrawn(folder, 1)

    report = folder.load()

    assert Version.objects.get().status == Status.PUBLISHED
    entry = RegisterEntry.objects.get()
    assert (entry.kind, entry.number, entry.reason) == (
        "withdrawal",
        1,
        "The device was recalled.",
    )
    [notice] = report.notices
    assert "says withdrawal of version 1" in notice
    assert "staff decide" in notice


def test_a_row_that_waits_is_told_once(folder):
    folder.version(1)
    folder.load()
    make_review(Version.objects.get())
    withdrawn(folder, 1)
    folder.load()

    assert folder.load().notices == []
    assert RegisterEntry.objects.count() == 1


def test_a_row_that_took_effect_does_so_once(folder):
    folder.version(1)
    withdrawn(folder, 1)
    folder.load()

    report = folder.load()

    assert (report.notices, report.refused) == ([], [])
    assert Withdrawal.objects.count() == 1


def test_a_redacted_number_is_no_gap(folder):
    folder.version(1)
    folder.version(2)
    digest = digest_of(folder, 1)
    (folder.path / "microneedling/1.md").unlink()
    redacted(folder, 1, digest=digest)

    folder.load()

    tombstone = Version.objects.get(number=1)
    assert (tombstone.text, tombstone.digest) == ("", digest)
    assert tombstone.redaction.removed == "A patient's name"
    assert Version.objects.published().get().number == 2


def test_a_redacted_number_is_never_loaded_again(folder):
    folder.version(1)
    folder.version(2)
    folder.load()
    first = Version.objects.get(number=1)
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")

    report = folder.load()

    assert Version.objects.get(number=1).text == ""
    [notice] = report.notices
    assert notice.endswith("1.md: these words were redacted here; delete the file")


def test_a_text_redacted_elsewhere_goes_here_too_when_nobody_acted(folder):
    folder.version(1)
    folder.version(2)
    folder.load()
    redacted(folder, 1)

    folder.load()

    first = Version.objects.get(number=1)
    assert (first.text, first.status) == ("", Status.SUPERSEDED)
    assert Redaction.objects.get().reason == "It named a person."


def test_a_page_redacted_elsewhere_is_withdrawn_first(folder):
    folder.version(1)
    folder.load()
    redacted(folder, 1)

    folder.load()

    version = Version.objects.get()
    assert (version.status, version.text) == (Status.WITHDRAWN, "")
    assert version.withdrawal.reason == "It named a person."


def test_a_waiting_text_redacted_elsewhere_is_declined_first(folder):
    folder.version(1)
    folder.load(publish=False)
    redacted(folder, 1)

    folder.load(publish=False)

    version = Version.objects.get()
    assert (version.status, version.text) == (Status.DECLINED, "")


def test_where_somebody_acted_a_redaction_waits_for_staff(folder):
    version = make_published(reviewed=True)
    folder.write("microneedling/1.md", version.text)
    redacted(folder, 1)

    report = folder.load()

    version.refresh_from_db()
    assert version.text
    assert RegisterEntry.objects.get().removed == "A patient's name"
    assert "says redaction of version 1" in report.notices[0]


@pytest.mark.parametrize("row", [withdrawn, redacted])
def test_a_row_about_other_words_refuses_its_procedure(folder, row):
    folder.version(1)
    folder.load()
    row(folder, 1, digest="0" * 64)

    report = folder.load()

    assert "version 1 of microneedling is stored here with other words" in report.refused[0]
    assert Version.objects.get().status == Status.PUBLISHED


def test_a_withdrawal_of_a_text_nobody_has_is_a_fault(folder):
    folder.version(1)
    withdrawn(folder, 4, digest="0" * 64)

    with pytest.raises(ContentRefused, match="version 4, which is neither here nor in"):
        folder.load()


def test_a_row_of_a_withdrawal_made_here_is_not_repeated(folder):
    version = make_published()
    lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason="Recalled.")
    folder.write("microneedling/1.md", version.text)
    withdrawn(folder, 1)

    assert folder.load().notices == []
    assert not RegisterEntry.objects.exists()
