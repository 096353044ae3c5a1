"""Several data centers in one process: each at its own door, each strict about who it is."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.clients


@pytest.fixture
def three(serve: Callable[..., Any]) -> Iterator[Any]:
    server = serve("--dcs", "3")
    assert sorted(server.doors) == [1, 2, 3]
    yield server
    assert server.stop() == 0


def addresses(answer: dict[str, Any]) -> dict[int, int]:
    return {dc["id"]: dc["port"] for dc in answer["dcs"] if not dc["ipv6"]}


@pytest.mark.parametrize(
    ("client", "transport"),
    [("telethon", "full"), ("gramjs", "obfuscated"), ("mtcute", "padded")],
)
def test_every_data_center_answers_as_itself_and_names_the_others(
    three: Any, run_client: Callable[..., dict[str, Any]], client: str, transport: str
) -> None:
    for dc in three.doors:
        answer = run_client(three, client, transport, store=f"dc{dc}", dc=dc)
        assert answer["this_dc"] == dc
        assert addresses(answer) == three.doors


@pytest.mark.parametrize("client", ["kurigram", "pyrogram"])
def test_a_library_that_only_starts_at_the_second_finds_it(
    three: Any, run_client: Callable[..., dict[str, Any]], client: str
) -> None:
    assert run_client(three, client, "abridged", dc=2)["this_dc"] == 2


def test_a_client_moves_by_the_addresses_of_the_config(
    three: Any, run_client: Callable[..., dict[str, Any]]
) -> None:
    answer = run_client(three, "telethon", "full", dc=1, move_to=3)
    assert answer["this_dc"] == 3
