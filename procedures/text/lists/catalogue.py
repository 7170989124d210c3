"""`catalogue.yaml`: what may change without being anybody's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from procedures.text.grammar import plain_yaml
from procedures.text.grammar.addresses import SLUG
from procedures.text.grammar.characters import decode
from procedures.text.grammar.faults import ContentRefused, FaultList

_KEYS = ("slug", "offered_here", "search_words", "alternatives", "former_slugs")
_MEND = f"use one of: {', '.join(_KEYS)}"

#: The most characters the name of a group may have, so that the database can hold it.
MAX_NAME = 120

HEAD = """\
# What may change without being anybody's words: the groups of the catalogue and their order,
# whether the clinic offers a procedure, words people type that no page need show, listed
# alternatives and former slugs. What staff change on the site wins over this file.
"""


@dataclass(frozen=True)
class Entry:
    """Where the catalogue puts one procedure, and how it is found."""

    slug: str
    offered_here: bool = True
    search_words: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupEntry:
    """A heading of the catalogue and its procedures, in order."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    groups: tuple[GroupEntry, ...] = ()

    def entries(self) -> Iterator[Entry]:
        for group in self.groups:
            yield from group.entries


def parse(raw: bytes, path: str) -> Catalogue:
    """The catalogue in a file. Raises `ContentRefused` with every fault found."""
    faults = FaultList(path)
    node = plain_yaml.read(decode(raw, faults), 1, faults)
    reader = _Reader(faults)
    groups: tuple[GroupEntry, ...] = ()
    if isinstance(node, plain_yaml.Mapping) and set(node.items) == {"groups"}:
        groups = tuple(reader.groups(node.items["groups"]))
    elif not faults:
        faults.add(1, "a catalogue has one key, “groups”", "write “groups:” and a list below it")
    if faults:
        raise ContentRefused(faults.faults)
    return Catalogue(groups)


class _Reader:
    def __init__(self, faults: FaultList) -> None:
        self.faults = faults
        self.slugs: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def groups(self, node: plain_yaml.Node) -> Iterator[GroupEntry]:
        for item in self.listing(node, "groups"):
            if not isinstance(item, plain_yaml.Mapping) or set(item.items) != {
                "name",
                "procedures",
            }:
                self.faults.add(
                    item.line, "a group must have name and procedures", "write “- name: …”"
                )
                continue
            name = self.words(item.items["name"], "name")
            if len(name) > MAX_NAME:
                self.faults.add(
                    item.items["name"].line,
                    f"“name” has {len(name)} characters",
                    f"the most is {MAX_NAME}; shorten it",
                )
            self.once(self.names, name, item.line, "group")
            yield GroupEntry(name, tuple(self.entries(item.items["procedures"])))

    def entries(self, node: plain_yaml.Node) -> Iterator[Entry]:
        for item in self.listing(node, "procedures"):
            if not isinstance(item, plain_yaml.Mapping) or "slug" not in item.items:
                self.faults.add(item.line, "a procedure without slug", "write “- slug: …”")
                continue
            for key, line in item.lines.items():
                if key not in _KEYS:
                    self.faults.add(line, f"no key “{key}”", _MEND)
            slug = self.slug(item.items["slug"])
            former = self.several(item, "former_slugs", slugs=True)
            for one in (slug, *former):
                self.once(self.slugs, one, item.line, "slug")
            yield Entry(
                slug,
                self.truth(item.items.get("offered_here")),
                self.several(item, "search_words"),
                self.several(item, "alternatives", slugs=True),
                former,
            )

    def once(self, seen: dict[str, int], name: str, line: int, called: str) -> None:
        if name and name in seen:
            self.faults.add(
                line,
                f"the {called} “{name}” stands here a second time",
                f"keep one; the first is on line {seen[name]}",
            )
        seen.setdefault(name, line)

    def listing(self, node: plain_yaml.Node, called: str) -> tuple[plain_yaml.Node, ...]:
        if isinstance(node, plain_yaml.Listing):
            return node.items
        self.faults.add(node.line, f"“{called}” must be a list", "write [] for an empty one")
        return ()

    def several(
        self, item: plain_yaml.Mapping, key: str, *, slugs: bool = False
    ) -> tuple[str, ...]:
        if key not in item.items:
            return ()
        nodes = self.listing(item.items[key], key)
        return tuple(self.slug(node) if slugs else self.words(node, key) for node in nodes)

    def words(self, node: plain_yaml.Node, called: str) -> str:
        if not isinstance(node, plain_yaml.Word) or not node.text.strip():
            self.faults.add(node.line, f"“{called}” must be words", "write some words")
            return ""
        if node.read_as:
            self.faults.add(
                node.line,
                f"YAML reads “{node.text}” as {node.read_as}",
                f'put it in double quotes: "{node.text}"',
            )
        return node.text.strip()

    def slug(self, node: plain_yaml.Node) -> str:
        words = node.text if isinstance(node, plain_yaml.Word) else ""
        if not SLUG.fullmatch(words) or len(words) > 80:
            self.faults.add(
                node.line,
                f"“{words}” is no slug",
                "use at most 80 small letters, digits and single hyphens",
            )
        return words

    def truth(self, node: plain_yaml.Node | None) -> bool:
        if node is None:
            return True
        words = node.text if isinstance(node, plain_yaml.Word) else ""
        if words not in ("true", "false"):
            self.faults.add(node.line, "“offered_here” must be true or false", "write one of them")
        return words == "true"


def write(catalogue: Catalogue) -> str:
    """The catalogue as a file. Parsing it gives an equal catalogue."""
    return HEAD + "".join(f"{line}\n" for line in _lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield "groups:" if catalogue.groups else "groups: []"
    for group in catalogue.groups:
        yield f"  - name: {plain_yaml.scalar(group.name)}"
        yield "    procedures:" if group.entries else "    procedures: []"
        for entry in group.entries:
            yield f"      - slug: {entry.slug}"
            yield f"        offered_here: {str(entry.offered_here).lower()}"
            yield from _several("search_words", entry.search_words)
            yield from _several("alternatives", entry.alternatives)
            yield from _several("former_slugs", entry.former_slugs)


def _several(key: str, words: tuple[str, ...]) -> Iterator[str]:
    yield f"        {key}:" if words else f"        {key}: []"
    yield from (f"          - {plain_yaml.scalar(one)}" for one in words)
