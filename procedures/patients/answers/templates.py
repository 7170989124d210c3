"""Templates on their way to a reader."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"(?m)^[ \t]+")
#: A line of nothing but tags and comments: the line break before it is enough.
_TAGS_ALONE = re.compile(r"(?m)^((?:\{%.*?%\}|\{#.*?#\})+)\n")


class Loader(filesystem.Loader):
    """Leaves out what is for those who write templates: indentation, and lines of tags alone.

    White space at the start of a line means nothing in HTML without `<pre>` or `<textarea>`,
    and a line break no more than a space.
    """

    def get_contents(self, origin: Origin) -> str:
        written = super().get_contents(origin)
        return _TAGS_ALONE.sub(r"\1", _INDENTATION.sub("", written))
