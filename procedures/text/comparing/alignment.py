"""What two sequences have in common."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

#: Two sequences are compared while the product of their lengths is below; otherwise nothing
#: is held to be common.
MOST_PAIRS = 100_000_000

T = TypeVar("T")


def split(
    was: Sequence[T], now: Sequence[T], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[Sequence[T], Sequence[T], list[tuple[T, T]]]]:
    """What stands before each pair in both, and the pair; last what stands after all."""
    start = after = 0
    for i, j in pairs:
        yield was[start:i], now[after:j], [(was[i], now[j])]
        start, after = i + 1, j + 1
    yield was[start:], now[after:], []


def common(was: Sequence[Hashable], now: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, as pairs."""
    ids: dict[Hashable, int] = {}
    old = [ids.setdefault(one, len(ids)) for one in was]
    new = [ids.setdefault(one, len(ids)) for one in now]
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if old[~place] != new[~place]), rest)
    middle = _longest(old[start : len(old) - end], new[start : len(new) - end])
    return [
        *((place, place) for place in range(start)),
        *((start + i, start + j) for i, j in middle),
        *((len(old) - place, len(new) - place) for place in range(end, 0, -1)),
    ]


def _longest(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """A longest common subsequence, a whole row of the table at a time as one number's bits.

    Its cost is the product of the lengths, however alike or unlike the two are, at some
    billions a second (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004): a bit
    is 0 where the subsequence grows. Beyond MOST_PAIRS nothing is held to be common.
    """
    if len(old) * len(new) > MOST_PAIRS:
        return []
    where: defaultdict[int, int] = defaultdict(int)
    for j, one in enumerate(new):
        where[one] |= 1 << j
    row = every = (1 << len(new)) - 1
    rows = []
    for one in old:
        hits = row & where[one]
        row = (row + hits | row - hits) & every
        rows.append(row)
    pairs = []
    i, j = len(old), len(new)
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif rows[i - 1] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]
