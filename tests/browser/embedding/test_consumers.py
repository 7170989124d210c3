"""Programs of others read what the site says of its pages, and the frame they show works."""

import json
import shutil
import subprocess

import pytest
from micawber import ProviderRegistry
from micawber.exceptions import ProviderException
from micawber.providers import Provider

from tests.browser.embedded import inside, words
from tests.browser.programs import NODE, need

EXTRACT = """const {extract} = require("@extractus/oembed-extractor");
const [address, most] = process.argv.slice(1);
extract(address, JSON.parse(most)).then(
    said => console.log(JSON.stringify(said)),
    why => console.log(JSON.stringify({refused: why.message})));"""


@pytest.fixture(scope="module")
def extract():
    """What a program of others makes of nothing but the address of a page."""
    there = (NODE / "@extractus" / "oembed-extractor").is_dir() and shutil.which("node")
    need("no oembed-extractor: `make test` installs it, given npm", there=there)

    def asked(address, **most):
        done = subprocess.run(
            ["node", "-e", EXTRACT, address, json.dumps(most)],
            cwd=NODE.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return asked


def test_51_a_program_finds_the_document_by_the_address_of_the_page_alone(
    homepage, embeds, extract
):
    said = extract(f"{embeds.site}/procedures/peel/", maxwidth=320, maxheight=500)

    assert (said["method"], said["type"], said["title"]) == (
        "auto-discovery",
        "rich",
        "Chemical peel",
    )
    assert (said["width"], said["height"]) == (320, 500)
    page = homepage(said["html"], ready=False)
    assert words(inside(page)) == "Chemical peel"


def test_51_a_page_nobody_checked_has_no_document_to_find(embeds, extract):
    said = extract(f"{embeds.site}/procedures/microneedling/")

    assert said == {"refused": "No oEmbed link found"}


def test_a_site_in_python_shows_the_frame_where_its_authors_wrote_an_address(homepage, embeds):
    known = ProviderRegistry()
    known.register(f"{embeds.site}/procedures/.+", Provider(f"{embeds.site}/oembed"))
    address = f"{embeds.site}/procedures/peel/"

    said = known.request(address, maxwidth=400)

    assert (said["type"], said["width"], said["title"]) == ("rich", 400, "Chemical peel")
    page = homepage(known.parse_text(f"Read this:\n\n{address}\n"), ready=False)
    assert words(inside(page)) == "Chemical peel"
    with pytest.raises(ProviderException):
        known.request(f"{embeds.site}/procedures/none/")
