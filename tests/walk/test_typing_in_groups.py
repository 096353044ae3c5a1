"""Typing in supergroups: seen by those who are there at this moment."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def type_in(who: Person, channel_id: int, **more: Any) -> Any:
    return await who.call(
        "messages.setTyping",
        peer=as_peer(who, channel_id),
        action=who.make("sendMessageTypingAction"),
        **more,
    )


def typing(who: Person) -> list[Any]:
    pushed = [each.update for each in who.updates if each.NAME == "updateShort"]
    return [each for each in pushed if each.NAME == "updateChannelUserTyping"]


async def test_the_others_in_a_supergroup_see_who_types_and_in_which_thread(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    outside = await world.person("Dan")
    await outside.call("updates.getState")
    assert await type_in(bob, channel_id, top_msg_id=1)
    await world.settle()
    for who in (ada, cyd):
        (seen,) = typing(who)
        assert (seen.channel_id, seen.top_msg_id) == (channel_id, 1)
        assert seen.from_id.user_id == bob.user_id
        assert seen.action.NAME == "sendMessageTypingAction"
    assert typing(bob) == typing(outside) == []


async def test_whoever_may_not_write_does_not_type(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await ban(ada, channel_id, bob, send_messages=True)
    with pytest.raises(Refused, match="403 CHAT_"):
        await type_in(bob, channel_id)
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await type_in(bob, channel_id)
    await world.settle()
    assert typing(ada) == []


async def test_whoever_waits_in_slow_mode_may_type_meanwhile(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await ada.call("channels.toggleSlowMode", channel=as_channel(ada, channel_id), seconds=60)
    await say(bob, channel_id, "one")
    assert await type_in(bob, channel_id)
    await world.settle()
    assert len(typing(ada)) == 1


async def test_in_a_channel_nobody_is_seen_typing(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    assert await type_in(ada, channel_id)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await type_in(bob, channel_id)
    await world.settle()
    assert typing(bob) == typing(ada) == []
