"""What the tables of rights and bans share: a place, what is tried there, and what a row can say."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say
from forum_walks import create, edit, toggle

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def flags_of(rights: Any) -> list[str]:
    return [
        each.name
        for each in rights.SHAPE.fields
        if each.flag is not None and each.type == "true"
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A supergroup or channel: whose it is, the one who tries something, and another member."""

    world: World
    number: int
    owner: Person
    actor: Person
    other: Person

    async def forbid_all(self, **flags: bool) -> None:
        """Take something from all members of a group."""
        await self.owner.call(
            "messages.editChatDefaultBannedRights",
            peer=as_peer(self.owner, self.number),
            banned_rights=self.owner.make("chatBannedRights", until_date=0, **flags),
        )


Deed = Callable[[Place], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Absent:
    """The feature does not exist here: nobody may, whatever right it has. `why` is for the reader."""

    why: str
    deed: Deed
    error: str = "400 METHOD_INVALID"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the right changes is not whether one may, and is looked at by `deed`, which is given it."""

    deed: Callable[[Place, bool], Awaitable[Any]]


def calls(method: str, **more: Any) -> Deed:
    """A method that names the place by `peer` or `channel`."""

    async def deed(place: Place) -> Any:
        who, number = place.actor, place.number
        params = {each.name for each in who.client.schema.shape(method).params}
        named = {"peer": as_peer(who, number), "channel": as_channel(who, number)}
        given = {name: value for name, value in named.items() if name in params}
        return await who.call(method, **given, **more)

    return deed


async def retitle(place: Place) -> Any:
    title = f"Title {place.actor.client.next_msg_id()}"
    return await calls("channels.editTitle", title=title)(place)


async def post(place: Place) -> Any:
    return await say(place.actor, place.number, "hello")


async def edit_anothers(place: Place) -> Any:
    message = await say(place.owner, place.number, "by the owner")
    text = f"by {place.actor.user_id}"
    return await calls("messages.editMessage", id=message.id, message=text)(place)


async def delete_anothers(place: Place) -> Any:
    message = await say(place.owner, place.number, "by the owner")
    return await calls("channels.deleteMessages", id=[message.id])(place)


async def ban_another(place: Place) -> Any:
    return await ban(place.actor, place.number, place.other, send_messages=True)


async def bring_in(place: Place) -> Any:
    new = await place.world.person("New")
    return await calls("channels.inviteToChannel", users=[place.actor.user(new)])(place)


async def pin(place: Place) -> Any:
    message = await say(place.owner, place.number, "to be pinned")
    return await calls("messages.updatePinnedMessage", id=message.id)(place)


async def name_admin(place: Place) -> Any:
    rights = {"add_admins": True}
    return await promote(place.actor, place.number, place.other, **rights)


async def read_log(place: Place) -> Any:
    return await calls("channels.getAdminLog", q="", max_id=0, min_id=0, limit=9)(place)


async def change_topic(place: Place) -> Any:
    await toggle(place.owner, place.number)
    topic = await create(place.owner, place.number, "Games")
    try:
        return await edit(place.actor, place.number, topic, title="Another")
    finally:
        await toggle(place.owner, place.number, on=False)


async def make_topic(place: Place) -> Any:
    await toggle(place.owner, place.number)
    try:
        return await create(place.actor, place.number, "Games")
    finally:
        await toggle(place.owner, place.number, on=False)


def tagging(whom: str) -> Deed:
    async def deed(place: Place) -> Any:
        rank = f"No {place.actor.client.next_msg_id() % 10_000}"
        participant = place.actor.peer(getattr(place, whom))
        return await calls(
            "messages.editChatParticipantRank", participant=participant, rank=rank
        )(place)

    return deed


async def speak_anonymously(place: Place, given: bool) -> None:
    """With the right, a supergroup speaks for its admin; without it, it speaks for itself."""
    said = await say(place.actor, place.number, "who am I?")
    by = said.from_id.channel_id if given else said.from_id.user_id
    assert by == (place.number if given else place.actor.user_id)


async def sign(place: Place, given: bool) -> None:
    """In a channel it says nothing: the channel always speaks."""
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await say(place.actor, place.number, "who am I?")
    assert (await say(place.owner, place.number, "a post")).post


async def link_peer(place: Place) -> Any:
    where = as_channel(place.actor, place.number)
    peer = as_peer(place.actor, place.number)
    return await place.actor.call("communities.togglePeerLink", community=where, peer=peer)


COMMUNITIES = Absent("there are no communities", link_peer)


async def place_of(world: World, broadcast: bool) -> Place:
    number, people = await gathered(world, "Ada", "Bob", "Cyd", broadcast=broadcast)
    return Place(world, number, *people)
