"""A text while it is being written: one field a detail or section, sound or not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from procedures.text.format import front_matter
from procedures.text.format.allowed import Pictures
from procedures.text.format.document import Document
from procedures.text.format.parse import MAX_BYTES, parse
from procedures.text.format.sources import sources
from procedures.text.format.write import source_line
from procedures.text.grammar import markdown
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, Fault, FaultList
from procedures.text.grammar.plain_yaml import scalar
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

#: What no database keeps. In its place stands the mark of a lost character, which is a fault.
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")


def clean(name: str, words: str) -> str:
    """The words as they are kept: without the white space that no reader could see."""
    words = _NOT_KEPT.sub("\ufffd", words)
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
    """Fields as a file.

    `lines`: field → the file line of its key, or of the first words under its heading; only
    fields that stand in the file.
    """

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
        if words or name in front_matter.REQUIRED:
            yield name, f"{name}:{_value(name, words)}"
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


def _value(name: str, words: str) -> str:
    """What stands behind a key and its colon."""
    if name in LISTS:
        return "".join(f"\n  - {scalar(one)}" for one in words.split("\n")) if words else " []"
    if name in ("updated", "evidence_to") and re.fullmatch(r"[0-9]+(-[0-9]+)*", words):
        return f" {words}"
    return f" {scalar(words)}"


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
    fields = {name: clean(name, fields.get(name, "")) for name in FIELDS}
    fields["updated"] = fields["updated"] or f"{today}"
    written = write(fields, today=today)
    raw = written.text.encode()
    missing = [name for name in REQUIRED if not fields[name]]
    faults = [
        FieldFault(name, 1, "nothing is written here", "write it: no page is shown without it")
        for name in missing
    ]
    astray = _astray(fields) if len(raw) <= MAX_BYTES else []
    if astray:
        return Judged(written.text, None, _in_order(faults + astray))
    try:
        document = parse(raw, _PATH, today=today, pictures=pictures)
    except ContentRefused as refused:
        found = [_placed(fault, written) for fault in refused.faults]
        # Of an empty field the file says the same in other words.
        faults += [fault for fault in found if fault.field not in missing]
        return Judged(written.text, None, _in_order(faults))
    # Nothing that is known comes as far as this with other words than were typed. Should anything
    # ever, it must not be published.
    again = read(document)
    differing = [
        name
        for name in FIELDS
        if again[name] != fields[name]
        and (name in DETAILS or _said(name, again[name]) != _said(name, fields[name]))
    ]
    if differing:
        what = "words that would not be shown as they stand here"
        mend = "write them more plainly, without signs that could mean something else"
        return Judged(written.text, None, (FieldFault(differing[0], 1, what, mend),))
    return Judged(written.text, document, ())


def _in_order(faults: list[FieldFault]) -> tuple[FieldFault, ...]:
    """The faults as the fields of the form follow each other; those of no field last."""
    order = (*FIELDS, "")
    return tuple(sorted(faults, key=lambda fault: (order.index(fault.field), fault.line)))


def _astray(fields: Fields) -> list[FieldFault]:
    """Headings that begin a section, and blocks that do not end with their field."""
    names = (SUMMARY, *SectionKind.values)
    return [fault for name in names for fault in _astray_in(name, fields[name])]


# While one field is typed in, the others stay as they are and are judged with it each time.
@lru_cache(maxsize=512)
def _astray_in(name: str, words: str) -> tuple[FieldFault, ...]:
    faults = FaultList(name)
    after = words.count("\n") + 2
    # An invisible sign before “##” hides a heading from all but the file’s own reader.
    seen = decode(words.encode(), FaultList(name))
    tokens, _ = markdown.parse(f"{seen}\n\n## What follows\n")
    for first, *rest in markdown.blocks(tokens):
        line, end = first.map or (0, 0)
        if line == after:
            continue
        if first.type == "heading_open" and first.markup[0] in "=-":
            faults.add(
                line + 1,
                f"words underlined with “{first.markup}”, which makes a heading of them",
                "delete the line below them; “###” begins a heading within a section",
            )
        elif first.type == "heading_open" and first.markup != "###":
            faults.add(
                line + 1,
                f"a heading “{first.markup} {rest[0].content}”",
                "use “###” for headings within a section",
            )
        elif end > after:
            faults.add(
                line + 1,
                "code or HTML without an end",
                "delete the signs that begin it; neither is ever shown",
            )
    return tuple(FieldFault(one.path, one.line, one.what, one.mend) for one in faults.faults)


def _said(name: str, words: str) -> object:
    """What the Markdown of a field says, however it is spaced."""
    tokens, _ = markdown.parse(words)
    if name == SectionKind.SOURCES:
        return sources(tokens, 1, FaultList(_PATH))
    return [(token.type, token.info, token.content) for token in tokens]


#: Faults of a file that are told at no line of the field they belong to.
_ABSENT = {
    "no summary": SUMMARY,
    **{f"no section “{kind.label}”": kind.value for kind in REQUIRED_SECTIONS},
}

#: Key of the front matter → what a fault calls it in a form.
_CALLED = {
    "title": "the title",
    "also_known_as": "the other name",
    "updated": "the date",
    "change": "the kind of change",
    "change_notes": "the note",
    "written_by": "“Written by”",
    "evidence_to": "“Evidence to”",
}
#: Words of faults that speak of a file → the same for somebody who sees a form.
_IN_A_FORM = {
    "the file has": "the whole text has",
    "that is not UTF-8, or that was lost when the file was saved": "that was lost on the way here",
    "save the file with the encoding UTF-8, and type the character again": "type it again",
    "an invisible character written as an escape": "an invisible character",
    "write its words, or delete the line": "write its words",
    "write it, or delete its heading": "write it, or leave the field empty",
    " before the first “##” heading": "",
    "put it under a “##” heading": "move it to one of the sections",
    "put a “##” heading before it": "move it, and the words below it, to one of the sections",
    "“## Sources”": "“Sources”",
    "correct the slug, or add its folder": "write it as the address of its page ends",
}
_PUT_INTO_IMAGES = re.compile(r"put it into this procedure's images/ as \S+")


def _placed(fault: Fault, written: Written) -> FieldFault:
    """The fault of a file as the fault of a field."""
    if fault.what in _ABSENT:
        name = _ABSENT[fault.what]
        return FieldFault(name, 1, fault.what, _in_a_form(fault.mend))
    name, line = place(fault.line, written)
    first = fault.line - line + 1
    mend = re.sub(
        r"(?<=the one on line )[0-9]+", lambda found: f"{int(found[0]) - first + 1}", fault.mend
    )
    what = fault.what.replace(f"“{name}”", _CALLED.get(name, f"“{name}”"))
    return FieldFault(name, max(1, line), _in_a_form(what), _in_a_form(mend))


def place(line: int, written: Written) -> tuple[str, int]:
    """The field that a line of the text stands in, and its line there; "" where it is in none.

    The line of the heading of a section, which no form shows, is 0 or less.
    """
    # A section begins two lines above its words, with its heading or the end of the front matter.
    begins = {at if name in DETAILS else at - 2: name for name, at in written.lines.items()}
    name = begins.get(max((one for one in begins if one <= line), default=0), "")
    first = written.lines.get(name, 1) + (name in LISTS)  # a list begins below its key
    return name, line - first + 1


def _in_a_form(words: str) -> str:
    """What is said of a file, for somebody who sees a form."""
    for of_a_file, of_a_form in _IN_A_FORM.items():
        words = words.replace(of_a_file, of_a_form)
    return _PUT_INTO_IMAGES.sub("add the photo first, or correct its name", words)
