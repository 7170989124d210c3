"""Which Markdown a file may hold; everything else is refused by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markdown_it.token import Token

from procedures.text.characters import is_unseen
from procedures.text.faults import FaultList

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PHOTO = re.compile(r"(photo|patient-photo):([0-9a-f]{64})")
DRAWING = re.compile(r"drawing:([a-z0-9]+(?:-[a-z0-9]+)*-[1-9][0-9]*)")
MAX_LIST_DEPTH = 2

_BLOCKS = frozenset(
    "paragraph bullet_list ordered_list list_item table thead tbody tr th td inline".split()
)
_INLINE = frozenset({"text", "text_special", "softbreak", "strong", "em", "link", "citation"})

#: Markup that was meant and failed; it would be shown to patients as it stands.
_LEFT_OVER = re.compile(r"\]\(|!\[|\*\*|__|^#{1,6}|^[•·◦▪‣] ?")

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
    """The names a text may show: SHA-256 of photos, and drawings such as skin-layers-1."""

    photos: frozenset[str] = frozenset()
    drawings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Allowed:
    """Judges tokens. `pictures` is None for a text that was accepted before."""

    faults: FaultList
    first_line: int
    pictures: Pictures | None
    sources: frozenset[int]

    def check_references(self, references: dict[str, Any]) -> None:
        """Refuse link definitions: `[2]: http://…` would turn a citation into a link."""
        for label, reference in references.items():
            self.fault(
                reference["map"][0],
                f"a link definition, “[{label.lower()}]: …”",
                "write the address in the link: [words](https://…)",
            )

    def check(self, tokens: Sequence[Token]) -> None:
        """Note every fault of a run of whole blocks."""
        counts: list[int] = []  # one for each list now open: the number of its last item
        line = 0
        heading = False
        for token in tokens:
            line = token.map[0] if token.map else line
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
                        f"number it {counts[-1]}, or leave an empty line and words between lists",
                    )

    def fault(self, line: int, what: str, mend: str) -> None:
        self.faults.add(self.first_line + line, what, mend)

    def refuse(self, name: str, line: int) -> None:
        self.fault(line, *_REFUSED[name])

    def heading(self, token: Token, line: int) -> None:
        if token.level > 0:
            self.fault(line, "a heading inside a list or quotation", "put it on a line of its own")
        elif token.markup in ("=", "-"):
            self.fault(line, "a heading underlined with “=” or “-”", "write it as “## Heading”")
        elif token.tag not in ("h2", "h3"):
            self.fault(line, f"a heading of level {token.tag[1]}", "use “##” or “###”")

    def inline(self, inline: Token, line: int) -> None:
        children = inline.children or []
        pictures = [child for child in children if child.type == "image"]
        if pictures and (len(children) > 1 or inline.level != 1):
            self.fault(line, "a picture among words", "put it in a paragraph of its own")
        for child in children:
            name = child.type.removesuffix("_open").removesuffix("_close")
            if child.type == "image":
                self.picture(child, line)
            elif name in _REFUSED:
                self.refuse(name, line)
            elif name not in _INLINE:
                self.fault(line, f"Markdown of the kind “{name}”", "write it as plain words")
            elif child.type == "link_open":
                self.link(child, "".join(self.link_words(children, child)), line)
            elif child.type == "citation":
                self.citation(int(child.content), line)
            elif child.type == "text" and (left := _LEFT_OVER.search(child.content)):
                self.fault(
                    line,
                    f"“{left[0].strip()}” that means nothing here",
                    "complete the Markdown around it, or delete it",
                )
            self.seen([child.content, *map(str, child.attrs.values())], line)
            if child.type in ("softbreak", "hardbreak"):
                line += 1

    def seen(self, strings: Sequence[str], line: int) -> None:
        if any(is_unseen(character) for words in strings for character in words):
            self.fault(line, "an invisible character written as an escape", "delete it")

    def citation(self, number: int, line: int) -> None:
        if number not in self.sources:
            self.fault(
                line,
                f"citation [{number}] has no source",
                f"add source {number} under “## Sources”, or correct the number",
            )

    @staticmethod
    def link_words(children: Sequence[Token], opening: Token) -> Iterator[str]:
        position = next(i for i, child in enumerate(children) if child is opening)
        for child in children[position + 1 :]:
            if child.type == "link_close":
                return
            yield child.content

    def link(self, token: Token, linked: str, line: int) -> None:
        address = str(token.attrGet("href") or "")
        if token.markup == "autolink":
            self.fault(line, f"a bare address, {address}", "give it words: [words](https://…)")
        elif re.fullmatch(r"\s*|[0-9]+", linked):
            self.fault(
                line,
                f"a link whose words are “{linked.strip()}”",
                "say in words where it leads; cite a source as [2] without an address",
            )
        if token.attrGet("title"):
            self.fault(line, "a link with a title in quotes", "say it in the words of the link")
        fault = address_fault(address)
        if fault:
            self.fault(line, *fault)

    def picture(self, token: Token, line: int) -> None:
        source = str(token.attrGet("src") or "")
        for part, called in ((token.content, "alt text"), (token.attrGet("title"), "caption")):
            if not str(part or "").strip():
                self.fault(
                    line,
                    f"a picture without {called}",
                    'write ![what it shows](photo:… "what to see in it")',
                )
        if any(child.type != "text" for child in token.children or []):
            self.fault(line, "markup in alt text", "write plain words")
        photo = PHOTO.fullmatch(source)
        drawing = DRAWING.fullmatch(source)
        if not photo and not drawing:
            self.fault(
                line,
                f"a picture at “{source}”",
                "name it photo:<SHA-256 of the file>, patient-photo:<SHA-256> or drawing:<name>-<n>",
            )
        elif self.pictures is None:
            return
        elif photo and photo[2] not in self.pictures.photos:
            self.fault(
                line,
                f"no photo {photo[2][:12]}…",
                f"put it into this procedure's images/ as {photo[2][:12]}….webp",
            )
        elif drawing and drawing[1] not in self.pictures.drawings:
            known = ", ".join(sorted(self.pictures.drawings)) or "none yet"
            self.fault(line, f"no drawing “{drawing[1]}”", f"use one of: {known}")


def address_fault(address: str) -> tuple[str, str] | None:
    """What is wrong with the address of a link, and the mend; None where nothing is."""
    if address.startswith("procedure:"):
        if SLUG.fullmatch(address.removeprefix("procedure:")):
            return None
        return f"a link to “{address}”", "write procedure: and the slug, as procedure:chemical-peel"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return f"an address that cannot be read, “{address}”", "copy it again from the page itself"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return (
            f"a link to “{address}”",
            "link to https://…, or to a page of ours as procedure:<slug>",
        )
    if parts.username is not None or parts.password is not None or port == 0:
        return f"an address with a name or password in it, “{address}”", "take them out"
    return None
