"""Accepted Markdown becomes HTML that is safe to show, and says the same."""

import re

import pytest
from django.template import Context, Template
from django.utils.html import conditional_escape

from procedures.text.showing import drawings
from procedures.text.showing.render import Html, Place, Renderer, Surroundings
from tests.text.documents import PHOTO
from tests.text.rendering import rendered
from tests.text.showing.test_page import Markup

SITE = Surroundings(photos={f"photo:{PHOTO}": (640, 480)})
SVG = '<svg xmlns="http://www.w3.org/2000/svg" role="img"><desc>Skin.</desc></svg>'


@pytest.fixture
def drawing(tmp_path, monkeypatch):
    """The site has one drawing, skin-layers-1."""
    (tmp_path / "skin-layers-1.svg").write_text(SVG)
    monkeypatch.setattr(drawings, "FOLDER", tmp_path)
    drawings.known.cache_clear()
    drawings.svg.cache_clear()
    yield
    drawings.known.cache_clear()
    drawings.svg.cache_clear()


def cited(number):
    """The markup of a citation."""
    return f'<sup><a href="#source-{number}" aria-label="Source {number}">[{number}]</a></sup>'


# Words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("One.\nTwo.\n\nThree.", "<p>One.\nTwo.</p>\n<p>Three.</p>\n"),
        (
            "**Bold** and *soft* and ***both***.",
            "<p><strong>Bold</strong> and <em>soft</em> and <em><strong>both</strong></em>.</p>\n",
        ),
        ("a_b_c and 2 * 3", "<p>a_b_c and 2 * 3</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("Bring:\n- a\n- b", "<p>Bring:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("- a\n\n  b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
    ],
)
def test_paragraphs_lists_and_marked_words(source, html):
    assert rendered(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("R&D", "R&amp;D"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        ("say \"a\" or 'b'", "say \"a\" or 'b'"),
        ("\\<b\\>", "&lt;b&gt;"),
        ("\\*a\\* \\[1\\] \\& \\\\", "*a* [1] &amp; \\"),
        ("AT&T; &", "AT&amp;T; &amp;"),
        ("é 中 “so” – 3 °C", "é 中 “so” – 3 °C"),
        ("a\u00a0b", "a&nbsp;b"),
        ("{{ a }}{% b %}", "{{ a }}{% b %}"),
    ],
)
def test_words_are_escaped_and_stay_what_they_are(source, html):
    assert rendered(source) == f"<p>{html}</p>\n"
    assert Renderer(SITE).render_line(source) == html


@pytest.mark.parametrize("source", ["# a", "- a", "1. a", "| a |", "    a", "***", "> a"])
def test_a_line_is_never_a_block(source):
    shown = Markup(Renderer(SITE).render_line(source))
    assert (shown.words, shown.faults) == (source, [])


def test_a_line_has_citations():
    assert Renderer(SITE).render_line("20 minutes [2]") == f"20 minutes{cited(2)}"


def test_no_markup_but_ours_is_shown_even_where_it_was_not_refused():
    html = rendered('<p lang="x" title="y" id="z" style="a">b</p> <b>c</b> <a class="d">e</a>\n')
    assert html == "<p>b</p> c <a>e</a>\n"
    assert rendered("a `b` <i onclick=c>d</i>  \ne") == "<p>a b d\ne</p>\n"
    assert rendered("a ![b](photo:c) d") == "<p>a  d</p>\n"


# Citations ------------------------------------------------------------------


def test_a_citation_leads_to_its_source():
    assert rendered("Red [12].") == f"<p>Red{cited(12)}.</p>\n"


@pytest.mark.parametrize("space", ["", " ", "  ", "\t"])
def test_a_citation_stands_close_to_the_word_it_belongs_to(space):
    assert rendered(f"Red{space}[1] and *sore{space}[1]* skin.") == (
        f"<p>Red{cited(1)} and <em>sore{cited(1)}</em> skin.</p>\n"
    )


def test_a_citation_is_known_by_its_number_however_it_is_written():
    assert rendered("[02]") == f"<p>{cited(2)}</p>\n"


def test_a_source_may_be_cited_again():
    assert rendered("[1][2] [1]") == f"<p>{cited(1)}{cited(2)}{cited(1)}</p>\n"


