"""A browser's side of the wire: real TLS, the certificate looked at, nothing followed."""

import http.client
import socket
import ssl
import threading
import time
from contextlib import closing

HOST = "pages.example"


class Secure(http.client.HTTPSConnection):
    """A connection to a machine of the test's own, as if its name led there."""

    def __init__(self, port, certificate):
        self.named = ssl.create_default_context(cafile=certificate)
        super().__init__(HOST, port, timeout=20)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        self.sock = self.named.wrap_socket(plain, server_hostname=HOST)


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode(errors="replace")


def ask(connection, path, method="GET", body=None, **headers):
    """The answer to one request, after which the connection is closed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection):
        connection.request(method, path, body=body, headers={"Host": HOST, **named})
        return Answer(connection.getresponse())


class Readers:
    """People who read at a steady pace while something happens to the machine."""

    def __init__(self, connect, paths, *, a_second=20, people=4):
        self.connect, self.paths = connect, paths
        self.pause = people / a_second
        self.over = threading.Event()
        self.read, self.lost = [], []
        self.threads = [threading.Thread(target=self.one, args=(one,)) for one in range(people)]

    def one(self, number):
        while not self.over.is_set():
            path = self.paths[number % len(self.paths)]
            number += 1
            began = time.monotonic()
            try:
                status = ask(self.connect(), path).status
            except (OSError, http.client.HTTPException) as error:
                status = error
            (self.read if status == 200 else self.lost).append((path, status))
            self.over.wait(max(0, self.pause - (time.monotonic() - began)))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        for thread in self.threads:
            thread.join()
