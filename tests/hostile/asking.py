"""Requests as no browser makes them, handed to the site as an application server would."""

import io
import re
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from procedures.wsgi import application

#: What stands in a page of Django's own about a fault, or in a report of Python's.
TRACE = re.compile(rb"Traceback|Exception (?:Type|Value)|DoesNotExist|site-packages|\.py\b")
#: Names with numbers of what the site is made with.
VERSION = re.compile(r"(?:python|django|wsgi\w*|gunicorn|nginx|sqlite|postgres\w*)/?\s*\d", re.I)

#: What a form sends to show that a page of ours made it.
TOKEN = "a" * 32


class Answer:
    """What came back: a status, headers as they were set, and a body."""

    def __init__(self, status, headers, body):
        self.status = int(status.split(" ")[0])
        self.headers = headers
        self.body = body

    def all(self, name):
        return [value for one, value in self.headers if one.lower() == name.lower()]


def ask(target="/", method="GET", body=b"", cookie="", environ=None, **headers):
    """The answer to a request line and headers, as they came over the wire."""
    path, _, query = target.partition("?")
    asked = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.9",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        **(environ or {}),
    }
    if method == "POST":  # as of a form of ours, so that what is sent is read
        cookie = f"csrftoken={TOKEN}"
        asked["HTTP_X_CSRFTOKEN"] = TOKEN
    if cookie:
        asked["HTTP_COOKIE"] = cookie
    began = []
    # The connection is the test's, with all it has made.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        parts = application(asked, lambda status, headers, *_: began.append((status, headers)))
        whole = b"".join(parts)
        parts.close()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return Answer(*began[0], whole)


def faults(answer):
    """What is wrong with an answer, whatever was asked."""
    found = []
    if answer.status >= 500:
        found.append(f"status {answer.status}")
    if TRACE.search(answer.body):
        found.append("shows where it failed")
    for address in answer.all("Location"):
        elsewhere = urlsplit(address.replace("\\", "/")).netloc
        if elsewhere or address.startswith("//") or not address.startswith("/"):
            found.append(f"leads to {address}")
    for name, value in answer.headers:
        if VERSION.search(value) or name.lower() in ("server", "x-powered-by"):
            found.append(f"{name}: {value}")
        if "\r" in name + value or "\n" in name + value or name.lower() == "x-evil":
            found.append(f"a header of others: {name}")
    if not any(name == "Content-Security-Policy" for name, _ in answer.headers):
        found.append("has no policy")
    return found


def form(**fields):
    """A form as browsers send it, for `ask`."""
    lines = []
    for name, value in fields.items():
        lines.append(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n')
    return multipart("".join(lines) + "--x--\r\n")


def multipart(body, boundary="x"):
    """What `ask` takes for a body in parts."""
    raw = body if isinstance(body, bytes) else body.encode()
    content = {"CONTENT_TYPE": f"multipart/form-data; boundary={boundary}"}
    return {"method": "POST", "body": raw, "environ": content}


def urlencoded(body, kind="application/x-www-form-urlencoded"):
    """What `ask` takes for a form in one line."""
    raw = body if isinstance(body, bytes) else body.encode()
    return {"method": "POST", "body": raw, "environ": {"CONTENT_TYPE": kind}}
