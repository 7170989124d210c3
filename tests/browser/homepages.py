"""Homepages of other origins, for a real browser: each is a page that a test writes."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Homepages(ThreadingHTTPServer):
    """A server on a loopback origin of its own. `pages` is path → HTML and headers."""

    def __init__(self, host):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://{host}:{self.server_port}"
        self.pages = {}
        self.asked = []

    def put(self, html, *, path="/", headers=None):
        """Put a page there, and give its address."""
        self.pages[path] = (f"<!doctype html><html lang=en><title>Clinic</title>{html}", headers)
        return self.origin + path


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        html, headers = self.server.pages.get(self.path, ("", {}))
        body = html.encode()
        self.send_response(200 if html else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@contextmanager
def homepages(host="localhost"):
    """Such a server, while it is needed. `localhost` is another site than 127.0.0.1."""
    server = Homepages(host)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
