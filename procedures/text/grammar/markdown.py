"""The Markdown our files use: CommonMark and tables, and citations such as `[2]`.

The parser reads more than a file may hold (raw HTML, any link), so that `allowed` can refuse
by name what would otherwise be shown as odd words or dropped without a word.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

CITATION = re.compile(r"\[([0-9]{1,3})\](?!\()")
ENTITY = re.compile(r"&(?:#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)


def _citation(state: StateInline, silent: bool) -> bool:
    """Read `[2]` before the link rule sees it, so that no definition can turn it into a link."""
    match = CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _entity(state: StateInline, silent: bool) -> bool:
    """Read `&nbsp;` as a token of its own: what it stands for cannot be seen in the file."""
    match = ENTITY.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("entity", "", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Every address is a link here; `allowed` refuses with a fault what is none of ours."""
        return True


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark").enable("table")
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.at("entity", _entity)
    return parser


# The parser fills short rows of a table with empty cells, 65,536 in each: one page of such
# tables takes ten seconds. `allowed` refuses short rows, so a few are enough to find them.
vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = 50


MARKDOWN = _parser()


def parse(source: str) -> tuple[list[Token], list[tuple[str, int]]]:
    """The block tokens of the source, and the link definitions found: the label and line of each.

    The opening of a row of a table holds in `meta["cells"]` how many cells its line has: the
    parser drops those that the head has no place for.
    """
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(source, env)
    lines = source.split("\n")
    for token in tokens:
        if token.type == "tr_open" and token.map:
            token.meta["cells"] = _cells(lines[token.map[0]])
    definitions = [(label, found["map"][0]) for label, found in env.get("references", {}).items()]
    repeated = [(found["label"], found["map"][0]) for found in env.get("duplicate_refs", [])]
    return tokens, definitions + repeated


def _cells(line: str) -> int:
    return len(escapedSplit(line.strip().removeprefix("|").removesuffix("|")))


def blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The outermost blocks, each as the run of tokens that opens, fills and closes it."""
    depth = 0
    start = 0
    for position, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : position + 1]
            start = position + 1


def inside(block: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The blocks directly inside one block: the items of a list, say."""
    yield from blocks(block[1:-1])


def words(inline: Token) -> str:
    """What a reader reads of an inline token: no markup, no citation numbers."""
    said = []
    for child in inline.children or []:
        if child.type == "text":
            said.append(child.content)
        elif child.type == "softbreak":
            said.append(" ")
        elif child.type == "citation" and said:
            said[-1] = said[-1].rstrip()  # "the skin [1]." is read as "the skin."
    return re.sub(r"\s+", " ", "".join(said)).strip()


# Storing a text, finding it and telling machines of it ask for the words of the same sections.
@lru_cache(maxsize=512)
def lines(source: str) -> str:
    """The words of some Markdown, a line for each paragraph, item, heading and cell: no markup,
    citations or pictures."""
    tokens, _ = parse(source)
    return "\n".join(filter(None, (words(token) for token in tokens if token.type == "inline")))


def plain(source: str) -> str:
    """The same words on one line."""
    return lines(source).replace("\n", " ")


def line(source: str) -> str:
    """The words of one line, which no mark at its start makes into a list or heading."""
    return words(MARKDOWN.parseInline(source)[0])
