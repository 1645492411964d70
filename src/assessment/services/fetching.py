"""Asking an address on the web whether it is there, without being led where only we could get.

A name is resolved once and the connection made to the very address that was found to be public, also
after every redirect, so that no name can change its mind in between.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from assessment.domain.evidence import LinkState

STEP_SECONDS = 8.0
"""How long one step, such as connecting, may take."""
ALL_SECONDS = 15.0
"""How long one look may take with all its requests, beside what finding a name takes the system."""
MOST_REDIRECTS = 5
PORTS = frozenset({80, 443, 8080, 8443})
"""The ports at which web servers are."""

_CLOSED = frozenset({401, 403, 407, 429, 451})
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNKNOWN_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""Addresses of IPv6 that lead on to one of IPv4."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an address answered; `moved_to` is where it led in the end when that is another one."""

    state: LinkState
    http_status: int | None = None
    moved_to: str = ""


class NotPublicError(OSError):
    """The address leads into a network that is not the public one."""


class OutOfTime(TimeoutError):
    """The look has taken all the time that it has."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Looks at addresses under the name `agent`; `is_anywhere` also at those of private networks."""

    agent: str
    is_anywhere: bool = False

    def look(self, url: str) -> Look:
        """Whether there is something at the address: asked for its head and, if need be, as a whole.

        Of a page nothing but the head is read.
        """
        try:
            status, last = _Visit(self).follow(url)
        except NotPublicError:
            return Look(LinkState.NOT_PUBLIC)
        except socket.gaierror as error:
            is_unknown = error.errno in _UNKNOWN_NAME
            return Look(LinkState.GONE if is_unknown else LinkState.UNREACHABLE)
        except (OSError, HTTPException, ValueError):
            return Look(LinkState.UNREACHABLE)
        return Look(_state(status), status, last if last != url else "")


class _Visit:
    """One look with all its requests, which ends when its time is up, whatever it waits for."""

    def __init__(self, looker: Looker) -> None:
        self._looker = looker
        self._ends = monotonic() + ALL_SECONDS
        self._watches = ExitStack()

    def follow(self, url: str) -> tuple[int, str]:
        """The status in the end, and where that is."""
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            status, onward = self._ask("HEAD", here)
            if status >= 400:  # many servers do not know HEAD, or lie to it
                status, onward = self._ask("GET", here)
            if status not in _REDIRECTS or not onward:
                return status, here
            here = urljoin(here, onward)[:2000]
        raise HTTPException("too many redirects")

    def _ask(self, method: str, url: str) -> tuple[int, str]:
        """The status, and where the answer leads on to."""
        address = urlsplit(url)
        headers = {"User-Agent": self._looker.agent, "Accept": "*/*", "Connection": "close"}
        with closing(self._connection(address)) as connection, self._watches:
            connection.request(method, _target(address), headers=headers)
            response = connection.getresponse()
            return response.status, response.getheader("Location") or ""

    def _connection(self, address: SplitResult) -> HTTPConnection:
        """Raises `NotPublicError` for what is no address of the public web."""
        host = address.hostname
        if address.scheme not in ("http", "https") or not host or address.username is not None:
            raise NotPublicError(address.geturl())
        is_https = address.scheme == "https"
        port = address.port or (443 if is_https else 80)
        if port not in PORTS and not self._looker.is_anywhere:
            raise NotPublicError(address.geturl())
        name = host.encode("idna").decode() if not host.isascii() else host
        kind = HTTPSConnection if is_https else HTTPConnection
        connection = kind(name, port, timeout=STEP_SECONDS)
        connection._create_connection = self._connect  # type: ignore[attr-defined]
        return connection

    def _connect(self, where: tuple[str, int], _timeout: float, *_rest: Any) -> socket.socket:
        """A connection to the first address of the host that answers; each one must be public."""
        found = socket.getaddrinfo(*where, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(entry[4][:2] for entry in found))
        is_anywhere = self._looker.is_anywhere
        if not is_anywhere and not all(is_public(str(a[0])) for a in addresses):
            raise NotPublicError(where[0])
        fault = OSError(where[0])
        for ip, port in addresses[:3]:
            try:
                made = socket.create_connection((str(ip), int(port)), self._left(STEP_SECONDS))
            except OutOfTime:
                raise
            except OSError as error:
                fault = error
            else:
                self._watches.enter_context(_broken_after(made, self._left()))
                return made
        raise fault

    def _left(self, most: float = ALL_SECONDS) -> float:
        """The seconds that are left, `most` at most."""
        left = self._ends - monotonic()
        if left <= 0:
            raise OutOfTime
        return min(left, most)


@contextmanager
def _broken_after(made: socket.socket, seconds: float) -> Iterator[None]:
    """Ends the connection when the time is up, whatever it waits for.

    It is held by a handle of its own, since TLS takes the socket over.
    """
    with made.dup() as handle:
        watch = Timer(seconds, _break, [handle])
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public network, itself and what it leads on to."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address.sixtofour or address.teredo or any(address in net for net in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast


def _state(status: int) -> LinkState:
    if status in _CLOSED:
        return LinkState.CLOSED
    if status in _GONE:
        return LinkState.GONE
    return LinkState.ALIVE if status < 400 else LinkState.UNREACHABLE


def _target(address: SplitResult) -> str:
    """Path and query as a request names them; what may not stand in one is quoted."""
    path = quote(address.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(address.query, safe="/%:@!$&'()*+,;=~?")
    return f"{path}?{query}" if query else path


def _break(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
