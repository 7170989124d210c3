"""Links of framed pages: whatever leads out of the frame opens in a tab of its own."""

import re

from django.conf import settings

_LINK = re.compile(r'<a (?P<before>[^>]*?)href="(?P<address>[^"]*)"')
#: What stays in the frame, and what opens no page at all.
_STAYS = ("#", "tel:", "mailto:", "/embed/")
#: Said to who cannot see the sign that styles put behind such a link.
CUE = ' target="_blank" rel="noopener"'


def outward(markup: str) -> str:
    """Markup of ours whose links out are whole addresses, and open beside the homepage."""
    return _LINK.sub(_outward, markup)


def _outward(found: re.Match[str]) -> str:
    address = found["address"]
    if address.startswith(_STAYS):
        return found[0]
    if address.startswith("/"):
        address = settings.SITE_URL + address
    return f'<a {found["before"]}href="{address}"{CUE}'
