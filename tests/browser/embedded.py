"""A homepage that is registered, one that wraps it, and one of an attacker; and snippets."""

SANDBOX = (
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation allow-modals allow-downloads"
)
KEY, ANY, DARK = "k3y8abc2", "any0site", "dark0000"
#: What a test may ask of a page about its frame.
STATE = "document.querySelector('iframe').getAttribute('data-procinfo-state')"
HEIGHT = "document.querySelector('iframe').getBoundingClientRect().height"


class Embeds:
    """The addresses of frames, and the snippets that homepages put them in with."""

    def __init__(self, site):
        self.site = site

    def address(self, slug="peel", key=KEY):
        return f"{self.site}/embed/{key}/{slug}/"

    @property
    def script(self):
        return f'<script async src="{self.site}/embed/v1.js"></script>'

    def frame(self, slug="peel", *, key=KEY, sandbox=SANDBOX, height=900, more=""):
        """The frame of a snippet; `sandbox` None leaves the attribute out."""
        held = "" if sandbox is None else f'sandbox="{sandbox}"'
        return (
            f'<iframe data-procinfo title="{slug}: patient information" width="100%" '
            f'src="{self.address(slug, key)}" height="{height}" frameborder="0" {held} {more} '
            'referrerpolicy="strict-origin" style="display:block;width:1px;min-width:100%">'
            "</iframe>"
        )

    def snippet(self, slug="peel", **said):
        """A whole snippet: the frame, the link that stays, and the script."""
        link = f'<p><a href="{self.site}/procedures/{slug}/">{slug}: full information</a></p>'
        return f"<div>{self.frame(slug, **said)}{link}</div>{self.script}"
