"""Many speak at once in one supergroup from two nodes: all hear the same, in one order."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from backends import NATS, POSTGRES, need_nats, need_postgres
from channel_walks import as_channel, gathered, say

from chappe.testing.person import Person
from chappe.testing.place import OwnSchema
from chappe.testing.world import World

pytestmark = [pytest.mark.one_node, pytest.mark.backends]
MESSAGES = 20
"""Of each person."""


@pytest.fixture
async def pair(backend: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Two nodes; clients come to them in turn."""
    need_postgres()
    need_nats()
    monkeypatch.setattr(World, "places", lambda: OwnSchema(POSTGRES, bus=NATS, nodes=2))
    async with World() as world:
        yield world


async def talk(person: Person, channel_id: int) -> list[int]:
    """Say some things one after the other; their numbers."""
    return [
        (await say(person, channel_id, f"{person.user_id} says {number}")).id
        for number in range(MESSAGES)
    ]


def pushed(person: Person) -> list[tuple[int, int]]:
    """The number and the pts of each message that was pushed, in the order in which they came."""
    return [
        (each.message.id, each.pts)
        for each in person.told
        if each.NAME == "updateNewChannelMessage"
    ]


async def missed(person: Person, channel_id: int, pts: int) -> list[Any]:
    """The messages of the channel's difference."""
    found: list[Any] = []
    while True:
        answer = await person.call(
            "updates.getChannelDifference",
            channel=as_channel(person, channel_id),
            filter=person.make("channelMessagesFilterEmpty"),
            pts=pts,
            limit=100,
        )
        found += getattr(answer, "new_messages", [])
        pts = answer.pts
        if answer.final:
            return found


async def test_what_many_say_at_once_has_one_order_for_all(pair: World) -> None:
    names = [f"Person {number}" for number in range(6)]
    channel_id, people = await gathered(pair, *names)
    full = await people[0].call(
        "channels.getFullChannel", channel=as_channel(people[0], channel_id)
    )
    before = full.full_chat.pts
    for person in people:
        person.updates.clear()
    answered = await asyncio.gather(*(talk(person, channel_id) for person in people))
    await pair.settle()
    for own in answered:
        assert own == sorted(own), (
            "one's own messages stand in the order in which they were sent"
        )
    everything = sorted(number for own in answered for number in own)
    assert everything == list(range(everything[0], everything[0] + len(everything)))
    for person, own in zip(people, answered, strict=True):
        heard = pushed(person)
        assert heard == sorted(heard), "pushed in the channel's order"
        assert {number for number, _ in heard} == set(everything) - set(own)
        told = await missed(person, channel_id, before)
        assert [each.id for each in told] == everything
