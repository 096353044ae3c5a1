"""As whom one speaks: anonymous admins, channels that speak in groups, signatures below posts."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say
from voice_walks import full, own_channel, premium, publish

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def say_as(who: Person, channel_id: int, text: str, voice: Any) -> Any:
    updates = await who.call(
        "messages.sendMessage",
        peer=as_peer(who, channel_id),
        message=text,
        random_id=who.client.next_msg_id(),
        send_as=voice,
    )
    return next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")


async def last(who: Person, channel_id: int) -> Any:
    history = await who.call(
        "messages.getHistory",
        peer=as_peer(who, channel_id),
        **dict.fromkeys(
            ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
        ),
        limit=1,
    )
    return history.messages[0], history


async def voices(who: Person, channel_id: int) -> list[tuple[str, int, bool]]:
    found = await who.call("channels.getSendAs", peer=as_peer(who, channel_id))
    return [
        (
            each.peer.NAME,
            getattr(each.peer, each.peer.FIELDS[0]),
            bool(each.premium_required),
        )
        for each in found.peers
    ]


async def test_for_an_anonymous_admin_the_group_speaks(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await ada.call(
        "channels.editAdmin",
        channel=as_channel(ada, channel_id),
        user_id=ada.user(bob),
        admin_rights=ada.make("chatAdminRights", anonymous=True, change_info=True),
        rank="chief",
    )
    message = await say(bob, channel_id, "who am I")
    assert (message.from_id.NAME, message.from_id.channel_id) == ("peerChannel", channel_id)
    assert (message.post, message.post_author, message.out) == (False, "chief", True)
    seen, history = await last(cyd, channel_id)
    assert (seen.from_id.channel_id, seen.post_author, seen.out) == (channel_id, "chief", False)
    assert [each.id for each in history.users if each.id == bob.user_id] == []
    await world.settle()
    told = [each for each in cyd.told if each.NAME == "updateNewChannelMessage"]
    assert told[-1].message.from_id.channel_id == channel_id


async def test_what_an_anonymous_admin_does_is_done_by_the_group_but_the_log_knows(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, anonymous=True, change_info=True)
    await bob.call("channels.editTitle", channel=as_channel(bob, channel_id), title="New")
    seen, history = await last(cyd, channel_id)
    assert seen.action.NAME == "messageActionChatEditTitle"
    assert seen.from_id.channel_id == channel_id
    assert bob.user_id not in {each.id for each in history.users}
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=10,
    )
    assert log.events[0].user_id == bob.user_id
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    seen, _ = await last(cyd, channel_id)
    assert (seen.from_id.user_id, seen.action.user_id) == (bob.user_id, bob.user_id)


async def test_the_creator_may_be_anonymous_too(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await promote(ada, channel_id, ada, anonymous=True)
    assert (await say(ada, channel_id, "from above")).from_id.channel_id == channel_id
    own = (await ada.call("channels.getChannels", id=[as_channel(ada, channel_id)])).chats[0]
    assert (own.creator, own.admin_rights.anonymous, own.admin_rights.ban_users) == (
        True,
        True,
        True,
    )
    await promote(ada, channel_id, bob, add_admins=True)
    with pytest.raises(Refused, match="400 USER_CREATOR"):
        await promote(bob, channel_id, ada, anonymous=True)
    await promote(ada, channel_id, ada)
    assert (await say(ada, channel_id, "as myself")).from_id.user_id == ada.user_id


async def test_what_was_said_anonymously_is_edited_and_deleted_by_who_said_it(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, anonymous=True)
    message = await say(bob, channel_id, "one")
    edited = await bob.call(
        "messages.editMessage", peer=as_peer(bob, channel_id), id=message.id, message="two"
    )
    (shown,) = [u.message for u in edited.updates if u.NAME == "updateEditChannelMessage"]
    assert (shown.from_id.channel_id, shown.message) == (channel_id, "two")
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await cyd.call(
            "messages.editMessage", peer=as_peer(cyd, channel_id), id=message.id, message="no"
        )
    with pytest.raises(Refused, match="403 MESSAGE_DELETE_FORBIDDEN"):
        await cyd.call(
            "channels.deleteMessages", channel=as_channel(cyd, channel_id), id=[message.id]
        )
    gone = await bob.call(
        "channels.deleteMessages", channel=as_channel(bob, channel_id), id=[message.id]
    )
    assert gone.pts_count == 1


async def test_who_reacts_anonymously_is_not_named(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, anonymous=True)
    message = await say(cyd, channel_id, "what do you say")
    await bob.call(
        "messages.sendReaction",
        peer=as_peer(bob, channel_id),
        msg_id=message.id,
        reaction=[bob.make("reactionEmoji", emoticon="👍")],
    )
    seen, history = await last(cyd, channel_id)
    (face,) = seen.reactions.recent_reactions
    assert face.peer_id.channel_id == channel_id
    assert bob.user_id not in {each.id for each in history.users}
    found = await cyd.call(
        "messages.getMessageReactionsList",
        peer=as_peer(cyd, channel_id),
        id=message.id,
        limit=10,
    )
    assert [each.peer_id.channel_id for each in found.reactions] == [channel_id]
    assert found.users == []
    mine, _ = await last(bob, channel_id)
    assert mine.reactions.recent_reactions[0].my


async def test_who_reads_and_types_anonymously_is_not_named(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, anonymous=True)
    message = await say(cyd, channel_id, "who has read this")
    for who in (ada, bob):
        await who.call(
            "channels.readHistory", channel=as_channel(who, channel_id), max_id=message.id
        )
    readers = await cyd.call(
        "messages.getMessageReadParticipants",
        peer=as_peer(cyd, channel_id),
        msg_id=message.id,
    )
    assert [each.user_id for each in readers] == [ada.user_id]
    await bob.call(
        "messages.setTyping",
        peer=as_peer(bob, channel_id),
        action=bob.make("sendMessageTypingAction"),
    )
    await world.settle()
    typing = [each for each in cyd.told if each.NAME == "updateChannelUserTyping"]
    assert [each.from_id.channel_id for each in typing] == [channel_id]


async def test_whoever_owns_public_channels_speaks_as_them_in_public_groups(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    news = await own_channel(bob, "bobsnews")
    me = bob.make("inputPeerSelf")
    assert await voices(bob, channel_id) == [("peerUser", bob.user_id, False)]
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await say_as(bob, channel_id, "the group is private", as_peer(bob, news))
    await publish(ada, channel_id, "theplace")
    assert await voices(bob, channel_id) == [
        ("peerUser", bob.user_id, False),
        ("peerChannel", news, True),
    ]
    with pytest.raises(Refused, match="403 PREMIUM_ACCOUNT_REQUIRED"):
        await say_as(bob, channel_id, "no premium", as_peer(bob, news))
    await premium(world, bob)
    message = await say_as(bob, channel_id, "news", as_peer(bob, news))
    assert (message.from_id.channel_id, message.out, message.post) == (news, True, False)
    seen, history = await last(cyd, channel_id)
    assert seen.from_id.channel_id == news
    assert bob.user_id not in {each.id for each in history.users}
    assert {each.id for each in history.chats} >= {news, channel_id}
    assert (await say_as(bob, channel_id, "me", me)).from_id.user_id == bob.user_id
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await say_as(cyd, channel_id, "not mine", as_peer(cyd, channel_id))


async def test_a_voice_that_was_chosen_once_is_the_usual_one(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await publish(ada, channel_id, "theplace")
    news = await own_channel(bob, "bobsnews")
    assert (await full(bob, channel_id)).default_send_as.user_id == bob.user_id
    await premium(world, bob)
    save = {"peer": as_peer(bob, channel_id), "send_as": as_peer(bob, news)}
    assert await bob.call("messages.saveDefaultSendAs", **save)
    assert (await full(bob, channel_id)).default_send_as.channel_id == news
    assert (await say(bob, channel_id, "as usual")).from_id.channel_id == news
    own = await say_as(bob, channel_id, "as myself", bob.make("inputPeerSelf"))
    assert own.from_id.user_id == bob.user_id
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await ada.call(
            "messages.saveDefaultSendAs",
            peer=as_peer(ada, channel_id),
            send_as=as_peer(ada, channel_id),
        )
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await ada.call(
            "messages.saveDefaultSendAs",
            peer=as_peer(ada, channel_id),
            send_as=ada.peer(bob),
        )
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("channels.getSendAs", peer=ada.peer(bob))


async def test_a_channel_may_be_forbidden_to_speak_in_a_group(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await publish(ada, channel_id, "theplace")
    news = await own_channel(bob, "bobsnews")
    await premium(world, bob)
    await bob.call(
        "messages.saveDefaultSendAs",
        peer=as_peer(bob, channel_id),
        send_as=as_peer(bob, news),
    )
    await say(bob, channel_id, "spam")
    await world.settle()
    await last(ada, channel_id)  # so that Ada has met the channel
    forbidden = {
        "channel": as_channel(ada, channel_id),
        "participant": as_peer(ada, news),
    }
    rights = ada.make("chatBannedRights", view_messages=True, until_date=0)
    await ada.call("channels.editBanned", **forbidden, banned_rights=rights)
    with pytest.raises(Refused, match="400 USER_BANNED_IN_CHANNEL"):
        await say_as(bob, channel_id, "again", as_peer(bob, news))
    assert (await say(bob, channel_id, "as myself then")).from_id.user_id == bob.user_id
    none = ada.make("chatBannedRights", until_date=0)
    await ada.call("channels.editBanned", **forbidden, banned_rights=none)
    assert (await say(bob, channel_id, "again")).from_id.channel_id == news
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "channels.editBanned",
            channel=as_channel(bob, channel_id),
            participant=as_peer(bob, news),
            banned_rights=bob.make("chatBannedRights", view_messages=True, until_date=0),
        )


async def test_what_is_for_later_is_said_in_the_voice_that_was_chosen(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await publish(ada, channel_id, "theplace")
    news = await own_channel(bob, "bobsnews")
    message = {
        "peer": as_peer(bob, channel_id),
        "message": "later",
        "random_id": 1,
        "schedule_date": int(world.clock.now()) + 60,
        "send_as": as_peer(bob, news),
    }
    with pytest.raises(Refused, match="403 PREMIUM_ACCOUNT_REQUIRED"):
        await bob.call("messages.sendMessage", **message)
    await premium(world, bob)
    await bob.call("messages.sendMessage", **message)
    world.advance(61)
    await world.settle()
    seen, _ = await last(ada, channel_id)
    assert (seen.message, seen.from_id.channel_id) == ("later", news)


async def test_an_old_client_sees_the_group_speak(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, anonymous=True)
    await say(bob, channel_id, "who am I")
    old = await world.another(cyd, layer=133)
    dialogs = await old.call(
        "messages.getDialogs",
        **dict.fromkeys(("offset_date", "offset_id", "hash"), 0),
        offset_peer=old.make("inputPeerEmpty"),
        limit=10,
    )
    (seen,) = [each for each in dialogs.messages if each.peer_id.NAME == "peerChannel"]
    assert seen.from_id.channel_id == channel_id
    assert bob.user_id not in {each.id for each in dialogs.users}


async def test_outside_of_channels_everybody_speaks_as_oneself(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    news = await own_channel(ada, "adasnews")
    await premium(world, ada)
    say_it = {"peer": ada.peer(bob), "message": "hi", "send_as": as_peer(ada, news)}
    with pytest.raises(Refused, match="400 SEND_AS_PEER_INVALID"):
        await ada.call("messages.sendMessage", random_id=1, **say_it)
    say_it["send_as"] = ada.make("inputPeerSelf")
    sent = await ada.call("messages.sendMessage", random_id=2, **say_it)
    assert sent.NAME == "updateShortSentMessage"


async def test_a_restricted_member_does_not_get_around_it_by_a_channel(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await publish(ada, channel_id, "theplace")
    news = await own_channel(bob, "bobsnews")
    await premium(world, bob)
    await ban(ada, channel_id, bob, send_messages=True)
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await say_as(bob, channel_id, "through the back door", as_peer(bob, news))


async def sign(who: Person, channel_id: int, names: bool, profiles: bool = False) -> Any:
    return await who.call(
        "channels.toggleSignatures",
        channel=as_channel(who, channel_id),
        signatures_enabled=names,
        profiles_enabled=profiles,
    )


async def test_posts_are_signed_with_the_name_of_the_moment(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    assert (await say(ada, channel_id, "unsigned")).post_author is None
    updates = await sign(ada, channel_id, names=True)
    assert updates.chats[0].signatures
    assert (await say(ada, channel_id, "signed")).post_author == "Ada"
    await ada.call("account.updateProfile", first_name="Augusta")
    seen, _ = await last(bob, channel_id)
    assert (seen.post_author, seen.from_id, seen.post) == ("Ada", None, True)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await sign(ada, channel_id, names=True)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await sign(bob, channel_id, names=False)


async def test_a_forwarded_post_carries_its_signature(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    await sign(ada, channel_id, names=True, profiles=True)
    message = await say(ada, channel_id, "signed")
    updates = await bob.call(
        "messages.forwardMessages",
        from_peer=as_peer(bob, channel_id),
        to_peer=bob.make("inputPeerSelf"),
        id=[message.id],
        random_id=[1],
    )
    (saved,) = [u.message for u in updates.updates if u.NAME == "updateNewMessage"]
    header = saved.fwd_from
    assert (header.from_id.channel_id, header.channel_post) == (channel_id, message.id)
    assert header.post_author == "Ada"


async def test_with_profiles_a_post_leads_to_its_author(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    updates = await sign(ada, channel_id, names=True, profiles=True)
    assert updates.chats[0].signature_profiles
    message = await say(ada, channel_id, "mine")
    assert (message.from_id.user_id, message.post, message.post_author) == (
        ada.user_id,
        True,
        "Ada",
    )
    seen, history = await last(bob, channel_id)
    assert seen.from_id.user_id == ada.user_id
    assert ada.user_id in {each.id for each in history.users}
    assert await voices(ada, channel_id) == [
        ("peerUser", ada.user_id, False),
        ("peerChannel", channel_id, False),
    ]
    quiet = await say_as(ada, channel_id, "the channel's", as_peer(ada, channel_id))
    assert (quiet.from_id, quiet.post_author) == (None, None)
    with pytest.raises(Refused, match="403 BROADCAST_FORBIDDEN"):
        await bob.call(
            "messages.getMessageReactionsList",
            peer=as_peer(bob, channel_id),
            id=message.id,
            limit=1,
        )
    await sign(ada, channel_id, names=False, profiles=True)
    assert (await say(ada, channel_id, "plain again")).from_id is None


async def test_an_old_client_switches_signatures_on(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    old = await world.another(ada, layer=158)
    await old.call(
        "messages.getDialogs",
        **dict.fromkeys(("offset_date", "offset_id", "hash"), 0),
        offset_peer=old.make("inputPeerEmpty"),
        limit=10,
    )
    await old.call(
        "channels.toggleSignatures", channel=as_channel(old, channel_id), enabled=True
    )
    seen = (await ada.call("channels.getChannels", id=[as_channel(ada, channel_id)])).chats[0]
    assert seen.signatures
    assert not seen.signature_profiles
