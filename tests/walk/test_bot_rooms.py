"""Bots over HTTP in groups and channels: what they hear there, and how they rule."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, say
from http_bots import HttpBot, Refused, http_bot

from chappe.testing.person import Person
from chappe.testing.world import World

MARK = -1_000_000_000_000
RIGHTS = {
    "change_info": True,
    "delete_messages": True,
    "ban_users": True,
    "invite_users": True,
    "pin_messages": True,
    "add_admins": True,
    "other": True,
    "manage_topics": True,
}


def chat_id_of(channel_id: int) -> int:
    return MARK - channel_id


async def bring(creator: Person, bot: HttpBot, channel_id: int, **rights: bool) -> None:
    """Put a bot into a supergroup, as an admin if there are rights."""
    channel = as_channel(creator, channel_id)
    if not rights:
        await creator.call(
            "channels.inviteToChannel", channel=channel, users=[creator.user(bot.robot)]
        )
        return
    await creator.call(
        "channels.editAdmin",
        channel=channel,
        user_id=creator.user(bot.robot),
        admin_rights=creator.make("chatAdminRights", **rights),
        rank="",
    )


async def texts(bot: HttpBot) -> list[str]:
    found = await bot.updates()
    return [each["message"].get("text", "") for each in found if "message" in each]


async def test_a_bot_hears_what_concerns_it(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world, username="hearing_bot") as bot:
        await bring(ada, bot, channel_id)
        await bot.updates()
        await say(bob, channel_id, "just talk")
        await say(bob, channel_id, "/help")
        await say(bob, channel_id, "/help@another_bot")
        await say(ada, channel_id, "well @hearing_bot")
        assert await texts(bot) == ["/help", "well @hearing_bot"]
        said = await bot.call("sendMessage", chat_id=chat_id_of(channel_id), text="yes?")
        assert said["chat"]["type"] == "supergroup"
        assert said["chat"]["title"] == "A place"
        await bob.call(
            "messages.sendMessage",
            peer=as_peer(bob, channel_id),
            message="an answer",
            random_id=77,
            reply_to=bob.make("inputReplyToMessage", reply_to_msg_id=said["message_id"]),
        )
        (update,) = await bot.updates()
        assert update["message"]["reply_to_message"]["text"] == "yes?"


async def test_an_admin_hears_everything(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        await bot.updates()
        await say(bob, channel_id, "just talk")
        assert await texts(bot) == ["just talk"]


async def test_posts_of_a_channel_are_heard_by_its_admins(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **{**RIGHTS, "post_messages": True})
        await bot.updates()
        await say(ada, channel_id, "a post")
        (update,) = await bot.updates()
        post = update["channel_post"]
        assert post["text"] == "a post"
        assert post["sender_chat"]["id"] == chat_id_of(channel_id)
        assert "from" not in post
        mine = await bot.call("sendMessage", chat_id=chat_id_of(channel_id), text="mine")
        assert mine["chat"]["type"] == "channel"
        assert await bot.updates() == []


async def test_a_bot_rules_a_supergroup(world: World) -> None:
    channel_id, (ada, bob, cy) = await gathered(world, "Ada", "Bob", "Cy")
    number = chat_id_of(channel_id)
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        there: dict[str, Any] = {"chat_id": number}
        assert await bot.call("setChatTitle", **there, title="Elsewhere")
        assert await bot.call("setChatDescription", **there, description="what it is")
        chat = await bot.call("getChat", **there)
        assert (chat["title"], chat["description"]) == ("Elsewhere", "what it is")
        assert chat["permissions"]["can_send_messages"]
        assert await bot.call("getChatMemberCount", **there) == 4
        admins = await bot.call("getChatAdministrators", **there)
        assert {each["user"]["id"]: each["status"] for each in admins} == {
            ada.user_id: "creator",
            bot.id: "administrator",
        }
        bobs = {**there, "user_id": bob.user_id}
        assert await bot.call(
            "restrictChatMember", **bobs, permissions={"can_send_messages": True}
        )
        member = await bot.call("getChatMember", **bobs)
        assert member["status"] == "restricted"
        assert member["can_send_messages"]
        assert not member["can_send_photos"]
        assert await bot.call("promoteChatMember", **bobs, can_pin_messages=True)
        member = await bot.call("getChatMember", **bobs)
        assert member["status"] == "administrator"
        assert member["can_pin_messages"]
        assert member["can_be_edited"]
        assert await bot.call("setChatAdministratorCustomTitle", **bobs, custom_title="Pins")
        assert (await bot.call("getChatMember", **bobs))["custom_title"] == "Pins"
        assert await bot.call("promoteChatMember", **bobs)
        assert (await bot.call("getChatMember", **bobs))["status"] == "member"
        cys = {**there, "user_id": cy.user_id}
        assert await bot.call("banChatMember", **cys)
        assert (await bot.call("getChatMember", **cys))["status"] == "kicked"
        assert await bot.call("unbanChatMember", **cys)
        assert (await bot.call("getChatMember", **cys))["status"] == "left"
        assert await bot.call("setChatPermissions", **there, permissions={})
        chat = await bot.call("getChat", **there)
        assert not chat["permissions"]["can_send_messages"]
        with pytest.raises(Refused, match="user not found"):
            await bot.call("getChatMember", **there, user_id=5)


async def test_a_bot_without_rights_does_not_rule(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    there = {"chat_id": chat_id_of(channel_id)}
    async with http_bot(world) as bot:
        with pytest.raises(Refused, match="403 Forbidden: bot is not a member"):
            await bot.call("sendMessage", **there, text="x")
        await bring(ada, bot, channel_id)
        with pytest.raises(Refused, match="not enough rights to restrict"):
            await bot.call("banChatMember", **there, user_id=bob.user_id)
        with pytest.raises(Refused, match="not enough rights"):
            await bot.call("promoteChatMember", **there, user_id=bob.user_id)
        with pytest.raises(Refused, match="not enough rights"):
            await bot.call("createChatInviteLink", **there)
        assert await bot.call("leaveChat", **there)
        with pytest.raises(Refused, match="403 Forbidden"):
            await bot.call("sendMessage", **there, text="x")


async def test_a_bot_makes_links_and_lets_people_in(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    bob, cy = await world.person("Bob"), await world.person("Cy")
    there = {"chat_id": chat_id_of(channel_id)}
    async with http_bot(world) as bot:
        await bring(ada, bot, channel_id, **RIGHTS)
        primary = await bot.call("exportChatInviteLink", **there)
        assert primary.startswith("http")
        link = await bot.call(
            "createChatInviteLink", **there, name="for you", creates_join_request=True
        )
        assert link["name"] == "for you"
        assert link["creator"]["id"] == bot.id
        hash_ = link["invite_link"].rpartition("+")[2]
        for person in (bob, cy):
            with pytest.raises(Exception, match="INVITE_REQUEST_SENT"):
                await person.call("messages.importChatInvite", hash=hash_)
        assert await bot.call("approveChatJoinRequest", **there, user_id=bob.user_id)
        assert await bot.call("declineChatJoinRequest", **there, user_id=cy.user_id)
        status = await bot.call("getChatMember", **there, user_id=bob.user_id)
        assert status["status"] == "member"
        status = await bot.call("getChatMember", **there, user_id=cy.user_id)
        assert status["status"] == "left"
        edited = await bot.call(
            "editChatInviteLink", **there, invite_link=link["invite_link"], name="other"
        )
        assert edited["name"] == "other"
        revoked = await bot.call(
            "revokeChatInviteLink", **there, invite_link=link["invite_link"]
        )
        assert revoked["is_revoked"]


async def test_a_bot_in_a_basic_group(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world, username="basic_bot") as bot:
        invited = await ada.call(
            "messages.createChat", users=[ada.user(bob), ada.user(bot.robot)], title="Few"
        )
        number = -invited.updates.chats[0].id
        await bot.updates()
        peer = ada.make("inputPeerChat", chat_id=-number)
        await ada.call(
            "messages.sendMessage", peer=peer, message="/start@basic_bot", random_id=3
        )
        (update,) = await bot.updates()
        assert update["message"]["chat"] == {"id": number, "type": "group", "title": "Few"}
        chat = await bot.call("getChat", chat_id=number)
        assert (chat["type"], chat["title"]) == ("group", "Few")
        assert await bot.call("getChatMemberCount", chat_id=number) == 3
        member = await bot.call("getChatMember", chat_id=number, user_id=ada.user_id)
        assert member["status"] == "creator"
        (owner,) = await bot.call("getChatAdministrators", chat_id=number)
        assert owner["user"]["id"] == ada.user_id
        assert (await bot.call("sendMessage", chat_id=number, text="hi"))["text"] == "hi"
        with pytest.raises(Refused, match="method is available for supergroup and channel"):
            await bot.call("promoteChatMember", chat_id=number, user_id=bob.user_id)
        assert await bot.call("leaveChat", chat_id=number)
        with pytest.raises(Refused):
            await bot.call("sendMessage", chat_id=number, text="hi")
