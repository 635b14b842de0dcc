from __future__ import annotations

import gzip
import ipaddress
import threading
import time
import zlib
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from licet.errors import ProblemsFound
from licet.evidence.intake.fetch import Fetcher, is_public
from licet.evidence.intake.limits import DEFAULT
from licet.evidence.intake.paths import read_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.evidence.intake.fetch import Address

PAGE = b"<html><body><p>The ministry told Buyer A that the chips may not enter.</p></body></html>"
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def site(answer: Callable[[str], Answer], *, slowly: float = 0.0) -> Iterator[int]:
    """Serve answers on this machine; yield the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for start in range(0, len(body), 1 if slowly else 65_536):
                    self.wfile.write(body[start : start + (1 if slowly else 65_536)])
                    time.sleep(slowly)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(_: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, PAGE


def here(address: Address) -> bool:
    return address.is_loopback


def to_here(_host: str, _port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


def fetcher(**limits: float) -> Fetcher:
    """Return a fetcher that may reach this machine, under whatever name."""
    return Fetcher(limits=replace(DEFAULT, **limits), may_reach=here, resolve=to_here)


def refused(fetch: Fetcher, address: str) -> tuple[str, str]:
    with pytest.raises(ProblemsFound) as caught:
        fetch(address)
    (problem,) = caught.value.problems
    assert problem.mend
    return problem.slug, problem.what


class TestWhatMayBeReached:
    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
    def test_a_public_address_may(self, address: str) -> None:
        assert is_public(ipaddress.ip_address(address))

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1",
            "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
            "2001:db8::1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:1", "2002:a00:1::",
            "2001:0:a00:1::", "fd00:ec2::254",
        ],
    )  # fmt: skip
    def test_no_other_address_may(self, address: str) -> None:
        assert not is_public(ipaddress.ip_address(address))

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0x7f.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "10.0.0.1.",
        ],
    )
    def test_an_address_spelled_in_any_way_is_refused(self, host: str) -> None:
        slug, _ = refused(Fetcher(), f"http://{host}/")

        assert slug == "address-not-public" or (host == "0177.0.0.1" and slug == "not-fetched")  # no address at all

    def test_a_number_is_refused_even_if_it_spells_a_public_address(self) -> None:
        assert refused(Fetcher(), "http://1572395042/")[0] == "address-not-public"

    def test_a_name_with_one_address_that_is_not_public_is_refused(self) -> None:
        fetch = Fetcher(resolve=lambda _host, _port: ("93.184.216.34", "10.0.0.1"))

        assert refused(fetch, "https://outlet-a.example/") == (
            "address-not-public",
            "its host is 10.0.0.1, which is no public address",
        )

    @pytest.mark.parametrize(
        "address", ["ftp://outlet-a.example/", "file:///etc/passwd", "gopher://a.example/", "//a/b"]
    )
    def test_other_schemes_are_refused(self, address: str) -> None:
        assert refused(Fetcher(), address)[0] == "address-refused"

    def test_a_password_is_refused(self) -> None:
        assert refused(Fetcher(), "https://user:secret@outlet-a.example/")[0] == "address-refused"

    @pytest.mark.parametrize(
        "address", ["http://", "http://a b/", "http://[::1/", "http://\x00/", "https://" + "a" * 300]
    )
    def test_what_is_no_address_is_told(self, address: str) -> None:
        assert refused(Fetcher(resolve=to_here), address)[0] in {
            "not-fetched",
            "address-refused",
            "address-not-public",
        }


class TestFetching:
    def test_the_connection_goes_to_the_address_that_was_checked(self) -> None:
        asked = []

        def changing(host: str, _port: int) -> tuple[str, ...]:
            asked.append(host)
            return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

        with site(page) as port:
            got = Fetcher(may_reach=here, resolve=changing)(f"http://outlet-a.example:{port}/x")

        assert asked == ["outlet-a.example"]
        assert (got.data, got.media_type, got.charset) == (PAGE, "text/html", "utf-8")

    def test_an_address_is_read_into_a_document(self) -> None:
        with site(page) as port:
            (document,) = read_paths([f"http://outlet-a.example:{port}/x"], fetch=fetcher())

        assert document.text == "The ministry told Buyer A that the chips may not enter.\n"
        assert document.layout is not None
        assert document.layout.address == f"http://outlet-a.example:{port}/x"

    def test_a_redirect_is_checked_like_the_first_address(self) -> None:
        def answer(path: str) -> Answer:
            return (302, {"Location": "http://169.254.169.254/latest/"}, b"") if path == "/x" else page(path)

        with site(answer) as port:
            slug, what = refused(fetcher(), f"http://outlet-a.example:{port}/x")

        assert slug in {"address-not-public", "address-refused"}
        assert "169.254.169.254" in what or "port" in what

    def test_redirects_are_followed_and_the_last_address_kept(self) -> None:
        def answer(path: str) -> Answer:
            return (301, {"Location": "/b"}, b"") if path == "/a" else page(path)

        with site(answer) as port:
            got = fetcher()(f"http://outlet-a.example:{port}/a")

        assert got.address == f"http://outlet-a.example:{port}/b"

    def test_a_redirect_without_end_is_refused(self) -> None:
        with site(lambda path: (302, {"Location": f"{path}x"}, b"")) as port:
            assert refused(fetcher(), f"http://outlet-a.example:{port}/x")[1] == "leads on more than 5 times"

    def test_a_redirect_to_another_port_is_refused(self) -> None:
        with site(lambda _: (302, {"Location": "http://outlet-a.example:22/"}, b"")) as port:
            assert refused(fetcher(), f"http://outlet-a.example:{port}/")[1] == "leads to port 22"

    def test_a_page_over_the_limit_is_refused(self) -> None:
        with site(lambda _: (200, {"Content-Type": "text/plain"}, b"x" * 200_000)) as port:
            assert refused(fetcher(fetch_bytes=100_000), f"http://a.example:{port}/")[0] == "file-too-large"

    def test_a_page_packed_tightly_is_unpacked_no_further_than_the_limit(self) -> None:
        bomb = gzip.compress(b"x" * 50_000_000)

        with site(lambda _: (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, bomb)) as port:
            assert refused(fetcher(fetch_bytes=100_000), f"http://a.example:{port}/")[0] == "file-too-large"

    @pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
    def test_a_page_that_comes_packed_is_unpacked(self, packing: str, pack: Callable[[bytes], bytes]) -> None:
        with site(lambda _: (200, {"Content-Type": "text/html", "Content-Encoding": packing}, pack(PAGE))) as port:
            assert fetcher()(f"http://a.example:{port}/").data == PAGE

    def test_a_page_that_drips_is_ended_at_the_limit(self) -> None:
        started = time.monotonic()

        with site(lambda _: (200, {"Content-Type": "text/plain"}, b"x" * 500), slowly=0.05) as port:
            slug, _ = refused(fetcher(fetch_seconds=0.5), f"http://a.example:{port}/")

        assert slug == "not-fetched"
        assert time.monotonic() - started < 5

    def test_a_look_up_that_takes_too_long_is_ended(self) -> None:
        release = threading.Event()

        def never(_host: str, _port: int) -> tuple[str, ...]:
            release.wait(10)
            return ()

        fetch = Fetcher(limits=replace(DEFAULT, fetch_seconds=0.1), resolve=never)

        assert refused(fetch, "http://a.example/")[1] == "its host could not be looked up in time"
        release.set()

    @pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "application/zip", ""])
    def test_what_is_no_document_is_refused(self, kind: str) -> None:
        with site(lambda _: (200, {"Content-Type": kind} if kind else {}, PAGE)) as port:
            assert refused(fetcher(), f"http://a.example:{port}/")[0] == "unsupported-document"

    @pytest.mark.parametrize("status", [204, 403, 404, 500])
    def test_another_answer_than_the_page_is_told(self, status: int) -> None:
        with site(lambda _: (status, {"Content-Type": "text/html"}, b"")) as port:
            assert refused(fetcher(), f"http://a.example:{port}/")[1] == f"its server answers {status}"

    def test_a_host_that_does_not_answer_is_told(self) -> None:
        with site(page) as port:
            pass

        assert refused(fetcher(), f"http://a.example:{port}/")[0] == "not-fetched"
