"""What a comparison shows, in a form that tests can read."""

from procedures.text.comparing.differences import compare
from procedures.text.format.document import Source
from procedures.vocabulary import SectionKind
from tests.text.documents import make_document

ABOUT = SectionKind.ABOUT
PHOTO = "3a" * 32
PEEL = Source(1, "Peels. NHS, 2020.", "https://example.org/peels")
NEEDLES = Source(2, "Needles. DermNet, 2021.")
SCARS = Source(3, "Scars. Example Press, 2022.")


def difference(old, new, *, kind=ABOUT, context=None, **changes):
    """The only section that differs when that section is rewritten."""
    before, after = (make_document(words={kind: words}, **changes) for words in (old, new))
    (section,) = compare(before, after, context=context)
    return section


def told(block):
    """A block on one line: [-removed-], {+added+}, and notes between ‹ and ›."""
    said = ""
    for run in block.runs:
        note = f"‹{run.note}›" if run.note else ""
        around = {"kept": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}[run.kind]
        said += around.format(run.words + note)
    return f"{said} ‹{block.note}›" if block.note else said


def lines(old, new, **options):
    return [told(block) for block in difference(old, new, **options).blocks]


def kinds(section):
    return [block.kind for block in section.blocks]


def words(section, *fates):
    """The lines of a section, of the runs with one of those fates."""
    said = (
        "".join(run.words for run in block.runs if run.kind in fates) for block in section.blocks
    )
    return [line for line in said if line]
