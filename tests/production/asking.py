"""A browser's side of the wire: real TLS, the certificate looked at, nothing followed."""

import http.client
import socket
import ssl
import threading
import time
from contextlib import closing
from http.cookies import SimpleCookie

HOST = "pages.example"
#: What nginx says to a process of a request that came over TLS.
NGINX = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "127.0.0.1"}


class Secure(http.client.HTTPSConnection):
    """A connection to a machine of the test's own, as if its name led there."""

    def __init__(self, port, certificate, source):
        self.named = ssl.create_default_context(cafile=certificate)
        super().__init__(HOST, port, timeout=20, source_address=(source, 0))

    def connect(self):
        there = ("127.0.0.1", self.port)
        plain = socket.create_connection(there, self.timeout, self.source_address)
        self.sock = self.named.wrap_socket(plain, server_hostname=HOST)


class Direct(http.client.HTTPConnection):
    """A connection to one process, as nginx has it."""

    def __init__(self, port):
        super().__init__("127.0.0.1", port, timeout=20)


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")
        set_ = SimpleCookie("; ".join(self.headers.get_all("Set-Cookie", [])))
        self.cookies = "; ".join(f"{name}={one.value}" for name, one in set_.items())


def ask(connection, path, method="GET", body=None, **headers):
    """The answer to one request, after which the connection is closed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection):
        connection.request(method, path, body=body, headers={"Host": HOST, **named})
        return Answer(connection.getresponse())


class Readers:
    """People who read at a steady pace while something happens to the machine.

    `pages` is path → words that stand there. `lost` are the requests that got anything else.
    """

    def __init__(self, connect, pages, *, a_second=20, people=4):
        self.connect, self.pages = connect, pages
        self.pause = people / a_second
        self.over = threading.Event()
        self.read, self.lost = [], []
        self.people = [threading.Thread(target=self.one, args=(one,)) for one in range(people)]

    def one(self, number):
        paths = list(self.pages)
        while not self.over.is_set():
            path = paths[number % len(paths)]
            number += 1
            began = time.monotonic()
            try:
                answer = ask(self.connect(), path)
                well = answer.status == 200 and self.pages[path] in answer.text
                (self.read if well else self.lost).append((path, answer.status))
            except (OSError, http.client.HTTPException) as error:
                self.lost.append((path, repr(error)))
            self.over.wait(max(0, self.pause - (time.monotonic() - began)))

    def __enter__(self):
        for one in self.people:
            one.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        for one in self.people:
            one.join()
