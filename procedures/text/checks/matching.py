"""Patterns that find words in sentences of small letters."""

import re
from collections.abc import Iterable

#: One word for a number.
COUNT = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
#: Of whom figures speak.
PEOPLE = "people|persons|patients|women|men|adults|children|users|others|volunteers"


def words(*alternatives: str, unless: str = "") -> re.Pattern[str]:
    """Any of these as whole words; `unless` must not follow."""
    after = rf"(?!{unless})" if unless else ""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b{after}")


def stems(terms: Iterable[str]) -> re.Pattern[str]:
    """Any of these terms; one that ends in a star with any ending."""
    return words(*(re.escape(term).replace(r"\*", "[a-z]*") for term in terms))


def small(text: str) -> str:
    """The text in small letters; as it is where that would change its length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text
