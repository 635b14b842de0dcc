"""Connections that go to addresses checked before, and end at a deadline whatever the other side does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses given, whatever host is asked for."""

    def __init__(self, addresses: tuple[str, ...], deadline: float) -> None:
        """Keep the addresses and the time (monotonic, in seconds) after which nothing is read any more."""
        self._addresses = addresses
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  the addresses it was resolved to are used, so that it is not resolved again
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses that answers."""
        failed: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                stream = self._network.connect_tcp(
                    address, port, _left(self._deadline, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failed

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002  nothing is waited for
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: nothing of this machine is fetched."""
        raise httpcore.ConnectError(path)

    def sleep(self, seconds: float) -> None:
        """Wait, but not past the deadline."""
        time.sleep(_left(self._deadline, seconds))


class _BoundedStream(httpcore.NetworkStream):
    """A connection of which each read and write ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _BoundedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  as httpcore has it
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Return how long may still be waited.

    Raises:
        httpcore.ReadTimeout: If the time is used up.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        msg = "it took too long"
        raise httpcore.ReadTimeout(msg)
    return left if timeout is None else min(timeout, left)
