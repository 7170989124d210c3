"""Snippets of homepages, and what a test may ask of a page that has one."""

SANDBOX = (
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation allow-modals allow-downloads"
)
#: The keys of the register: of the clinic's homepage, of it and a stranger's, of anybody's.
KEY, BOTH, ANY = "k3y8abc2", "both0000", "any0site"
DARK, AUTO, ENDED, PASTED = "dark0000", "auto0000", "gone0000", "pasted00"

STATE = "document.querySelector('iframe').getAttribute('data-procinfo-state')"
HEIGHT = "document.querySelector('iframe').getBoundingClientRect().height"
READY = f"() => {STATE} === 'ready'"
ALL_READY = """count =>
    document.querySelectorAll("[data-procinfo-state=ready]").length === count"""
#: From now on a page counts the messages that it is sent, once its own script has had each.
COUNT = "window.heard = 0; addEventListener('message', () => { heard += 1; });"
#: The height of the first frame, once it has been the same for twenty pictures on the screen.
SETTLED = """() => new Promise(done => {
    let before = -1, same = 0;
    const look = () => {
        const {height} = document.querySelector("iframe").getBoundingClientRect();
        same = height === before ? same + 1 : 0;
        before = height;
        if (same > 20) done(height); else requestAnimationFrame(look);
    };
    look();
})"""


class Embeds:
    """The addresses of frames, and the snippets that homepages put them in with."""

    def __init__(self, site, host=None):
        self.site = site
        self.host = host or site  # of frames

    def address(self, slug="peel", key=KEY):
        return f"{self.host}/embed/{key}/{slug}/"

    @property
    def script(self):
        return f'<script async src="{self.host}/embed/v1.js"></script>'

    def frame(self, slug="peel", *, key=KEY, sandbox=SANDBOX, height=900, more=""):
        """The frame of a snippet; `sandbox` None leaves the attribute out."""
        held = "" if sandbox is None else f'sandbox="{sandbox}"'
        return (
            f'<iframe data-procinfo title="{slug}: patient information" width="100%" '
            f'src="{self.address(slug, key)}" height="{height}" frameborder="0" {held} {more} '
            'referrerpolicy="strict-origin" style="display:block;width:1px;min-width:100%">'
            "</iframe>"
        )

    def link(self, slug="peel"):
        """The link that stays where no frame is shown."""
        return f'<p><a href="{self.site}/procedures/{slug}/">{slug}: full information</a></p>'

    def snippet(self, slug="peel", **said):
        """A whole snippet: the frame, the link that stays, and the script."""
        return f"<div>{self.frame(slug, **said)}{self.link(slug)}</div>\n{self.script}"


def inside(page, place=0):
    """The document in a frame of a page; `place` counts the frames from 0."""
    return page.main_frame.child_frames[place]


def words(frame):
    """The heading in a frame; empty where the browser refused to show our page."""
    return frame.evaluate(
        "location.protocol === 'chrome-error:' ? ''"
        " : document.querySelector('h1')?.textContent ?? ''"
    )


def needed(frame):
    """How tall the words in a frame are."""
    return frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")


def tall(page):
    """The height of the first frame, and of the words in it."""
    return page.evaluate(HEIGHT), needed(inside(page))
