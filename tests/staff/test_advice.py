"""What the checks and both reading grades say of each section while one writes it."""

import pytest

from procedures.editorial import judging
from procedures.staff.writing import preview
from procedures.staff.writing.advice import PAGE
from procedures.staff.writing.advice import advice as told_of
from tests.clinic import make_draft
from tests.staff.test_editor import send

pytestmark = pytest.mark.django_db

HARD = "- The procedure is invariably accompanied by considerable discomfort and erythema."


@pytest.fixture
def version():
    return make_draft()


def words_of(version, **words):
    return dict(version.manuscript.fields) | words


def advice(words):
    """What is said of these words on this site."""
    known = judging.pictures()
    return told_of(words, preview.judged(words, known), known)


def saved(browser, version, **words):
    """What a save by the script of the page tells of the checks."""
    fields = version.manuscript.fields
    sent = words | {f"base-{name}": fields[name] for name in words}
    answer = send(browser, version, sent, headers={"X-Requested-With": "XMLHttpRequest"})
    return answer.json()["checks"]


def found(one):
    return {(line, finding.words) for line, finding in one.findings}


def test_each_section_has_both_grades_and_what_to_look_at_with_its_line(version):
    told = advice(words_of(version, cons=f"- It takes time.\n{HARD}", pros="Quick. Safe."))

    assert told["cons"].everything > 6
    assert told["cons"].prose is None
    assert told["cons"].is_high
    assert (2, "erythema") in found(told["cons"])
    assert told["pros"].prose < 6
    assert not told["pros"].is_high
    assert told[PAGE].everything is not None
    assert all(line == 0 for line, _ in told[PAGE].findings)


def test_what_matters_most_comes_first(version):
    levels = [one.level for _, one in advice(words_of(version, cons=HARD))[PAGE].findings]
    assert levels == sorted(levels, key=["error", "warning", "hint"].index)


def test_of_a_section_that_cannot_be_read_nothing_is_said_and_of_the_others_all(version):
    told = advice(words_of(version, pros="- **broken", cons=HARD, also_known_as="a\na"))

    assert "pros" not in told
    assert PAGE not in told
    assert (1, "erythema") in found(told["cons"])


def test_of_a_draft_with_nothing_in_it_nothing_is_said(version):
    told = advice(dict.fromkeys(words_of(version), ""))
    assert all(one.findings == () for name, one in told.items() if name == "cons")
    assert advice(words_of(version, title="", sources="", about="x [9]\n\n## Odd")).keys() <= {
        *words_of(version)
    }


def test_the_form_opens_with_it_and_each_save_tells_it_anew(eve, version):
    page = eve.get(f"/admin/drafts/{version.pk}/").content.decode()
    assert page.count("Reads at grade") > 5

    told = saved(eve, version, cons=HARD)

    assert "erythema" in told["cons"]
    assert "Write “redness”" in told["cons"]
    assert "Warning, line 1:" in told["cons"]
    assert "Reads at grade" in told[PAGE]


def test_words_of_a_draft_are_words_there_too(eve, version):
    bad = "- You will often <img src=x onerror=alert(1)> bruise."
    told = saved(eve, version, cons=bad)
    assert "<img" not in "".join(told.values())
