"""Hostile words: each is refused, or stands on the page as nothing but words."""

import os
import resource
import signal
import subprocess
import sys
from base64 import b64encode
from itertools import cycle, product
from pathlib import Path
from urllib.parse import quote

import pytest

from procedures.text.format.parse import MAX_SECTION
from procedures.text.grammar.faults import ContentRefused
from procedures.text.showing.page import page
from procedures.text.showing.render import Renderer, Surroundings
from procedures.vocabulary import SectionKind
from tests.text.documents import LEAST, PHOTO, make_text, read
from tests.text.rendering import rendered
from tests.text.showing.test_page import Markup, whole

pytestmark = pytest.mark.uncounted

SITE = Surroundings(photos={f"photo:{PHOTO}": (640, 480)})
ABOUT = SectionKind.ABOUT

# Scripts --------------------------------------------------------------------

TAGS = (
    "script svg img video body iframe object embed form input button details marquee math style "
    "link meta base template noscript textarea title select a p td ul"
).split()
HANDLERS = "onload onerror onclick OnMouseOver onfocus ontoggle onbegin onanimationstart".split()
SHAPES = [
    "<{tag} {handler}=alert(1)>",
    '<{tag}/{handler}="alert(1)"//',
    "</p></td><{tag} src=x href='javascript:alert(1)' {handler}='alert(1)'>a</{tag}>",
    "<{tag}\n{handler}\t=\talert(1) autofocus style=x:expression(alert(1))>alert(1)</{tag}>",
]
ELEMENTS = [
    shape.format(tag=tag, handler=handler)
    for (tag, shape), handler in zip(product(TAGS, SHAPES), cycle(HANDLERS), strict=False)
]
ODD = [
    "{{ 7|add:7 }}{% debug %}{% load static %}",
    "<!--<img src=x onerror=alert(1)>-->",
    "<!--><svg onload=alert(1)>",
    "<![CDATA[<svg onload=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]>",
    "&lt;svg onload=alert(1)&gt;",
    "&#60;svg onload=alert(1)&#62;",
    "\\<svg onload=alert(1)\\>",
    "<<svg onload=alert(1)//<",
    "< svg onload=alert(1)>",
    "＜svg onload=alert(1)＞",
    "<svg><style><img title='</style><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=a()&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '" onmouseover=alert(1) x="',
    "' onmouseover=alert(1) x='",
    '"><svg onload=alert(1)>',
    "'><svg onload=alert(1)>",
    "`><svg onload=alert(1)>",
    "](javascript:alert(1))",
    '](https://example.org "><svg onload=alert(1)>',
    "<p style=position:fixed;inset:0>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "1 < 2 & 3 > 2",
]
ENCODINGS = [
    str,
    str.upper,
    "\t {}".format,
    "\x01{}".format,
    lambda words: f"{words[:3]}\t{words[3:]}",
    lambda words: f"{words[:3]}&NewLine;{words[3:]}",
    lambda words: words.replace(":", "&colon;"),
    lambda words: words.replace(":", "\\:"),
    lambda words: "".join(f"&#{ord(one)};" for one in words),
    lambda words: "".join(f"&#x{ord(one):06x};" for one in words),
    lambda words: quote(words, safe=""),
    "https://example.org/{}?a=\"><svg onload=alert(1)>&b='c'".format,
    "https://{}@example.org".format,
    "//example.org/{}".format,
    "photo:{}".format,
    "procedure:{}".format,
]
SCHEMES = [
    "javascript:alert(1)",
    "javascript://example.org/%0Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    f"data:image/svg+xml;base64,{b64encode(b'<svg onload=alert(1)>').decode()}",
    "blob:https://example.org/",
]
ADDRESSES = [encode(address) for address, encode in product(SCHEMES, ENCODINGS)]

#: Where words and addresses may stand in Markdown.
WORDS = {
    "text": "{}",
    "bold": "a **{}** b",
    "an item": "- a\n  - {}\n- b",
    "a cell": "| a | b |\n| --- | :-: |\n| {} | c |",
    "a head": "| {} | b |\n| --- | :-: |\n| c | d |",
    "a link": "[{}](https://example.org)",
    "a link's title": '[a](https://example.org "{}")',
    "an alt text": f'![{{}}](photo:{PHOTO} "b")',
    "a caption": f'![a](photo:{PHOTO} "{{}}")',
    "a drawing": '![a](drawing:{} "b")',
    "a citation": "a [1{}] b [{}]",
    "a part": "a\n\n### {}\n\nb",
    "a section": "a\n\n## {}\n\nb",
    "code": "```{}\n{}\n```",
}
LINKS = {
    "an address": "[a]({})",
    "an address in marks": "[a](<{}>)",
    "an address alone": "<{}>",
    "a definition": "[a]\n\n[a]: {}",
    "a picture": '![a]({} "b")',
}


def make_least(**changes):
    """A file that says the least."""
    words = {ABOUT: "About it.", SectionKind.RECOVERY: {"Day 1": "Words."}}
    return make_text(words=LEAST | words | {SectionKind.AT_A_GLANCE: "- Cost: £9"}, **changes)


def around(old, new):
    """The text of a file in which a hostile word stands in place of some others."""
    before, found, after = make_least().partition(old)
    assert found
    form = new.replace("{}", "@@")
    return lambda payload: before + form.replace("@@", payload) + after


