"""The little YAML our files use: mappings, lists and words, with the line of each.

Nothing is guessed. A word YAML would read as a truth value, a number or nothing at all must
stand in quotes; tags, anchors, aliases and duplicate keys are refused.
"""

import json
import re
from dataclasses import dataclass

import yaml

from procedures.text.faults import FaultList

MAX_DEPTH = 6

_READ_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:merge": "a merge",
    "tag:yaml.org,2002:value": "a value",
}
_RESOLVER = yaml.resolver.Resolver()


@dataclass(frozen=True)
class Word:
    """A scalar. `read_as` names what YAML would take it for, or is empty for plain words."""

    text: str
    line: int
    read_as: str = ""


@dataclass(frozen=True)
class Listing:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True)
class Mapping:
    items: dict[str, "Node"]
    lines: dict[str, int]
    line: int


Node = Word | Listing | Mapping


class _Stop(Exception):
    """The YAML cannot be read further; the fault has been noted."""


class _Reader:
    """Builds nodes from parser events, so that depth is known before anything recurses."""

    def __init__(self, source: str, first_line: int, faults: FaultList) -> None:
        self.first_line = first_line
        self.faults = faults
        self.events = yaml.parse(source, Loader=yaml.SafeLoader)

    def line(self, event: yaml.Event) -> int:
        return self.first_line + event.start_mark.line

    def next(self) -> yaml.Event:
        event = next(self.events)
        if isinstance(event, yaml.AliasEvent):
            self.stop(event, f"an alias, *{event.anchor}", "write the words out again")
        if getattr(event, "anchor", None):
            self.stop(event, f"an anchor, &{event.anchor}", "delete it")
        if getattr(event, "tag", None):
            self.stop(event, f"a YAML tag, {event.tag}", "delete it; quote the words if needed")
        return event

    def stop(self, event: yaml.Event, what: str, mend: str) -> None:
        self.faults.add(self.line(event), what, mend)
        raise _Stop

    def document(self) -> Node | None:
        self.next()  # the stream begins
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        node = self.node(self.next(), depth=1)
        self.next()  # the document ends
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.stop(event, "a second YAML document", "keep one")
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.stop(event, "lists or mappings inside each other too deep", "write it flatter")
        if isinstance(event, yaml.ScalarEvent):
            return self.word(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.listing(event, depth)
        return self.mapping(event, depth)

    def word(self, event: yaml.ScalarEvent) -> Word:
        read_as = ""
        if event.style is None:
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))
            read_as = _READ_AS.get(tag, "")
        return Word(event.value, self.line(event), read_as)

    def listing(self, start: yaml.Event, depth: int) -> Listing:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return Listing(tuple(items), self.line(start))

    def mapping(self, start: yaml.Event, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.stop(event, "a key that is not a word", "write “key: value”")
            value = self.node(self.next(), depth + 1)
            if event.value in items:
                self.faults.add(
                    self.line(event),
                    f"the key “{event.value}” stands here a second time",
                    f"keep one; the first is on line {lines[event.value]}",
                )
                continue
            items[event.value] = value
            lines[event.value] = self.line(event)
        return Mapping(items, lines, self.line(start))


def read(source: str, first_line: int, faults: FaultList) -> Node | None:
    """The YAML as nodes, or None where it is empty or cannot be read (a fault says which)."""
    try:
        return _Reader(source, first_line, faults).document()
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        faults.add(
            line,
            f"YAML cannot be read here ({error.problem or error.context})",
            "put words with “: ”, “#” or quotes in them between double quotes",
        )
        return None


_PLAIN = re.compile(r"[A-Za-z](?:[\w’().;/-]|, ?(?=\S)|,(?=\S)| (?=[^\s#]))*")


def scalar(words: str) -> str:
    """The words as they stand in a file: plain where YAML reads them as words, else quoted."""
    if _PLAIN.fullmatch(words):
        tag = _RESOLVER.resolve(yaml.ScalarNode, words, (True, False))
        if tag == "tag:yaml.org,2002:str":
            return words
    return json.dumps(words, ensure_ascii=False)
