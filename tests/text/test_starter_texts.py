"""The thirteen starter pages beside each other: what they share, and what they use."""

import hashlib
import re
from collections import defaultdict
from functools import cache
from itertools import combinations, pairwise

import pytest

from procedures.text.format.parse import reread
from procedures.text.grammar import markdown
from procedures.text.lists import catalogue
from procedures.text.said import stages
from procedures.text.showing import drawings
from procedures.text.showing.page import facts
from procedures.vocabulary import GlanceKey, SectionKind
from tests.databases import ROOT

CONTENT = ROOT / "content"
SLUGS = sorted(path.name for path in CONTENT.iterdir() if path.is_dir())

#: A run of this many words that two pages share was copied.
RUN = 8

#: Sections whose words may be alike: titles of sources, and what is told alike on purpose.
SHARED = {SectionKind.SOURCES, SectionKind.HELP, SectionKind.QUESTIONS}


@cache
def document(slug):
    """The version patients are to read."""
    path = max((CONTENT / slug).glob("[0-9]*.md"), key=lambda path: int(path.stem))
    return reread(path.read_text(encoding="utf-8"), f"{slug}/{path.name}")


def tokens(slug):
    """Every token of a page, those inside paragraphs too."""
    for section in document(slug).sections:
        for block in markdown.parse(section.markdown)[0]:
            yield block
            yield from block.children or ()


@cache
def everything():
    """Every token of every page."""
    return [token for slug in SLUGS for token in tokens(slug)]


def test_all_thirteen_are_there():
    assert SLUGS == [
        "botulinum-toxin", "chemical-peel", "cryolipolysis", "dermal-fillers",
        "fractional-laser-resurfacing", "intense-pulsed-light", "laser-hair-removal",
        "laser-tattoo-removal", "microdermabrasion", "microneedling", "prp-hair-loss",
        "rf-microneedling", "sclerotherapy",
    ]  # fmt: skip


# Each says it in its own words ------------------------------------------------


def runs(words):
    """Every run of `RUN` words; the ends of sentences are no ends of runs."""
    said = re.findall(r"[^\W_]+(?:['’.][^\W_]+)*", words.lower())
    return {" ".join(said[start : start + RUN]) for start in range(len(said) - RUN + 1)}


def own_words(slug):
    """The passages of a page that must be its own: no headings, no names of facts."""
    text = document(slug)
    yield markdown.plain(text.summary)
    for token in tokens(slug):
        if token.type == "image":
            yield token.content
            yield token.attrs.get("title", "")
    for section in text.sections:
        if section.kind is SectionKind.AT_A_GLANCE:
            yield " ".join(markdown.plain(fact.markdown) for fact in facts(text))
        elif section.kind not in SHARED:
            yield markdown.plain(section.body)
            yield " ".join(markdown.plain(part.body) for part in section.parts)


def test_a_shared_run_is_found_across_sentences_and_citations_and_marks():
    one = runs("Keep it **dry**. Do not swim for “two” days.".replace("*", ""))
    other = runs("Please keep it dry: do not swim, for two days more.")

    assert one & other == {"keep it dry do not swim for two", "it dry do not swim for two days"}


def test_no_page_shares_a_run_of_eight_words_with_another():
    found = {slug: set().union(*map(runs, own_words(slug))) for slug in SLUGS}

    shared = {
        f"{one} and {other}": sorted(found[one] & found[other])
        for one, other in combinations(SLUGS, 2)
        if found[one] & found[other]
    }
    assert shared == {}


# What can happen after several procedures is told alike -----------------------


@cache
def told_alike():
    """The wordings that content/README.md gives, as patients read them: no citations."""
    readme = (CONTENT / "README.md").read_text(encoding="utf-8")
    chapter = readme.partition("### Emergencies are told alike\n")[2].partition("\n## ")[0]
    return [bare(block) for block in re.findall(r"```text\n(.*?)\n```", chapter, re.DOTALL)]


def bare(source):
    """Markdown without citations."""
    return re.sub(r" ?\[[0-9]+\]", "", source)


def help_of(slug):
    return bare(document(slug).section(SectionKind.HELP).markdown)


#: A word of the help on a page → the wording that must then stand there, by its first words.
CALLS_FOR = {
    r"\bwheez": "Get emergency help and lie down",
    r"\bnumbing cream\b": "Get emergency help if, after numbing cream",
    r"\bimmune system\b|\bgrows hot\b": "Get medical help at once if your skin grows hot",
    r"\bcharred\b|\bbigger than your hand\b": "Go to an emergency department if",
    r"\brunning water\b.*\b20 minutes\b": "Cool the burn under",
    r"\blight that hurts\b|\bemergency eye\b": "Get emergency eye care the same day",
    r"\bstroke\b": "Get emergency help if you have a sign of a stroke",
}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_emergency_that_pages_share_is_told_in_the_same_words(slug):
    said = help_of(slug)
    wordings = told_alike()

    for pattern, start in CALLS_FOR.items():
        (wording,) = [one for one in wordings if one.startswith(start)]
        if re.search(pattern, said):
            assert wording in said, f"{slug}: {start} …"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_day_begins_and_ends_alike_on_every_page(slug):
    first, last = told_alike()[-2:]
    (same_day,) = [
        bare(part.body)
        for part in document(slug).section(SectionKind.HELP).parts
        if part.heading == "Same day"
    ]

    assert same_day.startswith(first)
    assert same_day.rstrip().endswith(last)


