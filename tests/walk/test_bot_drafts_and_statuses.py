"""Bots show what they are writing, and give those who let them an emoji beside the name."""

from typing import Any

import pytest
from http_bots import Refused as NotDone
from http_bots import http_bot

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def draft(bot: Person, peer: Any, random_id: int, text: str) -> Any:
    said = bot.make("textWithEntities", text=text, entities=[])
    action = bot.make("sendMessageTextDraftAction", random_id=random_id, text=said)
    return await bot.call("messages.setTyping", peer=peer, action=action)


def drafts(person: Person) -> list[Any]:
    return [
        each
        for each in person.told
        if each.NAME == "updateUserTyping" and each.action.NAME == "sendMessageTextDraftAction"
    ]


async def test_who_talks_with_a_bot_sees_what_it_is_writing(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        to = {"chat_id": ada.user_id, "draft_id": 7}
        assert await bot.call("sendMessageDraft", **to)
        assert await bot.call("sendMessageDraft", **to, text="*bold*", parse_mode="MarkdownV2")
        await draft(bot.robot, bot.robot.peer(ada), -1, "over MTProto")
        await world.settle()
        nothing, bold, last = drafts(ada)
        assert (nothing.user_id, nothing.action.random_id) == (bot.id, 7)
        assert nothing.action.text.text == ""
        assert bold.action.text.text == "bold"
        assert [each.NAME for each in bold.action.text.entities] == ["messageEntityBold"]
        assert (last.action.random_id, last.action.text.text) == (-1, "over MTProto")
        made = await ada.call("messages.createChat", users=[ada.user(bot.robot)], title="Us")
        group = made.updates.chats[0].id
        for wrong, words in (
            ({"chat_id": ada.user_id, "draft_id": 0, "text": "x"}, "draft identifier"),
            ({**to, "text": "x" * 4097}, "message is too long"),
            ({**to, "text": "x", "can_stop": True}, "stop drafts"),
            ({"chat_id": bob.user_id, "draft_id": 1, "text": "x"}, "chat not found"),
            ({"chat_id": -group, "draft_id": 1, "text": "x"}, "private chats"),
        ):
            with pytest.raises(NotDone, match=words):
                await bot.call("sendMessageDraft", **wrong)
        for peer, random_id, error in (
            (bot.robot.peer(ada), 0, "RANDOM_ID_EMPTY"),
            (bot.robot.peer(bob), 1, "PEER_ID_INVALID"),
            (bot.robot.make("inputPeerChat", chat_id=group), 1, "PEER_ID_INVALID"),
        ):
            with pytest.raises(Refused, match=error):
                await draft(bot.robot, peer, random_id, "x")
        await ada.call("contacts.block", id=ada.peer(bot.robot))
        with pytest.raises(NotDone, match="403 Forbidden: bot was blocked by the user"):
            await bot.call("sendMessageDraft", **to, text="x")
        await world.settle()
        assert len(drafts(ada)) == 3
        assert drafts(bob) == []


async def status_of(person: Person, other: Person) -> Any:
    (shown,) = await person.call("users.getUsers", id=[person.user(other)])
    return getattr(shown.emoji_status, "document_id", None)


async def test_a_bot_gives_an_emoji_to_those_who_let_it(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        to: dict[str, Any] = {"user_id": ada.user_id, "emoji_status_custom_emoji_id": "77"}
        with pytest.raises(NotDone, match="chat not found"):
            await bot.call("setUserEmojiStatus", **to)
        await ada.send(bot.robot, "/start")
        with pytest.raises(NotDone, match="not enough rights"):
            await bot.call("setUserEmojiStatus", **to)
        let = {"bot": ada.user(bot.robot), "enabled": True}
        assert await ada.call("bots.toggleUserEmojiStatusPermission", **let)
        assert await ada.call("bots.toggleUserEmojiStatusPermission", **let)
        full = await ada.call("users.getFullUser", id=ada.user(bot.robot))
        assert full.full_user.bot_can_manage_emoji_status
        full = await bob.call("users.getFullUser", id=bob.user(bot.robot))
        assert not full.full_user.bot_can_manage_emoji_status
        assert await bot.call("setUserEmojiStatus", **to)
        assert await status_of(ada, ada) == 77
        assert await status_of(bob, ada) == 77
        await world.settle()
        (told,) = [each for each in ada.told if each.NAME == "updateUserEmojiStatus"]
        assert (told.user_id, told.emoji_status.document_id) == (ada.user_id, 77)
        soon = int(world.clock.now()) + 60
        assert await bot.call("setUserEmojiStatus", **to, emoji_status_expiration_date=soon)
        world.advance(61)
        assert await status_of(bob, ada) is None
        assert await bot.call("setUserEmojiStatus", user_id=ada.user_id)
        for wrong in ("x", "0", "-1", "9" * 30):
            with pytest.raises(NotDone, match="custom emoji"):
                await bot.call(
                    "setUserEmojiStatus",
                    user_id=ada.user_id,
                    emoji_status_custom_emoji_id=wrong,
                )
        await ada.call("bots.toggleUserEmojiStatusPermission", **{**let, "enabled": False})
        given = {"emoji_status": bot.robot.make("emojiStatus", document_id=5)}
        for person, error in (
            (ada, "403 USER_PERMISSION_DENIED"),
            (bot.robot, "USER_ID_INVALID"),
        ):
            with pytest.raises(Refused, match=error):
                await bot.robot.call(
                    "bots.updateUserEmojiStatus", user_id=bot.robot.user(person), **given
                )
        with pytest.raises(Refused, match="BOT_INVALID"):
            await ada.call(
                "bots.toggleUserEmojiStatusPermission", bot=ada.user(bob), enabled=True
            )
