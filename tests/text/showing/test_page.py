"""A page: every part in its fixed order, rendered once, and no word lost.

`Markup` reads HTML as strictly as it can be read, `whole` is a page as one piece of HTML;
other tests use both.
"""

import re
from html.parser import HTMLParser

import pytest
from django.utils.html import conditional_escape, format_html
from hypothesis import given
from hypothesis import strategies as st

from procedures.text.grammar import markdown
from procedures.text.showing.page import excerpt, facts, page
from procedures.text.showing.render import Surroundings
from procedures.vocabulary import PARTS, GlanceKey, SectionKind
from tests.text.documents import LEAST, PHOTO, documents, make_document, make_text, read, sections

SITE = Surroundings(photos={f"photo:{PHOTO}": (640, 480)})
ABOUT, RECOVERY = SectionKind.ABOUT, SectionKind.RECOVERY

#: Every element a page may be made of, and its attributes.
ELEMENTS = (
    "p class|a href id aria-label|sup|ol start|th class scope|td class data-label|ul|li|h2|"
    "figure class|figcaption|img src srcset sizes alt width height loading|strong|em|table|"
    "thead|tbody|tr"
)
ALLOWED = {tag: set(names) for tag, *names in map(str.split, ELEMENTS.split("|"))}


class Markup(HTMLParser):
    """Some HTML: its ids, its words, and what must not be in it (`faults`).

    `words` are without citations and what stands in the place of pictures.
    """

    def __init__(self, source):
        super().__init__()
        self.ids, self.faults, self.words = [], [], ""
        self._tags, self._silent = 0, None
        self.feed(source)
        self.close()
        if source.count("<") != self._tags:
            self.faults.append("a “<” that opens no tag")
        if len(self.ids) != len(set(self.ids)):
            self.faults.append("an id that stands twice")

    def handle_starttag(self, tag, attributes):
        self._tags += 1
        if tag in ("sup", "figure") or ("class", "withheld") in attributes:
            self._silent = tag
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name not in ALLOWED.get(tag, ()):
                self.faults.append(f"<{tag} {name}>")
            elif name == "id":
                self.ids.append(value)
            elif name in ("href", "src", "srcset"):
                # As a browser reads an address: without tabs, line ends and space before it.
                scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", re.sub(r"[\0- ]", "", value))
                if scheme and scheme[0].lower() not in ("http:", "https:"):
                    self.faults.append(f"{name}={value}")

    def handle_endtag(self, tag):
        self._tags += 1
        if tag == self._silent:
            self._silent = None

    def handle_data(self, words):
        if self._silent is None:
            self.words += words

    def handle_comment(self, words):
        self.faults.append(f"<!{words}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def whole(shown):
    """Everything of a page, put into HTML as a template puts it."""
    about = shown.document
    said = [about.title, *about.also_known_as, *about.change_notes, about.written_by, shown.summary]
    said += [fact.html for fact in shown.facts]
    for one in shown.sections:
        said += [format_html("<h2>{}</h2>", one.heading), one.html]
        said += [words for part in one.parts for words in (part.heading, part.html)]
        for stage in one.stages:
            said += [stage.heading, stage.expect, *stage.do, *stage.avoid]
    said += [format_html('<a href="{}">{}</a>', one.url, one.words) for one in shown.sources]
    return "\n".join(map(conditional_escape, said))


def make_page(words=None, **changes):
    return page(make_document(words=words, **changes), SITE)


def section(shown, kind):
    return next(one for one in shown.sections if one.kind == kind)


def make_stage(body, heading="Day 1"):
    """The one stage of a page whose recovery is this."""
    (stage,) = section(make_page({RECOVERY: {heading: body}}), RECOVERY).stages
    return stage


# Sections and parts ---------------------------------------------------------


def test_a_page_has_its_document_and_its_summary():
    document = make_document(summary="What *it* is.\n\nWhat it does.")
    shown = page(document, SITE)
    assert shown.document is document
    assert shown.summary == "<p>What <em>it</em> is.</p>\n<p>What it does.</p>\n"


def test_sections_stand_in_a_fixed_order_whatever_the_order_of_the_file():
    head, *found = make_text().split("\n## ")
    shown = page(read("\n## ".join([head, *reversed(found)])), SITE)

    order = [one.kind for one in shown.sections]
    assert order == [kind for kind in SectionKind if kind in order]
    assert not {SectionKind.AT_A_GLANCE, SectionKind.SOURCES}.intersection(order)
    assert shown == page(read(make_text()), SITE)


def test_a_section_has_its_heading_and_its_anchor():
    shown = section(make_page(), SectionKind.CONTRAINDICATIONS)
    assert (shown.heading, shown.anchor) == ("Who should not have it", "who-should-not-have-it")
    assert [(part.heading, part.anchor) for part in shown.parts] == [
        ("Do not have it if", "who-should-not-have-it-1"),
        ("Talk to us first if", "who-should-not-have-it-2"),
    ]
    assert shown.parts[0].html == "<ul>\n<li>You have an infection in the area.</li>\n</ul>\n"
    assert (shown.html, shown.stages) == ("", ())


@pytest.mark.parametrize("kind", [ABOUT, RECOVERY, SectionKind.SIDE_EFFECTS])
def test_a_section_without_parts_has_a_body(kind):
    shown = section(make_page({kind: "It **pricks**."}), kind)
    assert shown.html == "<p>It <strong>pricks</strong>.</p>\n"
    assert shown.parts == shown.stages == ()


@pytest.mark.parametrize("kind", PARTS)
def test_parts_stand_most_urgent_first_whatever_the_order_of_the_file(kind):
    words = {heading: f"About {heading}." for heading in reversed(PARTS[kind])}
    parts = section(make_page({kind: words}), kind).parts
    assert tuple(part.heading for part in parts) == PARTS[kind]
    assert [part.html for part in parts] == [f"<p>About {one}.</p>\n" for one in PARTS[kind]]
    assert [part.anchor for part in parts] == [f"{kind}-{i + 1}" for i in range(len(parts))]


# Recovery -------------------------------------------------------------------


def test_a_stage_parts_what_to_expect_from_what_to_do_and_to_avoid():
    more = "You itch.\n\n1. Rest.\n2. Do not run."
    stage = make_stage(f"You are *red*.\n\n- Wash.\n- Do not swim.\n\n{more}")
    assert stage.expect == "<p>You are <em>red</em>.</p>\n<p>You itch.</p>\n"
    assert stage.do == ("Wash.", "Rest.")
    assert stage.avoid == ("Do not swim.", "Do not run.")


AVOIDED = """\
Do not swim.|**Do not** swim.|*Do* not swim.|**Do not swim**|Do\n  not swim.|Do\u00a0not swim.|\
Do not [swim](https://example.org).|Do not, for a week, swim.|Do not:\n  - swim\n  - run|\
Do not\n  - swim|do not swim.|DO NOT swim.""".split("|")
DONE = """\
Wash. Do not rub.|Do nothing.|Do notice what changes.|Do wash.|Wash\n  - Do not rub|\
“Do not” is a strong word.""".split("|")


@pytest.mark.parametrize("item", AVOIDED)
def test_an_item_that_begins_do_not_is_to_be_avoided(item):
    stage = make_stage(f"- {item}\n- Wash.")
    assert (stage.do, len(stage.avoid)) == (("Wash.",), 1)


@pytest.mark.parametrize("item", DONE)
def test_any_other_item_is_to_be_done(item):
    stage = make_stage(f"- {item}\n- Do not swim.")
    assert (stage.avoid, len(stage.do)) == (("Do not swim.",), 1)


@pytest.mark.parametrize("led", ["You may notice:", "Do not:", "Do *not* [1]:", "a\nb **c:**"])
def test_a_list_stays_with_the_words_that_lead_to_it(led):
    stage = make_stage(f"{led}\n\n- swim\n- Do not run\n\nYou itch.\n\n- Wash.")
    assert stage.expect.index("<li>Do not run</li>") < stage.expect.index("<p>You itch.</p>")
    assert (stage.do, stage.avoid) == (("Wash.",), ())


def test_items_keep_their_paragraphs_lists_and_tables():
    stage = make_stage("- Wash:\n\n  twice\n\n  - soap\n- Do not rub:\n\n  | a |\n  | - |\n  | b |")
    assert stage.do == ("<p>Wash:</p>\n<p>twice</p>\n<ul>\n<li>soap</li>\n</ul>\n",)
    assert '<td data-label="a">b</td>' in stage.avoid[0]


def test_pictures_and_tables_are_to_be_expected():
    stage = make_stage(f'| a |\n| - |\n| b |\n\n![c](photo:{PHOTO} "d")')
    assert '<td data-label="a">b</td>' in stage.expect
    assert '<figure class="photo">' in stage.expect


def test_stages_keep_the_order_of_the_file_and_know_their_days():
    headings = ["Treatment day", "Day 1", "Days 2 to 3", "Week 2", "Any time", "Later & after"]
    shown = section(make_page({RECOVERY: dict.fromkeys(headings, "Red.")}), RECOVERY)
    assert [stage.heading for stage in shown.stages] == headings
    assert [stage.days for stage in shown.stages] == [(0, 0), (1, 1), (2, 3), (8, 14), None, None]
    assert [stage.anchor for stage in shown.stages] == [f"recovery-{n}" for n in range(1, 7)]
    assert shown.parts == ()


@pytest.mark.parametrize(
    ("heading", "pace"),
    [
        ("Treatment day", "days"),
        ("Days 4 to 7", "days"),
        ("Week 1", "days"),
        ("Days 4 to 8", "weeks"),
        ("Weeks 2 to 6", "weeks"),
        ("Months 1 to 2", "weeks"),
        ("Months 1 to 3", "months"),
        ("Any time", ""),
        ("When you are ready", ""),
    ],
)
def test_a_stage_knows_how_fast_time_passes_in_it(heading, pace):
    assert make_stage("Red.", heading=heading).pace == pace


# At a glance ----------------------------------------------------------------


def test_facts_stand_in_a_fixed_order():
    keys = [*GlanceKey]
    words = "\n".join(f"- {key}: not known yet [1]" for key in reversed(keys))
    shown = make_page({SectionKind.AT_A_GLANCE: words})
    assert [fact.key for fact in shown.facts] == keys
    assert [Markup(fact.html).words for fact in shown.facts] == ["not known yet"] * len(keys)
    assert [fact.key for fact in facts(shown.document)] == keys


def test_the_value_of_a_fact_stands_out_from_its_words():
    words = "- Cost: £100 to £350, with cream\n- Numbing: cream & ice\n- Results last: not known"
    shown = make_page({SectionKind.AT_A_GLANCE: words}).facts
    assert [fact.html for fact in shown] == [
        "cream &amp; ice",
        "<strong>not known</strong>",
        "<strong>£100 to £350</strong>, with cream",
    ]


def test_a_text_without_at_a_glance_has_no_facts():
    shown = make_page({SectionKind.AT_A_GLANCE: None})
    assert facts(shown.document) == shown.facts == ()


# Sources --------------------------------------------------------------------


def test_a_source_knows_the_places_that_cite_it():
    shown = make_page({ABOUT: "Red [2]. Sore [2][1].", SectionKind.PROS: "- Fast [2]"})
    one, two = shown.sources
    assert (one.number, one.words) == (1, "Skin needling. DermNet, 2022.")
    assert (two.number, two.words, two.url) == (2, "A textbook of skin. Example Press, 2020.", "")
    assert one.url == "https://dermnetnz.org/topics/skin-needling"
    assert {place.anchor for place in one.cited_in} >= {"about"}
    assert [place.anchor for place in two.cited_in][-1] == "pros"


def test_a_source_that_nothing_cites_is_listed():
    assert [one.cited_in for one in make_page(LEAST, summary="Needles.").sources] == [(), ()]


def test_a_source_leads_back_to_the_sections_in_the_order_a_reader_meets_them():
    words = {
        SectionKind.PROS: "- Fast [1]",
        SectionKind.AT_A_GLANCE: "- Session: 1 hour [1]",
        ABOUT: "Red.",
        RECOVERY: {"Day 1": "- Wash [1].\n\nYou are red [1]."},
        SectionKind.HELP: {"Any time": "Worry [1]."},
    }
    (source, _) = make_page(
        {**dict.fromkeys(LEAST, "Words."), **words}, summary="Sharp [1]."
    ).sources
    assert [(place.anchor, place.heading) for place in source.cited_in] == [
        ("summary", "Summary"),
        ("at-a-glance", "At a glance"),
        ("recovery", "Recovery"),
        ("when-to-get-help", "When to get help"),
        ("pros", "Pros"),
    ]


# One section on its own ------------------------------------------------------


def test_a_section_on_its_own_has_just_the_sources_it_cites():
    shown = excerpt(make_document(), SITE, SectionKind.CONTRAINDICATIONS)
    assert shown.sections[0].parts[1].heading == "Talk to us first if"
    assert [(one.number, [place.anchor for place in one.cited_in]) for one in shown.sources] == [
        (2, ["who-should-not-have-it"])
    ]
    assert (shown.summary, shown.facts, len(shown.sections)) == ("", (), 1)
    assert shown.document.title == "Microneedling"


def test_a_page_says_when_to_get_help_if_its_text_does():
    assert make_page().help.heading == "When to get help"
    assert make_page({SectionKind.HELP: None}).help is None


# Any page -------------------------------------------------------------------


def squeezed(words):
    """The characters of the words, each as often as it stands there, without space."""
    return sorted(re.sub(r"\s", "", words))


@given(st.sampled_from([*SectionKind][1:-1]).flatmap(sections))
def test_no_word_of_a_section_is_lost_or_added(one):
    html = whole(excerpt(make_document(sections=(one,), sources=()), SITE, one.kind))
    said = Markup(html.partition("</h2>")[2]).words
    assert squeezed(said) == squeezed(markdown.plain(one.markdown))


@given(documents())
def test_any_page_is_clean_and_the_same_each_time(document):
    html = whole(page(document, SITE))
    assert whole(page(document, SITE)) == html
    assert Markup(html).faults == []
    assert "style=" not in re.sub(r">[^<]*<", "><", html)
