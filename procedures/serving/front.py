"""The layer in front of Django's handler: kept answers first, and pages while all else fails."""

from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from threading import local
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.http.request import split_domain_port, validate_host

from procedures.patients.answers.errors import STAFF, UNREADABLE
from procedures.serving.freshness import Freshness, Token, Unreadable
from procedures.serving.last_good import LastGood
from procedures.serving.renewing import Renewal
from procedures.serving.store import Headers, Kept, Store

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_READS = frozenset({"GET", "HEAD"})


class Front:
    """A WSGI application that answers from the store where it may, and asks Django otherwise."""

    def __init__(
        self,
        application: Application,
        freshness: Freshness,
        *,
        store: Store | None,
        copies: LastGood | None,
    ) -> None:
        self.application = application
        self.freshness = freshness
        self.store = store
        self.copies = copies
        self.renewal = Renewal(self.whole, freshness, copies) if copies else None
        self.token: Token | None = None
        #: The only hosts that answers are kept for, so that nobody fills the store with others.
        self.hosts = {urlsplit(one).netloc for one in (settings.SITE_URL, settings.EMBED_URL)}
        self.hosts.update(settings.ALLOWED_HOSTS)
        self.told = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        self.here = local()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            token = self.freshness.token()
        except Unreadable as away:
            return self.without(environ, start, str(away))
        if token != self.token:
            self.move(token)
        store = self.store
        if (
            store is None
            or environ["REQUEST_METHOD"] not in _READS
            or environ.get("CONTENT_LENGTH", "") not in ("", "0")
            or "HTTP_IF_MATCH" in environ
            or "HTTP_IF_UNMODIFIED_SINCE" in environ
            or environ.get("SCRIPT_NAME")
            or environ["PATH_INFO"].startswith(STAFF)
        ):
            return self.through(environ, start)
        key = (
            self.is_secure(environ),
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            store.coding(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )
        kept = store.get(key, token)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if kept is None:
            if environ["REQUEST_METHOD"] == "HEAD" or known or key[1] not in self.hosts:
                return self.through(environ, start)
            kept = self.whole(environ)
            if kept.status[:3] == "503":
                return self.failed(environ, start, kept)
            if self.is_still(token):
                store.keep(key, token, kept)
        elif known and kept.etag and (kept.etag in known or "*" in known):
            if known != kept.etag:
                return self.through(environ, start)  # several, or `*`: Django reads them
            if kept.known is None:
                return self.learned(environ, start, kept)
            start("304 Not Modified", kept.known.copy())
            return []
        return self.give(environ, start, kept)

    @staticmethod
    def give(environ: Environ, start: Start, kept: Kept) -> Iterable[bytes]:
        """Hand an answer out; servers may add to the headers, so they get their own."""
        start(kept.status, kept.headers.copy())
        return [kept.body] if environ["REQUEST_METHOD"] != "HEAD" else []

    def is_secure(self, environ: Environ) -> bool:
        """Whether a reader came by HTTPS, as Django decides it."""
        header, secure = self.told
        said = environ.get(header) if header else None
        if said is None:
            return bool(environ["wsgi.url_scheme"] == "https")
        return bool(said.partition(",")[0].strip() == secure)

    def is_still(self, token: Token) -> bool:
        """Whether nothing has changed since; no, where that cannot be told."""
        try:
            return self.freshness.token() == token
        except Unreadable:
            return False

    def move(self, token: Token) -> None:
        """Something has changed for patients, or this process has just begun to look."""
        self.token = token
        if self.copies and self.renewal:
            self.copies.see(token)
            self.renewal.start()

    def through(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What Django answers. What a form has changed is seen before who sent it reads on."""
        if environ["PATH_INFO"].startswith(STAFF):
            answer = self.ask(environ, start)
            if environ["REQUEST_METHOD"] not in _READS:
                self.look()
            return answer
        kept = self.whole(environ)
        if kept.status[:3] == "503":
            return self.failed(environ, start, kept)
        return self.give(environ, start, kept)

    def look(self) -> None:
        """Look whether something has changed."""
        with suppress(Unreadable):
            token = self.freshness.token()
            if token != self.token:
                self.move(token)

    def ask(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """What Django answers, by connections to the database that lies there now."""
        lain = self.freshness.database.lain
        if getattr(self.here, "lain", lain) != lain:
            connections.close_all()
        self.here.lain = lain
        return self.application(environ, start)

    def whole(self, environ: Environ) -> Kept:
        """The whole of what Django answers."""
        told: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            told[:] = status, headers

        answer: Any = self.ask(environ, start)
        with closing(answer):
            body = b"".join(answer)
        status, headers = told
        etag = next((value for name, value in headers if name == "ETag"), "")
        return Kept(status, headers, body, etag)

    def learned(self, environ: Environ, start: Start, kept: Kept) -> Iterable[bytes]:
        """Django's own 304, to be given again."""
        answer = self.whole(environ)
        if answer.status[:3] == "304" and answer.etag == kept.etag:
            kept.known = answer.headers.copy()
        return self.give(environ, start, answer)

    def failed(self, environ: Environ, start: Start, answer: Kept) -> Iterable[bytes]:
        """The last good copy in place of an answer that the database failed, or that answer."""
        return self.give(environ, start, self.copy(environ) or answer)

    def without(self, environ: Environ, start: Start, why: str) -> Iterable[bytes]:
        """What is answered while the database cannot be read, without asking it."""
        self.token = None  # so that all is looked at once it is back
        copy = self.copy(environ)
        if copy is not None:
            return self.give(environ, start, copy)
        environ[UNREADABLE] = why
        return self.application(environ, start)

    def copy(self, environ: Environ) -> Kept | None:
        """The last good copy of the page that is asked for, whatever its query.

        Django says what must be said before any page: that a host is wrong, and where HTTPS is.
        """
        host = split_domain_port(environ.get("HTTP_HOST", ""))[0]
        if (
            self.copies is None
            or environ["REQUEST_METHOD"] not in _READS
            or not validate_host(host, settings.ALLOWED_HOSTS)
            or environ.get("HTTP_HOST") == settings.EMBED_HOST
            or (settings.SECURE_SSL_REDIRECT and not self.is_secure(environ))
        ):
            return None
        return self.copies.get(environ["PATH_INFO"])
