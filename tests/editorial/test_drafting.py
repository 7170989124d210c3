"""Drafts: begun, saved by several people at once, put aside, sent for review and back."""

from datetime import date, timedelta

import pytest

from procedures.editorial import drafting, lifecycle
from procedures.editorial.refusals import NotSound, Overtaken, StepRefused
from procedures.models import Conflict, Photo, Procedure, Step, Version
from procedures.text.format.parse import reread
from procedures.text.writing.manuscript import FIELDS
from procedures.vocabulary import Change, Status, StepKind
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def eve():
    return make_person()


def ida():
    return make_person("ida.editor", "Ida", "Ibsen")


def begin(source=None, *, slug="microneedling", today=TODAY):
    procedure, _ = Procedure.objects.get_or_create(slug=slug)
    return drafting.begin(procedure, by=eve(), at=NOW, today=today, source=source)


def save(version, *, by=None, base=None, settles=(), editor="form 1", **mine):
    """Save what one person typed over what the form showed them."""
    base = dict(version.manuscript.fields) if base is None else base
    return drafting.save(
        Version.objects.get(pk=version.pk),
        base=base,
        mine=base | mine,
        by=by or eve(),
        at=LATER,
        today=TODAY,
        editor=editor,
        settles=frozenset(settles),
    )


def fields(version):
    return drafting.words(Version.objects.get(pk=version.pk))


def steps():
    return [(step.kind, step.by_name, step.note) for step in Step.objects.all()]


def test_a_draft_begun_from_nothing_has_every_field_and_no_word():
    version = begin()

    assert fields(version) == dict.fromkeys(FIELDS, "")
    assert (version.status, version.number, version.base) == (Status.DRAFT, None, None)
    assert steps() == [(StepKind.BEGUN, "Eve Editor", "")]


def test_a_draft_begun_from_a_page_has_its_words_but_not_what_it_said_of_its_own_change():
    page = make_published(change_notes=("The first text.",))

    version = begin(page)

    assert fields(version) == fields(page) | {"change": "", "change_notes": "", "updated": ""}
    assert (version.base, version.title) == (page, page.title)
    assert version.updated == TODAY


def test_a_draft_may_be_begun_from_what_came_by_file(folder):
    folder.version(1)
    folder.load(publish=False)

    assert "version 1" in fields(begin(Version.objects.get()))["summary"]


def test_a_draft_cannot_be_begun_from_words_that_were_removed():
    page = make_withdrawn().version
    lifecycle.redact(page, at=NOW, removed="A name", reason="It named a person.")

    with pytest.raises(StepRefused, match="Nothing is left to copy"):
        begin(Version.objects.get())


def test_what_is_typed_is_kept_word_for_word_however_unfinished():
    version = begin()

    save(version, pros="**half a th", title="Needl", updated="soon", change="big")

    version.refresh_from_db()
    assert fields(version)["pros"] == "**half a th"
    assert "**half a th" in version.text
    assert (version.title, version.updated, version.change) == ("Needl", None, "")


def test_a_save_that_changes_nothing_stores_nothing():
    version = begin()
    before = Version.objects.values().get(), version.manuscript.saved_at

    saved = save(version, pros="  \r\n ")

    assert not saved.changed
    version.refresh_from_db()
    assert (Version.objects.values().get(), version.manuscript.saved_at) == before
    assert list(version.authors.all()) == [eve()]


def test_two_people_who_write_in_two_sections_both_have_their_words_in_the_draft():
    version = begin()
    base = fields(version)

    save(version, base=base, pros="Eve's pros", by=eve())
    saved = save(version, base=base, cons="Ida's cons", by=ida())

    assert (fields(version)["pros"], fields(version)["cons"]) == ("Eve's pros", "Ida's cons")
    assert not saved.conflicts
    assert set(version.authors.all()) == {eve(), ida()}


def test_of_two_people_in_one_section_the_later_words_wait_beside_the_draft():
    version = begin()
    base = fields(version)
    save(version, base=base, pros="Eve's", by=eve())

    saved = save(version, base=base, pros="Ida's", by=ida(), editor="form 2")
    saved = save(version, base=base, pros="Ida's, longer", by=ida(), editor="form 2")

    (conflict,) = saved.conflicts
    assert fields(version)["pros"] == "Eve's"
    assert (conflict.field, conflict.base, conflict.words) == ("pros", "", "Ida's, longer")
    assert (conflict.by, conflict.by_name) == (ida(), "Ida Ibsen")
    assert ida() in version.authors.all()


