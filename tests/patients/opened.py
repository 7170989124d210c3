"""What a patient has before them after opening an address: words, links, parts."""

import re
from html.parser import HTMLParser

_VOID = frozenset("br hr img input link meta".split())
_INLINE = frozenset("a button code del em ins mark small span strong sub sup time".split())
_UNREAD = frozenset("head script style title".split())


class Element:
    """One element of a page, with the elements and words inside it."""

    def __init__(self, tag, attributes):
        self.tag = tag
        self.attributes = attributes
        self.inside = []

    def __getitem__(self, name):
        return self.attributes[name]

    @property
    def is_shown(self):
        """Whether it is there for those who have no script."""
        return "hidden" not in self.attributes

    def walk(self):
        """This element and every one in it, in reading order."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.walk()

    def all(self, *tags, **attributes):
        """The elements with one of the tags; `data_kind="do"` asks for that attribute."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            one
            for one in self.walk()
            if (not tags or one.tag in tags)
            and all(one.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, *tags, **attributes):
        """The only such element."""
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {attributes}"
        return found[0]

    def words(self, without=()):
        """What is read aloud of it, on one line; nothing of the tags in `without`."""
        return re.sub(r"\s+", " ", self._said(frozenset(without))).strip()

    def _said(self, without):
        parts = []
        for one in self.inside:
            if isinstance(one, str):
                parts.append(one)
            elif one.tag not in _UNREAD and one.tag not in without and one.is_shown:
                said = one._said(without)
                parts.append(said if one.tag in _INLINE else f" {said} ")
        return "".join(parts)

    def lines(self, *tags):
        """The words of each element with one of the tags."""
        return [one.words() for one in self.all(*tags)]

    def link(self, words):
        """The address of the only link with these words."""
        found = {one["href"] for one in self.all("a") if one.words() == words}
        assert len(found) == 1, f"“{words}” leads to {found}"
        return found.pop()

    def facts(self):
        """Name → value of what stands in lists of facts."""
        found = {}
        for one in self.all("dt", "dd"):
            if one.tag == "dt":
                name = one.words()
            else:
                found[name] = f"{found.get(name, '')} {one.words()}".strip()
        return found


class _Reader(HTMLParser):
    """Reads only pages whose every element is closed where it was opened."""

    def __init__(self):
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, dict(attributes))
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> inside <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, words):
        self.open[-1].inside.append(words)


def read(markup):
    """The page of some HTML."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]


def opened(client, address, status=200):
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return read(response.content.decode())


def announced(page):
    """What is read before the title of a page."""
    said = []
    for one in page.one("main").inside:
        if isinstance(one, Element):
            if one.all("h1"):
                break
            if one.is_shown:
                said.append(one.words())
    return " ".join(said)
