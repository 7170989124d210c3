"""Files → database: a union, never an overwrite, and it never acts for the clinic."""

import pytest

from procedures.editorial import drafting, lifecycle
from procedures.editorial.content import loading
from procedures.editorial.refusals import StepRefused
from procedures.models import Manuscript, Procedure, Section, Source, Version
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import Change, Status
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
    make_withdrawn,
)
from tests.text.documents import make_text

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def statuses(slug="microneedling"):
    """Number → status of a procedure's numbered versions."""
    rows = Version.objects.numbered().filter(procedure__slug=slug)
    return dict(rows.values_list("number", "status"))


def test_a_file_becomes_the_page_patients_see(folder):
    file = folder.version(1)

    report = folder.load()

    version = Version.objects.get()
    assert report.shown == [("microneedling", 1)]
    assert (version.number, version.status) == (1, Status.PUBLISHED)
    assert version.text.encode() == file.read_bytes()
    assert (version.title, version.published_at) == ("Microneedling", NOW)


def test_the_index_repeats_what_the_text_says(folder):
    folder.version(1)

    folder.load()

    about = Section.objects.get(kind="about")
    assert about.words == "Fine needles prick the skin. The skin then makes new collagen."
    assert list(Source.objects.values_list("number", "url")) == [
        (1, "https://dermnetnz.org/topics/skin-needling"),
        (2, ""),
    ]


def test_the_same_file_again_is_skipped(folder):
    folder.version(1)
    folder.load()

    report = folder.load()

    assert (report.skipped, report.shown, report.refused) == (1, [], [])
    assert Version.objects.count() == 1


@pytest.mark.parametrize("became", ["superseded", "withdrawn", "declined"])
def test_the_same_file_is_skipped_whatever_became_of_it_here(folder, became):
    folder.version(1)
    folder.load(publish=became != "declined")
    version = Version.objects.get()
    if became == "superseded":
        make_published()
    elif became == "withdrawn":
        lifecycle.withdraw(version, by=make_clinician(), at=NOW, reason="Recalled.")
    else:
        lifecycle.decline(version)

    report = folder.load()

    version.refresh_from_db()
    assert (report.skipped, version.status) == (1, became)


def test_a_number_only_the_database_has_is_kept(folder):
    folder.version(1)
    folder.load()
    second = make_published()

    folder.load()

    second.refresh_from_db()
    assert second.status == Status.PUBLISHED


def test_other_words_under_a_known_number_are_refused_and_the_mend_is_said(folder):
    folder.version(1)
    folder.load()
    folder.version(1, summary="Somebody edited this file.")

    report = folder.load()

    [refusal] = report.refused
    assert str(folder.path / "microneedling") in refusal
    assert "version 1 of microneedling is stored here with other words" in refusal
    assert "give the new words the next number, 2" in refusal
    assert "Somebody edited" not in Version.objects.get().text


def test_a_refused_procedure_loads_nothing_and_the_others_load(folder):
    folder.version(1)
    folder.load()
    folder.version(1, summary="Somebody edited this file.")
    folder.version(2)
    folder.version(1, slug="chemical-peel")

    report = folder.load()

    assert statuses() == {1: Status.PUBLISHED}
    assert statuses("chemical-peel") == {1: Status.PUBLISHED}
    assert report.shown == [("chemical-peel", 1)]


def test_of_several_new_numbers_only_the_highest_is_shown(folder):
    for number in (1, 2, 3):
        folder.version(number)

    report = folder.load()

    assert statuses() == {1: Status.SUPERSEDED, 2: Status.SUPERSEDED, 3: Status.PUBLISHED}
    assert report.kept == [("microneedling", 1), ("microneedling", 2)]
    assert not Version.objects.filter(number__lt=3, published_at__isnull=False).exists()


def test_a_new_number_replaces_the_page_before(folder):
    folder.version(1)
    folder.load()
    folder.version(2)

    folder.load()

    assert statuses() == {1: Status.SUPERSEDED, 2: Status.PUBLISHED}


def test_a_new_text_waits_where_loaded_texts_are_not_published(folder):
    folder.version(1)
    folder.version(2)

    report = folder.load(publish=False)

    assert statuses() == {1: Status.SUPERSEDED, 2: Status.IN_REVIEW}
    assert report.waiting == [("microneedling", 2)]
    assert not Version.objects.public().exists()