FILES = {where: around("About it.", form) for where, form in WORDS.items()} | {
    "the summary": around("Microneedling pricks the", "{}"),
    "a stage": around("### Day 1", "### {}"),
    "a fact": around("Cost: £9", "Device: {}"),
    "a key": around("Cost:", "{}:"),
    "a source": around("A textbook of skin. Example Press, 2020.", "{}"),
    "the title": around("title: Microneedling", "title: {}"),
}
FRONT_MATTER = {
    "title": lambda payload: make_least(title=payload),
    "also_known_as": lambda payload: make_least(also_known_as=("a", payload)),
    "change_notes": lambda payload: make_least(change_notes=(payload, "a")),
    "written_by": lambda payload: make_least(written_by=payload),
}
LINK_FILES = {where: around("About it.", form) for where, form in LINKS.items()} | {
    "a source's address": around("https://dermnetnz.org/topics/skin-needling", "{}"),
}


def shown_page(text):
    """The page of a text, or None where the text is refused."""
    try:
        return page(read(text), SITE)
    except ContentRefused:
        return None


def shown(text):
    """The same as HTML."""
    found = shown_page(text)
    return found and whole(found)


@pytest.mark.parametrize("where", FILES)
def test_hostile_words_are_refused_or_stay_words(where):
    for payload in ELEMENTS + ODD:
        html = shown(FILES[where](payload))
        assert html is None or Markup(html).faults == [], payload


@pytest.mark.parametrize("where", LINK_FILES)
def test_hostile_addresses_are_refused_or_lead_nowhere_else(where):
    for payload in ADDRESSES:
        html = shown(LINK_FILES[where](payload))
        assert html is None or Markup(html).faults == [], payload


@pytest.mark.parametrize("key", FRONT_MATTER)
def test_front_matter_shows_markup_as_words(key):
    for payload in ELEMENTS + ODD:
        html = shown(FRONT_MATTER[key](payload))
        if html is None:
            assert "\n" in payload
        else:
            assert payload in Markup(html).words
            assert Markup(html).faults == [], payload


@pytest.mark.parametrize("where", ["text", "the summary", "a fact", "a source", "an item"])
def test_words_that_mean_no_harm_are_shown_as_they_are(where):
    for payload in ("1 < 2 & 3 > 2", "＜svg onload=alert(1)＞", "{{ 7|add:7 }}", "it’s “so”"):
        assert payload in Markup(shown(FILES[where](payload))).words


@pytest.mark.parametrize("where", WORDS | LINKS)
def test_what_was_never_refused_is_cleaned_too(where):
    for payload in ELEMENTS + ODD + ADDRESSES:
        source = (WORDS | LINKS)[where].replace("{}", payload)
        assert Markup(rendered(source, SITE)).faults == [], payload
        assert Markup(Renderer(SITE).render_line(source)).faults == [], payload


# Bombs ----------------------------------------------------------------------

#: What fills a body: the way it begins, what it repeats, the way it ends.
FILLINGS = [
    *(("", piece, "") for piece in "[ ![ ( < & ` * _ | \\ [1] [[1] é".split(" ")),
    *(
        ("", piece, "")
        for piece in "***a|_a__b*|*a_ |[a][|[a](|&#|&amp;|<!--|<a |https://".split("|")
    ),
    *(("", f"{piece}\n", "") for piece in "a|1. a|- a|- - a|> a|# a|a\\|[a]: b|```".split("|")),
    *(("", f"{piece}\n\n", "") for piece in "a|a [1]|a\n- b|- a\n\n  b|### a\n\nb".split("|")),
    ("", "a", ""),
    ("[", "a", "](https://example.org)"),
    ("[a](https://example.org/", "é", ")"),
    ("", "[a](procedure:b) ", ""),
    ("", "[", "]" * (MAX_SECTION // 2)),
    ("*" * (MAX_SECTION // 2), "a ", ""),
    ("| a | b |\n| - | - |\n", "| c | [1] |\n", ""),
    ("| a | b |\n| - | - |\n", "| c\n", ""),
    ("", "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|a\n" * 218 + "\n", ""),
    ("", "| a |\n| - |\n| b |\n\n", ""),
    ("|a" * 99 + "|\n" + "|-" * 99 + "|\n", "|a" * 99 + "|\n", ""),
    ("", f'![a](photo:{PHOTO} "b")\n\n', ""),
    ("".join(f"{'  ' * depth}- a\n" for depth in range(99)), "- b\n", ""),
]


def explode():
    """Read and show every bomb, or die of the one that takes 2 s of work or 300 MB."""
    resource.setrlimit(resource.RLIMIT_DATA, (300_000_000, 300_000_000))
    for head, piece, tail in FILLINGS:
        body = head + piece * ((MAX_SECTION - len(head + tail)) // len(piece)) + tail
        sys.stdout.write(f"{body[:40]!r}\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_PROF, 2)
        shown_page(make_text(words={ABOUT: body}))
    signal.setitimer(signal.ITIMER_PROF, 0)
    sys.stdout.write("The end\n")


def test_no_body_keeps_a_page_busy_for_long_or_fills_the_memory():
    # To count lines for coverage would be work too.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(
        [sys.executable, "-c", "from tests.text import test_hostile; test_hostile.explode()"],
        cwd=Path(__file__).parents[2],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (run.stdout.splitlines()[-1:], run.returncode) == (["The end"], 0), run.stderr
