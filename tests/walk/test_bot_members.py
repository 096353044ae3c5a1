"""What bots hear over HTTP of who comes and goes, who reacts, who votes."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, say
from http_bots import HttpBot, http_bot
from http_bots import Refused as NotDone
from test_bot_rooms import RIGHTS, bring, chat_id_of

from chappe.testing.client import Refused
from chappe.testing.world import World

ALL = [
    "message",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
    "poll",
    "poll_answer",
]


async def kinds(bot: HttpBot, kind: str) -> list[Any]:
    return [each[kind] for each in await bot.updates() if kind in each]


async def test_a_bot_hears_what_it_is_in_a_supergroup(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id)
        (came,) = await kinds(bot, "my_chat_member")
        assert came["chat"]["id"] == chat_id_of(channel_id)
        assert came["from"]["id"] == ada.user_id
        assert came["old_chat_member"]["status"] == "left"
        assert came["new_chat_member"]["status"] == "member"
        await bring(ada, bot, channel_id, **RIGHTS)
        (raised,) = await kinds(bot, "my_chat_member")
        assert raised["new_chat_member"]["status"] == "administrator"
        assert raised["new_chat_member"]["can_restrict_members"]
        rights = ada.make("chatBannedRights", view_messages=True, until_date=0)
        await ada.call(
            "channels.editBanned",
            channel=as_channel(ada, channel_id),
            participant=ada.peer(bot.robot),
            banned_rights=rights,
        )
        gone = (await kinds(bot, "my_chat_member"))[-1]
        assert gone["new_chat_member"]["status"] == "kicked"


async def test_an_admin_hears_of_others_when_it_wants_to(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        await bot.call("getUpdates", allowed_updates=ALL, offset=-1)
        await bot.updates()
        await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
        (left,) = await kinds(bot, "chat_member")
        assert left["old_chat_member"]["status"] == "member"
        assert left["new_chat_member"]["status"] == "left"
        assert left["new_chat_member"]["user"]["id"] == bob.user_id


async def test_a_bot_hears_of_basic_groups_and_of_being_stopped(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        users = [ada.user(bob), ada.user(bot.robot)]
        made = await ada.call("messages.createChat", users=users, title="Few")
        number = made.updates.chats[0].id
        (came,) = await kinds(bot, "my_chat_member")
        assert came["chat"]["id"] == -number
        assert came["new_chat_member"]["status"] == "member"
        await ada.call("messages.deleteChatUser", chat_id=number, user_id=ada.user(bot.robot))
        (gone,) = await kinds(bot, "my_chat_member")
        assert gone["new_chat_member"]["status"] == "kicked"
        await ada.send(bot.robot, "/start")
        await bot.updates()
        await ada.call("contacts.block", id=ada.peer(bot.robot))
        (stopped,) = await kinds(bot, "my_chat_member")
        assert stopped["chat"]["type"] == "private"
        assert stopped["new_chat_member"]["status"] == "kicked"


async def test_a_bot_that_leads_a_basic_group_hears_who_comes_and_goes(world: World) -> None:
    ada, bob, cyd = [await world.person(each) for each in ("Ada", "Bob", "Cyd")]
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        for bot in (one, two):
            await bot.call("getUpdates", allowed_updates=ALL, offset=-1)
        users = [ada.user(one.robot), ada.user(two.robot)]
        made = await ada.call("messages.createChat", users=users, title="Few")
        group = {"chat_id": made.updates.chats[0].id}
        await ada.call(
            "messages.editChatAdmin", **group, user_id=ada.user(one.robot), is_admin=True
        )
        await kinds(one, "my_chat_member")
        await ada.call("messages.addChatUser", **group, user_id=ada.user(bob), fwd_limit=0)
        peer = ada.make("inputPeerChat", **group)
        link = await ada.call("messages.exportChatInvite", peer=peer)
        await cyd.call("messages.importChatInvite", hash=link.link.rpartition("+")[2])
        await ada.call("messages.deleteChatUser", **group, user_id=ada.user(bob))
        await cyd.call("messages.deleteChatUser", **group, user_id=cyd.make("inputUserSelf"))
        heard = [
            (
                each["from"]["id"],
                each["new_chat_member"]["user"]["id"],
                each["old_chat_member"]["status"],
                each["new_chat_member"]["status"],
            )
            for each in await kinds(one, "chat_member")
        ]
        assert heard == [
            (ada.user_id, bob.user_id, "left", "member"),
            (cyd.user_id, cyd.user_id, "left", "member"),
            (ada.user_id, bob.user_id, "member", "kicked"),
            (cyd.user_id, cyd.user_id, "member", "left"),
        ]
        updates = await two.updates()
        assert not [each for each in updates if "chat_member" in each]
        said = [each["message"] for each in updates if "message" in each]
        assert sum("new_chat_members" in each for each in said) == 2
        assert sum("left_chat_member" in each for each in said) == 2


async def test_a_bot_hears_who_wants_to_come_and_may_write_to_them(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    bob, eve = await world.person("Bob"), await world.person("Eve")
    await bob.call("account.updateProfile", about="I like trains")
    there = {"chat_id": chat_id_of(channel_id)}
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        link = await bot.call("createChatInviteLink", **there, creates_join_request=True)
        theirs = await ada.call(
            "messages.exportChatInvite", peer=as_peer(ada, channel_id), request_needed=True
        )
        await bot.updates()
        to = {"chat_id": bob.user_id, "text": "Why?"}
        with pytest.raises(NotDone, match="400 Bad Request: chat not found"):
            await bot.call("sendMessage", **to)
        for person, by in ((bob, link["invite_link"]), (eve, theirs.link)):
            with pytest.raises(Refused, match="INVITE_REQUEST_SENT"):
                await person.call("messages.importChatInvite", hash=by.rpartition("+")[2])
        one, other = await kinds(bot, "chat_join_request")
        assert (one["from"]["id"], one["user_chat_id"]) == (bob.user_id, bob.user_id)
        assert (one["bio"], one["chat"]["id"]) == ("I like trains", there["chat_id"])
        assert one["invite_link"]["invite_link"] == link["invite_link"]
        assert one["invite_link"]["pending_join_request_count"] == 1
        assert "bio" not in other
        assert other["invite_link"]["creator"]["id"] == ada.user_id
        seen = other["invite_link"]["invite_link"]
        assert seen.endswith("...")
        assert theirs.link.startswith(seen[:-3])
        assert len(seen) < len(theirs.link)
        await bot.call("sendMessage", **to)
        await world.settle()
        assert any("Why?" in repr(each) for each in bob.told)
        world.advance(301)
        with pytest.raises(NotDone, match="400 Bad Request: chat not found"):
            await bot.call("sendMessage", chat_id=eve.user_id, text="Why?")
        for person in (bob, eve):
            assert await bot.call("approveChatJoinRequest", **there, user_id=person.user_id)
        wanted = "403 Forbidden: bot can't initiate conversation with a user"
        with pytest.raises(NotDone, match=wanted):
            await bot.call("sendMessage", chat_id=eve.user_id, text="Why?")
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await bot.robot.send(eve, "Why?")
        await eve.send(bot.robot, "/start")
        await bot.call("sendMessage", chat_id=eve.user_id, text="Because")


async def test_a_bot_hears_reactions_when_it_wants_to(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        await bot.call("getUpdates", allowed_updates=ALL, offset=-1)
        await bot.updates()
        said = await say(ada, channel_id, "nice")
        thumb = bob.make("reactionEmoji", emoticon="👍")
        peer = as_peer(bob, channel_id)
        await bob.call("messages.sendReaction", peer=peer, msg_id=said.id, reaction=[thumb])
        (reacted,) = await kinds(bot, "message_reaction")
        assert reacted["message_id"] == said.id
        assert reacted["user"]["id"] == bob.user_id
        assert reacted["old_reaction"] == []
        assert reacted["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]


@pytest.mark.one_node
async def test_a_bot_learns_no_names_where_reactions_bear_none(world: World) -> None:
    channel_id, (ida, eve) = await gathered(world, "Ida", "Eve", broadcast=True)
    group_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await bring(ida, bot, channel_id, **RIGHTS, post_messages=True)
        await bring(ada, bot, group_id, **RIGHTS)
        await bot.call("getUpdates", allowed_updates=ALL, offset=-1)
        said, posted = await say(bob, group_id, "nice"), await say(ida, channel_id, "a post")
        await bot.updates()
        thumb = ada.make("reactionEmoji", emoticon="👍")
        there = {"peer": as_peer(eve, channel_id), "msg_id": posted.id}
        await eve.call("messages.sendReaction", **there, reaction=[thumb])
        (update,) = await bot.updates()
        counted = update["message_reaction_count"]
        assert counted["message_id"] == posted.id
        assert counted["chat"]["id"] == chat_id_of(channel_id)
        assert counted["reactions"] == [
            {"type": {"type": "emoji", "emoji": "👍"}, "total_count": 1}
        ]
        await eve.call("messages.sendReaction", **there, reaction=[])
        assert (await kinds(bot, "message_reaction_count"))[0]["reactions"] == []
        nameless = ada.make("chatAdminRights", anonymous=True, change_info=True)
        await ada.call(
            "channels.editAdmin",
            channel=as_channel(ada, group_id),
            user_id=ada.make("inputUserSelf"),
            admin_rights=nameless,
            rank="",
        )
        here = {"peer": as_peer(ada, group_id), "msg_id": said.id}
        await ada.call("messages.sendReaction", **here, reaction=[thumb])
        (reacted,) = await kinds(bot, "message_reaction")
        assert "user" not in reacted
        assert reacted["actor_chat"]["id"] == chat_id_of(group_id)


async def test_a_bot_hears_who_votes_in_its_polls(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        await bot.updates()
        said = await bot.call(
            "sendPoll",
            chat_id=ada.user_id,
            question="Which?",
            options=["one", "two"],
            is_anonymous=False,
        )
        await world.settle()
        shown = next(e for e in ada.told if e.NAME == "updateNewMessage" and e.message.media)
        option = shown.message.media.poll.answers[1].option
        await ada.call(
            "messages.sendVote",
            peer=ada.peer(bot.robot),
            msg_id=shown.message.id,
            options=[option],
        )
        updates = await bot.updates()
        (answer,) = [each["poll_answer"] for each in updates if "poll_answer" in each]
        assert answer["option_ids"] == [1]
        assert answer["user"]["id"] == ada.user_id
        (poll,) = [each["poll"] for each in updates if "poll" in each]
        assert poll["id"] == said["poll"]["id"]
        assert poll["total_voter_count"] == 1
