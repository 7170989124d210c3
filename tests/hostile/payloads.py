"""Thousands of words that try to become a script, each as an author could write them in Markdown.

Each that runs sets `hacked`, or asks `evil.example` for something.
"""

import html
from itertools import chain, cycle, product
from urllib.parse import quote

from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import SectionKind
from tests.text.documents import PHOTO, make_text, read

#: What a section has at most, and some room for what stands around.
_ROOM = 19_000

TAGS = """
    a abbr animate applet audio base body button canvas details dialog div embed font form frame
    frameset iframe image img input isindex keygen link map marquee math menu meta noscript object
    p picture plaintext portal script select set slot source style svg table template textarea
    title track use video x-y xmp xss
""".split()
HANDLERS = """
    onload onerror onclick ONMOUSEOVER onfocus ontoggle onbegin onanimationstart onpointerrawupdate
    onbeforetoggle onscrollsnapchange oncontentvisibilityautostatechange onsecuritypolicyviolation
    onmessage
""".split()
SHAPES = (
    "<{tag} {handler}=hacked=1>",
    '<{tag}/{handler}="hacked=1"//',
    "<{tag} src=x href=javascript:hacked=1 autofocus tabindex=1 {handler}='hacked=1'>a</{tag}>",
    "<{tag} srcdoc='&lt;script>parent.hacked=1&lt;/script>' {handler}=hacked=1 style=animation:x>",
    "</{tag}><{tag} x=`` {handler}\t=\thacked=1 y=//evil.example open popover>",
    "<{tag} action=javascript:hacked=1 formaction=data:, {handler}=hacked=1>",
)

SCHEMES = (
    "javascript:hacked=1",
    "javascript://evil.example/%0Ahacked=1",
    "jAvAsCrIpT:void(hacked=1)",
    "vbscript:hacked=1",
    "data:text/html,<script>hacked=1</script>",
    "data:image/svg+xml,<svg onload=hacked=1>",
    "blob:https://evil.example/1",
    "view-source:javascript:hacked=1",
    "intent://evil.example#Intent;end",
    "//evil.example/hacked",
)
ENCODINGS = (
    str,
    str.upper,
    lambda one: f"\x01{one}",
    lambda one: f"\u00a0{one}",
    lambda one: f"{one[:4]}&Tab;{one[4:]}",
    lambda one: f"{one[:4]}&NewLine;{one[4:]}",
    lambda one: f"{one[:4]}\u200b{one[4:]}",
    lambda one: one.replace(":", "&colon;"),
    lambda one: one.replace(":", "\\:"),
    lambda one: one.replace(":", "\uff1a"),
    lambda one: one.replace("a", "&#97;").replace("s", "&#x000073;"),
    lambda one: "".join(f"&#{ord(letter)};" for letter in one),
    lambda one: quote(one, safe=""),
    lambda one: f"https://example.org/{one}\"onmouseover=hacked=1//'",
)
LINKS = (
    "[a]({})",
    "[a](<{}>)",
    '[a]({} "\\"onmouseover=hacked=1")',
    "<{}>",
    "![a]({})",
    f'![a](photo:{PHOTO} "{{}}")',
    "[![a]({})](https://example.org)",
    "[[[a]]]({})",
    "[a][b] [b]: {}",
    "- [a]({})",
    "**[a]({})**",
)

