"""Whether the links of pages lead somewhere: asked of a real web server, politely."""

import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from procedures.editorial.upkeep import linking, visiting
from procedures.editorial.upkeep.linking import PAUSE, check_links
from procedures.editorial.upkeep.visiting import is_public, visit
from procedures.models import Checkup, Link, Run
from procedures.vocabulary import Role
from tests.browser.serving import free_port
from tests.clinic import NOW, make_person, make_published
from tests.staff.conftest import signed_in, with_role

pytestmark = pytest.mark.django_db


class Web(BaseHTTPRequestHandler):
    """A site: each path says by its name how it is answered. `asked` is what it was asked for."""

    def do_GET(self):
        Web.asked.append((self.command, self.path))
        Web.agent = self.headers["User-Agent"]
        name = self.path.strip("/").partition("?")[0]
        status = Web.answers.get(name)
        if name == "get-only":
            status = 200 if self.command == "GET" else 405
        elif name in ("to-fine", "to-lost", "round"):
            self.send_response(302)
            self.send_header("Location", {"round": "/round"}.get(name, f"/{name[3:]}"))
            self.end_headers()
            return
        elif name == "to-inside":
            self.send_response(301)
            self.send_header("Location", "http://10.0.0.7/secret")
            self.end_headers()
            return
        elif name == "to-file":
            self.send_response(301)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        elif name == "rubbish":
            self.wfile.write(b"no HTTP at all\r\n\r\n")
            return
        elif name == "silent":
            Web.hold.wait(5)
        self.send_response(status or (404 if name == "lost" else 200))
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@contextmanager
def serving(wrap=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    if wrap:
        server.socket = wrap(server.socket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(monkeypatch):
    """A site on this machine, which counts as public here; but 10.0.0.7 does not."""
    Web.asked, Web.answers, Web.hold = [], {}, threading.Event()
    real = visiting.is_public
    monkeypatch.setattr(visiting, "is_public", lambda ip: ip.startswith("127.") or real(ip))
    with serving() as port:
        yield f"http://127.0.0.1:{port}"
        Web.hold.set()


@pytest.mark.parametrize(
    ("path", "trouble", "final"),
    [
        ("fine", "", False),
        ("fine?q=1&b=2", "", False),
        ("", "", False),
        ("get-only", "", False),
        ("to-fine", "", False),
        ("lost", "leads to a page that is not there any more (404)", True),
        ("to-lost", "leads to a page that is not there any more (404)", True),
        ("round", "cannot be opened (sent on and on)", False),
        ("to-inside", "leads into a network that is not public (10.0.0.7)", True),
        ("to-file", "cannot be opened (no web address)", False),
        ("rubbish", "cannot be opened (no HTTP at all", False),
    ],
)
def test_each_way_a_visit_may_end_is_told_in_words(web, path, trouble, final):
    outcome = visit(f"{web}/{path}", "test")
    assert outcome.trouble.startswith(trouble)
    assert bool(outcome.trouble) == bool(trouble)
    assert outcome.final is final


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, ""),
        (401, ""),
        (403, ""),
        (429, ""),
        (410, "not there any more (410)"),
        (500, "error (500)"),
        (503, "error (503)"),
    ],
)
def test_a_site_that_turns_programs_away_is_in_no_trouble(web, status, trouble):
    Web.answers["page"] = status
    assert trouble in (said := visit(f"{web}/page", "test").trouble)
    assert bool(said) == bool(trouble)


def test_a_site_that_says_nothing_is_not_waited_for(web, monkeypatch):
    monkeypatch.setattr(visiting, "PATIENCE", 0.2)
    assert visit(f"{web}/silent", "test").trouble == "did not answer within 0 seconds"


def test_what_is_not_there_at_all_is_told(web):
    assert "cannot be opened" in visit(f"http://127.0.0.1:{free_port()}/", "test").trouble
    assert visit("http://no.such.site.invalid/", "test").trouble == "names a site that is not there"


