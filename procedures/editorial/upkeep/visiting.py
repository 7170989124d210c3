"""Whether an address on the web still leads somewhere. Only the public web is asked."""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

#: How long one answer may take, in seconds, and how often one may be sent on.
PATIENCE = 10.0
MOST_HOPS = 5

_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
#: Answers of sites that let people in and turn programs away: nothing is wrong with the link.
_GUARDED = (401, 403, 405, 406, 407, 429, 451, 999)
#: A site that does not know how to answer without sending the page is asked for it.
_ASK_AGAIN = (400, 403, 404, 405, 406, 500, 501, 503)


@dataclass(frozen=True)
class Outcome:
    """How a visit ended. `trouble` is empty where all is well, `final` says that it will stay."""

    trouble: str = ""
    final: bool = False


def visit(address: str, agent: str) -> Outcome:
    """Whether a page is there. Nothing of it is read but its first line and headers."""
    try:
        status = _status(address, agent)
    except _NotPublic as refused:
        return Outcome(f"leads into a network that is not public ({refused})", final=True)
    except ssl.SSLCertVerificationError:
        return Outcome("has a certificate that browsers refuse")
    except socket.gaierror:
        return Outcome("names a site that is not there")
    except TimeoutError:
        return Outcome(f"did not answer within {PATIENCE:.0f} seconds")
    except (OSError, HTTPException, ValueError) as fault:
        return Outcome(f"cannot be opened ({fault or type(fault).__name__})")
    if status in _GONE:
        return Outcome(f"leads to a page that is not there any more ({status})", final=True)
    if status >= 400 and status not in _GUARDED:
        return Outcome(f"was answered with an error ({status})")
    return Outcome()


class _NotPublic(Exception):
    """An address of a machine that patients cannot reach, and this site must not ask."""


def _status(address: str, agent: str) -> int:
    for _ in range(MOST_HOPS):
        status, onward = _asked("HEAD", address, agent)
        if status in _ASK_AGAIN:
            status, onward = _asked("GET", address, agent)
        if status not in _REDIRECTS or not onward:
            return status
        address = urljoin(address, onward)
    raise HTTPException("sent on and on")


def _asked(method: str, address: str, agent: str) -> tuple[int, str]:
    """The status of the answer, and where it sends one on."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no web address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = _Connection(parts.hostname, port, timeout=PATIENCE)
    connection.is_safe = parts.scheme == "https"
    try:
        headers = {"User-Agent": agent, "Accept": "text/html, */*;q=0.5", "Connection": "close"}
        connection.request(method, target, headers=headers)
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


class _Connection(HTTPConnection):
    """Goes to the very address that was found to be public, whatever the name means next."""

    is_safe = False

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        to = found[0][4]
        if not is_public(str(to[0])):
            raise _NotPublic(self.host)
        self.sock = socket.create_connection((str(to[0]), self.port), self.timeout)
        if self.is_safe:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def is_public(address: str) -> bool:
    """Whether everybody can reach this machine, so that asking it tells nobody anything new."""
    return ip_address(address.partition("%")[0]).is_global
