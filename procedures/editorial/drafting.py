"""Drafts: begun, saved by several people at once, put aside, and sent for review.

Every save says what it was based on. Fields that one side changed are joined, and a field
that both changed keeps the stored words while the others wait beside it: nothing typed is lost.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from procedures.editorial import conflicts, journal
from procedures.editorial.holding import end_schedules, held, move, name
from procedures.editorial.index import indexing
from procedures.editorial.judging import judge
from procedures.editorial.refusals import NotSound, Overtaken, StepRefused
from procedures.models import Conflict, Manuscript, Procedure, Version
from procedures.text.format.parse import reread
from procedures.text.writing import manuscript
from procedures.text.writing.manuscript import FIELDS, Fields
from procedures.text.writing.merge import Clash, merge
from procedures.vocabulary import Change, Status, StepKind

#: What each version says of itself, and a draft is not to copy from the one before.
_ITS_OWN = ("change", "change_notes", "updated")


@dataclass(frozen=True)
class Saved:
    """A draft after a save. `conflicts` are all that wait for a person, this save's or not."""

    manuscript: Manuscript
    conflicts: tuple[Conflict, ...]
    changed: bool


@transaction.atomic
def begin(
    procedure: Procedure, *, by: User, at: datetime, today: date, source: Version | None = None
) -> Version:
    """A new draft that only staff can see, with the words of `source` or none."""
    fields = dict.fromkeys(FIELDS, "")
    if source is not None:
        if source.is_redacted:
            raise StepRefused(f"The words of {name(source)} were removed. Nothing is left to copy.")
        fields = words(source) | dict.fromkeys(_ITS_OWN, "")
    return write(procedure, fields, by=by, at=at, today=today)


@transaction.atomic
def write(procedure: Procedure, fields: Fields, *, by: User, at: datetime, today: date) -> Version:
    """A new draft of these words, sound or not."""
    kept = {one: manuscript.clean(one, fields.get(one, "")) for one in FIELDS}
    version = Version.objects.create(
        procedure=procedure,
        base=procedure.versions.published().first(),
        **_columns(kept, today),
    )
    version.authors.add(by)
    Manuscript.objects.create(
        version=version, fields=kept, begun_at=at, begun_by=by, saved_at=at, saved_by=by
    )
    journal.record(StepKind.BEGUN, version=version, by=by, at=at)
    return version


@transaction.atomic
def correct_date(
    procedure: Procedure, *, updated: date, by: User, at: datetime, today: date
) -> Version:
    """A draft that says nothing else than the page patients read, but when its words changed."""
    current = procedure.versions.published().first()
    if current is None or current.updated is None:
        raise StepRefused("Nothing is published, so there is no date to correct.")
    if updated > today:
        raise StepRefused("Words cannot have changed on a day to come. Choose an earlier one.")
    if updated == current.updated:
        raise StepRefused("The page gives that day already.")
    said = f"{current.updated:%-d %B %Y}"
    fields = words(current) | {
        "updated": f"{updated}",
        "change": Change.REDATE.value,
        "change_notes": f"The date of the last update was wrong: it said {said}.",
    }
    return write(procedure, fields, by=by, at=at, today=today)


def words(version: Version) -> dict[str, str]:
    """The fields of a stored text, sound or not."""
    found = Manuscript.objects.filter(version=version).first()
    if found is not None:
        return dict(found.fields)
    return manuscript.read(reread(version.text, str(version)))


@transaction.atomic
def save(
    version: Version,
    *,
    base: Fields,
    mine: Fields,
    by: User,
    at: datetime,
    today: date,
    editor: str,
    settles: frozenset[int] = frozenset(),
) -> Saved:
    """Join what was typed with what is stored; `base` is what the person had before them.

    `editor` names the form it was typed in. `settles` are the conflicts whose words the
    person has now joined. A save that changes nothing stores nothing. Raises `Overtaken`
    where the draft is no draft any more; then what was typed waits as conflicts.
    """
    version = held(version)
    found = take_hold(version)
    base = {one: manuscript.clean(one, base[one]) for one in FIELDS if one in base}
    mine = {one: manuscript.clean(one, mine[one]) for one in FIELDS if one in mine}
    merged = merge(base, mine, found.fields)
    if version.status != Status.DRAFT or found.discarded_at:
        changed = [one for one in FIELDS if merged.fields[one] != found.fields[one]]
        clashes = [Clash(one, base[one], mine[one], found.fields[one]) for one in changed]
        conflicts.keep(found, (*merged.clashes, *clashes), by, at, editor)
        return Saved(found, tuple(found.conflicts.all()), changed=False)
    conflicts.settle(found, settles, by, at)
    conflicts.keep(found, merged.clashes, by, at, editor)
    changed_fields = merged.fields != found.fields
    if changed_fields:
        Version.objects.filter(pk=version.pk).update(**_columns(merged.fields, today))
        version.authors.add(by)
        found.fields, found.revision = merged.fields, found.revision + 1
        found.saved_at, found.saved_by = at, by
        found.save(update_fields=["fields", "revision", "saved_at", "saved_by"])
    elif merged.clashes:
        version.authors.add(by)
    return Saved(found, tuple(found.conflicts.all()), changed=changed_fields)


def refuse_overtaken(found: Manuscript) -> None:
    """Raise `Overtaken` where the draft cannot be saved any more, and say why."""
    if found.discarded_at:
        raise Overtaken("This draft was discarded. Bring it back to go on writing.")
    if found.version.status == Status.IN_REVIEW:
        raise Overtaken("This draft was sent for review. Take it back to go on writing.")
    if found.version.status != Status.DRAFT:
        raise Overtaken("This draft was published. Begin the next one to go on writing.")


