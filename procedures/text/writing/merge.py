"""What two people made of the same words, field by field."""

from dataclasses import dataclass

from procedures.text.writing.manuscript import FIELDS, Fields


@dataclass(frozen=True)
class Clash:
    """A field that both sides changed, each in its own way: a person must join the two."""

    field: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """The words of both sides; where they clash, `theirs` in the fields and both in a clash."""

    fields: dict[str, str]
    clashes: tuple[Clash, ...]


def merge(base: Fields, mine: Fields, theirs: Fields) -> Merged:
    """Join what was changed since `base` on my side and on theirs, which is already stored.

    A field that `base` or `mine` does not have is one this side says nothing of.
    """
    fields = {name: theirs.get(name, "") for name in FIELDS}
    clashes = []
    for name in FIELDS:
        if name not in base or name not in mine or mine[name] in (base[name], fields[name]):
            continue
        if fields[name] == base[name]:
            fields[name] = mine[name]
        else:
            clashes.append(Clash(name, base[name], mine[name], fields[name]))
    return Merged(fields, tuple(clashes))
