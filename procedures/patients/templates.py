"""Templates on their way to a reader."""

import re

from django.template import Origin
from django.template.loaders import filesystem


class Loader(filesystem.Loader):
    """Leaves out the indentation: it is for those who write templates, and pages say it often.

    White space at the start of a line means nothing in HTML without `<pre>` or `<textarea>`.
    """

    def get_contents(self, origin: Origin) -> str:
        return re.sub(r"(?m)^[ \t]+", "", super().get_contents(origin))