@transaction.atomic
def discard(version: Version, *, by: User, at: datetime) -> Version:
    """Put a draft aside. Nothing of it is deleted."""
    version = held(version)
    found = take_hold(version)
    if version.status != Status.DRAFT or found.discarded_at:
        raise StepRefused("Only a draft in hand can be discarded.")
    found.discarded_at = at
    found.save(update_fields=["discarded_at"])
    journal.record(StepKind.DISCARDED, version=version, by=by, at=at)
    return version


@transaction.atomic
def bring_back(version: Version, *, by: User, at: datetime) -> Version:
    """Take a discarded draft in hand again, with every word it had."""
    version = held(version)
    found = take_hold(version)
    if not found.discarded_at:
        raise StepRefused("This draft was not discarded.")
    found.discarded_at = None
    found.save(update_fields=["discarded_at"])
    journal.record(StepKind.BROUGHT_BACK, version=version, by=by, at=at)
    return version


@transaction.atomic
def submit(version: Version, *, by: User, at: datetime, today: date) -> Version:
    """Hand a draft to the reviewers. Raises `NotSound` where it could not be shown."""
    version = held(version)
    found = take_hold(version)
    if found.discarded_at:
        raise StepRefused("This draft was discarded. Bring it back first.")
    if found.conflicts.exists():
        raise StepRefused("Two people changed the same words. Join them first.")
    dated = found.fields | {"updated": found.fields["updated"] or f"{version.updated}"}
    judged = judge(dated, today)
    if judged.document is None:
        raise NotSound(judged.faults)
    index = indexing.index(judged.document)
    version = move(version, Status.IN_REVIEW)
    # The text is as it was saved: only what repeats it is made anew.
    Version.objects.filter(pk=version.pk).update(**index.columns)
    indexing.erase(version)
    indexing.write([(version, index)])
    version = held(version)
    journal.record(StepKind.SUBMITTED, version=version, by=by, at=at)
    return version


@transaction.atomic
def take_back(version: Version, *, by: User, at: datetime) -> Version:
    """Make a text in review a draft again, for whoever writes it."""
    return _to_draft(version, StepKind.TAKEN_BACK, by, at, "")


@transaction.atomic
def send_back(version: Version, *, by: User, at: datetime, note: str) -> Version:
    """Hand a text in review back to who wrote it, saying what to mend."""
    if not note.strip():
        raise StepRefused("Say in a sentence what to mend.")
    return _to_draft(version, StepKind.SENT_BACK, by, at, note.strip())


def _to_draft(version: Version, kind: StepKind, by: User, at: datetime, note: str) -> Version:
    version = held(version)
    if version.number is not None:
        raise StepRefused(
            f"{name(version)} came by file and its words are frozen. Decline it, and begin a "
            "draft from it."
        )
    version = move(version, Status.DRAFT)
    outcome = "Cancelled: the text went back to be written"
    end_schedules(version.schedules.all(), at=at, outcome=outcome)
    journal.record(kind, version=version, by=by, at=at, note=note)
    return version


@transaction.atomic
def bring_up_to_date(version: Version, *, by: User, at: datetime, today: date) -> Saved:
    """Join a draft with what was published since it was begun.

    Where both changed a field, the draft keeps its words and those of the page wait beside it.
    """
    version = held(version)
    if version.status == Status.IN_REVIEW:
        version = take_back(version, by=by, at=at)
    found = take_hold(version)
    refuse_overtaken(found)
    current = version.procedure.versions.published().first()
    if version.base_id == (current.pk if current else None):
        raise StepRefused("This draft is up to date: it changes what patients read now.")
    fields = dict(found.fields)
    if current is not None:
        old = version.base
        empty = dict.fromkeys(FIELDS, "")
        before = words(old) if old is not None and not old.is_redacted else empty
        own = {one: fields[one] for one in _ITS_OWN}
        merged = merge(before | own, words(current) | own, fields)
        fields = merged.fields
        conflicts.keep_of_page(found, merged.clashes, current, at)
    columns = _columns(fields, today) if fields != found.fields else {}
    Version.objects.filter(pk=version.pk).update(base=current, **columns)
    found.fields, found.revision, found.saved_at = fields, found.revision + 1, at
    found.save(update_fields=["fields", "revision", "saved_at"])
    journal.record(StepKind.BROUGHT_UP_TO_DATE, version=version, by=by, at=at)
    return Saved(found, tuple(found.conflicts.all()), changed=bool(columns))


def take_hold(version: Version) -> Manuscript:
    """What was typed of a draft, sent for review or not."""
    found = Manuscript.objects.select_related("version__procedure").filter(version=version).first()
    if version.is_redacted:
        raise StepRefused(f"The words of {name(version)} were removed. Nothing is left of them.")
    if found is None:
        raise StepRefused(f"{name(version)} came by file. Begin a draft from it to change a word.")
    return found


def _columns(fields: Fields, today: date) -> dict[str, Any]:
    """The columns of a draft: its text, and what of it can be told while it is not sound."""
    text = manuscript.write(fields, today=today).text
    change = fields["change"]
    try:
        updated = date.fromisoformat(fields["updated"]) if fields["updated"] else today
    except ValueError:
        updated = None
    return {
        "text": text,
        "digest": indexing.digest(text),
        "title": fields["title"][:120],
        "summary": fields["summary"],
        "updated": updated,
        "change": change if change in Change.values else "",
        "change_notes": fields["change_notes"].split("\n") if fields["change_notes"] else [],
    }
