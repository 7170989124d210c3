"""Whatever a page says, every rule can judge it and every score be told."""

import pytest
from hypothesis import given

from procedures.text.checks import telling
from procedures.text.checks.rules import RULES, judge
from procedures.text.format.write import write
from tests.text.checks.pages import reading
from tests.text.documents import PATH, documents

pytestmark = pytest.mark.uncounted


@given(documents())
def test_no_document_makes_a_rule_fail(document):
    found = judge(reading(document), PATH)

    lines = write(document).count("\n") + 1
    for finding in found:
        assert finding.rule in RULES
        assert 1 <= finding.line <= lines
        assert finding.words in finding.sentence
        assert finding.words
        assert finding.suggestion


@given(documents())
def test_every_document_has_scores(document):
    found = reading(document)

    assert list(telling.score_lines(PATH, found))
    assert telling.scores_as_json(PATH, found)["items"]