def test_a_certificate_that_browsers_refuse_is_told(web, tmp_path):
    names = ["-keyout", tmp_path / "key", "-out", tmp_path / "certificate"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names]
    subprocess.run([*make, "-subj", "/CN=other.example"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    with serving(lambda one: context.wrap_socket(one, server_side=True)) as port:
        trouble = visit(f"https://127.0.0.1:{port}/fine", "test").trouble
    assert trouble == "has a certificate that browsers refuse"


INSIDE = "127.0.0.1 10.1.2.3 192.168.1.1 169.254.169.254 0.0.0.0 ::1 fe80::1%eth0 fc00::1"


def test_only_the_public_web_is_asked():
    assert [one for one in INSIDE.split() if is_public(one)] == []
    assert is_public("1.1.1.1")
    assert is_public("2606:4700::1")


def test_nothing_is_asked_of_a_machine_inside(monkeypatch):
    with serving() as port:
        Web.asked = []
        outcome = visit(f"http://127.0.0.1:{port}/fine", "test")
    assert outcome.final
    assert Web.asked == []


# Many ------------------------------------------------------------------------------


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def page(web, *paths, slug="microneedling", **words):
    about = " ".join(f"See [page {at}]({web}/{path})." for at, path in enumerate(paths))
    return make_published(slug=slug, words={"about": about}, **words)


def checked(clock=None, seconds=600.0, now=NOW):
    clock = clock or Clock()
    found = check_links(now, clock=clock, sleep=clock.sleep, seconds=seconds)
    return [one.url.rsplit("/", 1)[1] for one in found if "127.0.0.1" in one.url]


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    """The sources of the sample text are elsewhere: they are not asked."""
    real = linking.links
    monkeypatch.setattr(
        linking, "links", lambda found: frozenset(u for u in real(found) if "://127." in u)
    )


def test_every_link_of_what_patients_read_is_visited_with_a_pause_between(web):
    page(web, "one", "two", "three")
    clock = Clock()
    assert sorted(checked(clock)) == ["one", "three", "two"]
    assert clock.slept == [PAUSE, PAUSE]
    assert {method for method, _ in Web.asked} == {"HEAD"}
    assert "link check of http://127.0.0.1:8000" in Web.agent


def test_a_link_that_led_somewhere_is_left_alone_for_six_days(web):
    page(web, "fine", "lost")
    checked()
    assert checked() == ["lost"]
    assert sorted(checked(now=NOW + linking.FRESH + linking.FRESH)) == ["fine", "lost"]


def test_when_the_time_is_over_the_next_run_goes_on(web):
    page(web, "one", "two", "three", "four")
    first = checked(seconds=PAUSE * 1.5)
    assert len(first) == 2
    assert len(checked(seconds=PAUSE * 1.5)) == 2
    assert Link.objects.filter(visited_at=None).count() == 0


def test_a_page_that_is_gone_is_told_at_once_and_an_outage_at_the_third_time(web):
    version = page(web, "lost", "shaky")
    for at, status in enumerate((500, 500, 500, 200), start=1):
        Web.answers["shaky"] = status
        checked()
        said = Checkup.objects.get(version=version).links
        assert any("/lost leads to a page that is not there" in one for one in said)
        assert any("/shaky was answered with an error (500)" in one for one in said) == (at == 3)


def test_links_that_no_page_names_any_more_are_forgotten(web):
    page(web, "one", slug="peel")
    checked()
    page(web, "two", slug="peel")
    checked()
    assert [one.url.rsplit("/", 1)[1] for one in Link.objects.all()] == ["two"]
    assert str(Link.objects.get()).endswith("/two")


def test_the_start_page_says_which_links_are_broken_and_when_they_were_tried(web, monkeypatch):
    page(web, "lost", "fine", title="Chemical peel", slug="peel")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    eve = signed_in(with_role(make_person(), Role.EDITOR))
    said = StringIO()

    call_command("checklinks", "--minutes", "0.5", stdout=said)

    assert "/fine" not in said.getvalue()
    assert "/lost leads to a page that is not there any more (404)" in said.getvalue()
    assert "2 links visited" in said.getvalue()
    assert Run.objects.get().name == "checklinks"
    start = eve.get("/admin/").content.decode()
    assert "/lost leads to a page that is not there any more (404)" in start
    assert "/admin/procedures/peel/" in start
    assert "Begin a draft to mend" in eve.get("/admin/procedures/peel/").content.decode()


def test_a_site_that_answers_to_two_numbers_is_asked_at_the_one_that_was_found_public(monkeypatch):
    """A name that means a public machine first and one inside a moment later gains nothing."""
    asked = []

    def resolve(host, port, **options):
        asked.append(host)
        number = "1.1.1.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    went = []

    def go(to, timeout):
        went.append(to)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", go)
    assert visit("http://rebinding.example/", "test").trouble.startswith("did not answer")
    assert went == [("1.1.1.1", 80)]
