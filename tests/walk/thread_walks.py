"""What walks through threads and comments share."""

from typing import Any

from channel_walks import as_channel, as_peer, gathered

from chappe.testing.person import Person
from chappe.testing.world import World

PAGE = {
    "offset_id": 0,
    "offset_date": 0,
    "add_offset": 0,
    "limit": 20,
    "max_id": 0,
    "min_id": 0,
    "hash": 0,
}


async def answer(
    person: Person, channel_id: int, text: str, to: int, top: int | None = None
) -> Any:
    """Answer a message; the message as the answer of the call shows it."""
    updates = await person.call(
        "messages.sendMessage",
        peer=as_peer(person, channel_id),
        message=text,
        random_id=person.client.next_msg_id(),
        reply_to=person.make("inputReplyToMessage", reply_to_msg_id=to, top_msg_id=top),
    )
    return next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")


async def replies(person: Person, channel_id: int, message_id: int, **more: Any) -> Any:
    """A part of a thread."""
    fields = {**PAGE, **more}
    return await person.call(
        "messages.getReplies", peer=as_peer(person, channel_id), msg_id=message_id, **fields
    )


async def message_of(person: Person, channel_id: int, message_id: int) -> Any:
    """One message of a channel, as it is by now."""
    found = await person.call(
        "channels.getMessages",
        channel=as_channel(person, channel_id),
        id=[person.make("inputMessageID", id=message_id)],
    )
    return found.messages[0]


async def discussion_of(person: Person, channel_id: int, message_id: int) -> Any:
    """What a thread begins with."""
    return await person.call(
        "messages.getDiscussionMessage", peer=as_peer(person, channel_id), msg_id=message_id
    )


async def link(person: Person, channel_id: int | None, group_id: int | None) -> Any:
    """Make a group the one of a channel; without one of the two: unlink the other."""
    return await person.call(
        "channels.setDiscussionGroup",
        broadcast=_channel(person, channel_id),
        group=_channel(person, group_id),
    )


def _channel(person: Person, channel_id: int | None) -> Any:
    if channel_id is None:
        return person.make("inputChannelEmpty")
    return as_channel(person, channel_id)


async def made(person: Person, *, broadcast: bool = False, title: str = "Another") -> int:
    """One more channel or supergroup."""
    updates = await person.call(
        "channels.createChannel",
        title=title,
        about="",
        broadcast=broadcast,
        megagroup=not broadcast,
    )
    channel_id: int = updates.chats[0].id
    return channel_id


async def discussed(
    world: World, *names: str, group_first: bool = False
) -> tuple[int, int, list[Person]]:
    """A channel with some in it, and its discussion group, in which there is its creator alone."""
    if group_first:
        group_id, (creator,) = await gathered(world, names[0])
        channel_id = await made(creator, broadcast=True)
        people = [creator, *[await world.person(name) for name in names[1:]]]
        for each in people[1:]:
            await each.call("updates.getState")
            await creator.call(
                "channels.inviteToChannel",
                channel=as_channel(creator, channel_id),
                users=[creator.user(each)],
            )
    else:
        channel_id, people = await gathered(world, *names, broadcast=True)
        group_id = await made(people[0])
    assert await link(people[0], channel_id, group_id)
    await world.settle()
    return channel_id, group_id, people
