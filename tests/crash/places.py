"""Where the people of the crash test talk: with one another, in a basic group, a supergroup, a channel."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chappe.ids import CHANNEL_MARK
from chappe.testing.person import Person


@dataclass(eq=False, slots=True)
class Place:
    """A dialog of some people. `channel_id`, `chat_id`: which it is, when it is not a private chat.
    `speakers`: who may say something. `pts`: how far each of its people has followed a channel."""

    people: Sequence[Person]
    speakers: Sequence[Person]
    channel_id: int = 0
    chat_id: int = 0
    title: str = ""
    pts: dict[int, int] = field(default_factory=dict)

    def peer(self, me: Person) -> Any:
        """The place as somebody in it names it."""
        if self.channel_id:
            return me.make("inputPeerChannel", **self._named(me))
        if self.chat_id:
            return me.make("inputPeerChat", chat_id=self.chat_id)
        return me.peer(self.other(me))

    def channel(self, me: Person) -> Any:
        """A channel as an InputChannel."""
        return me.make("inputChannel", **self._named(me))

    def other(self, me: Person) -> Person:
        """Somebody else who is there."""
        return next(each for each in self.people if each is not me)

    def holds(self, peer: Any) -> bool:
        """Whether a Peer is this group or channel."""
        return bool(
            (self.channel_id and getattr(peer, "channel_id", 0) == self.channel_id)
            or (self.chat_id and getattr(peer, "chat_id", 0) == self.chat_id)
        )

    def _named(self, me: Person) -> dict[str, int]:
        hash_ = me.access_hash(-CHANNEL_MARK - self.channel_id)
        return {"channel_id": self.channel_id, "access_hash": hash_}


async def make_places(people: Sequence[Person]) -> list[Place]:
    """Every private chat of some people, and a group of each kind with all of them."""
    creator, *others = people
    private = [Place((a, b), (a, b)) for a in people for b in people if a.user_id < b.user_id]
    users = [creator.user(each) for each in others]
    made = await creator.call("messages.createChat", users=users, title="A group")
    chat = Place(people, people, chat_id=made.updates.chats[0].id, title="A group")
    supergroup = await _make_channel(people, broadcast=False)
    channel = await _make_channel(people, broadcast=True)
    return [*private, chat, supergroup, channel]


async def _make_channel(people: Sequence[Person], *, broadcast: bool) -> Place:
    creator, *others = people
    made = await creator.call(
        "channels.createChannel",
        title="A channel",
        about="",
        broadcast=broadcast,
        megagroup=not broadcast,
    )
    speakers = [creator] if broadcast else people
    place = Place(people, speakers, channel_id=made.chats[0].id, title="A channel")
    users = [creator.user(each) for each in others]
    await creator.call("channels.inviteToChannel", channel=place.channel(creator), users=users)
    full = await creator.call("channels.getFullChannel", channel=place.channel(creator))
    place.pts = {each.user_id: full.full_chat.pts for each in people}
    return place


async def catch_up(me: Person, place: Place) -> list[Any]:
    """What is new in a channel since somebody looked last; its pts has no hole.

    Raises: AssertionError.
    """
    messages: list[Any] = []
    first, count = place.pts[me.user_id], 0
    while True:
        answer = await me.call(
            "updates.getChannelDifference",
            channel=place.channel(me),
            filter=me.make("channelMessagesFilterEmpty"),
            pts=place.pts[me.user_id],
            limit=100,
        )
        if answer.NAME == "updates.channelDifference":
            messages += answer.new_messages
            counted = [each for each in answer.other_updates if hasattr(each, "pts_count")]
            count += len(answer.new_messages) + sum(each.pts_count for each in counted)
        else:
            assert answer.NAME == "updates.channelDifferenceEmpty", answer.NAME
        place.pts[me.user_id] = answer.pts
        if answer.final:
            break
    assert answer.pts - first == count, f"pts rose by {answer.pts - first}, events: {count}"
    return messages
