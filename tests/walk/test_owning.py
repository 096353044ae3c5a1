"""Whose a group or channel is: it is given away, with a password, or goes to an admin when its owner leaves."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, limit, promote, say
from logins import later

from chappe.config import Profile
from chappe.testing.client import Refused
from chappe.testing.password import new_settings, prove
from chappe.testing.person import Person
from chappe.testing.world import World

DAY = 86_400
GIVE = "messages.editChatCreator"
HEIR = "messages.getFutureChatCreatorAfterLeave"


async def set_password(who: Person, word: str = "correct horse") -> None:
    asked = await who.call("account.getPassword")
    settings = new_settings(who.client.schema, asked, word)
    nothing = who.make("inputCheckPasswordEmpty")
    await who.call("account.updatePasswordSettings", password=nothing, new_settings=settings)


async def proof(who: Person, word: str = "correct horse") -> Any:
    return prove(who.client.schema, await who.call("account.getPassword"), word)


async def give(who: Person, peer: Any, other: Person, word: str = "correct horse") -> Any:
    return await who.call(
        GIVE, peer=peer, user_id=who.user(other), password=await proof(who, word)
    )


async def standing(who: Person, channel_id: int, other: Person) -> str:
    found = await who.call(
        "channels.getParticipant",
        channel=as_channel(who, channel_id),
        participant=who.peer(other),
    )
    return str(found.participant.NAME).removeprefix("channelParticipant")


async def leave(who: Person, channel_id: int) -> Any:
    return await who.call("channels.leaveChannel", channel=as_channel(who, channel_id))


def said(person: Person, *kinds: str) -> list[tuple[str, Any]]:
    """Service messages of these kinds that somebody was told of."""
    actions = [
        update.message.action
        for update in person.told
        if getattr(getattr(update, "message", None), "NAME", "") == "messageService"
    ]
    return [(each.NAME, each.new_creator_id) for each in actions if each.NAME in kinds]


CHANGES = ("messageActionNewCreatorPending", "messageActionChangeCreator")


@pytest.mark.parametrize("broadcast", [True, False])
async def test_a_channel_is_given_to_another(world: World, broadcast: bool) -> None:
    channel_id, (ada, bob, cyd) = await gathered(
        world, "Ada", "Bob", "Cyd", broadcast=broadcast
    )
    where = as_peer(ada, channel_id)
    nothing = ada.make("inputCheckPasswordEmpty")
    asking = {"peer": ada.make("inputPeerEmpty"), "user_id": ada.make("inputUserEmpty")}
    with pytest.raises(Refused, match="400 PASSWORD_MISSING"):
        await ada.call(GIVE, **asking, password=nothing)
    await set_password(ada)
    with pytest.raises(Refused, match="400 PASSWORD_HASH_INVALID"):
        await ada.call(GIVE, **asking, password=nothing)
    with pytest.raises(Refused, match="400 PASSWORD_HASH_INVALID"):
        await give(ada, where, bob, "wrong")
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await give(ada, ada.peer(bob), bob)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await give(ada, where, ada)
    dan = await world.person("Dan")
    with pytest.raises(Refused, match="400 USER_ID_INVALID"):
        await give(ada, where, dan)
    assert await standing(ada, channel_id, ada) == "Creator"
    await give(ada, where, bob)
    assert await standing(ada, channel_id, bob) == "Creator"
    assert await standing(ada, channel_id, ada) == "Admin"
    await promote(ada, channel_id, cyd, change_info=True)
    for person, creator in ((ada, False), (bob, True)):
        (chat,) = (
            await person.call("channels.getChannels", id=[as_channel(person, channel_id)])
        ).chats
        assert (chat.creator, chat.admin_rights.add_admins) == (creator, True)
    await set_password(cyd)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await give(cyd, as_peer(cyd, channel_id), cyd)
    log = await bob.call(
        "channels.getAdminLog",
        channel=as_channel(bob, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=3,
    )
    changes = [
        (each.action.prev_participant.NAME, each.action.new_participant.NAME)
        for each in log.events
    ]
    assert ("channelParticipantCreator", "channelParticipantAdmin") in changes


async def test_a_public_channel_goes_only_to_one_who_may_have_one_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await ada.call(
        "channels.updateUsername", channel=as_channel(ada, channel_id), username="a_fine_place"
    )
    await set_password(ada)
    limit(monkeypatch, channels_public_limit_default=0)
    with pytest.raises(Refused, match="400 CHANNELS_ADMIN_PUBLIC_TOO_MUCH"):
        await give(ada, as_peer(ada, channel_id), bob)


async def test_a_new_password_and_a_new_login_give_nothing_away(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await set_password(ada)
    for node in world.nodes:
        node.settings = replace(node.settings, profile=Profile.PRODUCTION)

    def asking(who: Person) -> Any:
        return who.call(
            GIVE,
            peer=who.make("inputPeerEmpty"),
            user_id=who.user(bob),
            password=who.make("inputCheckPasswordEmpty"),
        )

    with pytest.raises(Refused, match=f"400 PASSWORD_TOO_FRESH_{7 * DAY}"):
        await asking(ada)
    later(world, 7 * DAY, ada.client)
    with pytest.raises(Refused, match="400 PASSWORD_HASH_INVALID"):
        await asking(ada)
    another = await world.another(ada)
    with pytest.raises(Refused, match=f"400 SESSION_TOO_FRESH_{DAY}"):
        await asking(another)


async def test_an_old_client_gives_a_channel_away(world: World) -> None:
    old, bob = await world.person("Old", layer=158), await world.person("Bob")
    made = await old.call("channels.createChannel", title="Mine", about="", megagroup=True)
    where = as_channel(old, made.chats[0].id)
    await old.call("channels.inviteToChannel", channel=where, users=[old.user(bob)])
    await set_password(old)
    with pytest.raises(Refused, match="400 PASSWORD_HASH_INVALID"):
        await old.call(
            "channels.editCreator",
            channel=old.make("inputChannelEmpty"),
            user_id=old.make("inputUserEmpty"),
            password=old.make("inputCheckPasswordEmpty"),
        )
    await old.call(
        "channels.editCreator", channel=where, user_id=old.user(bob), password=await proof(old)
    )
    assert await standing(bob, made.chats[0].id, bob) == "Creator"


@dataclass(frozen=True, slots=True)
class Small:
    """A basic group."""

    number: int
    people: list[Person]

    def peer(self, person: Person) -> Any:
        """The group as this one names it."""
        return person.make("inputPeerChat", chat_id=self.number)

    async def roles(self) -> dict[int, str]:
        """What each member is."""
        full = await self.people[-1].call("messages.getFullChat", chat_id=self.number)
        return {
            each.user_id: each.NAME.removeprefix("chatParticipant")
            for each in full.full_chat.participants.participants
        }


async def small(world: World, *names: str) -> Small:
    people = [await world.person(name) for name in names]
    ada, *others = people
    made = await ada.call(
        "messages.createChat", users=[ada.user(each) for each in others], title="Few"
    )
    return Small(made.updates.chats[0].id, people)


async def test_a_basic_group_is_given_to_another(world: World) -> None:
    few = await small(world, "Ada", "Bob", "Cyd")
    ada, bob, cyd = few.people
    await set_password(ada)
    dan = await world.person("Dan")
    with pytest.raises(Refused, match="400 USER_ID_INVALID"):
        await give(ada, few.peer(ada), dan)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await give(ada, few.peer(ada), ada)
    await give(ada, few.peer(ada), bob)
    assert await few.roles() == {ada.user_id: "Admin", bob.user_id: "Creator", cyd.user_id: ""}
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await give(ada, few.peer(ada), cyd)


async def test_a_basic_group_goes_to_an_admin_when_its_owner_leaves(world: World) -> None:
    few = await small(world, "Ada", "Bob", "Cyd")
    ada, bob, cyd = few.people
    with pytest.raises(Refused, match="400 CHANNEL_ID_INVALID"):
        await ada.call(HEIR, peer=few.peer(ada))
    await ada.call(
        "messages.editChatAdmin", chat_id=few.number, user_id=ada.user(bob), is_admin=True
    )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(HEIR, peer=few.peer(bob))
    assert (await ada.call(HEIR, peer=few.peer(ada))).id == bob.user_id
    me = ada.make("inputUserSelf")
    await ada.call("messages.deleteChatUser", chat_id=few.number, user_id=me)
    assert await few.roles() == {bob.user_id: "Creator", cyd.user_id: ""}


async def test_a_channel_goes_to_an_admin_a_week_after_its_owner_left(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    with pytest.raises(Refused, match="400 CHANNEL_ID_INVALID"):
        await ada.call(HEIR, peer=as_peer(ada, channel_id))
    await promote(ada, channel_id, bob, change_info=True)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(HEIR, peer=as_peer(bob, channel_id))
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call(HEIR, peer=ada.peer(bob))
    assert (await ada.call(HEIR, peer=as_peer(ada, channel_id))).id == bob.user_id
    await leave(ada, channel_id)
    await world.settle()
    assert said(cyd, *CHANGES) == [(CHANGES[0], bob.user_id)]
    service = ada.make("inputPeerUser", user_id=777000, access_hash=0)
    page = await ada.call("messages.getHistory", **_everything(service))
    assert "Bob will own it in 7 days" in page.messages[0].message
    (row,) = page.messages[0].reply_markup.rows
    assert row.buttons[0].type.url.endswith(f"c/{channel_id}")
    assert await standing(cyd, channel_id, bob) == "Admin"
    later(world, 7 * DAY + 1, ada.client, cyd.client)
    await world.settle()
    assert await standing(cyd, channel_id, bob) == "Creator"
    page = await cyd.call("messages.getHistory", **_everything(as_peer(cyd, channel_id)))
    last = page.messages[0]
    assert (last.action.NAME, last.action.new_creator_id) == (CHANGES[1], bob.user_id)
    assert last.from_id.user_id == ada.user_id
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await ada.call("channels.joinChannel", channel=as_channel(ada, channel_id))


def _everything(peer: Any) -> dict[str, Any]:
    zeros = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    return {"peer": peer, "limit": 10, **dict.fromkeys(zeros, 0)}


async def test_an_owner_who_comes_back_in_time_owns_it_still(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await promote(ada, channel_id, bob, change_info=True)
    await leave(ada, channel_id)
    (left,) = (await ada.call("channels.getChannels", id=[as_channel(ada, channel_id)])).chats
    assert (left.creator, left.left) == (True, True)
    await ada.call("channels.joinChannel", channel=as_channel(ada, channel_id))
    assert await standing(bob, channel_id, ada) == "Creator"
    later(world, 7 * DAY + 1, ada.client, bob.client)
    await world.settle()
    assert await standing(bob, channel_id, ada) == "Creator"
    await say(ada, channel_id, "it is mine")


async def test_another_admin_owns_it_when_the_named_one_is_none_any_more(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    await promote(ada, channel_id, bob, change_info=True)
    await promote(ada, channel_id, cyd, change_info=True)
    assert (await ada.call(HEIR, peer=as_peer(ada, channel_id))).id == bob.user_id
    await leave(ada, channel_id)
    await leave(bob, channel_id)
    later(world, 7 * DAY + 1, cyd.client)
    await world.settle()
    assert await standing(cyd, channel_id, cyd) == "Creator"
