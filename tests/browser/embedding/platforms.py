"""What platforms of homepages do to what is pasted there, and how such a homepage looks.

Written from their documentation and from what is seen of them, for a browser without network.
"""

from html import escape
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input"})
#: What WordPress lets authors write, of all that stands in a snippet.
AUTHORS = {"div": {"class"}, "p": {"class"}, "a": {"href", "title"}, "strong": set()}
#: What it keeps of the answer of a site that it does not know.
UNKNOWN = {
    "blockquote": set(),
    "a": {"href"},
    "iframe": set("src width height frameborder marginwidth marginheight scrolling title".split()),
}
SECRET = "Ab3dE5gH7k"


class _Kept(HTMLParser):
    def __init__(self, allowed):
        super().__init__()
        self.allowed = allowed
        self.parts = []

    def handle_starttag(self, tag, attrs):
        if tag in self.allowed:
            held = (
                f' {name}="{escape(value or "")}"'
                for name, value in attrs
                if name in self.allowed[tag]
            )
            self.parts.append(f"<{tag}{''.join(held)}>")

    def handle_endtag(self, tag):
        if tag in self.allowed and tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts.append(escape(data))


def kept(html, allowed):
    """What is left of some HTML where only these tags, with these attributes, may stand."""
    parser = _Kept(allowed)
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


def without_scripts(html):
    """What a plan leaves that lets nobody run code."""
    head, _, rest = html.partition("<script")
    return head + rest.partition("</script>")[2] if rest else head


#: The quotation stands until the frame has spoken with its secret; the frame is out of sight.
_WORDPRESS = """<style>.waits { position: absolute; visibility: hidden; }
iframe[data-secret] { max-width: 100%; }</style><script>
const all = (name) => [...document.querySelectorAll(`${name}[data-secret]`)];
const knows = (secret) => (one) => one.dataset.secret === secret;
addEventListener("message", ({data, source}) => {
    if (typeof data?.secret !== "string" || !/^[A-Za-z0-9]+$/.test(data.secret)) return;
    for (const frame of all("iframe").filter(knows(data.secret))) {
        if (frame.contentWindow !== source) continue;
        if (data.message === "height") {
            frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
            frame.classList.remove("waits");
            for (const one of all("blockquote").filter(knows(data.secret))) one.hidden = true;
        }
        if (data.message === "link" && document.activeElement === frame) {
            const same = new URL(data.value).host === new URL(frame.getAttribute("src")).host;
            if (same) top.location = data.value;
        }
    }
});
const ready = () => all("iframe").forEach(one =>
    one.contentWindow.postMessage({message: "ready", secret: one.dataset.secret}, "*"));
document.readyState === "complete" ? ready() : addEventListener("load", ready);
</script>"""


def framed_by_wordpress(html, *, told=SECRET, known=SECRET):
    """A quotation and a frame, as WordPress shows them of a site that it does not know.

    The frame is told one secret in its address; the homepage knows one, which is the same.
    """
    part = f"#?secret={told}" if told else ""
    html = kept(html, UNKNOWN).replace("<blockquote>", f'<blockquote data-secret="{known}">')
    head, _, rest = html.partition('<iframe src="')
    address, _, rest = rest.partition('"')
    return (
        f'{head}<iframe class="waits" sandbox="allow-scripts" security="restricted" '
        f'data-secret="{known}" src="{address}{part}"{rest}'
    )


def pasted_into_wordpress(html, **said):
    """The same, with the script of WordPress around it."""
    return framed_by_wordpress(html, **said) + _WORDPRESS


def in_a_box(address, *, sandbox=None, height=600):
    """An address in a box of a builder, which keeps its height whatever is in it."""
    held = "" if sandbox is None else f'sandbox="{sandbox}"'
    return (
        f'<iframe src="{address}" {held} width="100%" height="{height}" frameborder="0"></iframe>'
    )


_LOOKS = {
    "plain": "body { font: 17px/1.6 Georgia, serif; color: #222; background: #fff }"
    "header { background: #274c77; color: #fff }",
    "wordpress": "body { font: 18px/1.6 'Liberation Sans', sans-serif; color: #111; "
    "background: #f9faf7 } header { border-bottom: 1px solid #111 } h1 { font-size: 42px }",
    "wix": "body { font: 16px/1.5 'Liberation Sans', sans-serif; color: #333; "
    "background: #fff } header { background: #f6d8c6; padding: 36px 48px }",
    "squarespace": "body { font: 16px/1.8 'Liberation Sans', sans-serif; color: #1c1c1c; "
    "background: #f2efe9 } header { text-transform: uppercase; letter-spacing: .12em }",
    "developers": "body { font: 16px/1.6 'Liberation Mono', monospace; color: #222; "
    "background: #fff } header { border-left: 8px solid #6a4c93 }",
}


def homepage_of(family, block):
    """A small homepage of a clinic, in the manner of a family of platforms, with a block in it."""
    return (
        f"<style>* {{ box-sizing: border-box }} body {{ margin: 0 }} {_LOOKS[family]}"
        "header { padding: 18px 48px; display: flex; justify-content: space-between }"
        "main { max-width: 860px; margin: 0 auto; padding: 24px 48px }"
        "footer { padding: 24px 48px; border-top: 1px solid #ccc }</style>"
        "<header><strong>Example Health</strong><span>Treatments &nbsp; Team &nbsp; Contact</span>"
        "</header><main><h1>Chemical peels with us</h1><p>Ask us anything before you decide. "
        f"Here is what the clinic’s own clinicians checked:</p>{block}</main>"
        "<footer>1 Example Street · 020 7946 0000</footer>"
    )
