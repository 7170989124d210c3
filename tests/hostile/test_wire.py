"""What no library of a client would send, sent to a site that is really served."""

import os
import socket

import pytest

from tests import databases
from tests.browser.serving import served
from tests.hostile.asking import TRACE
from tests.hostile.production import ENVIRONMENT

HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /admin/sign-in/ HTTP/1.1\r\n" + HOST
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"

#: Name → the bytes of a request.
WIRE = {
    "nothing": b"\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a version to come": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a line of words": b"GET / and more words HTTP/1.1\r\n" + HOST + b"\r\n",
    "a line without an end": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "nothing in a path": b"GET /a\x00b/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "not text in a path": b"GET /\xff\xfe/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "a whole address": b"GET http://evil.example/admin/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "another host's path": b"GET //evil.example/.. HTTP/1.1\r\n" + HOST + b"\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n" + HOST + b": a\r\nno colon\r\n\r\n",
    "a header on two lines": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\r\n b\r\n\tc\r\n\r\n",
    "ends of lines by half": b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
    "nothing in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\x00b\r\n\r\n",
    "more headers than may be": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\r\n" * 5_000 + b"\r\n",
    "a header without an end": b"GET / HTTP/1.1\r\n"
    + HOST
    + b"X-A: "
    + b"a" * 70_000
    + b"\r\n\r\n",
    "an alphabet that is none": b"GET /search/?q=%ff HTTP/1.1\r\n"
    + HOST
    + b"Content-Type: a; charset=base64\r\n\r\n",
    "two lengths": POST + FORM + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=b",
    "a length in words": POST + FORM + b"Content-Length: three\r\n\r\na=b",
    "a length and pieces": POST
    + FORM
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /a HTTP/1.1\r\n\r\n",
    "pieces without a size": POST + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n\r\n",
    "less than was said": POST + FORM + b"Content-Length: 900\r\n\r\na=b",
    "one after another": (b"GET /healthz/ HTTP/1.1\r\n" + HOST + b"\r\n") * 3,
}


@pytest.fixture(scope="module")
def port(template_database, tmp_path_factory):
    """Where a site is served as a clinic runs it, but for what only HTTPS could show."""
    folder = tmp_path_factory.mktemp("wire")
    with databases.copied(template_database, folder, f"wire_{os.getpid()}") as site:
        plain = {"ALLOWED_HOSTS": "127.0.0.1", "SECURE_SSL_REDIRECT": "off"}
        site.env.update(ENVIRONMENT | plain)
        with served(site.env, folder) as address:
            yield int(address.rpartition(":")[2])


def sent(port, raw):
    """Everything that comes back to some bytes, after which nothing more is said."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        try:
            wire.sendall(raw)
            wire.shutdown(socket.SHUT_WR)
            parts = list(iter(lambda: wire.recv(65_536), b""))
        except OSError:  # the server has heard enough
            parts = []
    return b"".join(parts)


def test_the_site_takes_no_harm_from_what_comes_over_the_wire(port):
    wrong = {}
    for name, raw in WIRE.items():
        answer = sent(port, raw)
        status = answer.split(b" ", 2)[1:2]
        refused = answer == b"" or status == [b"505"]  # the latter is the server's own word
        if not refused and answer.startswith(b"HTTP/") and status[0] >= b"500":
            wrong[name] = status[0]
        if TRACE.search(answer) or b"evil.example" in answer:
            wrong[name] = answer[:200]
        alive = sent(port, b"GET /healthz/ HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        assert b" 200 " in alive.split(b"\r\n")[0], name
    assert wrong == {}
