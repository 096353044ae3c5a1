"""Real client libraries, unmodified, over every transport that each of them offers.

None of these libraries was written here. Each is pointed at our server at run time (address and
key, nothing else), makes an authorization key and asks what a client asks before login; what it
answers has gone through its own types, in its own layer. See README.md.
"""

import socket
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.clients

LAYERS = {
    "telethon": 229,
    "telethon2017": 68,
    "kurigram": 229,
    "pyrogram": 158,
    "gramjs": 198,
    "mtcute": 227,
}
TRANSPORTS = {
    "telethon": [
        "full",
        "abridged",
        "intermediate",
        "obfuscated",
        "obfuscated-padded",
        "http",
        "http-on-mtproto-port",
    ],
    "telethon2017": ["full"],
    "kurigram": [
        "abridged",
        "abridged-obfuscated",
        "full",
        "intermediate",
        "intermediate-obfuscated",
        "padded",
    ],
    "pyrogram": [
        "abridged",
        "abridged-obfuscated",
        "full",
        "intermediate",
        "intermediate-obfuscated",
    ],
    "gramjs": ["full", "abridged", "obfuscated", "websocket"],
    "mtcute": [
        "intermediate",
        "padded",
        "obfuscated-intermediate",
        "obfuscated-padded",
        "websocket",
        "pfs",
    ],
}
WALKS = [(client, transport) for client in TRANSPORTS for transport in TRANSPORTS[client]]
# A stranger who asks as if signed in hears this, whatever he asks.
UNREGISTERED = "401 AUTH_KEY_UNREGISTERED"


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def expect_a_whole_answer(answer: dict[str, Any], client: str, at: Any) -> None:
    assert answer["ok"], answer
    assert answer["layer"] == LAYERS[client]
    assert answer["this_dc"] == at.dc
    assert answer["test_mode"] is False
    assert answer["nearest"]["this_dc"] == at.dc
    assert answer["nearest"]["nearest_dc"] in {dc["id"] for dc in answer["dcs"]}
    here = {"id": at.dc, "ip": at.host, "port": at.port, "ipv6": ":" in at.host}
    assert here in answer["dcs"]
    assert answer["refused"] == {
        "users.getUsers": UNREGISTERED,
        "updates.getState": UNREGISTERED,
    }


@pytest.mark.parametrize(("client", "transport"), WALKS)
def test_a_library_makes_a_key_and_reads_the_config(
    server: Any, run_client: Callable[..., dict[str, Any]], client: str, transport: str
) -> None:
    answer = run_client(server, client, transport)
    assert answer["fresh_key"] is True
    expect_a_whole_answer(answer, client, server)


@pytest.mark.parametrize("client", list(TRANSPORTS))
def test_a_stored_key_outlives_a_restart_of_the_server(
    serve: Callable[..., Any], run_client: Callable[..., dict[str, Any]], client: str
) -> None:
    transport = TRANSPORTS[client][0]
    first = serve()
    before = run_client(first, client, transport)
    assert first.stop() == 0
    again = serve(previous=first)
    after = run_client(again, client, transport)
    assert before["fresh_key"] is True
    assert after["fresh_key"] is False
    assert after["auth_key_id"] == before["auth_key_id"]
    expect_a_whole_answer(after, client, again)


@pytest.mark.parametrize("client", ["telethon", "kurigram", "pyrogram", "mtcute"])
def test_a_library_comes_in_over_ipv6(
    serve: Callable[..., Any], run_client: Callable[..., dict[str, Any]], client: str
) -> None:
    if not has_ipv6():
        pytest.skip("there is no ::1 on this machine")
    server = serve(host="::1")
    expect_a_whole_answer(run_client(server, client, TRANSPORTS[client][0]), client, server)


def test_a_killed_server_forgets_no_key_that_it_confirmed(
    serve: Callable[..., Any], run_client: Callable[..., dict[str, Any]]
) -> None:
    first = serve()
    before = run_client(first, "telethon", "full")
    first.kill()
    after = run_client(serve(previous=first), "telethon", "full")
    assert after["auth_key_id"] == before["auth_key_id"]