def test_a_burn_by_cold_is_not_told_to_be_cooled():
    assert "Cool the burn" not in help_of("cryolipolysis")


def test_every_wording_is_used_by_some_page():
    for wording in told_alike():
        assert any(wording in help_of(slug) for slug in SLUGS), wording


# Frozen files cannot be given what a reader of them turns out to need ----------


def test_every_form_of_a_stage_is_used_and_read():
    forms = defaultdict(set)
    for slug in SLUGS:
        for stage in document(slug).section(SectionKind.RECOVERY).parts:
            form = re.sub(r"[0-9]+", "N", stage.heading)
            forms[form].add(stages.days(stage.heading) is not None)

    assert forms == {
        "Treatment day": {True},
        "Day N": {True},
        "Days N to N": {True},
        "Week N": {True},
        "Weeks N to N": {True},
        "Month N": {True},
        "Months N to N": {True},
        "Any time": {False},
    }


def test_every_page_covers_its_recovery_in_order_without_two_tales_of_one_day():
    for slug in SLUGS:
        parts = document(slug).section(SectionKind.RECOVERY).parts
        days = [span for part in parts if (span := stages.days(part.heading))]
        assert days == sorted(days), slug
        assert days[0] == (0, 0), slug
        for (_, end), (start, _) in pairwise(days):
            assert end < start, f"{slug}: day {start} is told twice"


def test_every_value_at_a_glance_is_used_and_read():
    values = [fact for slug in SLUGS for fact in facts(document(slug))]

    assert {fact.unstated for fact in values} == {"", "not known", "ask us"}
    units = {fact.quantity.high_unit for fact in values if fact.quantity}
    assert units >= {"", "minute", "hour", "day", "week", "month", "£"}
    assert {fact.quantity.low == fact.quantity.high for fact in values if fact.quantity} == {
        True, False,
    }  # fmt: skip
    for slug in SLUGS:
        assert [fact.key for fact in facts(document(slug))] == list(GlanceKey), slug
    assert all(fact.begins or fact.key in (GlanceKey.NUMBING, GlanceKey.DEVICE) for fact in values)


def test_every_frequency_is_written_in_the_one_way_and_some_page_has_one():
    every = " ".join(section.markdown for slug in SLUGS for section in document(slug).sections)

    assert len(re.findall(r"\b[0-9]+ in [0-9,]+\b", every)) > 50
    assert re.findall(r"\b[0-9]+ (?:out of|per) 1[0,]*00\b", every) == []


def test_links_lists_tables_and_emphasis_are_all_used():
    assert {token.type for token in everything()} >= {
        "bullet_list_open", "ordered_list_open", "table_open", "strong_open", "em_open",
        "link_open", "image", "citation",
    }  # fmt: skip
    links = {
        re.sub(r"[:/].*", "", token.attrs["href"])
        for token in everything()
        if token.type == "link_open"
    }
    assert links == {"procedure", "https"}


def test_every_page_has_one_drawing_of_its_own_and_all_drawings_are_used():
    named = [
        token.attrs["src"].removeprefix("drawing:")
        for token in everything()
        if token.type == "image"
    ]

    assert sorted(named) == sorted(drawings.known())
    assert len(named) == len(SLUGS)


# Words people type are not words we print --------------------------------------


def test_the_catalogue_has_every_page_once_and_names_its_alternatives():
    entries = list(
        catalogue.parse((CONTENT / "catalogue.yaml").read_bytes(), "catalogue.yaml").entries()
    )

    assert sorted(entry.slug for entry in entries) == SLUGS
    for entry in entries:
        linked = re.findall(
            r"\(procedure:([a-z-]+)\)", document(entry.slug).section(SectionKind.OPTIONS).markdown
        )
        assert set(linked) <= set(entry.alternatives), entry.slug
        assert entry.slug not in entry.alternatives


def test_the_two_kinds_of_needling_point_at_each_other_and_tell_the_warning():
    for one, other in (
        ("microneedling", "rf-microneedling"),
        ("rf-microneedling", "microneedling"),
    ):
        said = document(one).section(SectionKind.OPTIONS).markdown
        assert f"(procedure:{other})" in said
        every = " ".join(section.markdown for section in document(one).sections)
        assert "15 October 2025" in every
        assert "heat" in every


# Released -----------------------------------------------------------------------


def test_every_released_text_is_as_it_was_released():
    lines = (CONTENT / "released.sha256").read_text(encoding="utf-8").splitlines()
    released = dict(reversed(line.split("  ")) for line in lines)

    for name, digest in released.items():
        assert hashlib.sha256((CONTENT / name).read_bytes()).hexdigest() == digest, name
    assert {name.partition("/")[0] for name in released} == set(SLUGS)
