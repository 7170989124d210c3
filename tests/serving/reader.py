"""Somebody who reads a served site, by one connection for as long as the server keeps it."""

import http.client
from urllib.parse import urlencode, urlsplit


class Reader:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *of):
        self.connection.close()

    def ask(self, path, method="GET", form=None, **headers):
        """Status, headers and words of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if form is not None:
            body, method = urlencode(form), "POST"
            named["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, named)
        answer = self.connection.getresponse()
        told = {name: value for name, value in answer.getheaders() if name != "Date"}
        return answer.status, told, answer.read().decode(errors="replace")

    def status(self, path):
        return self.ask(path)[0]

    def words(self, path):
        return self.ask(path)[2]
