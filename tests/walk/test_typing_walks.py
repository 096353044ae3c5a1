"""Typing: shown at once to those who are there, and kept nowhere."""

from typing import Any

import pytest

from chappe.features.users import relations
from chappe.features.users.model import Relation, Tie
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

LAYERS = [133, 158, 198, 214, 227, 229]


async def type_to(me: Person, other: Person, action: str, **fields: object) -> Any:
    return await me.call(
        "messages.setTyping", peer=me.peer(other), action=me.make(action, **fields)
    )


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("sendMessageTypingAction", {}),
        ("sendMessageCancelAction", {}),
        ("sendMessageRecordRoundAction", {}),
        ("sendMessageUploadDocumentAction", {"progress": 40}),
        ("sendMessageChooseStickerAction", {}),
    ],
)
async def test_what_somebody_does_is_shown_to_the_other_and_to_nobody_else(
    layer: int, action: str, fields: dict[str, int]
) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
        old = await world.another(bob, layer=layer)
        phone = await world.another(ada)
        for each in (ada, bob, old, phone):
            await each.call("updates.getState")
        assert await type_to(ada, bob, action, **fields)
        await world.settle()
        for each in (bob, old):
            (pushed,) = each.updates
            assert pushed.NAME == "updateShort"
            assert pushed.update == each.make(
                "updateUserTyping", user_id=ada.user_id, action=each.make(action, **fields)
            )
        assert ada.updates == phone.updates == []
        state = await bob.call("updates.getState")
        assert state.pts == 1


async def test_to_oneself_nothing_is_shown(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    assert await type_to(ada, ada, "sendMessageTypingAction")
    await world.settle()
    assert phone.updates == []


async def test_an_interaction_names_the_message_as_the_other_one_does(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    await ada.send(ada, "so that the numbers differ")
    await ada.send(bob, "🎉")
    await world.settle()
    bob.updates.clear()
    data = ada.make("dataJSON", data="{}")
    interaction = {"emoticon": "🎉", "msg_id": 2, "interaction": data}
    await type_to(ada, bob, "sendMessageEmojiInteraction", **interaction)
    await world.settle()
    (pushed,) = bob.updates
    assert pushed.update.action.msg_id == 1


@pytest.mark.parametrize(
    ("action", "fields", "error"),
    [
        (
            "sendMessageEmojiInteraction",
            {"emoticon": "🎉", "msg_id": 9, "interaction": "{}"},
            "400 MSG_ID_INVALID",
        ),
        (
            "sendMessageEmojiInteraction",
            {"emoticon": "e" * 33, "msg_id": 1, "interaction": "{}"},
            "400 EMOTICON_INVALID",
        ),
        (
            "sendMessageEmojiInteraction",
            {"emoticon": "🎉", "msg_id": 1, "interaction": "x" * 4097},
            "400 DATA_JSON_INVALID",
        ),
        ("sendMessageEmojiInteractionSeen", {"emoticon": "e" * 33}, "400 EMOTICON_INVALID"),
        (
            "sendMessageTextDraftAction",
            {"random_id": 1, "text": "what only bots do"},
            "400 USER_BOT_REQUIRED",
        ),
    ],
)
async def test_what_nobody_is_shown(action: str, fields: dict[str, Any], error: str) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await ada.send(bob, "hi")
        if "interaction" in fields:
            fields = fields | {"interaction": ada.make("dataJSON", data=fields["interaction"])}
        if "text" in fields:
            text = ada.make("textWithEntities", text=fields["text"], entities=[])
            fields = fields | {"text": text}
        with pytest.raises(Refused, match=error):
            await type_to(ada, bob, action, **fields)


async def test_one_has_to_know_to_whom_one_types(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    stranger = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call(
            "messages.setTyping",
            peer=stranger,
            action=ada.make("sendMessageTypingAction"),
        )


async def test_in_a_group_the_members_see_who_types(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await ada.call("messages.createChat", users=[ada.user(bob)], title="Two")
    chat = made.updates.chats[0]
    await bob.call("updates.getState")
    await world.settle()
    bob.updates.clear()
    peer = ada.make("inputPeerChat", chat_id=chat.id)
    action = ada.make("sendMessageTypingAction")
    await ada.call("messages.setTyping", peer=peer, action=action)
    await world.settle()
    (pushed,) = bob.updates
    assert pushed.update == bob.make(
        "updateChatUserTyping",
        chat_id=chat.id,
        from_id=bob.make("peerUser", user_id=ada.user_id),
        action=action,
    )


async def test_nothing_is_shown_across_a_block(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with world.node.database.transaction(write=True) as tx:
        blocked = Relation(user_id=bob.user_id, ties=Tie.BLOCKED)
        await relations.put(tx, ada.user_id, [blocked])
    for each in (ada, bob):
        await each.call("updates.getState")
    with pytest.raises(Refused, match="400 USER_IS_BLOCKED"):
        await type_to(bob, ada, "sendMessageTypingAction")
    assert await type_to(ada, bob, "sendMessageTypingAction")
    await world.settle()
    assert ada.updates == bob.updates == []
