"""Words that stand in both of two lines, and those that were added or removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import Literal

from procedures.text.comparing.alignment import common, split
from procedures.text.comparing.flow import Word


@dataclass(frozen=True)
class Run:
    """Words that share one fate, their spaces included: put runs together with nothing between.

    `words` has a space at an end where one stands there. A citation reads "[2]" and its number
    is in `citation`, otherwise 0. `note` says what the words alone do not: "bold removed".
    """

    kind: Literal["kept", "added", "removed"]
    words: str
    bold: bool = False
    emphasis: bool = False
    link: str = ""
    citation: int = 0
    note: str = ""


_SPACE = Word((" ", 0), " ")


def compared(was: Sequence[Word], now: Sequence[Word]) -> Iterator[Run]:
    """The words of two lines that are one line to a reader, each with its fate."""
    pairs = common([word.key for word in was], [word.key for word in now])
    for removed, added, kept in split(was, now, _readable(was, now, pairs)):
        before = spaced(removed) + [_SPACE for old, _ in kept if old.space]
        after = spaced(added) + [_SPACE for _, new in kept if new.space]
        # A space on both sides of what changed is kept, so that no word hangs on another.
        if before[:1] == after[:1] == [_SPACE]:
            yield run("kept", _SPACE)
            before, after = before[1:], after[1:]
        tail = before[-1:] == after[-1:] == [_SPACE]
        if tail:
            before, after = before[:-1], after[:-1]
        cited = {word.citation: word.key for word in before if word.citation}
        for word in before:
            yield run("removed", word)
        for word in after:
            other = cited.get(word.citation, word.key) != word.key
            yield run("added", word, "now another source" if other else "")
        if tail:
            yield run("kept", _SPACE)
        for old, new in kept:
            if old.text != new.text:
                yield run("removed", old)
                yield run("added", new, _note(old, new))
            else:
                yield run("kept", new, _note(old, new))


def spaced(words: Sequence[Word]) -> list[Word]:
    """The words and the spaces between them."""
    return [part for word in words for part in ([_SPACE, word] if word.space else [word])]


def run(kind: Literal["kept", "added", "removed"], word: Word, note: str = "") -> Run:
    return Run(kind, word.text, word.bold, word.emphasis, word.link, word.citation, note)


def _note(old: Word, new: Word) -> str:
    """What changed at a word that stayed, in words."""
    notes = []
    if old.text != new.text:
        notes.append(f"was {old.citation}, the same source")
    if old.bold != new.bold:
        notes.append("bold added" if new.bold else "bold removed")
    if old.emphasis != new.emphasis:
        notes.append("emphasis added" if new.emphasis else "emphasis removed")
    if old.link != new.link:
        if old.link and new.link:
            notes.append(f"link changed from {old.link} to {new.link}")
        else:
            notes.append(f"link to {new.link} added" if new.link else f"link to {old.link} removed")
    return "; ".join(notes)


def _readable(
    was: Sequence[Word], now: Sequence[Word], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs without those that stand alone between longer changes.

    Two sentences that say different things still share an "of" and a comma; shown as kept,
    they would cut both to pieces.
    """
    old_size = [0, *accumulate(len(word.text) for word in was)]
    new_size = [0, *accumulate(len(word.text) for word in now)]

    def changed(start: tuple[int, int], end: tuple[int, int]) -> int:
        return max(old_size[end[0]] - old_size[start[0]], new_size[end[1]] - new_size[start[1]])

    # Neighbours in both lines differ from their place among the pairs by the same amounts.
    islands = [
        [pair for _, pair in island]
        for _, island in groupby(
            enumerate(pairs), lambda placed: (placed[1][0] - placed[0], placed[1][1] - placed[0])
        )
    ]
    kept: list[tuple[int, int]] = []
    end = (0, 0)
    for island, following in pairwise([*islands, [(len(was), len(now))]]):
        after_island = (island[-1][0] + 1, island[-1][1] + 1)
        around = min(changed(end, island[0]), changed(after_island, following[0]))
        length = new_size[after_island[1]] - new_size[island[0][1]]
        if length > around or any(_note(was[i], now[j]) for i, j in island):
            kept += island
            end = after_island
    return kept


def runs(words: list[Run]) -> tuple[Run, ...]:
    """The words joined where they share everything but their text."""
    looks = [replace(word, words="") for word in words]
    for place in range(1, len(words) - 1):
        before, after = looks[place - 1], looks[place + 1]
        if words[place].words == " " and before == after and looks[place].kind == before.kind:
            looks[place] = before
    joined: list[Run] = []
    place = 0
    for look, same in groupby(looks):
        start, place = place, place + len(list(same))
        joined.append(replace(look, words="".join(word.words for word in words[start:place])))
    for place, one in enumerate(joined):
        beside = [near.kind for near in joined[max(0, place - 1) : place + 2]]
        if one.words == " " and one.kind != "kept" and beside.count(one.kind) == 1:
            joined[place] = replace(one, note=f"space {one.kind}")
    return tuple(joined)
