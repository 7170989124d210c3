"""`catalogue.yaml`: groups and procedures are read as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.grammar.characters import is_unseen
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists.catalogue import Catalogue, Entry, GroupEntry, parse, write

PATH = "content/catalogue.yaml"
WRITTEN = """\
# What may change without being anybody's words: the groups of the catalogue and their order,
# whether the clinic offers a procedure, words people type that no page need show, listed
# alternatives and former slugs. What staff change on the site wins over this file.
groups:
  - name: Skin texture and scars
    procedures:
      - slug: microneedling
        offered_here: true
        search_words:
          - derma roller
          - "2021"
        alternatives:
          - chemical-peel
        former_slugs:
          - skin-needling
      - slug: chemical-peel
        offered_here: false
        search_words: []
        alternatives: []
        former_slugs: []
  - name: "Lips & cheeks"
    procedures: []
"""
NEEDLES = Entry(
    "microneedling",
    search_words=("derma roller", "2021"),
    alternatives=("chemical-peel",),
    former_slugs=("skin-needling",),
)
PEEL = Entry("chemical-peel", offered_here=False)
NAME = "Skin texture and scars"
READ = Catalogue((GroupEntry(NAME, (NEEDLES, PEEL)), GroupEntry("Lips & cheeks", ())))
SLUG_MEND = "use at most 80 small letters, digits and single hyphens"
LIST_MEND = "write [] for an empty one"


def refused(text):
    """What is said of a catalogue that is refused: the line, the fault and the mend of each."""
    with pytest.raises(ContentRefused) as refusal:
        parse(text if isinstance(text, bytes) else text.encode(), PATH)
    assert {fault.path for fault in refusal.value.faults} == {PATH}
    return [(fault.line, fault.what, fault.mend) for fault in refusal.value.faults]


def changed(old, new):
    """The catalogue above with some words changed where they stand first."""
    assert old in WRITTEN
    return WRITTEN.replace(old, new, 1)


def one(**keys):
    """A catalogue of one procedure, whose slug is on line 4 and every other key below it."""
    keys = {"slug": "microneedling", **keys}
    lines = "\n        ".join(f"{key}: {value}" for key, value in keys.items())
    return f"groups:\n  - name: Skin\n    procedures:\n      - {lines}\n"


def test_a_catalogue_is_read_and_written():
    assert parse(WRITTEN.encode(), PATH) == READ
    assert write(READ) == WRITTEN
    assert [entry.slug for entry in READ.entries()] == ["microneedling", "chemical-peel"]


def test_groups_and_words_keep_their_order():
    text = one(search_words="[b, c, a]", alternatives="[z, y]", former_slugs="[q, p]")
    (entry,) = parse(text.encode(), PATH).entries()
    assert entry.search_words == ("b", "c", "a")
    assert (entry.alternatives, entry.former_slugs) == (("z", "y"), ("q", "p"))
    groups = "groups: [{name: Z, procedures: []}, {name: A, procedures: []}]"
    assert [group.name for group in parse(groups.encode(), PATH).groups] == ["Z", "A"]


def test_a_procedure_needs_only_its_slug():
    (entry,) = parse(one().encode(), PATH).entries()
    assert entry == Entry("microneedling", True, (), (), ())


@pytest.mark.parametrize(("words", "offered"), [("true", True), ("false", False)])
def test_a_procedure_is_offered_here_or_not(words, offered):
    (entry,) = parse(one(offered_here=words).encode(), PATH).entries()
    assert entry.offered_here is offered


def test_comments_and_space_are_no_matter():
    text = f"\n# Ours\n{one(search_words='[a]  # typed often')}\n# The end\n"
    assert parse(text.encode(), PATH) == parse(one(search_words="[a]").encode(), PATH)


def test_space_around_words_is_no_part_of_them():
    (entry,) = parse(one(search_words='[" derma roller "]').encode(), PATH).entries()
    assert entry.search_words == ("derma roller",)


def test_an_empty_catalogue_says_so():
    assert write(Catalogue()).endswith("\ngroups: []\n")
    assert parse(write(Catalogue()).encode(), PATH) == Catalogue()


SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True) | st.sampled_from(
    ["no", "2021", "1e3", "null", "a" * 80]
)
WORDS = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"), max_size=60)
    .map(str.strip)
    .filter(lambda words: words and not any(map(is_unseen, words)))
) | st.sampled_from(["no", "2021", "~", "'", '"', "\\", "a: b", "a #b", "- a", "[a]", "*a", "<<"])


@st.composite
def catalogues(draw):
    slugs = iter(draw(st.lists(SLUGS, max_size=8, unique=True)))
    entries = [
        Entry(
            slug,
            draw(st.booleans()),
            tuple(draw(st.lists(WORDS, max_size=2))),
            tuple(draw(st.lists(SLUGS, max_size=2))),
            tuple(former for former, _ in zip(slugs, range(draw(st.integers(0, 1))), strict=False)),
        )
        for slug in slugs
    ]
    names = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    groups = (GroupEntry(name, tuple(entries[i :: len(names)])) for i, name in enumerate(names))
    return Catalogue(tuple(groups))


@given(catalogues())
def test_any_catalogue_is_read_as_it_was_written(catalogue):
    written = write(catalogue)
    assert parse(written.encode(), PATH) == catalogue
    assert write(parse(written.encode(), PATH)) == written


# What is refused ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "# Nothing yet", "groups", "- groups", "{}", "group: []", f"{WRITTEN}more: []"],
)
def test_a_catalogue_has_groups_and_no_more(text):
    said = (1, "a catalogue has one key, “groups”", "write “groups:” and a list below it")
    assert refused(text) == [said]


@pytest.mark.parametrize(
    "group",
    ["Skin", "[]", "{name: Skin}", "{procedures: []}", "{name: Skin, procedures: [], note: a}"],
)
def test_a_group_has_a_name_and_procedures_and_no_more(group):
    assert refused(f"groups:\n  - {group}\n") == [
        (2, "a group must have name and procedures", "write “- name: …”")
    ]


@pytest.mark.parametrize("entry", ["microneedling", "[]", "{offered_here: true}"])
def test_a_procedure_has_a_slug(entry):
    assert refused(f"groups:\n  - name: Skin\n    procedures:\n      - {entry}\n") == [
        (4, "a procedure without slug", "write “- slug: …”")
    ]


def test_a_procedure_has_no_other_key():
    mend = "use one of: slug, offered_here, search_words, alternatives, former_slugs"
    assert refused(one(offered="true")) == [(5, "no key “offered”", mend)]


@pytest.mark.parametrize("value", ["", " none", " {a: b}"])
def test_what_is_no_list_is_refused(value):
    assert refused(f"groups:{value}\n") == [(1, "“groups” must be a list", LIST_MEND)]
    text = f"groups:\n  - name: Skin\n    procedures:{value}\n"
    assert refused(text) == [(3, "“procedures” must be a list", LIST_MEND)]


@pytest.mark.parametrize("key", ["search_words", "alternatives", "former_slugs"])
@pytest.mark.parametrize("value", ["", "none", "{a: b}", "true"])
def test_words_and_slugs_stand_in_lists(key, value):
    assert refused(one(**{key: value})) == [(5, f"“{key}” must be a list", LIST_MEND)]


@pytest.mark.parametrize(
    "slug",
    ["Skin", "skin needling", "skin_needling", "-a", "a-", "a--b", "é", "a/b", "..", "a" * 81],
)
def test_a_slug_is_made_of_small_letters_digits_and_hyphens(slug):
    assert refused(one(slug=slug)) == [(4, f"“{slug}” is no slug", SLUG_MEND)]
    for key in ("alternatives", "former_slugs"):
        assert refused(one(**{key: f"[{slug}]"})) == [(5, f"“{slug}” is no slug", SLUG_MEND)]


@pytest.mark.parametrize("slug", ["", '""', "[a]", "{a: b}", '"a\\nb"', '"a\\n"'])
def test_what_is_no_word_is_no_slug(slug):
    ((line, what, mend),) = refused(one(slug=slug))
    assert (line, what[-10:], mend) == (4, "is no slug", SLUG_MEND)


@pytest.mark.parametrize(
    ("word", "read_as"),
    [("no", "true or false"), ("On", "true or false"), ("2021", "a number"), ("~", "nothing")],
)
def test_a_word_that_yaml_reads_otherwise_must_stand_in_quotes(word, read_as):
    said = (f"YAML reads “{word}” as {read_as}", f'put it in double quotes: "{word}"')
    assert refused(one(search_words=f"[{word}]")) == [(5, *said)]
    assert refused(changed(NAME, word)) == [(5, *said)]
    (entry,) = parse(one(search_words=f'["{word}"]').encode(), PATH).entries()
    assert entry.search_words == (word,)


@pytest.mark.parametrize("word", ['""', '"  "', "[a]", "{a: b}"])
def test_what_is_no_word_is_refused(word):
    for text, key in (
        (one(search_words=f"[{word}]"), "search_words"),
        (changed(NAME, word), "name"),
    ):
        assert refused(text) == [(5, f"“{key}” must be words", "write some words")]


@pytest.mark.parametrize("value", ["", "yes", "True", "TRUE", "1", "[true]", '""', "not yet"])
def test_a_procedure_is_offered_here_or_not_and_nothing_else(value):
    fault = "“offered_here” must be true or false"
    assert refused(one(offered_here=value)) == [(5, fault, "write one of them")]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "first"),
    [
        ("slug: chemical-peel", "slug: microneedling", 16, "slug “microneedling”", 7),
        ("slug: chemical-peel", "slug: skin-needling", 16, "slug “skin-needling”", 7),
        ("- skin-needling", "- chemical-peel", 16, "slug “chemical-peel”", 7),
        ("- skin-needling", "- microneedling", 7, "slug “microneedling”", 7),
        ("- skin-needling", "- a\n          - a", 7, "slug “a”", 7),
        ("procedures: []", "procedures: [{slug: chemical-peel}]", 22, "slug “chemical-peel”", 16),
        ("Lips & cheeks", NAME, 21, f"group “{NAME}”", 5),
        ("Lips & cheeks", f" {NAME} ", 21, f"group “{NAME}”", 5),
    ],
)
def test_nothing_stands_twice(old, new, line, what, first):
    assert refused(changed(old, new)) == [
        (line, f"the {what} stands here a second time", f"keep one; the first is on line {first}")
    ]


def test_the_name_of_a_group_has_120_characters_at_most():
    name = "a" * 120
    assert parse(changed(NAME, name).encode(), PATH).groups[0].name == name
    assert refused(changed(NAME, f"{name}a")) == [
        (5, "“name” has 121 characters", "the most is 120; shorten it")
    ]


def test_what_has_no_name_is_not_said_to_stand_twice():
    text = 'groups: [{name: "", procedures: [{slug: []}]}, {name: "", procedures: [{slug: []}]}]'
    assert refused(text) == [
        (1, "“name” must be words", "write some words"),
        (1, "“” is no slug", SLUG_MEND),
    ]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (changed("name: ", "name: a: "), 5, "YAML cannot be read here"),
        (changed("groups:", "groups: &all"), 4, "an anchor, &all"),
        (changed("- derma roller", "- *all"), 10, "an alias, *all"),
        (changed("offered_here: true", "offered_here: !!bool true"), 8, "a YAML tag, !!bool"),
        (changed("offered_here: true", "slug: a"), 8, "the key “slug” stands here a second time"),
        (f"{WRITTEN}groups: []\n", 23, "the key “groups” stands here a second time"),
        (f"\ufeff{WRITTEN}", 1, "the file begins with a byte order mark"),
        (WRITTEN.replace("\n", "\r\n"), 1, "lines end in CR LF or CR"),
        (changed("derma", "der\u200bma"), 10, "an invisible character, U+200B"),
        (changed("derma", "@").encode().replace(b"@", b"\xff"), 10, "a character that is not"),
    ],
)
def test_what_cannot_be_read_is_refused(text, line, fault):
    ((where, what, _),) = refused(text)
    assert (where, what[: len(fault)]) == (line, fault)


def test_every_fault_is_told_at_once():
    text = changed("offered_here: true", "offered_here: yes").replace("- skin-needling", "- Skin")
    assert [(line, what) for line, what, _ in refused(text)] == [
        (8, "“offered_here” must be true or false"),
        (15, "“Skin” is no slug"),
    ]
