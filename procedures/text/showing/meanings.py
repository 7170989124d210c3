"""Words of a page that the glossary explains, each with a way to its meaning."""

import html
import re
from collections.abc import Iterator

from procedures.text.lists.glossary import Glossary, Term

_OPENING, _CLOSING = "([“‘", ".,;:!?)]”’"


class Meanings:
    """The meanings that one page has told so far.

    A word is explained where a section first has it. Its meaning stands once on the page, where
    the word comes first; later ones open the same.
    """

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._explained: set[tuple[str, str]] = set()
        self._told: set[str] = set()

    def told(self, section: str, words: str) -> Iterator[tuple[str, bool]]:
        """The words in their order: plain ones, and markup of ours (true)."""
        reached = 0
        for match, term in self._glossary.found(words):
            if (section, term.anchor) in self._explained:
                continue
            self._explained.add((section, term.anchor))
            start, end = _unbroken(words, reached, match)
            yield words[reached:start], False
            button = self._button(match[0], term)
            if (start, end) != match.span():
                before = html.escape(words[start : match.start()])
                after = html.escape(words[match.end() : end])
                button = f'<span class="unbroken">{before}{button}{after}</span>'
            yield button, True
            reached = end
        yield words[reached:], False

    def _button(self, word: str, term: Term) -> str:
        anchor = f"meaning-{term.anchor}"
        button = (
            f'<button type="button" class="term" popovertarget="{anchor}">'
            f"{html.escape(word)}</button>"
        )
        if term.anchor in self._told:
            return button
        self._told.add(term.anchor)
        meaning = html.escape(term.meaning)
        return f'{button}<span class="meaning" id="{anchor}" popover="auto">{meaning}</span>'


def _unbroken(words: str, reached: int, match: re.Match[str]) -> tuple[int, int]:
    """From where to where nothing is to be parted from a word by the end of a line."""
    start, end = match.span()
    while start > reached and words[start - 1] in _OPENING:
        start -= 1
    while end < len(words) and words[end] in _CLOSING:
        end += 1
    return start, end