MUTATIONS = (
    "<svg><style><img title='</style><img src onerror=hacked=1>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=hacked=1>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hacked=1>",
    "<noscript><p title='</noscript><img src=x onerror=hacked=1>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=hacked=1>'>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=hacked=1></style>",
    "<svg><foreignObject><body onload=hacked=1>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=hacked=1>#x'>",
    "<svg><animate href=#x attributeName=href values=javascript:hacked=1>",
    "<template><script>hacked=1</script></template>",
    "<template shadowrootmode=open><img src=x onerror=hacked=1></template>",
    "<textarea><p title='</textarea><img src onerror=hacked=1>'>",
    "<xmp><p title='</xmp><img src=x onerror=hacked=1>'>",
    "<select><style></select><img src=x onerror=hacked=1>",
    "<table><td><a><form><svg><desc><td></form></a><img src=x onerror=hacked=1>",
    "<!--<img src=x onerror=hacked=1>-->",
    "<!--><svg onload=hacked=1>",
    "<!--- --!><svg onload=hacked=1>",
    "<![CDATA[<svg onload=hacked=1>]]>",
    "<?php echo 1 ?><svg onload=hacked=1>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<%= 1 %>{{constructor.constructor('hacked=1')()}}",
    "{{31336|add:2}}{% debug %}{% load static %}{% include 'staff/home.html' %}",
    "${hacked=1}#{hacked=1}`${hacked=1}`",
    '"><svg onload=hacked=1>',
    "'><svg onload=hacked=1>",
    "`><svg onload=hacked=1>",
    "--><svg onload=hacked=1>",
    "]]><svg onload=hacked=1>",
    "</script><svg onload=hacked=1>",
    "</title></textarea></style></noscript></template><svg onload=hacked=1>",
    '" onfocus=hacked=1 autofocus x="',
    "' onfocus=hacked=1 autofocus x='",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */hacked=1)//%0D%0A<svg/onload=hacked=1//>",
    "+ADw-script+AD4-hacked=1+ADw-/script+AD4-",
    "<a href=//evil.example ping=//evil.example>a</a>",
    "<link rel=stylesheet href=//evil.example/a.css>@import '//evil.example'",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "<a id=hacked name=cookie></a><form id=document><input name=body>",
    "<img src=//evil.example srcset=//evil.example/2x lowsrc=//evil.example>",
)
#: Where words stand, and what may stand between them.
WRAPS = (
    "{}", "**{}**", "*{}*", "- {}", "1. a\n   - {}", "[{}](https://example.org)",
    "| a | b |\n| - | - |\n| {} | c |", "| {} | b |\n| - | - |\n| a | c |",
    f'![{{}}](photo:{PHOTO} "a")', f'![a](photo:{PHOTO} "{{}}")', "a [1] {} [2]", "> {}", "`{}`",
)  # fmt: skip
TRICKS = (
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2028", "\u0301", "\ufe0f",
    "\u3164", "\u115f", "\u180e", "\U000e0020", "\x0b", "\x0c", "\x1f", "\x7f", "\x85",
    "\ufffe", "\u00a0",
)  # fmt: skip


def _escaped(words):
    """The same words, as an author writes them who means no markup."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]<>()#+-.!|&~" else one for one in words)


def _forms(words):
    """The ways in which Markdown lets the same words be said."""
    yield words
    yield _escaped(words)
    yield html.escape(words)
    yield "".join(f"&#x{ord(one):x};" if one in "<>\"'=&" else one for one in words)
    yield words.translate(str.maketrans("<>\"'=", "＜＞＂＇＝"))


def payloads():
    """Every one, once."""
    elements = (
        shape.format(tag=tag, handler=handler)
        for (tag, handler), shape in zip(product(TAGS, HANDLERS), cycle(SHAPES), strict=False)
    )
    said = chain.from_iterable(map(_forms, chain(elements, MUTATIONS)))
    wrapped = (
        wrap.replace("{}", form)
        for words, wrap in product(MUTATIONS, WRAPS)
        for form in (words, _escaped(words))
    )
    links = (
        link.replace("{}", encode(scheme))
        for scheme, encode, link in product(SCHEMES, ENCODINGS, LINKS)
    )
    tricked = (
        form.replace("<", f"<{trick}").replace("o", f"o{trick}", 1)
        for trick, words in product(TRICKS, MUTATIONS[::4])
        for form in (words, _escaped(words))
    )
    return list(dict.fromkeys(chain(said, wrapped, links, tricked)))


def accepted(words):
    """Those of some words that the format takes, each as a block of a section."""
    return [one for body in _bodies(f"{one}\n\n" for one in words) for one in _sound(body)]


def bodies(blocks):
    """Sections that hold these blocks."""
    return ["".join(body) for body in _bodies(blocks)]


def _bodies(blocks):
    body = []
    for one in blocks:
        if sum(map(len, body)) + len(one) > _ROOM:
            yield body
            body = []
        body.append(one)
    yield body


def _sound(body):
    """What is left of some blocks without those that are at fault."""
    while body:
        text = make_text(words={SectionKind.ABOUT: "HERE"}).replace("HERE", "".join(body).strip())
        first = make_text(words={SectionKind.ABOUT: "HERE"}).split("\n").index("HERE") + 1
        try:
            read(text)
        except ContentRefused as refused:
            wrong = {fault.line for fault in refused.faults}
        else:
            return body
        kept, line = [], first
        for block in body:
            lines = range(line, line + block.count("\n"))
            line = lines.stop
            if wrong.isdisjoint(lines):
                kept.append(block)
        if len(kept) == len(body):
            # The fault is told of another place: of all that stands here only the half may.
            kept = body[: len(body) // 2]
        body = kept
    return body
