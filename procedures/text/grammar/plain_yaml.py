"""The little YAML our files use: mappings, lists and words, with the line of each.

Nothing is guessed. A word YAML would read as a truth value, a number or nothing at all must
stand in quotes; tags, anchors, aliases and duplicate keys are refused.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from procedures.text.grammar.characters import is_unseen
from procedures.text.grammar.faults import FaultList

MAX_DEPTH = 8

_READ_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:merge": "a merge",
    "tag:yaml.org,2002:value": "a value",
}
_RESOLVER: Any = yaml.resolver.Resolver()


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


#: PyYAML's, whose types do not say that an event of a text has a place in it.
_Event = Any


class _Stop(Exception):
    """The YAML cannot be read further; the fault has been noted."""


class _Reader:
    """Builds nodes from parser events, so that depth is known before anything recurses."""

    def __init__(self, source: str, first_line: int, faults: FaultList) -> None:
        self.first_line = first_line
        self.faults = faults
        self.loader: Any = yaml.SafeLoader(source)

    def line(self, event: _Event) -> int:
        return self.first_line + int(event.start_mark.line)

    def next(self) -> _Event:
        try:
            event = self.loader.get_event()
        except (ValueError, OverflowError):  # PyYAML lets chr() fail on "\UFFFFFFFF"
            line = self.first_line + self.loader.get_mark().line
            self.faults.add(line, "an escape for no character", "type the character itself")
            raise _Stop from None
        if isinstance(event, yaml.AliasEvent):
            self.note(event, f"an alias, *{event.anchor}", "write the words out again")
        elif getattr(event, "anchor", None):
            self.note(event, f"an anchor, &{event.anchor}", "delete it")
        if getattr(event, "tag", None):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.note(event, f"a YAML tag, {tag}", "delete it; quote the words if needed")
        return event

    def note(self, event: _Event, what: str, mend: str) -> None:
        self.faults.add(self.line(event), what, mend)

    def stop(self, event: _Event, what: str, mend: str) -> NoReturn:
        self.note(event, what, mend)
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

    def node(self, event: _Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.stop(event, "lists or mappings inside each other too deep", "write it flatter")
        if isinstance(event, yaml.AliasEvent):
            return Word(str(event.anchor), self.line(event))
        if isinstance(event, yaml.ScalarEvent):
            return self.word(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.listing(event, depth)
        return self.mapping(event, depth)

    def word(self, event: _Event) -> Word:
        read_as = ""
        if event.style is None:
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))
            read_as = _READ_AS.get(tag, "")
        if any(map(is_unseen, event.value)):
            self.note(event, "an invisible character written as an escape", "delete it")
        return Word(event.value, self.line(event), read_as)

    def listing(self, start: _Event, depth: int) -> Listing:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return Listing(tuple(items), self.line(start))

    def mapping(self, start: _Event, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.stop(event, "a key that is not a word", "write “key: value”")
            self.word(event)
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
    except yaml.reader.ReaderError as error:
        line = first_line + source.count("\n", 0, error.position)
        faults.add(line, "a character YAML cannot hold", "delete it")
        return None
    except yaml.MarkedYAMLError as error:
        begun = ""
        if error.context and error.context_mark:
            begun = f", {error.context} from line {first_line + error.context_mark.line}"
        faults.add(
            first_line + (error.problem_mark.line if error.problem_mark else 0),
            f"YAML cannot be read here ({error.problem}{begun})",
            "put words with “: ”, “#” or quotes in them between double quotes; no tabs",
        )
        return None


_PLAIN = re.compile(r"[A-Za-z](?:[\w’().;/-]|, ?(?=\S)| (?=[^\s#]))*")


def scalar(words: str) -> str:
    """The words as they stand in a file: plain where YAML reads them as words, else quoted."""
    if _PLAIN.fullmatch(words):
        tag = _RESOLVER.resolve(yaml.ScalarNode, words, (True, False))
        if tag == "tag:yaml.org,2002:str":
            return words
    return json.dumps(words, ensure_ascii=False)
