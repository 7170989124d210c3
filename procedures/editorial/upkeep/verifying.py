"""Proving that the record is whole: every byte, every index row, every trigger."""

from collections.abc import Iterator

from django.db import connection

from procedures.editorial.content.reading import Progress
from procedures.editorial.index import searching
from procedures.editorial.index.indexing import digest, index
from procedures.editorial.pictures import photos
from procedures.editorial.upkeep import agreeing
from procedures.models import Approval, Photo, Review, Version, triggers
from procedures.text.format.parse import reread
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import Status

_A: dict[type[Approval] | type[Review], str] = {Approval: "an approval", Review: "a review"}


def verify(*, progress: Progress) -> Iterator[str]:
    """Every way in which the database differs from what its texts say, in words."""
    for trigger in triggers.missing(connection):
        yield f"trigger {trigger.name} is missing or altered: run `manage.py migrate`"
    versions = (
        Version.objects.numbered()
        .select_related("procedure", "redaction")
        .prefetch_related("facts", "sections", "sources")
        .order_by("procedure__slug", "number")
    )
    told = agreeing.Records()
    total = versions.count()
    before: tuple[str, int] = ("", 0)
    for done, version in enumerate(versions.iterator(chunk_size=200), start=1):
        name = f"{version.procedure.slug} {version.number}"
        slug, number = version.procedure.slug, version.number or 0
        due = before[1] + 1 if slug == before[0] else 1
        if number != due:
            yield f"{name}: version {due} is missing"
        before = (slug, number)
        yield from (f"{name}: {wrong}" for wrong in _version(version))
        yield from (f"{name}: {wrong}" for wrong in told.against(version))
        progress("Checking versions", done, total)
    yield from _signed(Approval)
    yield from _signed(Review)
    yield from _photos()
    if searching.finds_others():
        yield "search finds words of texts that are not published"


def _version(version: Version) -> Iterator[str]:
    if version.is_redacted:
        if not hasattr(version, "redaction"):
            yield "its words are gone, and no redaction says why"
        return
    if hasattr(version, "redaction"):
        yield "a redaction says that its words are gone, and they are there"
    if digest(version.text) != version.digest:
        yield f"the text is not the one with digest {version.short_digest}"
    try:
        document = reread(version.text, "text")
    except ContentRefused as refused:
        yield f"the text cannot be read ({refused.faults[0]})"
        return
    found = index(document)
    for column, value in found.columns.items():
        if getattr(version, column) != value:
            yield f"{column} is not what the text says"
    if tuple((row.key, row.words) for row in version.facts.all()) != found.facts:
        yield "the index of its facts at a glance is not what the text says"
    if tuple((row.kind, row.words) for row in version.sections.all()) != found.sections:
        yield "the index of its sections is not what the text says"
    if tuple((row.number, row.words, row.url) for row in version.sources.all()) != found.sources:
        yield "the index of its sources is not what the text says"
    if version.status == Status.PUBLISHED and not searching.finds(version, document):
        yield "what search knows of it is not what the text says"


def _signed(records: type[Approval] | type[Review]) -> Iterator[str]:
    """Sign-offs of other words than those that stand under the number now."""
    for record in records._default_manager.select_related("version__procedure"):
        if record.digest != record.version.digest:
            name = f"{record.version.procedure.slug} {record.version.number or 'draft'}"
            yield f"{name}: {_A[records]} of another text, {record.digest[:12]}"


def _photos() -> Iterator[str]:
    for sha256 in Photo.objects.values_list("digest", flat=True):
        if photos.sound_bytes(sha256) is None:
            file = photos.stored_at(sha256)
            yield f"photo {sha256[:12]}: {file} is missing or altered; restore it from a backup"
