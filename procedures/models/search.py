"""What patients' search looks in: an index of the published texts, rebuildable."""

from django.db import models

from procedures.models.version import Version


class Word(models.Model):
    """A stem or a name that some text has had. Those of texts no longer shown lead nowhere."""

    stem = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("stem",)

    def __str__(self) -> str:
        return self.stem


class Slip(models.Model):
    """What is left of a word when letters are missing: see `text.searching.slips`."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="slips", db_index=False)
    left = models.CharField(max_length=60)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["left", "word"], name="one_slip_a_word"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.left}"


class Posting(models.Model):
    """A published version says a word; `weight` is how much that tells."""

    word = models.ForeignKey(
        Word, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["word", "version"], name="one_posting_a_word"),
        ]
        indexes = [
            # Ranking reads nothing but this.
            models.Index(fields=["word", "version", "weight"], name="postings_by_word"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.word_id}"
