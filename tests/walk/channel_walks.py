"""What walks through channels share: a channel with its people, and how to speak there."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from chappe.features.channels import limits
from chappe.features.help.files import deployment
from chappe.testing.person import Person
from chappe.testing.world import World

MARK = 1_000_000_000_000


def limit(monkeypatch: pytest.MonkeyPatch, *, members: int | None = None, **told: int) -> None:
    """Let a server have other limits: numbers of the app config."""
    before = deployment(None)
    config = before.config
    if members is not None:
        config = msgspec.structs.replace(config, megagroup_size_max=members)
    other = replace(
        before, limits=msgspec.structs.replace(before.limits, **told), config=config
    )
    monkeypatch.setattr(limits, "deployment", lambda _: other)


NO_CHANNELS = {"channels_limit_default": 0, "channels_limit_premium": 0}


def as_peer(person: Person, channel_id: int) -> Any:
    """A channel as an InputPeer."""
    return person.make(
        "inputPeerChannel",
        channel_id=channel_id,
        access_hash=person.access_hash(-MARK - channel_id),
    )


def as_channel(person: Person, channel_id: int) -> Any:
    """A channel as an InputChannel."""
    return person.make(
        "inputChannel",
        channel_id=channel_id,
        access_hash=person.access_hash(-MARK - channel_id),
    )


async def say(person: Person, channel_id: int, text: str) -> Any:
    """Speak in a channel; the message as the answer shows it."""
    updates = await person.call(
        "messages.sendMessage",
        peer=as_peer(person, channel_id),
        message=text,
        random_id=person.client.next_msg_id(),
    )
    return next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")


async def gathered(
    world: World, *names: str, broadcast: bool = False
) -> tuple[int, list[Person]]:
    """A channel of the first of some people, with all others in it."""
    people = [await world.person(name) for name in names]
    creator, *others = people
    for person in people:
        await person.call("updates.getState")
    updates = await creator.call(
        "channels.createChannel",
        title="A place",
        about="",
        broadcast=broadcast,
        megagroup=not broadcast,
    )
    channel_id = updates.chats[0].id
    if others:
        await creator.call(
            "channels.inviteToChannel",
            channel=as_channel(creator, channel_id),
            users=[creator.user(each) for each in others],
        )
    await world.settle()
    return channel_id, people


async def promote(creator: Person, channel_id: int, other: Person, /, **rights: bool) -> Any:
    """Make somebody an admin with these rights; with none, a member again."""
    return await creator.call(
        "channels.editAdmin",
        channel=as_channel(creator, channel_id),
        user_id=creator.user(other),
        admin_rights=creator.make("chatAdminRights", **rights),
        rank="",
    )


async def ban(
    admin: Person, channel_id: int, other: Person, until: int = 0, **rights: bool
) -> Any:
    """Take rights from somebody."""
    return await admin.call(
        "channels.editBanned",
        channel=as_channel(admin, channel_id),
        participant=admin.peer(other),
        banned_rights=admin.make("chatBannedRights", until_date=until, **rights),
    )
