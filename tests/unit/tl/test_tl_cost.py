"""Ceilings, some eight times what was measured: they catch a lost fast path, not a slow machine."""

import subprocess
import sys
import timeit
from collections.abc import Callable

import pytest

from chappe.tl import api, layers

MESSAGE = api.Message(
    id=1,
    out=True,
    from_id=api.PeerUser(user_id=1),
    peer_id=api.PeerUser(user_id=2),
    date=1_700_000_000,
    message="Shall we meet at the station at noon, as we said?",
    entities=[api.MessageEntityBold(offset=0, length=5)],
)
PAGE = api.messages.Messages(
    messages=[MESSAGE] * 100,
    topics=[],
    chats=[],
    users=[api.User(id=n, first_name="Ada", username="ada") for n in (1, 2)],
)


def micros(run: Callable[[], object], count: int) -> float:
    run()
    return min(timeit.repeat(run, number=count, repeat=5)) / count * 1e6


def test_a_message_is_written_and_read_in_microseconds() -> None:
    raw = layers.write(MESSAGE)
    assert micros(lambda: layers.write(MESSAGE), 200) < 25
    assert micros(lambda: layers.read(raw), 200) < 45


@pytest.mark.parametrize("layer", [229, 198, 158])
def test_a_page_of_history_is_written_in_a_fraction_of_a_millisecond(layer: int) -> None:
    assert micros(lambda: layers.write(PAGE, layer), 5) < 3000


def test_importing_the_language_compiles_nothing() -> None:
    code = (
        "from chappe.tl import api, layers, mtproto, secret, build;"
        "print(build.class_of.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 400  # mtproto, secret and the steps; not the 2,400 of the API
