"""Reactions: set, seen by both, counted, taken back; in Saved Messages they are tags."""

import asyncio
from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

PAGE = dict.fromkeys(("offset_id", "add_offset", "max_id", "min_id"), 0)
HISTORY = {**PAGE, "offset_date": 0, "hash": 0, "limit": 10}


class Talk:
    """Ada wrote one message to Bob, who has read it."""

    def __init__(self, world: World, ada: Person, bob: Person) -> None:
        self.world, self.ada, self.bob = world, ada, bob

    async def react(
        self, who: Person, *emojis: str, msg_id: int = 1, peer: Any = None, **more: Any
    ) -> Any:
        other = self.bob if who is self.ada else self.ada
        return await who.call(
            "messages.sendReaction",
            peer=peer or who.peer(other),
            msg_id=msg_id,
            reaction=[who.make("reactionEmoji", emoticon=emoji) for emoji in emojis],
            **more,
        )

    async def message(self, who: Person, msg_id: int = 1) -> Any:
        other = self.bob if who is self.ada else self.ada
        history = await who.call("messages.getHistory", peer=who.peer(other), **HISTORY)
        return next(each for each in history.messages if each.id == msg_id)


@pytest.fixture
async def talk(world: World) -> Talk:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for each in (ada, bob):
        await each.call("updates.getState")
    await ada.send(bob, "one")
    await world.settle()
    ada.updates.clear()
    bob.updates.clear()
    return Talk(world, ada, bob)


def counts(reactions: Any) -> list[tuple[str, int, int | None]]:
    return [(r.reaction.emoticon, r.count, r.chosen_order) for r in reactions.results]


async def dialog(who: Person) -> Any:
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": who.make("inputPeerEmpty")}
    return (await who.call("messages.getDialogs", **page, limit=10, hash=0)).dialogs[0]


async def test_a_reaction_is_in_the_answer_pushed_to_the_other_and_in_the_history(
    talk: Talk,
) -> None:
    answer = await talk.react(talk.bob, "👍", big=True)
    (update,) = answer.updates
    assert update.NAME == "updateMessageReactions"
    assert counts(update.reactions) == [("👍", 1, 1)]
    await talk.world.settle()
    assert talk.bob.updates == []
    (pushed,) = talk.ada.updates
    (update,) = pushed.updates
    assert counts(update.reactions) == [("👍", 1, None)]
    (recent,) = update.reactions.recent_reactions
    assert (recent.unread, recent.my, recent.big) == (True, False, True)
    assert {user.id for user in pushed.users} >= {talk.bob.user_id}
    shown = await talk.message(talk.ada)
    assert shown.reactions == update.reactions


async def test_one_who_was_away_finds_the_reaction_in_the_difference(talk: Talk) -> None:
    state = await talk.ada.call("updates.getState")
    await talk.react(talk.bob, "👍")
    missed = await talk.ada.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    assert [each.NAME for each in missed.other_updates] == ["updateMessageReactions"]
    assert counts(missed.other_updates[0].reactions) == [("👍", 1, None)]


async def test_both_react_and_one_takes_it_back(talk: Talk) -> None:
    await talk.react(talk.bob, "👍")
    await talk.react(talk.ada, "👍")
    assert counts((await talk.message(talk.ada)).reactions) == [("👍", 2, 1)]
    await talk.react(talk.ada)
    assert counts((await talk.message(talk.bob)).reactions) == [("👍", 1, 1)]
    answer = await talk.react(talk.bob)
    assert counts(answer.updates[0].reactions) == []
    assert (await talk.message(talk.bob)).reactions is None


async def test_a_heart_with_the_style_of_an_emoji_is_the_same_heart(talk: Talk) -> None:
    await talk.react(talk.bob, "❤\ufe0f")
    assert counts((await talk.message(talk.ada)).reactions) == [("❤", 1, None)]


