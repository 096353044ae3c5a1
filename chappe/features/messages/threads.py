"""In which thread of a group a message goes. https://core.telegram.org/api/threads

What answers a message belongs to that one's thread, or begins one with the answered message as its head. The head
itself is in no thread. Rooms that come later may say otherwise (`places`): a channel has no threads, a forum
has topics.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chappe.db.database import Tx
from chappe.features.messages import store
from chappe.features.messages.model import Message, Outgoing
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal, Moment

if TYPE_CHECKING:
    from chappe.features.messages.model import Body

GENERAL = MessageId(1)
"""What a forum's messages are in that are in no topic. They do not say so: it is no thread of its own."""
OF_THREAD = "m.box = :box AND m.thread = :thread"
"""A history's `where` (store.find_window), of one thread."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a group a message goes. `thread`: its head, None: none. `topic`: the thread is a topic of a
    forum, and the message says so. `settled`: a room has looked at what the author wished, which is not
    compared any more."""

    thread: MessageId | None
    topic: bool = False
    settled: bool = False


Placer = Callable[[Tx, UserId, PeerId, Outgoing, Place], Awaitable[Place]]
_placers: list[Placer] = []


def places(placer: Placer) -> Placer:
    """The decorated function refuses a message in a thread of a group, or says where else it goes; it gives
    back as it is what is none of its business. The group's box is taken then."""
    if placer not in _placers:
        _placers.append(placer)
    return placer


Counter = Callable[[Journal, Moment, Sequence[Message]], Awaitable[None]]
"""Gets where the group's box is, and messages of threads that have come there."""
Leaver = Callable[[Journal, Moment, Sequence[MessageId]], Awaitable[None]]
"""Gets where a channel's box is, and messages that are about to go from it."""
_counters: list[Counter] = []
_leavers: list[Leaver] = []


def counts_threads(counter: Counter) -> Counter:
    """The decorated function keeps count of what threads hold."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


async def count_threads(journal: Journal, moment: Moment, messages: Sequence[Message]) -> None:
    """Messages have come into a channel's box, some of them in threads."""
    inside = [each for each in messages if each.thread is not None]
    if inside:
        for counter in _counters:
            await counter(journal, moment, inside)


def sees_leaving(leaver: Leaver) -> Leaver:
    """The decorated function keeps something with messages of channels, which they take along when they go."""
    if leaver not in _leavers:
        _leavers.append(leaver)
    return leaver


async def leaving(journal: Journal, moment: Moment, ids: Sequence[MessageId]) -> None:
    """Messages are about to go from a box; of those of accounts nothing is kept."""
    if channel_of(PeerId(moment.box)) is not None:
        for leaver in _leavers:
            await leaver(journal, moment, ids)


async def placed(tx: Tx, author: UserId, peer: PeerId, outgoing: Outgoing) -> Place:
    """Where a message goes; it is in no thread outside supergroups.

    Errors: TOPIC_ID_INVALID (there is no such thread, or the answered message is in another one); those of
            the rooms of groups
    """
    if channel_of(peer) is None:
        return Place(None)
    box, answered, wish = BoxId(peer), outgoing.reply_to, outgoing.thread
    here = answered is not None and answered.box == box
    place = Place(head_of(answered) if answered is not None and here else wish)
    for placer in _placers:
        place = await placer(tx, author, peer, outgoing, place)
    if wish is None or place.settled:
        return place
    if wish != place.thread or not (here or await find_head(tx, box, wish)):
        raise RpcError(400, "TOPIC_ID_INVALID")
    return place


Remembers = Callable[[Tx, PeerId, Collection[MessageId]], Awaitable[set[MessageId]]]
_remember: list[Remembers] = []


def remembers(finder: Remembers) -> Remembers:
    """The decorated function knows which of some messages of a group head topics, or did when they were there."""
    if finder not in _remember:
        _remember.append(finder)
    return finder


async def find_heads(tx: Tx, peer: PeerId, ids: Collection[MessageId]) -> set[MessageId]:
    """Which of some messages of a group head topics, or did when they were there."""
    return {id_ for finder in _remember for id_ in await finder(tx, peer, ids)}


async def was_head(tx: Tx, peer: PeerId, message_id: MessageId) -> bool:
    """Whether a message heads a topic, or did when it was there."""
    return bool(await find_heads(tx, peer, [message_id]))


def head_of(message: Message) -> MessageId:
    """Which message heads the thread that an answer to this one is in."""
    return message.id if message.thread is None else message.thread


async def find_head(tx: Tx, box: BoxId, thread: MessageId) -> Message | None:
    """The message that heads a thread, or would, when it is answered."""
    head = (await store.find_many(tx, box, [thread])).get(thread)
    return head if head is not None and head.thread is None else None


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a thread, as `store.find_window` wants it."""

    where: str
    params: dict[str, Any]


Holds = Callable[[Tx, BoxId, MessageId], Awaitable[Contents | None]]
_holding: list[Holds] = []


def holds(finder: Holds) -> Holds:
    """The decorated function knows of threads in which there is more than what says of itself that it is."""
    if finder not in _holding:
        _holding.append(finder)
    return finder


async def contents_of(tx: Tx, box: BoxId, thread: MessageId) -> Contents:
    """What is in a thread of a group."""
    for finder in _holding:
        found = await finder(tx, box, thread)
        if found is not None:
            return found
    return Contents(OF_THREAD, {"box": box, "thread": thread})


def in_place(body: "Body", place: Place) -> "Body":
    """What is said, with what it has to say of where."""
    if not place.topic:
        return body
    header: api.MessageReplyHeader = read_value(body.reply) or api.MessageReplyHeader()
    header.forum_topic = True
    return replace(body, reply=write_value(header))