def test_a_source_knows_the_sections_that_cite_it_each_once():
    renderer = Renderer(SITE)
    about, pros = Place("about", "About"), Place("pros", "Pros")
    renderer.place = about
    renderer.render_markdown("[1]\n\n- [1]")
    renderer.place = pros
    renderer.render_line("[1][2]")
    assert renderer.cited == {1: [about, pros], 2: [pros]}
    assert Renderer(SITE).cited == {}


def test_citations_may_stand_in_marked_words_and_tables():
    shown = Markup(rendered("**a [1]** *[1]*\n\n| a [1] |\n| - |\n| [1] |"))
    assert shown.faults == []


# Links ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://example.org", "https://example.org"),
        ("http://example.org/a", "http://example.org/a"),
        ("https://example.org/?a=b&c=d", "https://example.org/?a=b&amp;c=d"),
        ("https://example.org/?a=b&amp;c=d", "https://example.org/?a=b&amp;c=d"),
        ("https://example.org/?a=b&copy=c", "https://example.org/?a=b&amp;copy=c"),
        ("<https://example.org/\"b\" 'c'>", "https://example.org/%22b%22%20'c'"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("procedure:chemical-peel", "/procedures/chemical-peel/"),
    ],
)
def test_a_link_leads_to_its_address(address, href):
    assert rendered(f"See [a *b*]({address}).") == (
        f'<p>See <a href="{href}">a <em>b</em></a>.</p>\n'
    )


def test_the_site_knows_where_a_procedure_is():
    surroundings = Surroundings(procedure_url='/?a="{}"&b=c'.format)
    html = rendered("[a](procedure:chemical-peel)", surroundings)
    assert html == '<p><a href="/?a=&quot;chemical-peel&quot;&amp;b=c">a</a></p>\n'


@pytest.mark.parametrize("address", ["javascript:a", "JaVaScRiPt:a", "data:a", "mailto:a", "b:a"])
def test_a_link_of_any_other_kind_leads_nowhere(address):
    assert rendered(f"[a]({address})") == "<p><a>a</a></p>\n"


# Tables ---------------------------------------------------------------------


def test_every_cell_of_a_table_has_the_label_of_its_column():
    assert rendered("| a | b *c* |\n| - | - |\n| d | **e** |\n| f | |").split("\n") == [
        "<table><thead>",
        '<tr><th scope="col">a</th>',
        '<th scope="col">b <em>c</em></th>',
        "</tr>",
        "</thead>",
        "<tbody>",
        '<tr><td data-label="a">d</td>',
        '<td data-label="b c"><strong>e</strong></td>',
        "</tr>",
        '<tr><td data-label="a">f</td>',
        '<td data-label="b c"></td>',
        "</tr>",
        "</tbody>",
        "</table>",
        "",
    ]


def test_a_corner_without_words_heads_no_column():
    html = rendered("| | a |\n| - | - |\n| b | c |")
    assert '<tr><td></td>\n<th scope="col">a</th>' in html
    assert '<td data-label="">b</td>' in html


def test_each_table_has_labels_of_its_own():
    html = rendered("| a | b |\n| - | - |\n| c | d |\n\n| e |\n| - |\n| f |")
    assert '<td data-label="e">f</td>' in html
    assert html.count('data-label="a"') == 1


def test_a_label_is_escaped_and_cites_nothing():
    html = rendered('| "a" & \\<b [1] |\n| - |\n| c |')
    assert '<td data-label="&quot;a&quot; &amp; &lt;b">c</td>' in html
    assert html.count("#source-1") == 1


@pytest.mark.parametrize(("line", "name"), [(":--", "left"), (":-:", "center"), ("--:", "right")])
def test_a_column_is_aligned_by_a_class(line, name):
    html = rendered(f"| a |\n| {line} |\n| b |")
    assert f'<th scope="col" class="align-{name}">a</th>' in html
    assert f'<td data-label="a" class="align-{name}">b</td>' in html
    assert "style" not in html


# Pictures -------------------------------------------------------------------


