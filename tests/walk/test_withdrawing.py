"""Admins take the reactions of somebody away."""

from typing import Any

import pytest
from channel_walks import as_peer, gathered, promote, say
from test_basic_groups import group, talk
from test_migrating import old_history

from chappe.features.reactions import withdrawing
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def react(who: Person, peer: Any, message_id: int) -> None:
    await who.call(
        "messages.sendReaction",
        peer=peer,
        msg_id=message_id,
        reaction=[who.make("reactionEmoji", emoticon="👍")],
    )


async def reactions(who: Person, peer: Any, *ids: int) -> list[int]:
    """How many reactions there are to each message."""
    found = await who.call("messages.getMessagesReactions", peer=peer, id=list(ids))
    return [sum(each.count for each in update.reactions.results) for update in found.updates]


async def test_from_one_message_of_a_supergroup(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    message = await say(ada, channel_id, "hello")
    for person in (bob, cyd):
        await react(person, as_peer(person, channel_id), message.id)

    async def withdraw(who: Person, of: Person) -> Any:
        return await who.call(
            "messages.deleteParticipantReaction",
            peer=as_peer(who, channel_id),
            msg_id=message.id,
            participant=who.peer(of),
        )

    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await withdraw(bob, cyd)
    await promote(ada, channel_id, bob, delete_messages=True)
    done = await withdraw(bob, cyd)
    assert [each.NAME for each in done.updates] == ["updateMessageReactions"]
    assert await reactions(ada, as_peer(ada, channel_id), message.id) == [1]
    with pytest.raises(Refused, match="400 MESSAGE_NOT_MODIFIED"):
        await withdraw(bob, cyd)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call(
            "messages.deleteParticipantReactions",
            peer=ada.peer(bob),
            participant=ada.peer(bob),
        )


async def test_from_all_messages_however_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "PORTION", 2)
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    ids = [(await say(ada, channel_id, f"number {number}")).id for number in range(5)]
    for id_ in ids:
        await react(bob, as_peer(bob, channel_id), id_)
        await react(ada, as_peer(ada, channel_id), id_)
    await ada.call(
        "messages.deleteParticipantReactions",
        peer=as_peer(ada, channel_id),
        participant=ada.peer(bob),
    )
    await world.settle()
    assert await reactions(ada, as_peer(ada, channel_id), *ids) == [1] * 5


async def test_in_a_basic_group_as_well(world: World) -> None:
    ada, bob, _, chat_id = await group(world)
    await talk(ada, chat_id, "hello")
    theirs = (await old_history(bob, chat_id))[0]
    await react(bob, bob.make("inputPeerChat", chat_id=chat_id), theirs.id)
    await ada.call(
        "messages.deleteParticipantReactions",
        peer=ada.make("inputPeerChat", chat_id=chat_id),
        participant=ada.peer(bob),
    )
    assert await reactions(bob, bob.make("inputPeerChat", chat_id=chat_id), theirs.id) == [0]
