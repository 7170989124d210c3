"""Which Markdown a file may hold; everything else is refused by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from procedures.text.grammar.addresses import address_fault
from procedures.text.grammar.characters import is_unseen
from procedures.text.grammar.faults import FaultList
from procedures.text.grammar.markdown import MARKDOWN

PHOTO = re.compile(r"(photo|patient-photo):([0-9a-f]{64})")
DRAWING = re.compile(r"drawing:([a-z0-9]+(?:-[a-z0-9]+)*-[1-9][0-9]*)")
MAX_LIST_DEPTH = 2

_BLOCKS = frozenset(
    "paragraph bullet_list ordered_list list_item table thead tbody tr th td inline".split()
)
_INLINE = frozenset({"text", "softbreak", "strong", "em", "link", "citation"})

#: Markup that was meant and failed, and would be shown to patients as it stands: what it looks
#: like anywhere, and at the beginning of a line.
_LEFT_OVER = re.compile(
    r"\]\(|!\[|\[\^|\*\*|~~|`|\\|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)|(?<!\w)_|_(?!\w)"
)
_LEFT_OVER_FIRST = re.compile(r"#{1,6}|[•·◦▪‣]|\||[-=~:|]{3,}|\[[ xX]\]")
_LATE_ITEM = re.compile(r"[-+*] |[0-9]{1,9}[.)] ")
_CITED_TOGETHER = re.compile(r"\[ ?[0-9]+")
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S*")
_FILE_NAME = re.compile(
    r".*\.(?:jpe?g|png|webp|avif|hei[cf]|gif|svg|tiff?|bmp)"
    r"|(?:IMG|DSC[FN]?|PXL|DCIM|MVI|WhatsApp Image|Screen ?shot|image|photo|picture|untitled)"
    r"(?:at|copy|[-_ ().:\d])*",
    re.IGNORECASE,
)
#: The mend of an alt text that says nothing.
SAY_WHAT_IT_SHOWS = "say what it shows to somebody who cannot see it"
_BARE = "give it words: [words](https://…)"

#: Token type → what to call it, and the mend.
_REFUSED = {
    "blockquote": ("a quotation (“>”)", "write it as a paragraph"),
    "fence": ("a code block", "write it as a paragraph"),
    "code_block": ("a code block", "take the four spaces from the start of the line"),
    "code_inline": ("code between “`”", "take the “`” away"),
    "hr": ("a line across the page", "delete it; headings part the page"),
    "html_block": ("HTML", "use Markdown, or write < as “less than”"),
    "html_inline": ("HTML", "use Markdown, or write < as “less than”"),
    "hardbreak": (
        "a line break inside a paragraph (two spaces or “\\” at a line's end)",
        "delete it, or begin a new paragraph or list",
    ),
    "entity": ("an entity such as “&nbsp;”", "type the character itself"),
}


@dataclass(frozen=True)
class Pictures:
    """The names a text may show: SHA-256 of photos, and drawings such as skin-layers-1.

    `patient_photos` are those of `photos` that are known to be of patients.
    """

    photos: frozenset[str] = frozenset()
    drawings: frozenset[str] = frozenset()
    procedures: frozenset[str] | None = None
    patient_photos: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Allowed:
    """Judges tokens. `pictures` is None for a text that was accepted before."""

    faults: FaultList
    first_line: int
    pictures: Pictures | None
    sources: frozenset[int]

    def check_references(self, definitions: Sequence[tuple[str, int]]) -> None:
        """Refuse link definitions: `[2]: http://…` would turn a citation into a link."""
        for label, line in definitions:
            self.fault(
                line,
                f"a link definition, “[{label.lower()}]: …”",
                "write the address in the link: [words](https://…)",
            )

    def check(self, tokens: Sequence[Token]) -> None:
        """Note every fault of a run of whole blocks."""
        counts: list[int] = []  # one for each list now open: the number of its last item
        columns = 0  # of the table now open
        line = 0
        heading = False
        before = ""
        for token in tokens:
            line = token.map[0] if token.map else line
            if before == "list_item_open" and token.type == "list_item_close":
                self.fault(line, "an empty item of a list", "write it, or delete its mark")
            before = token.type
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name == "heading":
                heading = token.nesting == 1
                if token.nesting == 1:
                    self.heading(token, line)
                continue
            if token.type in ("bullet_list_open", "ordered_list_open"):
                counts.append(0)
                if len(counts) == MAX_LIST_DEPTH + 1:
                    self.fault(line, "a list three levels deep", "write it in two levels")
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                counts.pop()
            if name not in _BLOCKS:
                if token.nesting >= 0:
                    self.refuse(token.type.removesuffix("_open"), line)
            elif token.type == "inline" and not heading:
                self.inline(token, line)
            elif token.type == "list_item_open":
                counts[-1] += 1
                if token.info and int(token.info) != counts[-1]:
                    self.fault(
                        line,
                        f"item {counts[-1]} of a numbered list has the number {token.info}",
                        f"number it {counts[-1]}; words between two items need as many spaces "
                        "before them as the words of the item above",
                    )
            elif token.type == "table_open":
                columns = 0
            elif token.type == "th_open":
                columns += 1
            elif token.type == "tr_open" and columns and token.meta["cells"] != columns:
                self.fault(
                    line,
                    f"a row of {token.meta['cells']} cells in a table of {columns} columns",
                    f"give it {columns}, or leave an empty line after the table",
                )

    def fault(self, line: int, what: str, mend: str) -> None:
        self.faults.add(self.first_line + line, what, mend)

    def refuse(self, name: str, line: int) -> None:
        self.fault(line, *_REFUSED[name])

    def heading(self, token: Token, line: int) -> None:
        if token.level > 0:
            self.fault(
                line, "a heading inside a list or quotation", "begin a line of its own with it"
            )
        elif token.markup in ("=", "-"):
            self.fault(line, "a heading underlined with “=” or “-”", "write it as “## Heading”")
        else:  # those of level 2 and 3 have been cut out: they part the sections
            self.fault(line, f"a heading of level {token.tag[1]}", "use “##” or “###”")

    def inline(self, inline: Token, line: int) -> None:
        children = inline.children or []
        pictures = [child for child in children if child.type == "image"]
        if pictures and (len(children) > 1 or inline.level != 1):
            self.fault(line, "a picture among words", "put it in a paragraph of its own")
        before = ""
        linked = ""  # the words of the link last opened, so far
        for child in children:
            name = child.type.removesuffix("_open").removesuffix("_close")
            if child.type == "image":
                self.picture(child, line)
            elif name not in _INLINE:
                self.refuse(name, line)
            elif child.type == "link_open":
                linked = ""
                self.link(child, line)
            elif child.type == "link_close" and child.markup != "autolink":
                self.linked(linked, line)
            elif child.type == "citation":
                self.citation(int(child.content), line)
            elif child.type == "text" and before != "autolink":
                self.words(child.content, before, line)
            linked += child.content
            before = child.markup if child.markup == "autolink" else child.type
            line += child.content.count("\n") + (child.type in ("softbreak", "hardbreak"))

    def words(self, text: str, before: str, line: int) -> None:
        """Note markup that was meant and failed. `before` is the type of the token before it."""
        first = before in ("", "softbreak")
        left = _LEFT_OVER.search(text) or (_LEFT_OVER_FIRST.match(text) if first else None)
        if left:
            self.fault(
                line,
                f"“{left[0]}” that means nothing here",
                "complete the Markdown around it, or delete it",
            )
        if before == "softbreak" and (mark := _LATE_ITEM.match(text)):
            self.fault(
                line,
                f"“{mark[0].strip()}” in the middle of a paragraph",
                "leave an empty line before a list and no spaces before its marks, "
                "or begin the line with another word",
            )
        if address := _ADDRESS.search(text):
            self.fault(line, f"a bare address, {address[0]}", _BARE)
        if cited := _CITED_TOGETHER.search(text):
            self.fault(
                line, f"“{cited[0]}” that cites nothing", "cite each source by itself, as [2][3]"
            )

    def citation(self, number: int, line: int) -> None:
        if number not in self.sources:
            self.fault(
                line,
                f"citation [{number}] has no source",
                f"add source {number} under “## Sources”, or correct the number",
            )

    def linked(self, words: str, line: int) -> None:
        if re.fullmatch(r"\s*|[0-9]+", words):
            self.fault(
                line,
                f"a link whose words are “{words.strip()}”",
                "say in words where it leads; cite a source as [2] without an address",
            )

    def link(self, token: Token, line: int) -> None:
        address = str(token.attrGet("href") or "")
        if token.markup == "autolink":
            self.fault(line, f"a bare address, {address}", _BARE)
        if token.attrGet("title"):
            self.fault(line, "a link with a title in quotes", "say it in the words of the link")
        fault = address_fault(address)
        slug = address.removeprefix("procedure:")
        if fault:
            self.fault(line, *fault)
        elif slug != address and not self.knows(slug):
            self.fault(line, f"no procedure “{slug}”", "correct the slug, or add its folder")

    def knows(self, slug: str) -> bool:
        known = self.pictures.procedures if self.pictures else None
        return known is None or slug in known

    def picture(self, token: Token, line: int) -> None:
        source = str(token.attrGet("src") or "")
        for part, called in ((token.content, "alt text"), (token.attrGet("title"), "caption")):
            fault = picture_words_fault(str(part or ""), called)
            if fault:
                self.fault(line, *fault)
        if self.pictures is not None and names_a_file(token.content):
            self.fault(line, f"alt text that names a file, “{token.content}”", SAY_WHAT_IT_SHOWS)
        photo = PHOTO.fullmatch(source)
        drawing = DRAWING.fullmatch(source)
        if not photo and not drawing:
            self.fault(
                line,
                f"a picture at “{source}”",
                "name it photo:<SHA-256 of the file>, patient-photo:<the same> or "
                "drawing:<name>-<n>",
            )
        elif self.pictures is None:
            return
        elif photo and photo[1] == "photo" and photo[2] in self.pictures.patient_photos:
            self.fault(
                line, f"photo {photo[2][:12]}… is of a patient", "write patient-photo: before it"
            )
        elif photo and photo[2] not in self.pictures.photos:
            self.fault(
                line,
                f"no photo {photo[2][:12]}…",
                f"put it into this procedure's images/ as {photo[2][:12]}….webp",
            )
        elif drawing and drawing[1] not in self.pictures.drawings:
            known = ", ".join(sorted(self.pictures.drawings)) or "none yet"
            self.fault(line, f"no drawing “{drawing[1]}”", f"use one of: {known}")


def picture_words_fault(words: str, called: str) -> tuple[str, str] | None:
    """What is wrong with the alt text or caption of a picture, and the mend, or None."""
    if not words.strip():
        mend = 'write ![what it shows](photo:… "what to see in it")'
        return f"a picture without {called}", mend
    if any(map(is_unseen, words)):
        return "an invisible character written as an escape", "delete it"
    if not _is_plain(words):
        return f"markup in {called}", "write plain words; cite sources in the text"
    return None


def names_a_file(alt: str) -> bool:
    """Whether an alt text is what a camera or a program called the file, not what it shows."""
    return bool(_FILE_NAME.fullmatch(alt.strip()))


def _is_plain(words: str) -> bool:
    """Whether Markdown reads nothing but these words in them."""
    (inline,) = MARKDOWN.parseInline(words)
    return (
        all(child.type == "text" for child in inline.children or [])
        and not _LEFT_OVER.search(words)
        and not _CITED_TOGETHER.search(words)
    )
