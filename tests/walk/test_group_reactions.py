"""Reactions, votes and periods where more than two are."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

CHANNEL = -1_000_000_000_000


async def say(who: Person, peer: Any, text: str = "hello") -> Any:
    return await who.call(
        "messages.sendMessage", peer=peer, message=text, random_id=who.client.next_msg_id()
    )


async def react(who: Person, peer: Any, msg_id: int) -> Any:
    emoji = [who.make("reactionEmoji", emoticon="👍")]
    return await who.call("messages.sendReaction", peer=peer, msg_id=msg_id, reaction=emoji)


def heard(who: Person, name: str) -> list[Any]:
    return [
        each
        for pushed in who.updates
        for each in getattr(pushed, "updates", [])
        if name == each.NAME
    ]


async def three(world: World) -> list[Person]:
    people = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    for each in people:
        await each.call("updates.getState")
    return people


async def basic_group(ada: Person, *others: Person) -> Any:
    users = [ada.user(each) for each in others]
    made = await ada.call("messages.createChat", users=users, title="A group")
    return ada.make("inputPeerChat", chat_id=made.updates.chats[0].id)


async def test_everyone_in_a_basic_group_sees_who_has_reacted(world: World) -> None:
    ada, bob, cyd = await three(world)
    peer = await basic_group(ada, bob, cyd)
    sent = await say(bob, peer)
    await world.settle()
    theirs = heard(cyd, "updateNewMessage")[-1].message.id
    answer = await react(cyd, peer, theirs)
    assert answer.updates[0].reactions.can_see_list
    await world.settle()
    (to_bob,) = heard(bob, "updateMessageReactions")
    assert (to_bob.msg_id, to_bob.peer.NAME) == (sent.id, "peerChat")
    assert to_bob.reactions.recent_reactions[0].unread
    (to_ada,) = heard(ada, "updateMessageReactions")
    assert not to_ada.reactions.recent_reactions[0].unread
    found = await ada.call(
        "messages.getMessageReactionsList", peer=peer, id=to_ada.msg_id, limit=10
    )
    assert [each.peer_id.user_id for each in found.reactions] == [cyd.user_id]


async def test_all_members_of_a_basic_group_share_a_period(world: World) -> None:
    ada, bob, cyd = await three(world)
    peer = await basic_group(ada, bob, cyd)
    await ada.call("messages.setHistoryTTL", peer=peer, period=60)
    await say(bob, peer)
    await world.settle()
    assert heard(cyd, "updatePeerHistoryTTL")
    world.advance(60)
    await world.settle()
    assert heard(cyd, "updateDeleteMessages")
    full = (await bob.call("messages.getFullChat", chat_id=peer.chat_id)).full_chat
    assert full.ttl_period == 60
    banned = ada.make("chatBannedRights", change_info=True, until_date=0)
    await ada.call("messages.editChatDefaultBannedRights", peer=peer, banned_rights=banned)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("messages.setHistoryTTL", peer=peer, period=0)


async def channel(ada: Person, bob: Person, **kind: bool) -> tuple[Any, Any]:
    """A channel of Ada's with Bob in it, as each of them names it."""
    made = await ada.call("channels.createChannel", title="C", about="", **kind)
    number = made.chats[0].id

    def named(who: Person, name: str) -> Any:
        hash_ = who.access_hash(CHANNEL - number)
        return who.make(name, channel_id=number, access_hash=hash_)

    await ada.call(
        "channels.inviteToChannel", channel=named(ada, "inputChannel"), users=[ada.user(bob)]
    )
    return named(ada, "inputPeerChannel"), named(bob, "inputPeerChannel")


async def test_in_a_supergroup_all_see_who_has_reacted(world: World) -> None:
    ada, bob, _ = await three(world)
    for_ada, for_bob = await channel(ada, bob, megagroup=True)
    await say(ada, for_ada)
    await world.settle()
    theirs = heard(bob, "updateNewChannelMessage")[-1].message.id
    answer = await react(bob, for_bob, theirs)
    assert answer.updates[0].reactions.can_see_list
    await world.settle()
    (pushed,) = heard(ada, "updateMessageReactions")
    assert pushed.reactions.results[0].count == 1


