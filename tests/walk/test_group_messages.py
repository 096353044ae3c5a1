"""What is done with messages in groups and channels: edited, pinned, deleted by who may."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def say(person: Person, peer: Any, text: str) -> Any:
    number = person.client.next_msg_id()
    return await person.call("messages.sendMessage", peer=peer, message=text, random_id=number)


async def group(world: World) -> tuple[Person, Person, Any]:
    """Ada's group with Bob in it; the group as an InputPeer."""
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for person in (ada, bob):
        await person.call("updates.getState")
    made = await ada.call("messages.createChat", users=[ada.user(bob)], title="group")
    await world.settle()
    return ada, bob, ada.make("inputPeerChat", chat_id=made.updates.chats[0].id)


async def history(person: Person, peer: Any) -> list[str]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    found = await person.call(
        "messages.getHistory", peer=peer, **dict.fromkeys(offsets, 0), limit=100
    )
    return [getattr(each, "message", each.action.NAME if "Service" in each.NAME else "") for each in found.messages]  # fmt: skip


async def test_everybody_in_a_group_sees_an_edit(world: World) -> None:
    ada, bob, peer = await group(world)
    await say(ada, peer, "one")
    await ada.call("messages.editMessage", peer=peer, id=2, message="two")
    await world.settle()
    assert bob.told[-1].NAME == "updateEditMessage"
    assert (await history(bob, peer))[0] == "two"


async def test_in_a_group_only_who_leads_deletes_for_everybody_what_others_said(
    world: World,
) -> None:
    ada, bob, peer = await group(world)
    await say(ada, peer, "ada's")
    await say(bob, peer, "bob's")
    with pytest.raises(Refused, match="403 MESSAGE_DELETE_FORBIDDEN"):
        await bob.call("messages.deleteMessages", id=[2], revoke=True)
    assert (await history(ada, peer))[:2] == ["bob's", "ada's"]
    await bob.call("messages.deleteMessages", id=[2])
    assert (await history(bob, peer))[:1] == ["bob's"]
    await ada.call("messages.deleteMessages", id=[3], revoke=True)
    assert "bob's" not in await history(bob, peer)


async def test_a_message_is_pinned_in_a_group(world: World) -> None:
    ada, bob, peer = await group(world)
    await say(ada, peer, "one")
    await bob.call("messages.updatePinnedMessage", peer=peer, id=2)
    await world.settle()
    assert [each.NAME for each in ada.told[-2:]] == ["updatePinnedMessages", "updateNewMessage"]
    banned = ada.make("chatBannedRights", pin_messages=True, until_date=0)
    await ada.call("messages.editChatDefaultBannedRights", peer=peer, banned_rights=banned)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("messages.updatePinnedMessage", peer=peer, id=2, unpin=True)
    await ada.call("messages.updatePinnedMessage", peer=peer, id=2, unpin=True)


async def test_a_supergroup_has_one_copy_that_is_edited_and_pinned(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for person in (ada, bob):
        await person.call("updates.getState")
    made = await ada.call("channels.createChannel", title="x", about="", megagroup=True)
    number = made.chats[0].id

    def peer(person: Person) -> Any:
        access_hash = person.access_hash(-1_000_000_000_000 - number)
        return person.make("inputPeerChannel", channel_id=number, access_hash=access_hash)

    channel = ada.make("inputChannel", channel_id=number, access_hash=peer(ada).access_hash)
    await ada.call("channels.inviteToChannel", channel=channel, users=[ada.user(bob)])
    sent = await say(bob, peer(bob), "one")
    message_id = sent.updates[0].id
    edited = await bob.call(
        "messages.editMessage", peer=peer(bob), id=message_id, message="two"
    )
    assert [each.NAME for each in edited.updates] == ["updateEditChannelMessage"]
    await world.settle()
    assert ada.told[-1].message.message == "two"
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await ada.call("messages.editMessage", peer=peer(ada), id=message_id, message="x")
    pinned = await ada.call("messages.updatePinnedMessage", peer=peer(ada), id=message_id)
    kinds = [each.NAME for each in pinned.updates]
    assert kinds == ["updatePinnedChannelMessages", "updateNewChannelMessage"]


async def test_authors_in_a_group_hear_who_has_read_them(world: World) -> None:
    ada, bob, peer = await group(world)
    await say(ada, peer, "one")
    await say(ada, peer, "two")
    await bob.call("messages.readHistory", peer=peer, max_id=2)
    await world.settle()
    assert (ada.told[-1].NAME, ada.told[-1].max_id) == ("updateReadHistoryOutbox", 2)
    asked = {"peer": peer, "msg_id": 2}
    (seen,) = await ada.call("messages.getMessageReadParticipants", **asked)
    assert seen.user_id == bob.user_id
    assert await ada.call("messages.getMessageReadParticipants", peer=peer, msg_id=3) == []
    for error, person, fields in (
        ("MSG_ID_INVALID", ada, {"msg_id": 9}),
        ("MSG_ID_INVALID", bob, {}),
        ("PEER_ID_INVALID", ada, {"peer": ada.peer(bob)}),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await person.call("messages.getMessageReadParticipants", **{**asked, **fields})
    world.advance(7 * 86_400 + 1)
    ada = await world.another(ada)
    with pytest.raises(Refused, match="400 MSG_TOO_OLD"):
        await ada.call("messages.getMessageReadParticipants", **asked)


async def test_in_a_big_group_nobody_is_told_who_has_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chappe.features.messages.rpc.reading.MEMBERS_MAX", 1)
    ada, _, peer = await group(world)
    await say(ada, peer, "one")
    with pytest.raises(Refused, match="400 CHAT_TOO_BIG"):
        await ada.call("messages.getMessageReadParticipants", peer=peer, msg_id=2)


async def test_an_answer_to_a_private_message_has_no_number_for_the_group(
    world: World,
) -> None:
    ada, bob, peer = await group(world)
    await bob.send(ada, "between us")
    to = ada.make("inputReplyToMessage", reply_to_msg_id=2, reply_to_peer_id=ada.peer(bob))
    sent = await ada.call(
        "messages.sendMessage", peer=peer, message="he said", reply_to=to, random_id=1
    )
    assert sent.updates[1].message.reply_to.reply_to_msg_id == 2
    await world.settle()
    seen = bob.told[-1].message.reply_to
    assert (seen.reply_to_msg_id, seen.reply_to_peer_id) == (None, None)
    assert seen.reply_from.from_id.user_id == bob.user_id
