"""A page fetched from an address that the user names, and only from a public one.

The host is resolved here, every address it has must be public, and the connection goes to the address that was checked,
so that a name which changes its address in between leads nowhere. Each redirect is checked the same way. No proxy, no
cookie, no password; size and time are bounded over the whole of it, redirects included.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from licet.errors import ProblemsFound
from licet.evidence.intake.encodings import stated_charset
from licet.evidence.intake.kinds import BY_MEDIA_TYPE
from licet.evidence.intake.limits import DEFAULT, Limits
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import httpcore
    import httpx

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_MOST_REDIRECTS = 5
_PORTS = frozenset({80, 443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_ACCEPT = "text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf"
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE)
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, from which address in the end, and what its server said of it."""

    data: bytes
    address: str
    media_type: str
    charset: str = ""


class _RefusedError(Exception):
    """A reason why an address is not fetched; `slug` and `mend` as of a problem."""

    def __init__(self, slug: str, what: str, mend: str = "save the page as a file, and give that") -> None:
        super().__init__(what)
        self.slug, self.mend = slug, mend


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, and hides no other address in itself."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or any(address in net for net in _TRANSLATED)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses that the system resolves a host to.

    Raises:
        OSError: If it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetches addresses one by one. `may_reach` tells which addresses may be connected to, `resolve` finds them."""

    def __init__(
        self,
        *,
        limits: Limits = DEFAULT,
        may_reach: Callable[[Address], bool] = is_public,
        resolve: Callable[[str, int], tuple[str, ...]] = resolved,
    ) -> None:
        """Keep the limits; nothing is connected yet."""
        self._limits = limits
        self._may_reach = may_reach
        self._resolve = resolve

    def __call__(self, address: str) -> Fetched:
        """Fetch an address.

        Raises:
            ProblemsFound: With the one reason why it is not fetched.
        """
        import httpcore  # noqa: PLC0415  slow to import
        import httpx  # noqa: PLC0415  slow to import

        try:
            return self._followed(address)
        except _RefusedError as refused:
            problem = Problem(refused.slug, address[:300], str(refused), refused.mend)
        except (httpx.InvalidURL, httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            problem = Problem("not-fetched", address[:300], f"cannot be fetched: {_said(error)}", "check the address")
        except (httpcore.ProtocolError, OSError, ValueError) as error:  # ValueError: what no URL or header may hold
            problem = Problem("not-fetched", address[:300], f"cannot be fetched: {_said(error)}", "check the address")
        raise ProblemsFound([problem])

    def _followed(self, address: str) -> Fetched:
        import httpx  # noqa: PLC0415  slow to import

        deadline = time.monotonic() + self._limits.fetch_seconds
        url = httpx.URL(address.strip())
        ports = _PORTS | {_port(url)}
        for _ in range(_MOST_REDIRECTS + 1):
            checked = self._checked(url, ports, deadline)
            answer = self._asked(url, checked, deadline)
            if isinstance(answer, Fetched):
                return answer
            following = url.join(answer)
            if url.scheme == "https" and following.scheme == "http":
                msg = "leads from https to http"
                raise _RefusedError("address-refused", msg)
            url = following
        msg = f"leads on more than {_MOST_REDIRECTS} times"
        raise _RefusedError("address-refused", msg)

    def _checked(self, url: httpx.URL, ports: Iterable[int], deadline: float) -> tuple[str, ...]:
        """Return the addresses of a URL's host, each of which may be connected to."""
        if url.scheme not in {"http", "https"}:
            msg = f"is of the scheme {url.scheme[:20] or 'none'}; only http and https are fetched"
            raise _RefusedError("address-refused", msg)
        if url.userinfo:
            msg = "holds a user name or password"
            raise _RefusedError("address-refused", msg, "leave it out")
        if not url.host or _port(url) not in ports:
            msg = f"leads to port {_port(url)}" if url.host else "names no host"
            raise _RefusedError("address-refused", msg)
        host = url.raw_host.decode("ascii").strip("[]")
        literal = _literal(host)
        found = (literal,) if literal else _within(deadline, lambda: self._resolve(host, _port(url)))
        for one in found:
            if not self._may_reach(ipaddress.ip_address(one.split("%", 1)[0])):
                msg = f"its host is {one}, which is no public address"
                raise _RefusedError("address-not-public", msg)
        if not found:
            msg = "its host has no address"
            raise _RefusedError("not-fetched", msg)
        return found

    def _asked(self, url: httpx.URL, checked: tuple[str, ...], deadline: float) -> Fetched | str:
        """Return the page, or the address that it leads on to."""
        import httpcore  # noqa: PLC0415  slow to import

        from licet.evidence.intake.connection import CheckedBackend  # noqa: PLC0415  imports httpcore

        said_first = {"Host": url.netloc.decode("ascii"), "Accept": _ACCEPT, "Accept-Encoding": "identity"}
        headers: list[tuple[bytes | str, bytes | str]] = [*said_first.items(), ("User-Agent", "licet")]
        backend = CheckedBackend(checked, deadline)
        with (
            httpcore.ConnectionPool(network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", str(url), headers=headers) as response,
        ):
            said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
            if response.status in _REDIRECTS and said.get("location"):
                return said["location"]
            if response.status != _OK:
                msg = f"its server answers {response.status}"
                raise _RefusedError("not-fetched", msg)
            content_type = said.get("content-type", "")
            media_type = content_type.split(";", 1)[0].strip().lower()
            if media_type not in BY_MEDIA_TYPE:
                msg = f"is of the type {media_type[:60] or 'not stated'}, which is not read"
                raise _RefusedError("unsupported-document", msg)
            data = self._body(response, said.get("content-encoding", "identity").strip().lower())
        return Fetched(data, str(url), media_type, stated_charset(content_type))

    def _body(self, response: httpcore.Response, packing: str) -> bytes:
        if packing not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            msg = f"is packed as {packing[:30]}, which was not asked for"
            raise _RefusedError("unsupported-document", msg)
        unpack = zlib.decompressobj(47) if packing not in {"identity", ""} else None  # 47: gzip or zlib, as it begins
        most, parts, size = self._limits.fetch_bytes, [], 0
        for chunk in response.iter_stream():
            try:
                part = chunk if unpack is None else unpack.decompress(chunk, most + 1 - size)
            except zlib.error:
                msg = "its packing is broken"
                raise _RefusedError("not-fetched", msg) from None
            parts.append(part)
            size += len(part)
            if size > most:
                msg = f"is larger than {most:,} bytes"
                raise _RefusedError("file-too-large", msg)
        return b"".join(parts)


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _literal(host: str) -> str:
    """Return the address that a host spells; empty if it is a name.

    Raises:
        _RefusedError: If it spells one in another way than with four decimal parts, or as IPv6.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        if _NUMERIC.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
            msg = "spells an address as a number"
            raise _RefusedError("address-not-public", msg) from None
        return ""


def _within(deadline: float, call: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Return what a call returns, waiting for it no longer than to the deadline; looking up a name knows no limit."""
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(call())
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        msg = "its host could not be looked up in time"
        raise _RefusedError("not-fetched", msg) from None
    if isinstance(answer, OSError):
        raise answer
    return answer
