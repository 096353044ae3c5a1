"""What walks through forums share: a forum with its people, topics, and how to speak there."""

from typing import Any

from channel_walks import as_channel, as_peer, gathered

from chappe.testing.person import Person
from chappe.testing.world import World


async def forum(world: World, *names: str) -> tuple[int, list[Person]]:
    """A forum of the first of some people, with all others in it."""
    channel_id, people = await gathered(world, *names)
    await toggle(people[0], channel_id)
    await world.settle()
    return channel_id, people


async def toggle(
    person: Person, channel_id: int, *, on: bool = True, tabs: bool = False
) -> Any:
    """Make a forum of a supergroup, or the other way round."""
    return await person.call(
        "channels.toggleForum", channel=as_channel(person, channel_id), enabled=on, tabs=tabs
    )


async def create(person: Person, channel_id: int, title: str, **more: Any) -> int:
    """Make a topic; its number."""
    updates = await person.call(
        "messages.createForumTopic",
        peer=as_peer(person, channel_id),
        title=title,
        random_id=person.client.next_msg_id(),
        **more,
    )
    return next(each.id for each in updates.updates if each.NAME == "updateMessageID")


async def edit(person: Person, channel_id: int, topic: int, **change: Any) -> Any:
    """Change a topic."""
    return await person.call(
        "messages.editForumTopic", peer=as_peer(person, channel_id), topic_id=topic, **change
    )


async def write(
    person: Person, channel_id: int, text: str, to: int, top: int | None = None, **more: Any
) -> Any:
    """Answer a message, or speak in a topic; the message as the answer shows it."""
    updates = await person.call(
        "messages.sendMessage",
        peer=as_peer(person, channel_id),
        message=text,
        random_id=person.client.next_msg_id(),
        reply_to=person.make("inputReplyToMessage", reply_to_msg_id=to, top_msg_id=top),
        **more,
    )
    return new_message(updates)


def new_message(updates: Any) -> Any:
    """The message in an answer."""
    return next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")


async def topics(person: Person, channel_id: int, **asked: Any) -> Any:
    """The list of topics."""
    question: dict[str, Any] = {
        "offset_date": 0,
        "offset_id": 0,
        "offset_topic": 0,
        "limit": 50,
    }
    return await person.call(
        "messages.getForumTopics", peer=as_peer(person, channel_id), **{**question, **asked}
    )


async def topic_of(person: Person, channel_id: int, topic: int) -> Any:
    """One topic."""
    found = await person.call(
        "messages.getForumTopicsByID", peer=as_peer(person, channel_id), topics=[topic]
    )
    return found.topics[0]
