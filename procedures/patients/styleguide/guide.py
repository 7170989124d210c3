"""The page that shows tokens, plain elements, icons and components."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import slugify

from procedures.patients.answers.clinic import clinic
from procedures.patients.styleguide.samples import Context
from procedures.patients.styleguide.states import states
from procedures.text.showing.render import Html

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "components"

#: The specimen that has everything a link in another may lead to.
WHOLE = "words-everything"

#: What stands around a component that is only a part of something.
WITHIN = {
    "compared": '<dl class="record">{}</dl>',
    "entry": '<ul class="entries"><li class="flow">{}</li></ul>',
    "mistake": "<p>{}</p>",
    "number": "<p>{}</p>",
    "runs": '<p class="difference">{}</p>',
    "shown": "<p>{}</p>",
    "version": '<ol class="entries"><li class="flow">{}</li></ol>',
}

#: What a token is → how its value begins.
TOKENS = {
    "colours": re.compile(r"light-dark\("),
    "sizes": re.compile(r"(?=.*vw)|1rem"),
    "lengths": re.compile(r"[0-9.]+rem"),
    "letters": re.compile(""),
}

_TOKEN = re.compile(r"^ *(--[\w-]+): (.+);$", re.MULTILINE)
_ID = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby|popovertarget)="([^"]+)"')
_LINK = re.compile(r'(?<=\s)href="#([^"]+)"')


@dataclass(frozen=True)
class Specimen:
    """A component in one state. `name` is the id of its heading."""

    name: str
    state: str
    html: Html


@dataclass(frozen=True)
class Component:
    """A template, what its first line says of it, and how it looks."""

    name: str
    about: str
    specimens: tuple[Specimen, ...]


def styleguide(request: HttpRequest) -> HttpResponse:
    """All there is to build pages from, for those who do."""
    if not settings.DEBUG:
        raise Http404("The style guide is there in development only")
    context = {
        "tokens": tokens(),
        "icons": sorted(path.stem for path in (TEMPLATES / "icons").glob("*.svg")),
        "components": list(components(clinic(request))),
    }
    response = render(request, "styleguide/guide.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def tokens() -> dict[str, dict[str, str]]:
    """What it is → name → value of everything in the file of tokens."""
    css = (Path(settings.STATIC_SOURCE) / "base" / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {kind: {} for kind in TOKENS}
    for name, value in _TOKEN.findall(css):
        kind = next(kind for kind, begins in TOKENS.items() if begins.match(value))
        found[kind][name] = value
    return found


def components(site: Context) -> Iterator[Component]:
    """Every component by name. `site` is what every template is given."""
    for name, contexts in sorted(states(site).items()):
        with (TEMPLATES / f"{name}.html").open(encoding="utf-8") as file:
            about = file.readline().strip().removeprefix("{# ").removesuffix(" #}")
        specimens = (_specimen(name, state, site | own) for state, own in contexts.items())
        yield Component(name, about, tuple(specimens))


def _specimen(component: str, state: str, context: Context) -> Specimen:
    name = f"{component}-{slugify(state)}"
    markup = render_to_string(f"components/{component}.html", context)
    within = format_html(WITHIN.get(component, "{}"), markup)
    return Specimen(name, state, apart(within, name))


def apart(markup: str, name: str) -> Html:
    """The markup with `name` before its ids, so that it can stand on a page many times.

    A link to what is not in it leads into the specimen that has everything.
    """
    own = {one for attribute, one in _ID.findall(markup) if attribute == "id"}

    def named(found: re.Match[str]) -> str:
        ids = [f"{name}-{one}" for one in found[2].split()]
        if found[1] == "aria-labelledby":
            ids.append(name)  # the same landmark twice would have the same name twice
        return f'{found[1]}="{" ".join(ids)}"'

    def led(found: re.Match[str]) -> str:
        return f'href="#{name if found[1] in own else WHOLE}-{found[1]}"'

    return Html(_LINK.sub(led, _ID.sub(named, markup)))