async def test_nobody_learns_who_has_reacted_to_a_post(world: World) -> None:
    ada, bob, _ = await three(world)
    for_ada, for_bob = await channel(ada, bob, broadcast=True)
    await say(ada, for_ada)
    await world.settle()
    post = heard(bob, "updateNewChannelMessage")[-1].message.id
    answer = await react(bob, for_bob, post)
    shown = answer.updates[0].reactions
    assert (shown.can_see_list, shown.recent_reactions) == (False, None)
    assert shown.results[0].count == 1
    with pytest.raises(Refused, match="403 BROADCAST_FORBIDDEN"):
        await ada.call("messages.getMessageReactionsList", peer=for_ada, id=post, limit=10)


async def test_what_is_said_in_a_channel_goes_for_all_its_readers(world: World) -> None:
    ada, bob, _ = await three(world)
    for_ada, for_bob = await channel(ada, bob, megagroup=True)
    changed = await ada.call("messages.setHistoryTTL", peer=for_ada, period=60)
    assert [each.NAME for each in changed.updates] == [
        "updateNewChannelMessage",
        "updatePeerHistoryTTL",
    ]
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("messages.setHistoryTTL", peer=for_ada, period=60)
    where = bob.make(
        "inputChannel", channel_id=for_bob.channel_id, access_hash=for_bob.access_hash
    )
    full = (await bob.call("channels.getFullChannel", channel=where)).full_chat
    assert (full.ttl_period, full.has_scheduled) == (60, False)
    await say(bob, for_bob, "goes")
    await world.settle()
    assert heard(ada, "updateNewChannelMessage")[-1].message.ttl_period == 60
    world.advance(60)
    await world.settle()
    assert heard(ada, "updateDeleteChannelMessages")
    assert heard(bob, "updatePeerHistoryTTL")[0].ttl_period == 60


async def allow(who: Person, peer: Any, name: str, *emojis: str, **more: Any) -> Any:
    fields: dict[str, Any] = {}
    if emojis:
        fields["reactions"] = [who.make("reactionEmoji", emoticon=each) for each in emojis]
    return await who.call(
        "messages.setChatAvailableReactions",
        peer=peer,
        available_reactions=who.make(name, **fields),
        **more,
    )


async def test_a_group_says_what_one_may_react_with(world: World) -> None:
    ada, bob, cyd = await three(world)
    peer = await basic_group(ada, bob, cyd)
    sent = await say(ada, peer)
    bob.updates.clear()
    changed = await allow(ada, peer, "chatReactionsSome", "👍", reactions_limit=3)
    assert [each.NAME for each in changed.updates] == ["updateChat"]
    await world.settle()
    assert heard(bob, "updateChat")
    full = (await bob.call("messages.getFullChat", chat_id=peer.chat_id)).full_chat
    assert [each.emoticon for each in full.available_reactions.reactions] == ["👍"]
    assert full.reactions_limit == 3
    await react(ada, peer, sent.id)
    fire = [ada.make("reactionEmoji", emoticon="🔥")]
    with pytest.raises(Refused, match="400 REACTION_INVALID"):
        await ada.call("messages.sendReaction", peer=peer, msg_id=sent.id, reaction=fire)
    await allow(ada, peer, "chatReactionsNone")
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await allow(ada, peer, "chatReactionsNone")
    back = await ada.call("messages.sendReaction", peer=peer, msg_id=sent.id, reaction=[])
    assert back.updates[0].reactions.results == []


async def test_who_may_not_say_it_and_what_may_not_be_said(world: World) -> None:
    ada, bob, _ = await three(world)
    for_ada, for_bob = await channel(ada, bob, broadcast=True)
    changed = await allow(ada, for_ada, "chatReactionsNone")
    assert [each.NAME for each in changed.updates] == ["updateChannel"]
    for who, peer, more, error in (
        (bob, for_bob, {}, "CHAT_ADMIN_REQUIRED"),
        (ada, ada.peer(bob), {}, "PEER_ID_INVALID"),
        (ada, for_ada, {"reactions_limit": 12}, "REACTION_INVALID"),
        (ada, for_ada, {"paid_enabled": True}, "REACTION_INVALID"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await allow(who, peer, "chatReactionsAll", **more)
