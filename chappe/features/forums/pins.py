"""Topics that stand above the others, for all members alike."""

from collections.abc import Sequence

from chappe.features.channels import events
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.events import Event
from chappe.features.forums import store
from chappe.features.forums.access import access_topic, check_forum, check_leads
from chappe.features.forums.model import PINS_MAX, TopicMark
from chappe.features.forums.short import render_short
from chappe.ids import ChannelId, MessageId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.PINNED_TOPIC)
class TopicPinned(Fact, frozen=True):
    """A topic was pinned, or is not any more."""

    channel_id: ChannelId
    topic_id: MessageId


@fact(Kind.PINNED_TOPICS)
class TopicsOrdered(Fact, frozen=True):
    """The pinned topics are others, or in another order."""

    channel_id: ChannelId


async def toggle_pin(journal: Journal, seat: Seat, topic_id: int, *, pinned: bool) -> None:
    """Pin a topic above all others, or let it go.

    Errors: CHANNEL_FORUM_MISSING, CHAT_ADMIN_REQUIRED (403), TOPIC_ID_INVALID, PINNED_TOO_MUCH
    """
    seat = await take_seat(journal, seat)
    check_forum(seat)
    check_leads(seat)
    topic = await access_topic(journal.tx, seat, topic_id)
    channel, me = seat.channel, seat.mine.user_id
    before = await store.find_pinned(journal.tx, channel.id)
    if (topic.id in before) == pinned:
        return
    if pinned and len(before) >= PINS_MAX:
        raise RpcError(400, "PINNED_TOO_MUCH")
    after = [topic.id, *before] if pinned else [each for each in before if each != topic.id]
    await store.set_pins(journal.tx, channel.id, _places(before, after))
    short = render_short(me, topic)
    noted = api.ChannelAdminLogEventActionPinTopic(
        prev_topic=None if pinned else short, new_topic=short if pinned else None
    )
    await events.note(journal, channel, me, Event.FORUMS, noted, topic.title)
    await journal.append(channel.box, TopicPinned(channel.id, topic.id))


async def reorder_pins(
    journal: Journal, seat: Seat, order: Sequence[int], *, force: bool
) -> None:
    """Pin topics in this order. `force`: and no others; else those stay, below.

    Errors: CHANNEL_FORUM_MISSING, CHAT_ADMIN_REQUIRED (403), TOPIC_ID_INVALID, PINNED_TOO_MUCH
    """
    seat = await take_seat(journal, seat)
    check_forum(seat)
    check_leads(seat)
    channel = seat.channel
    wanted = list(dict.fromkeys(map(MessageId, order)))
    before = await store.find_pinned(journal.tx, channel.id)
    after = wanted if force else wanted + [each for each in before if each not in wanted]
    if len(after) > PINS_MAX:
        raise RpcError(400, "PINNED_TOO_MUCH")
    found = await store.find_many(journal.tx, channel.id, wanted)
    there = [each for each in found.values() if TopicMark.DELETED not in each.marks]
    if len(there) < len(wanted):
        raise RpcError(400, "TOPIC_ID_INVALID")
    if after != before:
        await store.set_pins(journal.tx, channel.id, _places(before, after))
        await journal.append(channel.box, TopicsOrdered(channel.id))


def _places(before: Sequence[MessageId], after: Sequence[MessageId]) -> dict[MessageId, int]:
    """Where each stands now; 0: not any more."""
    places = dict.fromkeys(before, 0)
    return places | {topic_id: len(after) - index for index, topic_id in enumerate(after)}
