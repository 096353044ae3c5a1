"""Two who edit one message at the same moment: neither puts back what was there before the other."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from backends import NATS, POSTGRES, need_nats, need_postgres
from channel_walks import as_channel, as_peer, gathered, promote, say
from thread_walks import message_of

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.place import OwnSchema
from chappe.testing.world import World

ROUNDS = 15


@pytest.fixture
async def pair(backend: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Two nodes; clients come to them in turn."""
    need_postgres()
    need_nats()
    monkeypatch.setattr(World, "places", lambda: OwnSchema(POSTGRES, bus=NATS, nodes=2))
    async with World() as world:
        yield world


async def edit(person: Person, channel_id: int, message_id: int, text: str) -> Any:
    return await person.call(
        "messages.editMessage", peer=as_peer(person, channel_id), id=message_id, message=text
    )


@pytest.mark.one_node
@pytest.mark.backends
async def test_the_last_edit_in_the_log_of_recent_actions_is_what_stands(pair: World) -> None:
    channel_id, (ada, bob) = await gathered(pair, "Ada", "Bob", broadcast=True)
    await promote(ada, channel_id, bob, post_messages=True, edit_messages=True)
    post = (await say(ada, channel_id, "0")).id
    for number in range(ROUNDS):
        await asyncio.gather(
            edit(ada, channel_id, post, f"a{number}"),
            edit(bob, channel_id, post, f"b{number}"),
        )
    found = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=100,
    )
    edits = [
        (each.action.prev_message.message, each.action.new_message.message)
        for each in found.events
        if each.action.NAME == "channelAdminLogEventActionEditMessage"
    ]
    assert len(edits) == 2 * ROUNDS
    after = [new for _, new in edits]
    before = [old for old, _ in edits]
    assert after[1:] == before[:-1], "each edit begins with what the one before has left"
    assert (await message_of(bob, channel_id, post)).message == after[0]


@pytest.mark.one_node
@pytest.mark.backends
async def test_the_same_edit_twice_at_once_is_one(pair: World) -> None:
    channel_id, (ada, bob) = await gathered(pair, "Ada", "Bob", broadcast=True)
    await promote(ada, channel_id, bob, post_messages=True, edit_messages=True)
    post = (await say(ada, channel_id, "0")).id
    for number in range(ROUNDS):
        answers = await asyncio.gather(
            edit(ada, channel_id, post, f"{number + 1}"),
            edit(bob, channel_id, post, f"{number + 1}"),
            return_exceptions=True,
        )
        refused = [each for each in answers if isinstance(each, Refused)]
        assert [each.text for each in refused] == ["MESSAGE_NOT_MODIFIED"]
