"""What a server hands to the site, and what it is given back."""

import io
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1:8000"
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    def __getitem__(self, name):
        return dict(self.headers)[name]


class Site:
    """The WSGI application, and how often it asked Django."""

    def __init__(self, in_front_of, handler):
        self.entered = 0
        self.handler = handler
        self.front = in_front_of(self.django)

    def django(self, environ, start):
        self.entered += 1
        return self.handler(environ, start)

    def ask(self, address, method="GET", *, around=True, form=None, **headers):
        """The answer to a request; without what stands around Django where that is not wanted."""
        path, _, query = address.partition("?")
        body = urlencode(form or {}).encode()
        if form:
            headers |= {"content_length": str(len(body)), "content_type": _FORM}
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            **{name.upper(): value for name, value in headers.items()},
        }
        told = []

        def start(status, headers, exc_info=None):
            told[:] = int(status[:3]), list(headers)

        found = (self.front if around else self.handler)(environ, start)
        body = b"".join(found)
        if hasattr(found, "close"):
            found.close()
        return Answer(*told, body)

    def enters(self, address, method="GET", **headers):
        """Whether Django is asked for an address that was asked for before."""
        self.ask(address, method, **headers)
        before = self.entered
        self.ask(address, method, **headers)
        return self.entered > before
