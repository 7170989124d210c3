"""A homepage that is registered, one of a stranger, and the pages that a test writes there."""

import pytest

from tests.browser.embedded import READY, Embeds
from tests.browser.homepages import homepages
from tests.browser.programs import launch
from tests.browser.serving import served

#: Whoever runs these again on the same site, with homepages on other ports, finds them anew.
SITES = """
from procedures.models import EmbedSite
def keep(key, **said):
    EmbedSite.objects.update_or_create(key=key, defaults={{"name": key, **said}})
clinic, stranger = "{clinic}", "{stranger}"
keep("k3y8abc2", origins=[clinic])
keep("both0000", origins=[clinic, stranger])
keep("any0site", any_site=True, reason="Previews have no origin.")
keep("dark0000", origins=[clinic], theme="dark", accent="ffff00")
keep("auto0000", origins=[clinic], theme="auto")
keep("gone0000", origins=[clinic])
keep("pasted00", any_site=True, reason="Anybody may paste.", oembed=True)
"""


@pytest.fixture(scope="package")
def clinic():
    """The homepage that is registered."""
    with homepages() as server:
        yield server


@pytest.fixture(scope="package")
def stranger():
    """Another origin, which nobody registered alone."""
    with homepages() as server:
        yield server


@pytest.fixture(scope="package")
def embeds(site_of, address, clinic, stranger):
    """The frames of this site, which those two may show."""
    done = site_of.script(SITES.format(clinic=clinic.origin, stranger=stranger.origin))
    assert done.returncode == 0, done.stderr
    return Embeds(address)


@pytest.fixture(scope="package")
def apart(site_of, embeds, tmp_path_factory):
    """The same site as a clinic runs it, with a host of its own for frames, and troubles."""
    folder = tmp_path_factory.mktemp("apart")
    said = {
        "DJANGO_SETTINGS_MODULE": "tests.browser.embedding.troubled",
        "DEBUG": "off",
        "SECURE_SSL_REDIRECT": "off",
        "SECRET_KEY": "of this test, and long enough for it: 0123456789 0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CLINIC_NAME": "Example Clinic",
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_EMAIL": "care@clinic.example",
        "CLINIC_OUT_OF_HOURS": "111",
        "EMERGENCY_NUMBER": "999",
    }
    with served(site_of.env | said, folder, beside="embed.localhost") as address:
        yield Embeds(address, address.replace("127.0.0.1", "embed.localhost"))


@pytest.fixture(scope="package")
def browser(playwright):
    """The whole of Chromium: alone it keeps other sites' frames apart and pages to go back to."""
    with launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="package")
def reader(browser):
    """A browser that keeps what it was allowed to, as somebody has who reads one page more."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def homepage(browser, reader, clinic):
    """Opens a homepage with this HTML; keywords are those of a browser of its own."""
    opened = []

    def open_(html, *, on=clinic, headers=None, path="/", ready=True, clock=False, **options):
        context = reader
        if options or clock:
            context = browser.new_context(**options)
            context.set_default_timeout(10_000)
            opened.append(context)
        page = context.new_page()
        opened.append(page)
        page.said, page.failed, page.asked = [], [], []
        page.on("console", lambda one: page.said.append(one.text))
        page.on("pageerror", lambda one: page.failed.append(str(one)))
        page.on("request", lambda one: page.asked.append(one))
        if clock:
            page.clock.install()
        page.goto(on.put(html, headers=headers, path=path))
        if ready:
            page.wait_for_function(READY)
        return page

    yield open_
    for one in reversed(opened):
        one.close()