def test_one_person_with_two_forms_loses_no_word_of_either():
    version = begin()
    base = fields(version)
    save(version, base=base, pros="stored")

    save(version, base=base, pros="first form", editor="form 1")
    saved = save(version, base=base, pros="second form", editor="form 2")

    assert [one.words for one in saved.conflicts] == ["first form", "second form"]


def test_joined_words_end_the_conflict_and_the_history_keeps_what_was_left():
    version = begin()
    base = fields(version)
    save(version, base=base, pros="Eve's")
    conflict = save(version, base=base, pros="Ida's", by=ida(), editor="form 2").conflicts[0]

    saved = save(
        version, base=base | {"pros": "Eve's"}, pros="Eve's and Ida's", settles=[conflict.pk]
    )

    assert not saved.conflicts
    assert fields(version)["pros"] == "Eve's and Ida's"
    kept = "Pros, as Ida Ibsen had written it:\nIda's"
    assert steps()[-1] == (StepKind.SETTLED, "Eve Editor", kept)


def test_a_draft_with_words_that_wait_is_not_sent_for_review():
    version = make_draft()
    base = fields(version)
    save(version, base=base, pros="- Eve's")
    save(version, base=base, pros="- Ida's", editor="form 2")

    with pytest.raises(StepRefused, match="Join them first"):
        drafting.submit(version, by=eve(), at=LATER, today=TODAY)


@pytest.mark.parametrize(
    ("overtake", "said"),
    [
        (lambda one: drafting.discard(one, by=ida(), at=NOW), "was discarded"),
        (lambda one: drafting.submit(one, by=ida(), at=NOW, today=TODAY), "was sent for review"),
        (
            lambda one: lifecycle.show(drafting.submit(one, by=ida(), at=NOW, today=TODAY), at=NOW),
            "was published",
        ),
    ],
    ids=["discarded", "in review", "published"],
)
def test_words_typed_into_a_draft_that_is_none_any_more_are_kept_beside_it(overtake, said):
    version = make_draft()
    base = fields(version)
    before = version.digest
    overtake(version)

    saved = save(version, base=base, pros="- Typed meanwhile")

    with pytest.raises(Overtaken, match=said):
        drafting.refuse_overtaken(saved.manuscript)
    assert [one.words for one in saved.conflicts] == ["- Typed meanwhile"]
    version.refresh_from_db()
    assert version.digest == before


def test_a_draft_in_hand_is_not_overtaken():
    drafting.refuse_overtaken(make_draft().manuscript)


def test_a_discarded_draft_comes_back_with_every_word():
    version = make_draft(title="Needling")

    drafting.discard(version, by=eve(), at=NOW)

    assert list(version.manuscript.__class__.objects.discarded()) == [version.manuscript]
    assert not version.manuscript.__class__.objects.in_hand().exists()
    with pytest.raises(StepRefused, match="was discarded"):
        drafting.submit(version, by=eve(), at=NOW, today=TODAY)
    with pytest.raises(StepRefused, match="Only a draft in hand"):
        drafting.discard(version, by=eve(), at=NOW)

    drafting.bring_back(version, by=ida(), at=LATER)

    assert fields(version)["title"] == "Needling"
    assert [kind for kind, _, _ in steps()] == ["begun", "discarded", "brought_back"]
    with pytest.raises(StepRefused, match="was not discarded"):
        drafting.bring_back(version, by=eve(), at=NOW)


def test_a_draft_is_sent_for_review_only_when_it_could_be_shown():
    version = begin(make_published())

    with pytest.raises(NotSound, match="There are 2 things to mend") as refusal:
        drafting.submit(version, by=eve(), at=LATER, today=TODAY)

    assert [fault.field for fault in refusal.value.faults] == ["change", "change_notes"]
    save(version, change="wording")
    with pytest.raises(NotSound, match="There is one thing to mend"):
        drafting.submit(version, by=eve(), at=LATER, today=TODAY)


def test_a_text_sent_for_review_is_the_text_as_saved_and_has_an_index():
    version = begin(make_published())
    save(version, change="wording", change_notes="A plainer word.", pros="- It heals")
    saved = Version.objects.get(pk=version.pk)

    sent = drafting.submit(version, by=eve(), at=LATER, today=TODAY + timedelta(days=3))

    assert (sent.status, sent.text, sent.digest) == (Status.IN_REVIEW, saved.text, saved.digest)
    assert reread(sent.text, "a").updated == TODAY
    assert sent.change_notes == ["A plainer word."]
    assert sent.sections.get(kind="pros").words == "It heals"


