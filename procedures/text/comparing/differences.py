"""What changed between two versions of a page, word by word, for people to check."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Literal

from procedures.text.comparing.alignment import common, split
from procedures.text.comparing.flow import HEADINGS, Form, Line, Word, flow
from procedures.text.comparing.wording import Run, compared, run, runs, spaced
from procedures.text.format.document import Document

#: Stretches of lines are matched by likeness while the product of their lengths is below;
#: otherwise the one is shown as removed and the other as added.
MOST_LINES = 40_000

#: The least likeness, of 100, at which two lines are one line that changed.
ALIKE = 50
ALIKE_IN_ANOTHER_FORM = 75

#: A line and its counterpart; a line without one stands there twice.
_Pair = tuple[Literal["removed", "added", "paired"], Line, Line]


@dataclass(frozen=True)
class Block:
    """One line of the page; or, "skipped", `count` unchanged ones left out.

    What is skipped has no runs, and a form only if all of it has the same. `level` counts the
    lists around. `note` says what the runs do not: "was a list item, now a paragraph".
    """

    kind: Literal["kept", "added", "removed", "changed", "skipped"]
    form: Form | Literal[""]
    level: int
    runs: tuple[Run, ...]
    note: str = ""
    count: int = 1


@dataclass(frozen=True)
class SectionDifference:
    """What changed in one section; "renumbered": nothing but the numbers of its sources."""

    key: str
    heading: str
    change: Literal["added", "removed", "changed", "renumbered"]
    blocks: tuple[Block, ...]


def compare(
    old: Document, new: Document, *, context: int | None = 1
) -> tuple[SectionDifference, ...]:
    """The sections a reader would find changed, in the order of the page.

    Beside each change stand `context` unchanged lines, its headings and the lines that lead
    to it; None shows everything. Then the kept and the added runs together are the words of
    the new section, and the kept and the removed ones those of the old.
    """
    before, after = flow(old, _numbers(old, new)), flow(new, {})
    return tuple(
        SectionDifference(key, heading, change, _near_changes(_blocks(was, now), context))
        for key, heading in HEADINGS.items()
        for was, now in [(before.get(key, ()), after.get(key, ()))]
        for change in _change(was, now)
    )


def _numbers(old: Document, new: Document) -> Mapping[int, int]:
    """Old number → the number the same source has now, or a negative one where it is gone.

    A source whose words were corrected in place keeps its number and is still the same.
    """
    before = {source.number: (source.text, source.url) for source in old.sources}
    after = {source.number: (source.text, source.url) for source in new.sources}
    place = {source: number for number, source in reversed(after.items())}
    moved = {
        number: number if after.get(number) == source else place[source]
        for number, source in before.items()
        if source in place
    }
    taken = set(moved.values())
    return {number: moved.get(number, -number if number in taken else number) for number in before}


def _change(
    was: Sequence[Line], now: Sequence[Line]
) -> Iterator[Literal["added", "removed", "changed", "renumbered"]]:
    """The one word for what happened to a section; none where nothing did."""
    if was != now:
        yield "changed" if was and now else "added" if now else "removed"
    elif [line.text for line in was] != [line.text for line in now]:
        yield "renumbered"


def _blocks(was: Sequence[Line], now: Sequence[Line]) -> list[Block]:
    pairs = list(_paired(was, now))
    notes = _moves(pairs)
    return [_block(*pair, notes.get(place, "")) for place, pair in enumerate(pairs)]


def _paired(was: Sequence[Line], now: Sequence[Line]) -> Iterator[_Pair]:
    """Every line of both, in reading order: with its counterpart, or alone.

    What leads to other lines is matched first: of an item and the "Do not:" it was moved
    under, the item is the one that moved. Then equal lines; the rest by likeness.
    """
    anchors = [
        [anchor or (side, place) for place, anchor in enumerate(_anchors(lines))]
        for side, lines in enumerate((was, now))
    ]
    for before, after, anchored in split(was, now, common(*anchors)):
        for removed, added, equal in split(before, after, common(before, after)):
            yield from _alike(removed, added)
            yield from (("paired", *pair) for pair in equal)
        yield from (("paired", *pair) for pair in anchored)


def _anchors(lines: Sequence[Line]) -> Iterator[Hashable]:
    """For each line what it is to be matched by before all others, or None."""
    for line, following in zip_longest(lines, lines[1:]):
        leads = following is not None and _depth(following) > _depth(line)
        yield line.anchor or (line if leads else None)


def _alike(was: Sequence[Line], now: Sequence[Line]) -> Iterator[_Pair]:
    """Lines of which none is equal to another: the likest are paired, as far as order allows."""
    pairs = []
    if len(was) * len(now) <= MOST_LINES:
        likeness = _likeness(was, now)
        best = [[0] * (len(now) + 1) for _ in range(len(was) + 1)]
        for i in reversed(range(len(was))):
            for j in reversed(range(len(now))):
                both = best[i + 1][j + 1] + likeness[i][j]
                best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
        i = j = 0
        while i < len(was) and j < len(now):
            if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
                pairs.append((i, j))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
    for removed, added, paired in split(was, now, pairs):
        yield from (("removed", line, line) for line in removed)
        yield from (("added", line, line) for line in added)
        yield from (("paired", *pair) for pair in paired)


def _likeness(was: Sequence[Line], now: Sequence[Line]) -> list[list[int]]:
    """How much of their words each two lines share, of 100; 0 where that is too little."""
    places: defaultdict[str, int] = defaultdict(lambda: len(places))

    def said(line: Line) -> int:
        """The words of a line as the bits of a number: two such are compared in one step."""
        bits = 0
        for word in line.words:
            if not word.citation and (len(word.text) > 1 or word.text.isalnum()):
                bits |= 1 << places[word.text.casefold()]
        return bits

    def likeness(old: Line, old_said: int, new: Line, new_said: int) -> int:
        shared = (old_said & new_said).bit_count()
        alike = 200 * shared // max(1, old_said.bit_count() + new_said.bit_count())
        return alike if alike >= (ALIKE if old.form == new.form else ALIKE_IN_ANOTHER_FORM) else 0

    columns = [(line, said(line)) for line in now]
    rows = [(line, said(line)) for line in was]
    return [[likeness(*row, *column) for column in columns] for row in rows]


def _moves(pairs: Sequence[_Pair]) -> dict[int, str]:
    """Place of a line without counterpart → where to or from it moved, if it did."""
    left: defaultdict[tuple[Word, ...], deque[int]] = defaultdict(deque)
    under: list[tuple[str, str]] = []
    was_under = now_under = ""
    for place, (fate, old, new) in enumerate(pairs):
        if old.form == "heading" and fate != "added":
            was_under = old.text
        if new.form == "heading" and fate != "removed":
            now_under = new.text
        under.append((was_under, now_under))
        if fate == "removed":
            left[old.words].append(place)
    notes = {}
    for place, (fate, _, new) in enumerate(pairs):
        if fate == "added" and left[new.words]:
            origin = left[new.words].popleft()
            old = pairs[origin][1]
            source, target = under[origin][0], under[place][1]
            if source and target and source != target and new.form != "heading":
                to, here = f"moved to “{target}”", f"moved from “{source}”"
            elif origin < place:
                to, here = "moved further down", "moved here from further up"
            else:
                to, here = "moved further up", "moved here from further down"
            notes[origin] = to
            notes[place] = "; ".join(filter(None, [here, _form_note(old, new)]))
    return notes


def _block(fate: Literal["removed", "added", "paired"], old: Line, new: Line, moved: str) -> Block:
    if fate != "paired":
        words = runs([run(fate, word) for word in spaced(new.words)])
        return Block(fate, new.form, new.level, words, moved)
    words = runs(list(compared(old.words, new.words)))
    note = _form_note(old, new)
    same = not note and all(one.kind == "kept" and not one.note for one in words)
    return Block("kept" if same else "changed", new.form, new.level, words, note)


def _form_note(old: Line, new: Line) -> str:
    return f"was {old.called}, now {new.called}" if old.called != new.called else ""


def _near_changes(blocks: Sequence[Block], context: int | None) -> tuple[Block, ...]:
    """The blocks, those far from any change and leading to none counted instead of shown."""
    if context is None:
        return tuple(blocks)
    shown: set[int] = set()
    leading: list[int] = []  # places of the lines that stand over the present one
    for place, block in enumerate(blocks):
        while leading and _depth(blocks[leading[-1]]) >= _depth(block):
            leading.pop()
        leading.append(place)
        if block.kind != "kept":
            shown.update(leading, range(place - context, place + context + 1))
    found: list[Block] = []
    for kept, places in groupby(range(len(blocks)), shown.__contains__):
        part = [blocks[place] for place in places]
        if not kept:
            forms = {block.form for block in part}
            form = forms.pop() if len(forms) == 1 else ""
            part = [Block("skipped", form, 0, (), count=len(part))]
        found += part
    return tuple(found)


def _depth(line: Line | Block) -> int:
    """How far in a line stands: under its heading, the words before its list, its item."""
    if line.form == "heading":
        return 0
    in_item = line.level > 0 and line.form not in ("bullet", "numbered")
    return 1 + line.level + (in_item or line.form == "row")
