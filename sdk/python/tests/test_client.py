"""The client against a server that misbehaves in every documented way."""

import re
import socket
from typing import Any

import pytest

from seaway_sdk import ApiError, Client, ConnectionFailed, Credentials, NotSignedIn
from seaway_sdk import client as module
from seaway_sdk.client import segment
from tests.stub import Reply, Stub, serving

MACHINE = Credentials(client_id="harbour", client_secret="quay-42")
AT_ONCE = {"Retry-After": "0"}
BUSY = Reply(503, {"ok": False, "error": "unavailable", "message": "Try again soon"}, AT_ONCE)
LIMITED = Reply(429, {"ok": False, "error": "too_many_requests", "message": "Slow down"}, AT_ONCE)
EXPIRED = Reply(401, {"ok": False, "error": "unauthorized", "message": "The token has expired"})
FINE = Reply(200, {"ok": True, "n": 1})


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every pause the client would make; it makes none."""
    made: list[float] = []
    monkeypatch.setattr(module.time, "sleep", made.append)
    return made


def call(stub: Stub, method: str = "GET", path: str = "/v1/thing", **sent: Any) -> Any:
    with Client(stub.url, MACHINE) as seaway:
        return seaway.request(method, path, **sent)


def test_it_signs_in_once_and_sends_the_token_with_every_request() -> None:
    with serving([FINE, FINE]) as stub, Client(stub.url + "/", MACHINE) as seaway:
        assert seaway.get("/v1/a") == {"ok": True, "n": 1}
        seaway.get("/v1/b")
        assert stub.signed_in == [{"clientId": "harbour", "clientSecret": "quay-42"}]
        assert [asked.headers["Authorization"] for asked in stub.asked] == ["Bearer token-1"] * 2


def test_a_token_that_was_given_is_used_as_it_is() -> None:
    with serving([FINE]) as stub, Client(stub.url, Credentials(token="given")) as seaway:
        seaway.get("/v1/a")
        assert stub.asked[0].headers["Authorization"] == "Bearer given"
        assert stub.signed_in == []


def test_an_expired_token_is_renewed_once_and_the_request_sent_again_under_its_key() -> None:
    with serving([EXPIRED, FINE]) as stub:
        assert call(stub, "POST", json={"a": 1})["ok"]
        assert [asked.headers["Authorization"] for asked in stub.asked] == ["Bearer token-1", "Bearer token-2"]
        assert len({asked.headers["Idempotency-Key"] for asked in stub.asked}) == 1
        assert [asked.json for asked in stub.asked] == [{"a": 1}] * 2


def test_a_second_refusal_is_not_signed_in() -> None:
    with serving([EXPIRED, EXPIRED, FINE]) as stub:
        with pytest.raises(NotSignedIn, match="The token has expired"):
            call(stub)
        assert len(stub.asked) == 2


def test_without_credentials_a_refusal_is_not_retried() -> None:
    with serving([EXPIRED, FINE]) as stub, Client(stub.url) as seaway:
        with pytest.raises(NotSignedIn):
            seaway.get("/v1/a")
        assert "Authorization" not in stub.asked[0].headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("reply", [BUSY, LIMITED, Reply(502, b"<html>", AT_ONCE)])
def test_a_busy_server_is_asked_again(method: str, reply: Reply) -> None:
    with serving([reply, reply, FINE]) as stub:
        assert call(stub, method)["n"] == 1
        assert len(stub.asked) == 3


def test_the_server_says_how_long_to_wait(pauses: list[float]) -> None:
    waits = [Reply(429, {}, {"Retry-After": asked}) for asked in ("7", "900", "soon")]
    with serving([*waits, FINE]) as stub:
        call(stub)
    assert pauses[:2] == [7, 30]
    assert 0 < pauses[2] < 2


def test_after_four_attempts_the_last_answer_stands() -> None:
    with serving([LIMITED] * 5) as stub:
        with pytest.raises(ApiError, match="Slow down") as caught:
            call(stub)
        assert (caught.value.status, caught.value.code, len(stub.asked)) == (429, "too_many_requests", 4)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("reply", [Reply(dropped=True), Reply(body={"long": "x" * 100}, cut=True)])
def test_a_lost_answer_is_asked_for_again(pauses: list[float], method: str, reply: Reply) -> None:
    with serving([reply, FINE]) as stub:
        assert call(stub, method)["n"] == 1
        assert len(stub.asked) == 2
    assert len(pauses) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_what_is_not_the_same_done_twice_carries_one_key_through_every_attempt(
    pauses: list[float], method: str
) -> None:
    with serving([Reply(dropped=True), BUSY, FINE, FINE]) as stub, Client(stub.url, MACHINE) as seaway:
        seaway.request(method, "/v1/thing")
        seaway.request(method, "/v1/thing")
        keys = [asked.headers["Idempotency-Key"] for asked in stub.asked]
        assert keys[0] == keys[1] == keys[2] != keys[3]


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_what_is_the_same_done_twice_carries_no_key(method: str) -> None:
    with serving([FINE]) as stub:
        call(stub, method)
        assert "Idempotency-Key" not in stub.asked[0].headers


def test_the_caller_may_choose_the_key() -> None:
    with serving([FINE]) as stub:
        call(stub, "POST", headers={"Idempotency-Key": "mine"})
        assert stub.asked[0].headers["Idempotency-Key"] == "mine"


def test_an_upload_is_the_same_bytes_in_every_attempt(pauses: list[float]) -> None:
    with serving([Reply(dropped=True), FINE]) as stub:
        call(stub, "POST", files={"file": ("a.tar.gz", b"\x1f\x8b...", "application/gzip")}, data={"source": "s"})
        assert stub.asked[0].body == stub.asked[1].body
        assert b"a.tar.gz" in stub.asked[0].body
        assert stub.asked[0].headers["Content-Type"] == stub.asked[1].headers["Content-Type"]


def test_nobody_there(pauses: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and never listening
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with Client(url) as seaway, pytest.raises(ConnectionFailed, match=re.escape(url)):
            seaway.get("/v1/a")
    assert len(pauses) == 3


@pytest.mark.parametrize("url", ["harbour:8080x", "ftp://127.0.0.1", "127.0.0.1:8080", "http://127.0.0.1:port"])
def test_an_address_that_is_none_is_said_at_once(pauses: list[float], url: str) -> None:
    with pytest.raises(ConnectionFailed, match=re.escape(url)), Client(url) as seaway:
        seaway.get("/v1/a")
    assert pauses == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, b"<html>Welcome</html>"), "is this the address of a Seaway"),
        (Reply(404, b"<html>nginx</html>"), "HTTP 404 without a JSON body"),
        (Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), "HTTP 302 without a JSON body"),
        (Reply(400, ["no", "envelope"]), "HTTP 400"),
        (Reply(400, {"details": "none"}), "HTTP 400"),
    ],
)
def test_an_answer_of_something_else_is_an_error_with_its_status(reply: Reply, said: str) -> None:
    with serving([reply]) as stub, pytest.raises(ApiError, match=said) as caught:
        call(stub)
    assert caught.value.status == reply.status
    assert caught.value.details == {}


def test_an_error_keeps_the_servers_words() -> None:
    body = {"ok": False, "error": "not_found", "message": "No such thing", "details": {"resource": "thing"}}
    with serving([Reply(404, body, {"X-Trace-Id": "abc"})]) as stub, pytest.raises(ApiError) as caught:
        call(stub)
    error = caught.value
    assert (error.status, error.code, error.message, error.details, error.trace) == (
        404,
        "not_found",
        "No such thing",
        {"resource": "thing"},
        "abc",
    )


def test_no_error_tells_the_secret(pauses: list[float]) -> None:
    with serving([Reply(500, {"error": "internal_error"})]) as stub, pytest.raises(ApiError) as caught:
        call(stub)
    assert "quay-42" not in repr(caught.value)
    assert "quay-42" not in repr(MACHINE)


@pytest.mark.parametrize(
    ("identifier", "raw"), [("a/b", "a%2Fb"), ("50%+1", "50%25%2B1"), ("ü n", "%C3%BC%20n"), ("a?b#c", "a%3Fb%23c")]
)
def test_an_identifier_stays_one_segment_on_the_wire(identifier: str, raw: str) -> None:
    with serving([FINE]) as stub:
        call(stub, path=f"/v1/blueprints/service/entities/{segment(identifier)}")
        assert stub.asked[0].path == f"/v1/blueprints/service/entities/{raw}"


def test_parameters_are_written_as_the_api_reads_them() -> None:
    with serving([FINE]) as stub, Client(stub.url) as seaway:
        seaway.delete("/v1/a", dry_run=True, digest=None, n=0)
        assert stub.asked[0].path == "/v1/a?dry_run=true&n=0"


def test_pages_are_followed_to_the_end() -> None:
    script = [Reply(body={"things": [1, 2], "next": "c+/="}), Reply(body={"things": [3], "next": None})]
    with serving(script) as stub, Client(stub.url) as seaway:
        assert list(seaway.pages("/v1/things", "things", limit=2)) == [1, 2, 3]
        assert [asked.path for asked in stub.asked] == ["/v1/things?limit=2", "/v1/things?limit=2&cursor=c%2B%2F%3D"]


def test_a_search_is_followed_to_the_end_and_no_further_than_it_is_read() -> None:
    script = [Reply(body={"entities": [{"identifier": "a"}], "next": "n1"}), Reply(body={"entities": [], "next": None})]
    query = {"combinator": "and", "rules": []}
    with serving(script) as stub, Client(stub.url) as seaway:
        found = seaway.search("a/b", query, limit=1)
        assert next(found) == {"identifier": "a"}
        assert len(stub.asked) == 1
        assert list(found) == []
        assert [asked.path for asked in stub.asked] == ["/v1/blueprints/a%2Fb/entities/search"] * 2
        assert [asked.json.get("from") for asked in stub.asked] == [None, "n1"]
        assert stub.asked[0].json == {"query": query, "limit": 1}