def test_a_text_dated_after_today_is_not_sent_for_review():
    version = make_draft(updated=date(2026, 11, 23))

    with pytest.raises(NotSound):
        drafting.submit(version, by=eve(), at=NOW, today=TODAY)


def test_a_draft_may_name_the_photos_and_procedures_there_are():
    Photo.objects.create(digest="0" * 64, width=1600, height=1200)
    make_published(slug="chemical-peel")
    about = f'See [a peel](procedure:chemical-peel).\n\n![Skin](photo:{"0" * 64} "Day 1")'

    assert make_submitted(words={"about": about}).status == Status.IN_REVIEW


def test_an_author_takes_a_text_back_and_sends_it_again():
    version = make_submitted()

    drafting.take_back(version, by=eve(), at=LATER)
    save(version, pros="- Better")
    drafting.submit(version, by=eve(), at=LATER, today=TODAY)

    assert Version.objects.get().sections.get(kind="pros").words == "Better"


def test_a_reviewer_sends_a_text_back_with_what_to_mend():
    version = make_submitted()

    with pytest.raises(StepRefused, match="what to mend"):
        drafting.send_back(version, by=make_clinician(), at=LATER, note=" ")
    drafting.send_back(version, by=make_clinician(), at=LATER, note="Say how long. ")

    assert Version.objects.get().status == Status.DRAFT
    assert steps()[-1] == (StepKind.SENT_BACK, "Nia Nurse", "Say how long.")


def test_what_came_by_file_is_declined_and_not_sent_back(folder):
    folder.version(1)
    folder.load(publish=False)
    version = Version.objects.get()

    with pytest.raises(StepRefused, match="came by file and its words are frozen"):
        drafting.send_back(version, by=make_clinician(), at=NOW, note="Mend it.")
    with pytest.raises(StepRefused, match="Begin a draft from it"):
        drafting.take_hold(version)
    lifecycle.decline(version, by=make_clinician(), at=NOW, note="Not ours.")

    assert steps() == [(StepKind.DECLINED, "Nia Nurse", "Not ours.")]


def test_a_draft_overtaken_by_another_is_not_published_before_it_is_brought_up_to_date():
    make_published()
    late = make_draft(change=Change.WORDING, words={"pros": "- Ours"})
    make_published(words={"cons": "- Newer cons"})
    late = make_submitted(late)
    approval = make_approved(late)
    with pytest.raises(StepRefused, match="Bring the draft up to date"):
        lifecycle.publish(late, approval=approval, by=make_clinician(), at=LATER)

    saved = drafting.bring_up_to_date(late, by=eve(), at=LATER, today=TODAY)

    assert saved.changed
    assert not saved.conflicts
    assert (fields(late)["pros"], fields(late)["cons"]) == ("- Ours", "- Newer cons")
    late = make_submitted(late)
    assert (
        lifecycle.publish(late, approval=make_approved(late), by=make_clinician(), at=LATER).number
        == 3
    )


def test_where_the_page_changed_the_same_section_both_texts_wait_for_a_person():
    make_published()
    late = make_draft(words={"pros": "- Ours"})
    make_published(words={"pros": "- Newer pros"})

    saved = drafting.bring_up_to_date(late, by=eve(), at=LATER, today=TODAY)

    (conflict,) = saved.conflicts
    assert fields(late)["pros"] == "- Ours"
    assert conflict.words == "- Newer pros"
    assert conflict.by_name == "version 2, which patients read now"


def test_a_draft_of_a_page_withdrawn_since_is_not_published_by_itself():
    page = make_published()
    late = make_submitted(make_draft())
    lifecycle.withdraw(page, by=make_clinician(), at=NOW, reason="Recall")
    with pytest.raises(StepRefused, match="has changed since this draft was begun"):
        lifecycle.show(late, at=LATER)

    saved = drafting.bring_up_to_date(late, by=eve(), at=LATER, today=TODAY)

    assert not saved.changed
    assert lifecycle.show(make_submitted(late), at=LATER).number == 2


def test_a_draft_that_began_before_the_first_page_is_joined_with_it():
    late = begin()
    make_published()

    drafting.bring_up_to_date(late, by=eve(), at=LATER, today=TODAY)

    assert "needles" in fields(late)["summary"]
    assert Conflict.objects.count() == 0


def test_a_draft_that_is_up_to_date_says_so():
    with pytest.raises(StepRefused, match="is up to date"):
        drafting.bring_up_to_date(make_draft(), by=eve(), at=NOW, today=TODAY)
