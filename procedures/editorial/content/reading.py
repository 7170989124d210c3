"""Judging a content folder against the database: which texts are new, and are all sound."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from procedures.editorial.files.folder import ContentFolder, ProcedureFolder
from procedures.editorial.index.indexing import Index, index
from procedures.models import FormerSlug, Procedure, Version
from procedures.text.format.allowed import Pictures
from procedures.text.format.document import Document
from procedures.text.format.parse import parse
from procedures.text.format.succession import succession_fault
from procedures.text.grammar.faults import ContentRefused, Fault
from procedures.text.said.pictures import patient_photos, photos
from procedures.text.showing import drawings

#: Called with what is being done, how many are done, and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class NewText:
    """A sound file whose words the database does not have under this number."""

    path: Path
    number: int
    text: str
    digest: str
    document: Document
    index: Index
    photos: frozenset[str]
    patient_photos: frozenset[str]


class Names:
    """Which procedure a folder is of, whatever its slug was, is or shall be."""

    def __init__(self, content: ContentFolder) -> None:
        self._aliases: dict[str, tuple[str, ...]] = {}
        for entry in content.catalogue.entries() if content.catalogue else ():
            names = (entry.slug, *entry.former_slugs)
            self._aliases.update(dict.fromkeys(names, names))
        self._procedures = {one.slug: one for one in Procedure.objects.all()}
        for former in FormerSlug.objects.select_related("procedure"):
            self._procedures.setdefault(former.slug, former.procedure)

    def current(self, slug: str) -> str:
        """The slug the catalogue gives the procedure of that folder."""
        return self._aliases.get(slug, (slug,))[0]

    def procedure(self, slug: str) -> Procedure | None:
        """The procedure of that folder, or None where the database has none yet."""
        return next(self._found(slug), None)

    def stored(self, slug: str) -> Procedure:
        """The procedure of that folder, once it has been loaded."""
        return next(self._found(slug))

    def _found(self, slug: str) -> Iterator[Procedure]:
        names = (slug, *self._aliases.get(slug, ()))
        return (self._procedures[name] for name in names if name in self._procedures)

    def known(self, content: ContentFolder) -> frozenset[str]:
        """Every slug a text may link to."""
        return frozenset([*content.slugs, *self._procedures])


def new_texts(
    content: ContentFolder, names: Names, today: date, progress: Progress
) -> dict[str, dict[int, NewText]]:
    """Folder → number → text, for what the database does not have.

    Raises `ContentRefused` with every fault of every file.
    """
    faults = list(content.faults)
    stored = _stored()
    paths = sum(len(found.versions) for found in content.procedures.values())
    done = 0
    new: dict[str, dict[int, NewText]] = {}
    slugs = names.known(content)
    faults += _twice(content, names)
    for slug, found in content.procedures.items():
        procedure = names.procedure(slug)
        here = stored.get(procedure.pk, {}) if procedure else {}
        gone = {row.number for row in found.register.redactions}
        known = Pictures(frozenset(found.photos), drawings.known(), slugs)
        new[slug] = {}
        for number, path in sorted(found.versions.items()):
            done += 1
            progress("Reading files", done, paths)
            raw = path.read_bytes()
            sha256 = hashlib.sha256(raw).hexdigest()
            if number in gone or here.get(number, ("", None))[0] == sha256:
                continue
            try:
                document = parse(raw, str(path), today=today, pictures=known)
            except ContentRefused as refused:
                faults += refused.faults
                continue
            new[slug][number] = NewText(
                path,
                number,
                raw.decode(),
                sha256,
                document,
                index(document),
                photos(document),
                patient_photos(document),
            )
        faults += _succession(found, here, new[slug])
    if faults:
        raise ContentRefused(faults)
    return new


def _stored() -> dict[int, dict[int, tuple[str, date | None]]]:
    """Procedure → number → digest and date, of every numbered version."""
    stored: dict[int, dict[int, tuple[str, date | None]]] = {}
    rows = Version.objects.numbered().values_list("procedure_id", "number", "digest", "updated")
    for procedure, number, found, updated in rows:
        stored.setdefault(procedure, {})[number or 0] = (found, updated)
    return stored


def _twice(content: ContentFolder, names: Names) -> Iterator[Fault]:
    """Two folders of one procedure, under its former and its present slug."""
    first: dict[str, str] = {}
    for slug, found in content.procedures.items():
        procedure = names.procedure(slug)
        one = procedure.slug if procedure else names.current(slug)
        if one in first:
            yield Fault(
                str(found.path),
                1,
                f"a second folder of the procedure “{one}”",
                f"join it with the folder {first[one]}",
            )
        first.setdefault(one, slug)


def _succession(
    found: ProcedureFolder,
    here: dict[int, tuple[str, date | None]],
    new: dict[int, NewText],
) -> Iterator[Fault]:
    """Numbers without gaps, each following the one before as its kind of change allows."""
    gone = {row.number for row in found.register.redactions}
    numbers = {*found.versions, *here, *gone}
    for number in sorted(found.versions):
        if number > 1 and number - 1 not in numbers:
            yield Fault(
                str(found.versions[number]),
                1,
                f"version {number}, but no version {number - 1}",
                "number the files without gaps",
            )
    for number, text in sorted(new.items()):
        previous = number - 1
        before = new[previous].document.updated if previous in new else None
        if before is None and previous in here:
            before = here[previous][1]
        fault = succession_fault(number, text.document.change, text.document.updated, before)
        if fault:
            key, what, mend = fault
            yield Fault(str(text.path), _line(text.text, key), what, mend)
    for row in found.register.rows():
        if row.number not in numbers:
            yield Fault(
                str(found.path / "register.yaml"),
                1,
                f"version {row.number}, which is neither here nor in the database",
                f"add {row.number}.md, or take the row out",
            )


def _line(text: str, key: str) -> int:
    """The line on which the front matter of an accepted text has this key."""
    lines = text.split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(key))
