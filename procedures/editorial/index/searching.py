"""What patients' search finds: the words of published texts, and no others.

The verbs that show a text and take it away call these in their own transactions.
"""

from procedures.models import Posting, Slip, Version, Word
from procedures.text.format.document import Document
from procedures.text.format.parse import reread
from procedures.text.searching import slips, weights


def enter(version: Version) -> None:
    """Let search find a text that patients read, by its words and those people type for it.

    Of a text that search knows already, only what differs is written.
    """
    stored = _stored(version)
    found = weights(reread(version.text, str(version)), version.procedure.search_words)
    gone = [stem for stem, weight in stored.items() if found.get(stem) != weight]
    new = [stem for stem, weight in found.items() if stored.get(stem) != weight]
    version.postings.filter(word__stem__in=gone).delete()
    ids = _words(sorted(new))
    Posting.objects.bulk_create(
        Posting(word_id=ids[stem], version=version, weight=found[stem]) for stem in new
    )


def remove(version: Version) -> None:
    """Let search find the text no longer."""
    version.postings.all().delete()


def forget() -> None:
    """Remove words that no text has which patients read: somebody’s name may be among them."""
    Word.objects.filter(postings=None).delete()


def _words(stems: list[str]) -> dict[str, int]:
    """Stem → its row. Rows are made in one order, so that two publications cannot block each
    other for good."""
    ids = dict(Word.objects.filter(stem__in=stems).values_list("stem", "pk"))
    new = [stem for stem in stems if stem not in ids]
    if new:
        Word.objects.bulk_create([Word(stem=stem) for stem in new], ignore_conflicts=True)
        made = dict(Word.objects.filter(stem__in=new).values_list("stem", "pk"))
        rows = [Slip(word_id=made[stem], left=left) for stem in new for left in sorted(slips(stem))]
        Slip.objects.bulk_create(rows, ignore_conflicts=True)
        ids |= made
    return ids


def finds_others() -> bool:
    """Whether search finds words of texts that are not published."""
    return Posting.objects.exclude(version__in=Version.objects.published()).exists()


def finds(version: Version, document: Document) -> bool:
    """Whether search knows of a published text, parsed, just what it says."""
    return _stored(version) == weights(document, version.procedure.search_words)


def _stored(version: Version) -> dict[str, int]:
    """Stem → its weight, as search has them of a version."""
    return dict(version.postings.values_list("word__stem", "weight"))