async def test_reactions_that_the_author_has_not_seen_are_counted_until_they_are_read(
    talk: Talk,
) -> None:
    ada, bob = talk.ada, talk.bob
    await talk.react(bob, "👍")
    assert (await dialog(ada)).unread_reactions_count == 1
    assert (await dialog(bob)).unread_reactions_count == 0
    unread = await ada.call("messages.getUnreadReactions", peer=ada.peer(bob), **PAGE, limit=10)
    assert [each.id for each in unread.messages] == [1]
    await talk.world.settle()
    ada.updates.clear()
    tablet = await talk.world.another(ada)
    read = await tablet.call("messages.readReactions", peer=tablet.peer(bob))
    assert (read.pts_count, read.offset) == (0, 0)
    await talk.world.settle()
    assert not ada.updates[0].updates[0].reactions.recent_reactions[0].unread
    assert (await dialog(ada)).unread_reactions_count == 0
    unread = await ada.call("messages.getUnreadReactions", peer=ada.peer(bob), **PAGE, limit=10)
    assert unread.messages == []


async def test_whoever_sees_the_message_has_seen_the_reaction(talk: Talk) -> None:
    await talk.react(talk.bob, "👍")
    read = await talk.ada.call("messages.readMessageContents", id=[1])
    assert read.pts_count == 0
    assert (await dialog(talk.ada)).unread_reactions_count == 0
    assert not (await talk.message(talk.ada)).reactions.recent_reactions[0].unread


async def test_a_reaction_that_is_taken_back_is_not_unread_any_more(talk: Talk) -> None:
    await talk.react(talk.bob, "👍")
    await talk.react(talk.bob, "🔥")
    assert (await dialog(talk.ada)).unread_reactions_count == 1
    await talk.react(talk.bob)
    assert (await dialog(talk.ada)).unread_reactions_count == 0


async def test_reactions_go_with_their_message(talk: Talk) -> None:
    await talk.ada.send(talk.bob, "two")
    await talk.react(talk.bob, "👍")
    assert (await dialog(talk.ada)).unread_reactions_count == 1
    await talk.ada.call("messages.deleteMessages", id=[1], revoke=True)
    assert (await dialog(talk.ada)).unread_reactions_count == 0
    async with talk.world.node.database.transaction(write=False) as tx:
        assert await tx.row("SELECT COUNT(*) FROM reaction") == (0,)


async def test_who_reacted_is_listed_in_pages(talk: Talk) -> None:
    await talk.react(talk.ada, "🔥")
    talk.world.advance(5)
    await talk.react(talk.bob, "👍")
    asked = {"peer": talk.ada.peer(talk.bob), "id": 1, "limit": 1}
    first = await talk.ada.call("messages.getMessageReactionsList", **asked)
    assert (first.count, first.reactions[0].reaction.emoticon) == (2, "👍")
    second = await talk.ada.call(
        "messages.getMessageReactionsList", **asked, offset=first.next_offset
    )
    assert [each.reaction.emoticon for each in second.reactions] == ["🔥"]
    assert second.next_offset is None
    fire = talk.ada.make("reactionEmoji", emoticon="🔥")
    only = await talk.ada.call("messages.getMessageReactionsList", **asked, reaction=fire)
    assert (only.count, only.reactions[0].my) == (1, True)


async def test_reactions_of_messages_can_be_asked_for(talk: Talk) -> None:
    await talk.react(talk.bob, "👍")
    answer = await talk.ada.call(
        "messages.getMessagesReactions", peer=talk.ada.peer(talk.bob), id=[1, 77]
    )
    assert [each.msg_id for each in answer.updates] == [1]


