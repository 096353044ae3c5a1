"""Basic groups: made, talked in, joined, left; who may do what."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def group(world: World, *, layer: int = 229) -> tuple[Person, Person, Person, Any]:
    """Ada's group with Bob in it, Cyd outside; and the group as an InputPeer."""
    ada = await world.person("Ada", layer=layer)
    bob, cyd = await world.person("Bob"), await world.person("Cyd")
    for person in (ada, bob, cyd):
        await person.call("updates.getState")
    made = await ada.call("messages.createChat", users=[ada.user(bob)], title="  A   group ")
    updates = made.updates if made.NAME == "messages.invitedUsers" else made
    chat_id = updates.chats[0].id
    await world.settle()
    return ada, bob, cyd, chat_id


async def talk(person: Person, chat_id: int, text: str) -> Any:
    peer = person.make("inputPeerChat", chat_id=chat_id)
    return await person.call(
        "messages.sendMessage", peer=peer, message=text, random_id=person.client.next_msg_id()
    )


def texts(person: Person) -> list[str]:
    """What was pushed, as texts."""
    return [
        update.message.message
        for pushed in person.updates
        for update in getattr(pushed, "updates", [])
        if update.NAME == "updateNewMessage" and update.message.NAME == "message"
    ]


@pytest.mark.parametrize("layer", [133, 158, 198, 229])
async def test_a_group_is_made_and_its_members_hear_one_another(layer: int) -> None:
    async with World() as world:
        ada, bob, _, chat_id = await group(world, layer=layer)
        created = bob.updates[0]
        assert [update.NAME for update in created.updates] == [
            "updateNewMessage",
            "updateChatParticipants",
        ]
        assert created.updates[0].message.action.NAME == "messageActionChatCreate"
        assert created.chats[0].title == "A group"
        await talk(bob, chat_id, "hello group")
        await world.settle()
        assert texts(ada) == ["hello group"]
        full = await ada.call("messages.getFullChat", chat_id=chat_id)
        assert len(full.full_chat.participants.participants) == 2


async def test_the_answer_names_one_new_message_as_tdlib_wants() -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        made = await ada.call("messages.createChat", users=[ada.user(bob)], title="x")
        names = [update.NAME for update in made.updates.updates]
        assert sorted(names) == [
            "updateChatParticipants",
            "updateMessageID",
            "updateNewMessage",
        ]


async def test_one_joins_by_invitation_and_is_put_out_again() -> None:
    async with World() as world:
        ada, bob, cyd, chat_id = await group(world)
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await talk(cyd, chat_id, "hello")
        await bob.call(
            "messages.addChatUser", chat_id=chat_id, user_id=bob.user(cyd), fwd_limit=0
        )
        await talk(cyd, chat_id, "hello")
        await world.settle()
        assert texts(ada) == texts(bob) == ["hello"]
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await cyd.call("messages.deleteChatUser", chat_id=chat_id, user_id=cyd.user(bob))
        await ada.call("messages.deleteChatUser", chat_id=chat_id, user_id=ada.user(cyd))
        await talk(ada, chat_id, "without Cyd")
        await world.settle()
        assert texts(cyd) == []
        with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
            await talk(cyd, chat_id, "still there?")
        (left,) = (await cyd.call("messages.getChats", id=[chat_id])).chats
        assert left.NAME == "chatForbidden"


async def test_the_creator_makes_admins_and_ends_the_group() -> None:
    async with World() as world:
        ada, bob, _, chat_id = await group(world)
        admin = {"chat_id": chat_id, "user_id": ada.user(bob), "is_admin": True}
        assert await ada.call("messages.editChatAdmin", **admin)
        await bob.call("messages.editChatTitle", chat_id=chat_id, title="Better")
        with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
            await ada.call("messages.editChatTitle", chat_id=chat_id, title="Better")
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await bob.call("messages.deleteChat", chat_id=chat_id)
        assert await ada.call("messages.deleteChat", chat_id=chat_id)
        with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
            await talk(bob, chat_id, "anyone?")
        common = await ada.call(
            "messages.getCommonChats", user_id=ada.user(bob), max_id=0, limit=10
        )
        assert common.chats == []


ERRORS = [
    ("messages.createChat", {"users": [], "title": "x"}, "400 USERS_TOO_FEW"),
    ("messages.getFullChat", {"chat_id": 99}, "400 CHAT_ID_INVALID"),
    ("messages.getChats", {"id": [99]}, "400 CHAT_ID_INVALID"),
    ("messages.editChatTitle", {"chat_id": 99, "title": "x"}, "400 CHAT_ID_INVALID"),
    ("messages.deleteChat", {"chat_id": 99}, "400 CHAT_ID_INVALID"),
]


@pytest.mark.parametrize(("method", "fields", "error"), ERRORS)
async def test_what_cannot_be_is_refused(
    method: str, fields: dict[str, Any], error: str
) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=error):
            await ada.call(method, **fields)


async def test_members_of_a_group_are_added_once_and_the_caller_must_be_one() -> None:
    async with World() as world:
        ada, bob, cyd, chat_id = await group(world)
        again = {"chat_id": chat_id, "user_id": ada.user(bob), "fwd_limit": 0}
        with pytest.raises(Refused, match="400 USER_ALREADY_PARTICIPANT"):
            await ada.call("messages.addChatUser", **again)
        with pytest.raises(Refused, match="400 USER_NOT_PARTICIPANT"):
            await ada.call("messages.deleteChatUser", chat_id=chat_id, user_id=ada.user(cyd))
        with pytest.raises(Refused, match="400 CHAT_TITLE_EMPTY"):
            await ada.call("messages.editChatTitle", chat_id=chat_id, title=" ")
        await bob.call("messages.deleteChatUser", chat_id=chat_id, user_id=bob.user(bob))
        with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
            await bob.call("messages.editChatTitle", chat_id=chat_id, title="x")
