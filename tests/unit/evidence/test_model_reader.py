import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.unit.evidence.claim_reading import document, words

from licet.errors import UsageError
from licet.evidence.claims.model_reader import MOST_BYTES, MOST_CLAIMS, Endpoint, ModelReader, ModelReading, Sending
from licet.evidence.claims.reader import claims_of
from licet.evidence.model import Claim, Document, Label

TEXT = "China approved imports of the H200.\nBuyer A hopes for more of the part."
FIRST, SECOND = TEXT.split("\n")


class Served:
    """What a server was sent, and what it answers."""

    def __init__(self, content: object, status: int) -> None:
        """Keep the answer."""
        self.body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.status = status
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.address = ""


@contextmanager
def served(content: object, *, status: int = 200, raw: bytes | None = None) -> Iterator[Served]:
    state = Served(content, status)
    if raw is not None:
        state.body = raw

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            state.bodies.append(json.loads(self.rfile.read(size)))
            state.headers.append(dict(self.headers))
            self.send_response(state.status)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, *_parts: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def claim(quote: str, **more: object) -> dict[str, object]:
    return {"quote": quote, **more}


def grammar(read: Document) -> tuple[Claim, ...]:
    return claims_of(read, words())


def read_by(server: Served, read: Document, *, agrees: bool = True) -> ModelReading | None:
    asked: list[Sending] = []

    def consent(sending: Sending) -> bool:
        asked.append(sending)
        return agrees

    reader = ModelReader(Endpoint(server.address, "test-1", "secret"), words(), consent)
    found = reader.read([read], grammar)
    assert [(each.documents, each.address) for each in asked] == [(1, server.address)]
    return found.get(read.document_id)


def answer(*said: dict[str, object]) -> str:
    return json.dumps({"claims": said})


def test_a_claim_with_words_of_the_article_is_kept_and_names_its_reader() -> None:
    said = claim(SECOND, mark="order", items=["h200"], actors=["Nvidia"], first="2026-01-02", last="2026-01-02")
    with served(answer(said)) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    [found] = reading.claims
    assert (found.reader, found.quote, found.items, found.actors) == ("model:test-1", SECOND, ("h200",), ("nvidia",))
    assert found.when is not None
    assert str(found.when.first) == "2026-01-02"
    assert server.headers[0]["Authorization"] == "Bearer secret"


def test_nothing_is_sent_without_consent() -> None:
    with served(answer()) as server:
        assert read_by(server, document(TEXT), agrees=False) is None

    assert server.bodies == []


def test_only_article_words_are_sent_as_data() -> None:
    text = f"{TEXT}\nSubscribe to our letter"
    with served(answer()) as server:
        read_by(server, document(text, labels=(Label.BODY, Label.BODY, Label.NEWSLETTER)))

    sent = server.bodies[0]["messages"][-1]
    assert json.loads(sent["content"]) == f"{FIRST}\n\n{SECOND}"
    assert "secret" not in json.dumps(server.bodies)


def test_what_repeats_the_grammar_is_dropped() -> None:
    said = claim(FIRST, key="cn:import", state="approved_batch_conditional", items=["h200"])
    with served(answer(said)) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    assert (reading.claims, len(reading.dropped)) == ((), 1)
    assert "repeats" in reading.dropped[0]


@pytest.mark.parametrize(
    "said",
    [
        claim(FIRST, key="cn:import", state="customs_refused"),
        claim(FIRST, key="cn:import", state="approved_batch_conditional", modality="denied"),
    ],
)
def test_what_contradicts_the_grammar_is_kept_and_says_so(said: dict[str, object]) -> None:
    read = document(TEXT)
    with served(answer(said)) as server:
        reading = read_by(server, read)

    assert reading is not None
    [found] = reading.claims
    assert f"contradicts the grammar's claim {grammar(read)[0].claim_id}" in found.why


@pytest.mark.parametrize(
    "said",
    [
        claim("China approved everything.", key="cn:import", state="held"),
        claim(SECOND, key="cn:import", state="wide_open"),
        claim(SECOND, key="cn:import"),
        claim(SECOND, mark="party"),
        claim(SECOND, mark="order", modality="certain"),
        claim(SECOND, mark="order", key="cn:import", state="held"),
        claim(""),
        {"mark": "order"},
        claim(SECOND, mark="order", items="h200"),
    ],
)
def test_what_does_not_stand_or_is_not_known_is_dropped(said: dict[str, object]) -> None:
    with served(answer(said)) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    assert (reading.claims, len(reading.dropped)) == ((), 1)


def test_items_actors_and_days_that_are_not_known_are_left_out() -> None:
    said = claim(SECOND, mark="order", items=["h999"], actors=["Nobody"], first="soon", last="2026-99-99")
    with served(answer(said)) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    assert (reading.claims[0].items, reading.claims[0].actors, reading.claims[0].when) == ((), (), None)


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"claims": 3}', "[" * 5_000, '{"claims": [NaN]}'])
def test_an_answer_of_another_shape_yields_nothing(content: str) -> None:
    with served(content) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    assert reading.claims == ()
    assert reading.dropped


def test_more_claims_than_are_read_are_dropped_and_counted() -> None:
    said = [claim(SECOND, mark="order")] * (MOST_CLAIMS + 5)
    with served(answer(*said)) as server:
        reading = read_by(server, document(TEXT))

    assert reading is not None
    assert len(reading.claims) == 1
    assert f"5 claims above {MOST_CLAIMS}" in reading.dropped


@pytest.mark.parametrize(
    ("status", "raw", "words_of_it"),
    [
        (500, None, "status 500"),
        (302, None, "status 302"),
        (200, b"<html>", "no completion"),
        (200, b'{"choices": []}', "no completion"),
        (200, b" " * (MOST_BYTES + 2), "more than"),
    ],
)
def test_an_address_that_does_not_answer_as_it_should_is_refused(
    status: int, raw: bytes | None, words_of_it: str
) -> None:
    with served("x", status=status, raw=raw) as server, pytest.raises(UsageError, match=words_of_it):
        read_by(server, document(TEXT))


def test_an_address_where_nobody_listens_is_refused() -> None:
    reader = ModelReader(Endpoint("http://127.0.0.1:9/v1", "test-1", seconds=2), words(), lambda _: True)

    with pytest.raises(UsageError, match="cannot be asked"):
        reader.read([document(TEXT)], grammar)


@pytest.mark.parametrize("address", ["ftp://a.example/v1", "file:///etc/passwd", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        ModelReader(Endpoint(address, "test-1"), words(), lambda _: True)


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(Endpoint("http://a.example/v1", "test-1", "secret"))