@pytest.mark.parametrize("layer", [136, 144, 158, 198, 229])
async def test_an_older_client_reacts_and_sees_reactions_in_its_own_words(
    world: World, layer: int
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob", layer=layer)
    await bob.call("updates.getState")
    await ada.send(bob, "one")
    emoji = "👍" if layer < 145 else [bob.make("reactionEmoji", emoticon="👍")]
    answer = await bob.call(
        "messages.sendReaction", peer=bob.peer(ada), msg_id=1, reaction=emoji
    )
    result = answer.updates[0].reactions.results[0]
    assert result.reaction == "👍" if layer < 145 else result.reaction.emoticon == "👍"
    history = await bob.call("messages.getHistory", peer=bob.peer(ada), **HISTORY)
    assert history.messages[0].reactions.results[0].count == 1


async def test_a_client_of_before_reactions_reads_the_message_without(talk: Talk) -> None:
    old = await talk.world.another(talk.ada, layer=133)
    await talk.react(talk.bob, "👍")
    history = await old.call("messages.getHistory", peer=old.peer(talk.bob), **HISTORY)
    assert history.messages[0].message == "one"


async def test_what_one_uses_comes_first(talk: Talk) -> None:
    ada = talk.ada
    await talk.react(ada, "🔥", add_to_recent=True)
    await talk.react(ada, "🎉")
    top = await ada.call("messages.getTopReactions", limit=3, hash=0)
    assert [each.emoticon for each in top.reactions] == ["🔥", "🎉", "👍"]
    again = await ada.call("messages.getTopReactions", limit=3, hash=top.hash)
    assert again.NAME == "messages.reactionsNotModified"
    recent = await ada.call("messages.getRecentReactions", limit=10, hash=0)
    assert [each.emoticon for each in recent.reactions] == ["🔥"]
    assert await ada.call("messages.clearRecentReactions")
    recent = await ada.call("messages.getRecentReactions", limit=10, hash=0)
    assert recent.reactions == []


async def test_the_default_reaction_is_in_the_config_of_that_account_only(talk: Talk) -> None:
    heart = talk.ada.make("reactionEmoji", emoticon="❤")
    assert await talk.ada.call("messages.setDefaultReaction", reaction=heart)
    assert (await talk.ada.call("help.getConfig")).reactions_default == heart
    assert (await talk.bob.call("help.getConfig")).reactions_default.emoticon == "👍"


async def test_in_saved_messages_reactions_are_tags(talk: Talk) -> None:
    ada = talk.ada
    await ada.send(ada, "remember")
    me = ada.peer(ada)
    answer = await talk.react(ada, "🔥", "👍", msg_id=2, peer=me)
    (update,) = answer.updates
    assert update.reactions.reactions_as_tags
    tags = await ada.call("messages.getSavedReactionTags", hash=0)
    assert [(tag.reaction.emoticon, tag.count) for tag in tags.tags] == [("👍", 1), ("🔥", 1)]
    again = await ada.call("messages.getSavedReactionTags", hash=tags.hash)
    assert again.NAME == "messages.savedReactionTagsNotModified"
    offered = await ada.call("messages.getDefaultTagReactions", hash=0)
    assert offered.reactions[0].emoticon == "👍"


async def test_what_bears_a_tag_is_found(talk: Talk) -> None:
    ada = talk.ada
    for words in ("one", "two"):
        await ada.send(ada, words)
    me = ada.peer(ada)
    await talk.react(ada, "🔥", msg_id=3, peer=me)
    fields = {
        "peer": me, "q": "", "filter": ada.make("inputMessagesFilterEmpty"), "limit": 10,
        "min_date": 0, "max_date": 0, "hash": 0, **PAGE,
    }  # fmt: skip
    for emoji, found in (("🔥", ["two"]), ("👍", [])):
        tag = ada.make("reactionEmoji", emoticon=emoji)
        answer = await ada.call("messages.search", **fields, saved_reaction=[tag])
        assert [each.message for each in answer.messages] == found


async def test_premium_accounts_name_their_tags_and_react_with_three(talk: Talk) -> None:
    ada = talk.ada
    fire = ada.make("reactionEmoji", emoticon="🔥")
    with pytest.raises(Refused, match="403 PREMIUM_ACCOUNT_REQUIRED"):
        await ada.call("messages.updateSavedReactionTag", reaction=fire, title="hot")
    async with talk.world.node.database.transaction(write=True) as tx:
        await tx.run("UPDATE account SET marks = marks | 16 WHERE id = :id", id=ada.user_id)
    await ada.send(ada, "remember")
    await talk.react(ada, "🔥", msg_id=2, peer=ada.peer(ada))
    assert await ada.call("messages.updateSavedReactionTag", reaction=fire, title="hot")
    tags = await ada.call("messages.getSavedReactionTags", hash=0)
    assert [tag.title for tag in tags.tags] == ["hot"]
    assert await ada.call("messages.updateSavedReactionTag", reaction=fire)
    tags = await ada.call("messages.getSavedReactionTags", hash=0)
    assert [tag.title for tag in tags.tags] == [None]
    await talk.react(ada, "🔥", "👍", "🎉")
    assert len((await talk.message(talk.bob)).reactions.results) == 3


REFUSALS = [
    ({"peer": "nobody"}, "400 PEER_ID_INVALID"),
    ({"msg_id": 99}, "400 MESSAGE_ID_INVALID"),
    ({"reaction": ["x"]}, "400 REACTION_INVALID"),
    ({"reaction": [""]}, "400 REACTION_EMPTY"),
    ({"reaction": ["👍", "🔥"]}, "400 REACTIONS_TOO_MANY"),
    ({"reaction": ["👍"] * 12}, "400 REACTIONS_TOO_MANY"),
    ({"reaction": []}, "400 MESSAGE_NOT_MODIFIED"),
    ({"reaction": [7]}, "400 DOCUMENT_INVALID"),
    ({"reaction": [None]}, "400 REACTION_INVALID"),
]


@pytest.mark.parametrize(("fields", "error"), REFUSALS)
async def test_sending_is_refused(talk: Talk, fields: dict[str, Any], error: str) -> None:
    bob = talk.bob
    made: list[Any] = []
    for each in fields.get("reaction", ["👍"]):
        if isinstance(each, str):
            made.append(bob.make("reactionEmoji", emoticon=each))
        elif each is None:
            made.append(bob.make("reactionPaid"))
        else:
            made.append(bob.make("reactionCustomEmoji", document_id=each))
    nobody = bob.make("inputPeerUser", user_id=5, access_hash=5)
    with pytest.raises(Refused, match=error):
        await bob.call(
            "messages.sendReaction",
            peer=nobody if "peer" in fields else bob.peer(talk.ada),
            msg_id=fields.get("msg_id", 1),
            reaction=made,
        )


async def test_what_is_not_there_is_refused_by_name(talk: Talk) -> None:
    ada = talk.ada
    with pytest.raises(Refused, match="400 EFFECT_ID_INVALID"):
        await ada.send(talk.bob, "boo", effect=5)
    with pytest.raises(Refused, match="400 METHOD_INVALID"):
        await ada.call("messages.getAvailableEffects", hash=0)
    with pytest.raises(Refused, match="406 TRANSLATIONS_DISABLED"):
        await ada.call("messages.translateText", peer=ada.peer(talk.bob), id=[1], to_lang="en")


async def test_lists_are_refused_for_what_is_not_there(talk: Talk) -> None:
    ada, bob = talk.ada, talk.bob
    nobody = ada.make("inputPeerUser", user_id=5, access_hash=5)
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await ada.call("messages.getMessageReactionsList", peer=ada.peer(bob), id=99, limit=10)
    for method, more in (
        ("messages.getUnreadReactions", {**PAGE, "limit": 10}),
        ("messages.readReactions", {}),
        ("messages.getMessagesReactions", {"id": [1]}),
        ("messages.getSavedReactionTags", {"hash": 0}),
    ):
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await ada.call(method, peer=nobody, **more)
    with pytest.raises(Refused, match="400 REACTION_INVALID"):
        await ada.call("messages.setDefaultReaction", reaction=ada.make("reactionEmpty"))


async def test_reactions_are_offered_with_pictures_that_can_be_downloaded(
    world: World,
) -> None:
    ada = await world.person("Ada")
    offered, same = await asyncio.gather(
        *(ada.call("messages.getAvailableReactions", hash=0) for _ in range(2))
    )
    assert same == offered
    assert len(offered.reactions) > 50
    first = offered.reactions[0]
    assert (first.reaction, first.title) == ("👍", "Thumbs Up")
    for document, mime, start in (
        (first.static_icon, "image/webp", b"RIFF"),
        (first.appear_animation, "application/x-tgsticker", b"\x1f\x8b"),
    ):
        assert document.mime_type == mime
        place = ada.make(
            "inputDocumentFileLocation",
            id=document.id,
            access_hash=document.access_hash,
            file_reference=document.file_reference,
            thumb_size="",
        )
        file = await ada.call("upload.getFile", location=place, offset=0, limit=1 << 20)
        assert file.bytes.startswith(start)
        assert len(file.bytes) == document.size
    again = await ada.call("messages.getAvailableReactions", hash=offered.hash)
    assert again.NAME == "messages.availableReactionsNotModified"
    bob = await world.person("Bob", layer=158)
    theirs = await bob.call("messages.getAvailableReactions", hash=0)
    assert [each.static_icon.id for each in theirs.reactions] == [
        each.static_icon.id for each in offered.reactions
    ]
