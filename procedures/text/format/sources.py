"""The numbered sources at the end of a text."""

from collections.abc import Sequence

from markdown_it.token import Token

from procedures.text.format.document import Source
from procedures.text.grammar import markdown
from procedures.text.grammar.addresses import address_fault
from procedures.text.grammar.faults import FaultList

_FORM = "write “1. Title. Publisher, year. <https://…>”"


def sources(tokens: Sequence[Token], first_line: int, faults: FaultList) -> tuple[Source, ...]:
    """The sources, numbered from 1 without gaps; every line that is none is a fault.

    `tokens` are those of the section, `first_line` the file line of the text's line 0.
    """
    found: list[Source] = []
    for block in markdown.blocks(tokens):
        line = first_line + (block[0].map or [0])[0]
        if block[0].type != "ordered_list_open":
            faults.add(line, "a source without a number", _FORM)
            continue
        for item in markdown.inside(block):
            line = first_line + (item[0].map or [0])[0]
            number = int(item[0].info)
            if number != len(found) + 1:
                faults.add(
                    line,
                    f"source {number} where {len(found) + 1} was due",
                    "number the sources 1, 2, 3 and so on, each once",
                )
            found.append(_source(number, item, line, faults))
    return tuple(found)


def _source(number: int, item: Sequence[Token], line: int, faults: FaultList) -> Source:
    is_line = len(item) == 5 and item[1].type == "paragraph_open"
    children = item[2].children or [] if is_line else []
    address = ""
    if len(children) >= 3 and children[-3].markup == "autolink":
        address = str(children[-3].attrGet("href"))
        fault = address_fault(address)
        if fault or address.startswith("procedure:"):
            faults.add(line, *(fault or (f"a source at “{address}”", "name its own address")))
        children = children[:-3]
    text = "".join(" " if child.type == "softbreak" else child.content for child in children)
    text = text.strip()
    if (
        not text
        or "://" in text
        or any(child.type not in ("text", "softbreak") for child in children)
    ):
        faults.add(line, f"source {number} is not plain words and an address at the end", _FORM)
    return Source(number, text, address, line)
