"""A text while it is being written: one field a detail or section, sound or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markdown_it.token import Token

from procedures.text import markdown
from procedures.text.allowed import Pictures
from procedures.text.document import Document
from procedures.text.faults import ContentRefused, Fault
from procedures.text.parse import parse
from procedures.text.plain_yaml import scalar
from procedures.text.write import source_line
from procedures.vocabulary import REQUIRED_SECTIONS, SectionKind

#: The fields of the front matter, in the order of the form and of the file.
DETAILS = (
    "title",
    "also_known_as",
    "updated",
    "change",
    "change_notes",
    "written_by",
    "evidence_to",
)
#: The fields that hold one entry a line.
LISTS = ("also_known_as", "change_notes")
SUMMARY = "summary"
FIELDS: tuple[str, ...] = (*DETAILS, SUMMARY, *SectionKind.values)

#: Name of a field → its words; empty where nothing is written.
Fields = Mapping[str, str]

#: A page cannot be published without these.
REQUIRED = ("title", "change", "change_notes", "written_by", SUMMARY, *REQUIRED_SECTIONS)

_PATH = "draft"


def clean(name: str, words: str) -> str:
    """The words as they are kept: without the white space that no reader could see."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if name in DETAILS:
        return ("\n" if name in LISTS else " ").join(filter(None, map(str.strip, lines)))
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]).rstrip(" \t") if filled else ""


def read(document: Document) -> dict[str, str]:
    """The fields of a sound text."""
    fields = dict.fromkeys(FIELDS, "")
    fields |= {
        "title": document.title,
        "also_known_as": "\n".join(document.also_known_as),
        "change": document.change.value,
        "change_notes": "\n".join(document.change_notes),
        "written_by": document.written_by,
        "evidence_to": document.evidence_to,
        "updated": document.updated.isoformat(),
        SUMMARY: document.summary,
        SectionKind.SOURCES.value: "\n".join(map(source_line, document.sources)),
    }
    fields |= {section.kind.value: section.markdown for section in document.sections}
    return {name: clean(name, words) for name, words in fields.items()}


@dataclass(frozen=True)
class Written:
    """Fields as a file. `lines`: field → the file line of its first words, if it has any."""

    text: str
    lines: dict[str, int]


def write(fields: Fields, *, today: date) -> Written:
    """The fields as a content file, sound or not; without `updated` it is dated today."""
    lines: list[str] = ["---"]
    places: dict[str, int] = {}
    for name, below in _file({**fields, "updated": fields.get("updated") or f"{today}"}):
        if name:
            places[name] = len(lines) + 1
        lines += below.split("\n")
    return Written("\n".join([*lines, ""]), places)


def _file(fields: Fields) -> Iterator[tuple[str, str]]:
    """The lines of a file below its first, each piece with the field whose words it is."""
    for name in DETAILS:
        words = fields.get(name, "")
        if name in LISTS and words:
            entries = "\n".join(f"  - {scalar(entry)}" for entry in words.split("\n"))
            yield name, f"{name}:\n{entries}"
        elif name in ("updated", "evidence_to", "change") and words:
            # As a file has them. What is no date or kind of change is a fault, however quoted.
            yield name, f"{name}: {words if words.replace('-', '').isalnum() else scalar(words)}"
        elif words:
            yield name, f"{name}: {scalar(words)}"
    yield "", "---\n"
    if fields.get(SUMMARY):
        yield SUMMARY, fields[SUMMARY]
        yield "", ""
    for kind in SectionKind:
        words = fields.get(kind.value, "")
        if words:
            yield "", f"## {kind.label}\n"
            yield kind.value, words
            if kind is not SectionKind.SOURCES:
                yield "", ""


@dataclass(frozen=True)
class FieldFault:
    """What is wrong in a field of the form, at which of its lines (1 is the first), and the mend.

    `field` is empty where the fault is in no one field.
    """

    field: str
    line: int
    what: str
    mend: str


@dataclass(frozen=True)
class Judged:
    """A text, and its document where it could be shown; otherwise everything that is wrong."""

    text: str
    document: Document | None
    faults: tuple[FieldFault, ...]


def judge(fields: Fields, *, today: date, pictures: Pictures | None) -> Judged:
    """Whether the text could be shown, and else what is wrong, field by field.

    Words that would swallow the section after them, or begin one of their own, are looked
    for first: with such words no fault of the file can be told from another.
    """
    written = write(fields, today=today)
    astray = tuple(_astray(fields))
    if astray:
        return Judged(written.text, None, astray)
    missing = [name for name in REQUIRED if not fields.get(name)]
    faults = [
        FieldFault(name, 1, "nothing is written here", "write it: no page is shown without it")
        for name in missing
    ]
    try:
        document = parse(written.text.encode(), _PATH, today=today, pictures=pictures)
    except ContentRefused as refused:
        found = (_placed(fault, written) for fault in refused.faults if not _told(fault, missing))
        return Judged(written.text, None, (*faults, *found))
    return Judged(written.text, document, ())


def _astray(fields: Fields) -> Iterator[FieldFault]:
    """Headings that begin a section, and blocks that do not end with their field."""
    for name in (SUMMARY, *SectionKind.values):
        words = fields.get(name, "")
        if not words:
            continue
        tokens, _ = markdown.parse(f"{words}\n\n## End\n")
        headings = [token for token in tokens if token.type == "heading_open" and not token.level]
        for token in headings[:-1] if _ends(tokens) else headings:
            if token.markup not in ("###",):
                line = (token.map or [0])[0] + 1
                mend = "begin a heading within a section with “###”, and text with a word"
                yield FieldFault(name, line, "a line that is read as a heading", mend)
        if not _ends(tokens):
            mend = "close or delete it; words in code or HTML are never shown"
            yield FieldFault(name, 1, "code or HTML without an end", mend)


def _ends(tokens: Sequence[Token]) -> bool:
    """Whether the heading put after the words is read as one."""
    last = tokens[-3:]
    return [token.type for token in last] == ["heading_open", "inline", "heading_close"] and (
        last[0].markup == "##" and last[1].content == "End" and last[0].level == 0
    )


def _told(fault: Fault, missing: Sequence[str]) -> bool:
    """Whether the fault only says again that a field is empty."""
    labels = {str(SectionKind(name).label) for name in missing if name in SectionKind.values}
    said = {f"no section “{label}”" for label in labels}
    said |= {f"the front matter has no “{name}”" for name in missing}
    said |= {"no summary"} if SUMMARY in missing else set()
    return fault.what in said


def _placed(fault: Fault, written: Written) -> FieldFault:
    """The fault of a file as the fault of a field."""
    before = [(line, name) for name, line in written.lines.items() if line <= fault.line]
    line, name = max(before, default=(fault.line, ""))
    heading = next((one for one, at in written.lines.items() if at == fault.line + 2), "")
    if heading in SectionKind.values and fault.line not in written.lines.values():
        return FieldFault(heading, 1, fault.what, fault.mend)
    return FieldFault(name, fault.line - line + 1, fault.what, fault.mend)
