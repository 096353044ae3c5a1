"""What those may not do who are not there any more, or were never let in."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def test_who_has_left_a_channel_gets_nothing_out_of_it_by_answering(world: World) -> None:
    """Not its author, not its photo, not whether these words stand there."""
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    secret = await say(ada, channel_id, "secret")
    to = bob.make(
        "inputReplyToMessage",
        reply_to_msg_id=secret.id,
        reply_to_peer_id=as_peer(bob, channel_id),
        quote_text="secret",
    )
    with pytest.raises(Refused, match="CHANNEL_PRIVATE"):
        await bob.send(bob, "and?", reply_to=to)
    with pytest.raises(Refused, match="CHANNEL_PRIVATE"):
        await bob.call("messages.saveDraft", peer=bob.peer(bob), message="", reply_to=to)


async def group_without_bob(world: World) -> tuple[Any, Person, Person]:
    """A basic group that Bob was put out of, in which he has said something (his number 3)."""
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await ada.call("messages.createChat", users=[ada.user(bob)], title="Group")
    chat_id = made.updates.chats[0].id
    peer = ada.make("inputPeerChat", chat_id=chat_id)
    await ada.call("messages.sendMessage", peer=peer, message="one", random_id=1)
    poll = bob.make(
        "poll",
        id=0,
        hash=0,
        question=bob.make("textWithEntities", text="?", entities=[]),
        answers=[
            bob.make(
                "inputPollAnswer", text=bob.make("textWithEntities", text=each, entities=[])
            )
            for each in "ab"
        ],
    )
    await bob.call("messages.sendMessage", peer=peer, message="two", random_id=1)
    media = bob.make("inputMediaPoll", poll=poll)
    await bob.call("messages.sendMedia", peer=peer, media=media, message="", random_id=2)
    await ada.call("messages.deleteChatUser", chat_id=chat_id, user_id=ada.user(bob))
    await world.settle()
    return peer, ada, bob


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("messages.editMessage", {"id": 3, "message": "other words"}),
        ("messages.sendReaction", {"msg_id": 2, "reaction": ["👍"]}),
        ("messages.sendVote", {"msg_id": 4, "options": [b"0"]}),
        ("messages.updatePinnedMessage", {"id": 2}),
        ("messages.setTyping", {"action": None}),
    ],
)
async def test_who_was_put_out_of_a_group_does_nothing_there(
    world: World, method: str, more: dict[str, Any]
) -> None:
    peer, ada, bob = await group_without_bob(world)
    if "reaction" in more:
        more = more | {"reaction": [bob.make("reactionEmoji", emoticon="👍")]}
    if "action" in more:
        more = more | {"action": bob.make("sendMessageTypingAction")}
    if "options" in more:
        page = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id"), 0)
        found = await bob.call("messages.getHistory", peer=peer, limit=9, hash=0, **page)
        (said,) = (each for each in found.messages if each.id == 4)
        more = more | {"options": [said.media.poll.answers[0].option]}
    ada.updates.clear()
    with pytest.raises(Refused, match="CHAT_WRITE_FORBIDDEN"):
        await bob.call(method, peer=peer, **more)
    await world.settle()
    assert ada.updates == []


async def test_who_is_blocked_pins_nothing_for_the_other_one(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "one")
    await ada.call("contacts.block", id=ada.peer(bob))
    with pytest.raises(Refused, match="PIN_RESTRICTED"):
        await bob.call("messages.updatePinnedMessage", peer=bob.peer(ada), id=1)
    with pytest.raises(Refused, match="USER_IS_BLOCKED"):
        await bob.call("messages.setHistoryTTL", peer=bob.peer(ada), period=86_400)
    await bob.call("messages.updatePinnedMessage", peer=bob.peer(ada), id=1, pm_oneside=True)


async def invite(person: Person, method: str, *others: Person) -> Any:
    """Put others into a group of one's own."""
    users = [person.user(each) for each in others]
    if method == "messages.createChat":
        return await person.call(method, users=users, title="Group")
    channel = await person.call(
        "channels.createChannel", title="A place", about="", megagroup=True
    )
    named = as_channel(person, channel.chats[0].id)
    return await person.call("channels.inviteToChannel", channel=named, users=users)


@pytest.mark.parametrize("method", ["messages.createChat", "channels.inviteToChannel"])
@pytest.mark.parametrize("how", ["block", "rule"])
async def test_nobody_is_put_into_a_group_by_whom_it_does_not_let(
    world: World, method: str, how: str
) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    if how == "block":
        await bob.call("contacts.block", id=bob.peer(ada))
    else:
        await bob.call(
            "account.setPrivacy",
            key=bob.make("inputPrivacyKeyChatInvite"),
            rules=[bob.make("inputPrivacyValueDisallowAll")],
        )
    with pytest.raises(Refused, match="403 USER_PRIVACY_RESTRICTED"):
        await invite(ada, method, bob)
    invited = await invite(ada, method, bob, cyd)
    assert [each.user_id for each in invited.missing_invitees] == [bob.user_id]
    await world.settle()
    assert bob.told == [] or all("Message" not in each.NAME for each in bob.told)
    made = await ada.call("messages.createChat", users=[ada.user(cyd)], title="Group")
    with pytest.raises(Refused, match="403 USER_PRIVACY_RESTRICTED"):
        await ada.call(
            "messages.addChatUser",
            chat_id=made.updates.chats[0].id,
            user_id=ada.user(bob),
            fwd_limit=0,
        )


async def test_who_was_put_out_of_a_private_group_does_not_come_back_by_itself(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    await ban(ada, channel_id, bob, view_messages=True)
    for person in (bob, cyd):  # one that was put out, one that never was inside
        await ban(ada, channel_id, person)
        with pytest.raises(Refused, match="CHANNEL_PRIVATE"):
            await person.call("channels.joinChannel", channel=as_channel(person, channel_id))
    await ada.call(
        "channels.inviteToChannel",
        channel=as_channel(ada, channel_id),
        users=[ada.user(bob)],
    )
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    with pytest.raises(Refused, match="CHANNEL_PRIVATE"):  # nor does who has left it
        await bob.call("channels.joinChannel", channel=as_channel(bob, channel_id))


@pytest.mark.parametrize("broadcast", [False, True])
async def test_who_may_not_write_any_more_does_not_edit(world: World, broadcast: bool) -> None:
    """An admin who is none any more, a member who was silenced: what they said stays as it was."""
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=broadcast)
    if broadcast:
        await promote(ada, channel_id, bob, post_messages=True)
    said = await say(bob, channel_id, "as agreed")
    edit = {"peer": as_peer(bob, channel_id), "id": said.id}
    await bob.call("messages.editMessage", **edit, message="as we agreed")
    if broadcast:
        await promote(ada, channel_id, bob)
    else:
        await ban(ada, channel_id, bob, send_messages=True)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await bob.call("messages.editMessage", **edit, message="something else")