def test_a_photo_has_its_size_its_words_and_its_caption():
    assert rendered(f'![A needle](photo:{PHOTO} "The needle")', SITE) == (
        f'<figure class="photo"><img src="/photos/{PHOTO}.webp" '
        f'srcset="/photos/{PHOTO}-480.webp 480w, /photos/{PHOTO}.webp 640w" '
        'sizes="(min-width: 44rem) 40rem, 100vw" width="640" height="480" alt="A needle" '
        'loading="lazy"><figcaption>The needle</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("width", "offered"),
    [(480, None), (481, "480 481"), (960, "480 960"), (1600, "480 960 1600")],
)
def test_a_photo_is_offered_as_narrow_as_a_screen_may_need(width, offered):
    html = rendered(f'![a](photo:{PHOTO} "b")', Surroundings({f"photo:{PHOTO}": (width, 9)}))
    found = re.search(' srcset="([^"]*)"', html)
    widths = re.findall(r" (\d+)w", found[1]) if found else None
    assert widths == (offered.split() if offered else None)


def test_the_words_of_a_photo_and_its_address_are_escaped():
    site = Surroundings(photos={f"photo:{PHOTO}": (1, 2)}, photo_url='/?a="{}"&b={}'.format)
    html = rendered(f"![\"a\" & 'b' < c](photo:{PHOTO} '\"d\" & e < f')", site)
    assert f'src="/?a=&quot;{PHOTO}&quot;&amp;b=None"' in html
    assert 'alt="&quot;a&quot; &amp; &#x27;b&#x27; &lt; c"' in html
    assert "<figcaption>&quot;d&quot; &amp; e &lt; f</figcaption>" in html
    assert Markup(html).faults == []


@pytest.mark.parametrize("source", [f"photo:{'4b' * 32}", "a.png"])
def test_a_photo_that_may_not_be_shown_is_spoken_of_and_its_words_stay(source):
    assert rendered(f'![a]({source} "b < c")', SITE) == (
        '<figure class="withheld"><p>A photo belongs here. It is not shown at the moment.</p>'
        "<figcaption>b &lt; c</figcaption></figure>"
    )


def test_a_photo_of_a_patient_is_shown_only_while_they_agree():
    source = f"patient-photo:{PHOTO}"
    line = f'![a]({source} "b")'
    assert rendered(line, SITE) == (
        '<figure class="withheld"><p>A photo of a patient belongs here. It is shown only while '
        "the patient agrees to it.</p><figcaption>b</figcaption></figure>"
    )
    assert f'src="/photos/{PHOTO}.webp"' in rendered(line, Surroundings({source: (99, 99)}))
    assert "<img" not in rendered(f'![a](photo:{PHOTO} "b")', Surroundings({source: (99, 99)}))


@pytest.mark.usefixtures("drawing")
def test_a_drawing_stands_in_the_page_itself_and_is_announced_by_its_alt_text():
    assert rendered('![A "b" & c](drawing:skin-layers-1 "d & \'e\'")') == (
        '<figure class="drawing"><svg role="img"><title>A "b" &amp; c</title>'
        "<desc>Skin.</desc></svg><figcaption>d &amp; &#x27;e&#x27;</figcaption></figure>"
    )


@pytest.mark.usefixtures("drawing")
def test_a_drawing_the_site_has_no_longer_is_spoken_of():
    assert rendered('![a](drawing:skin-layers-2 "b")') == (
        '<figure class="withheld"><p>A drawing belongs here. It is not shown at the moment.</p>'
        "<figcaption>b</figcaption></figure>"
    )


# In a template --------------------------------------------------------------


def test_templates_show_html_as_it_is_and_escape_other_words():
    template = Template("{{ html }} {{ words }}")
    html = template.render(Context({"html": rendered("a & *b*"), "words": "<em>b</em>"}))
    assert html == "<p>a &amp; <em>b</em></p>\n &lt;em&gt;b&lt;/em&gt;"


def test_html_put_together_with_other_words_is_escaped_again():
    assert conditional_escape(Html("<p>") + "<b>") == "&lt;p&gt;&lt;b&gt;"
    assert Html("<p>").__html__() == "<p>"


@pytest.mark.parametrize("shown", [rendered("a"), Renderer(SITE).render_line("a")])
def test_whatever_is_rendered_is_html(shown):
    assert isinstance(shown, Html)
