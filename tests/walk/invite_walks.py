"""What walks through links share: groups of both kinds, and how to make links and come by them."""

from collections.abc import Callable
from typing import Any

from channel_walks import as_channel, as_peer, gathered, promote

from chappe.testing.person import Person
from chappe.testing.world import World


class Group:
    """A group or channel of Ada, with Bob in it, as anybody names it."""

    def __init__(self, kind: str, number: int, people: list[Person]) -> None:
        self.kind = kind
        self.number = number
        self.people = people

    def peer(self, person: Person) -> Any:
        """The group as an InputPeer."""
        if self.kind == "chat":
            return person.make("inputPeerChat", chat_id=self.number)
        return as_peer(person, self.number)

    async def full(self, person: Person) -> Any:
        """All about the group."""
        if self.kind == "chat":
            return (await person.call("messages.getFullChat", chat_id=self.number)).full_chat
        channel = as_channel(person, self.number)
        return (await person.call("channels.getFullChannel", channel=channel)).full_chat

    async def put_out(self, admin: Person, other: Person) -> None:
        """Put somebody out."""
        if self.kind == "chat":
            await admin.call(
                "messages.deleteChatUser", chat_id=self.number, user_id=admin.user(other)
            )
            return
        await admin.call(
            "channels.editBanned",
            channel=as_channel(admin, self.number),
            participant=admin.peer(other),
            banned_rights=admin.make("chatBannedRights", until_date=0, view_messages=True),
        )

    async def promote(self, creator: Person, other: Person) -> None:
        """Make somebody an admin who may let people in."""
        if self.kind == "chat":
            await creator.call(
                "messages.editChatAdmin",
                chat_id=self.number,
                user_id=creator.user(other),
                is_admin=True,
            )
            return
        await promote(creator, self.number, other, invite_users=True)


async def group(world: World, kind: str, *names: str) -> Group:
    """A `chat`, `megagroup` or `broadcast` of the first, with the second in it and the others outside."""
    if kind != "chat":
        number, people = await gathered(world, *names[:2], broadcast=kind == "broadcast")
    else:
        people = [await world.person(name) for name in names[:2]]
        for person in people:
            await person.call("updates.getState")
        creator, other = people
        made = await creator.call(
            "messages.createChat", users=[creator.user(other)], title="A place"
        )
        number = made.updates.chats[0].id
    for name in names[2:]:
        person = await world.person(name)
        await person.call("updates.getState")
        people.append(person)
    await world.settle()
    return Group(kind, number, people)


async def link(where: Group, admin: Person, **how: object) -> Any:
    """A new link."""
    return await admin.call("messages.exportChatInvite", peer=where.peer(admin), **how)


def secret(invite: Any) -> str:
    """What is secret in a link."""
    address: str = invite.link
    return address.rpartition("+")[2]


async def come(person: Person, invite: Any) -> Any:
    """Come in by a link; the updates."""
    result = await person.call("messages.importChatInvite", hash=secret(invite))
    return result.updates


async def check(person: Person, invite: Any) -> Any:
    """Look at where a link leads."""
    return await person.call("messages.checkChatInvite", hash=secret(invite))


async def importers(where: Group, admin: Person, **how: object) -> Any:
    """Who came in, or waits."""
    asked: dict[str, object] = {
        "offset_date": 0,
        "offset_user": admin.make("inputUserEmpty"),
        "limit": 10,
        **how,
    }
    return await admin.call("messages.getChatInviteImporters", peer=where.peer(admin), **asked)


Deed = Callable[[Group], Any]