@pytest.mark.parametrize("act", ["published", "reviewed", "withdrawn"])
def test_a_new_text_waits_once_somebody_here_has_acted(folder, act):
    if act == "published":
        version = make_published(reviewed=True)
    elif act == "withdrawn":
        version = make_withdrawn().version
    else:
        folder.version(1)
        folder.load()
        version = Version.objects.get()
        make_review(version)
    folder.write("microneedling/1.md", version.text)
    folder.version(2)

    report = folder.load()

    assert statuses()[2] == Status.IN_REVIEW
    assert report.waiting == [("microneedling", 2)]


def test_a_waiting_text_is_approved_by_staff_under_its_own_number(folder):
    folder.version(1)
    folder.load(publish=False)
    waiting = Version.objects.get()
    approval = make_approved(waiting)

    shown = lifecycle.publish(waiting, approval=approval, by=make_clinician(), at=NOW)

    assert (shown.number, shown.status, shown.digest) == (1, Status.PUBLISHED, waiting.digest)


def test_a_draft_of_a_waiting_text_gets_the_next_number(folder):
    folder.version(1)
    folder.load(publish=False)

    assert make_published(change=Change.WORDING).number == 2


def test_a_numbered_text_that_was_loaded_cannot_change(folder):
    folder.version(1)
    folder.load(publish=False)
    version = Version.objects.get()
    version.text += "More."

    with pytest.raises(Exception, match="a numbered version never changes"):
        version.save()


def test_while_any_file_is_at_fault_nothing_at_all_is_loaded(folder):
    folder.version(1)
    folder.write("chemical-peel/1.md", make_text().replace("## Pros", "## Praise"))

    with pytest.raises(ContentRefused, match="no section “Praise”"):
        folder.load()

    assert not Procedure.objects.exists()


def test_the_faults_of_all_files_are_told_in_one_run(folder):
    folder.write("microneedling/1.md", make_text().replace("## Pros", "## Praise"))
    folder.write("chemical-peel/1.md", b"\xff")
    folder.write("chemical-peel/notes.txt", "Call Ann")
    folder.write("catalogue.yaml", "groups:\n  - name: Skin\n")

    with pytest.raises(ContentRefused) as refused:
        folder.load()

    files = {fault.path.removeprefix(f"{folder.path}/") for fault in refused.value.faults}
    assert files == {
        "microneedling/1.md",
        "chemical-peel/1.md",
        "chemical-peel/notes.txt",
        "catalogue.yaml",
    }


def test_a_fault_names_file_line_fault_and_mend(folder):
    folder.write("microneedling/1.md", make_text().replace("## Pros", "## Praise"))

    with pytest.raises(ContentRefused) as refused:
        folder.load()

    line = make_text().split("\n").index("## Pros") + 1
    messages = [str(fault) for fault in refused.value.faults]
    prefix = f"{folder.path}/microneedling/1.md:{line}: no section “Praise”; use one of: At a gl"
    assert any(message.startswith(prefix) for message in messages)


def test_progress_is_told_as_files_are_read_and_stored(folder):
    folder.version(1)
    folder.version(2)
    told = []

    loading.load(
        folder.path,
        now=NOW,
        today=NOW.date(),
        publish=True,
        progress=lambda *said: told.append(said),
    )

    assert told == [
        ("Reading files", 1, 2),
        ("Reading files", 2, 2),
        ("Storing procedures", 1, 1),
    ]


def test_drafts_of_staff_are_left_alone(folder):
    make_published()
    draft = make_draft()
    folder.version(2)

    folder.load()

    draft.refresh_from_db()
    assert (draft.status, draft.number) == (Status.DRAFT, None)


def test_a_load_leaves_every_draft_as_it_is(folder):
    folder.version(1)
    folder.load()
    drafts = [make_draft(), drafting.submit(make_draft(), by=make_person(), at=NOW, today=TODAY)]
    discarded = make_draft()
    drafting.discard(discarded, by=make_person(), at=NOW)
    kept = [Version.objects.filter(number=None).order_by("pk"), Manuscript.objects.order_by("pk")]
    before = [list(rows.values()) for rows in kept]
    folder.version(2, summary="Other words, by file.")

    folder.load()

    assert [list(rows.values()) for rows in kept] == before
    assert [one.base.number for one in drafts] == [1, 1]
    approval = make_approved(drafts[1])
    with pytest.raises(StepRefused, match="has changed since this draft"):
        lifecycle.publish(drafts[1], approval=approval, by=make_clinician(), at=NOW)
